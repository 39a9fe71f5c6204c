import * as z from 'zod';

/**
 * What an editor shows of a schema, to `register` with it. `describe()` would build the schema a second time, and takes as
 * long as the first: it is for a schema that stands elsewhere, too, with another description or none.
 */
export const described = (description: string) => [z.globalRegistry, { description }] as const;

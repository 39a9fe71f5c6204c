import * as z from 'zod';
import type { KindValues } from '../kind.ts';
import { nameSchema, pathSchema } from '../schemas.ts';

/** What may be written as the values of an instance profile. */
export const instanceProfileValues: KindValues = {
  name: nameSchema(128),
  fields: {
    Path: pathSchema,
    Roles: z
      .array(nameSchema(64))
      .length(1, 'must be a list of exactly one role\nan instance profile carries one role'),
  },
};

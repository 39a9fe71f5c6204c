import type { KindValues } from '../kind.ts';
import { descriptionSchema, documentSchema, nameSchema, policyPathSchema } from '../schemas.ts';

/** What may be written as the values of a managed policy. */
export const managedPolicyValues: KindValues = {
  name: nameSchema(128),
  fields: {
    Description: descriptionSchema,
    Path: policyPathSchema,
    PolicyDocument: documentSchema,
  },
};

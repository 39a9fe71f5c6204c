import type { KindValues } from '../kind.ts';
import { attachmentsSchema, inlinePoliciesSchema, nameSchema, pathSchema } from '../schemas.ts';

/** What may be written as the values of a group. */
export const groupValues: KindValues = {
  name: nameSchema(128),
  fields: {
    ManagedPolicyArns: attachmentsSchema.max(
      10,
      'must have at most 10 managed policies\nIAM attaches no more to a group: join some into one policy',
    ),
    Path: pathSchema,
    Policies: inlinePoliciesSchema,
  },
};

import * as z from 'zod';
import type { KindValues } from '../kind.ts';
import {
  attachmentsSchema,
  inlinePoliciesSchema,
  nameSchema,
  pathSchema,
  policyReferenceSchema,
  tagsSchema,
} from '../schemas.ts';

/** What may be written as the values of a user. */
export const userValues: KindValues = {
  name: nameSchema(64),
  fields: {
    Groups: z.array(nameSchema(128)).max(10, 'must have at most 10 groups\nIAM puts a user into no more'),
    ManagedPolicyArns: attachmentsSchema,
    Path: pathSchema,
    PermissionsBoundary: policyReferenceSchema,
    Policies: inlinePoliciesSchema,
    Tags: tagsSchema,
  },
};

import * as z from 'zod';
import type { KindValues } from '../kind.ts';
import {
  attachmentsSchema,
  descriptionSchema,
  documentSchema,
  inlinePoliciesSchema,
  nameSchema,
  policyReferenceSchema,
  rolePathSchema,
  tagsSchema,
} from '../schemas.ts';

/** What may be written as the values of a role. */
export const roleValues: KindValues = {
  name: nameSchema(64),
  fields: {
    AssumeRolePolicyDocument: documentSchema,
    Description: descriptionSchema,
    ManagedPolicyArns: attachmentsSchema,
    MaxSessionDuration: z
      .int('must be a whole number of seconds')
      .min(3600, 'must be at least 3600 seconds (one hour)')
      .max(43200, 'must be at most 43200 seconds (twelve hours)'),
    Path: rolePathSchema,
    PermissionsBoundary: policyReferenceSchema,
    Policies: inlinePoliciesSchema,
    Tags: tagsSchema,
  },
};

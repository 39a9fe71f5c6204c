import type { FieldSpec } from './kind.ts';
import { attachmentsSchema, inlinePoliciesSchema, policyReferenceSchema, tagsSchema } from './schemas.ts';

/** Fields that roles, users and groups have alike: CloudFormation and IAM treat them the same. */

const SOURCE = 'GetAccountAuthorizationDetails';

export const managedPolicyArns = {
  property: 'ManagedPolicyArns',
  shape: 'arns',
  default: [],
  schema: attachmentsSchema,
  memberNoun: 'managed policy',
  source: SOURCE,
} as const satisfies FieldSpec;

export const permissionsBoundary = {
  property: 'PermissionsBoundary',
  shape: 'arn',
  schema: policyReferenceSchema,
  source: SOURCE,
} as const satisfies FieldSpec;

export const inlinePolicies = {
  property: 'Policies',
  shape: 'inline-policies',
  default: [],
  schema: inlinePoliciesSchema,
  memberNoun: 'inline policy',
  source: SOURCE,
} as const satisfies FieldSpec;

export const tags = {
  property: 'Tags',
  shape: 'tags',
  default: [],
  schema: tagsSchema,
  source: SOURCE,
} as const satisfies FieldSpec;

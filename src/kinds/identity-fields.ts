import type { FieldSpec } from './kind.ts';

/** Fields that roles, users and groups have alike: CloudFormation and IAM treat them the same. */

const SOURCE = 'GetAccountAuthorizationDetails';

export const managedPolicyArns = {
  property: 'ManagedPolicyArns',
  shape: 'arns',
  default: [],
  memberNoun: 'managed policy',
  source: SOURCE,
} as const satisfies FieldSpec;

export const permissionsBoundary = {
  property: 'PermissionsBoundary',
  shape: 'arn',
  source: SOURCE,
} as const satisfies FieldSpec;

export const inlinePolicies = {
  property: 'Policies',
  shape: 'inline-policies',
  default: [],
  memberNoun: 'inline policy',
  source: SOURCE,
} as const satisfies FieldSpec;

export const tags = {
  property: 'Tags',
  shape: 'tags',
  default: [],
  source: SOURCE,
} as const satisfies FieldSpec;

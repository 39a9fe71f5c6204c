import { inlinePolicies, managedPolicyArns, permissionsBoundary, tags } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const roleSchema: KindSchema = {
  kind: 'role',
  cloudFormationType: 'AWS::IAM::Role',
  list: 'roles',
  nameProperty: 'RoleName',
  identifier: 'RoleName',
  arnType: 'role',
  physicalId: 'name',
  isPrincipal: true,
  holdsPolicies: true,
  trustField: 'AssumeRolePolicyDocument',
  documentLimit: {
    most: 8192,
    shorten: () => 'shorten it: trust fewer principals, or name several in one statement',
    quota: { preset: 2048, code: 'L-C07B4B0D' },
  },
  inlineLimit: 10_240,
  attachmentQuota: 'L-0DA4ABF3',
  cli: {
    noun: 'role',
    option: 'role-name',
    update: {
      Description: { option: 'description', empty: '' },
      MaxSessionDuration: { option: 'max-session-duration', empty: 3600 },
    },
  },
  listed: { call: 'GetAccountAuthorizationDetails', rows: 'RoleDetailList' },
  fields: [
    {
      property: 'AssumeRolePolicyDocument',
      shape: 'trust-policy',
      required: true,
      source: 'GetAccountAuthorizationDetails',
    },
    { property: 'Description', shape: 'text', source: 'ListRoles' },
    managedPolicyArns,
    {
      property: 'MaxSessionDuration',
      shape: 'number',
      default: 3600,
      source: 'ListRoles',
    },
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      createOnly: true,
      source: 'GetAccountAuthorizationDetails',
    },
    permissionsBoundary,
    inlinePolicies,
    tags,
  ],
};

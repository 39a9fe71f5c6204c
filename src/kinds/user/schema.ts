import { inlinePolicies, managedPolicyArns, permissionsBoundary, tags } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const userSchema: KindSchema = {
  kind: 'user',
  cloudFormationType: 'AWS::IAM::User',
  list: 'users',
  nameProperty: 'UserName',
  identifier: 'UserName',
  arnType: 'user',
  physicalId: 'name',
  isPrincipal: true,
  holdsPolicies: true,
  inlineLimit: 2048,
  attachmentQuota: 'L-4019AD8B',
  cli: {
    noun: 'user',
    option: 'user-name',
    members: { Groups: { add: 'add-user-to-group', remove: 'remove-user-from-group', option: 'group-name' } },
    update: { Path: { option: 'new-path', empty: '/' } },
  },
  listed: { call: 'GetAccountAuthorizationDetails', rows: 'UserDetailList' },
  fields: [
    {
      property: 'Groups',
      shape: 'names',
      default: [],
      memberNoun: 'group',
      names: { kind: 'group', means: 'is a member and has everything that the group allows' },
      source: 'GetAccountAuthorizationDetails',
    },
    managedPolicyArns,
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      source: 'GetAccountAuthorizationDetails',
    },
    permissionsBoundary,
    inlinePolicies,
    tags,
  ],
};

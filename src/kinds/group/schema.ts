import { inlinePolicies } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html */
export const groupSchema: KindSchema = {
  kind: 'group',
  cloudFormationType: 'AWS::IAM::Group',
  list: 'groups',
  nameProperty: 'GroupName',
  identifier: 'GroupName',
  arnType: 'group',
  physicalId: 'name',
  isPrincipal: false,
  holdsPolicies: true,
  inlineLimit: 5120,
  cli: { noun: 'group', option: 'group-name', update: { Path: { option: 'new-path', empty: '/' } } },
  listed: { call: 'GetAccountAuthorizationDetails', rows: 'GroupDetailList' },
  fields: [
    {
      property: 'ManagedPolicyArns',
      shape: 'arns',
      default: [],
      memberNoun: 'managed policy',
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      source: 'GetAccountAuthorizationDetails',
    },
    inlinePolicies,
  ],
};

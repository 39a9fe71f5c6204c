import type { KindSchema } from '../kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicySchema: KindSchema = {
  kind: 'managed-policy',
  cloudFormationType: 'AWS::IAM::ManagedPolicy',
  list: 'managedPolicies',
  nameProperty: 'ManagedPolicyName',
  identifier: 'PolicyArn',
  arnType: 'policy',
  physicalId: 'arn',
  isPrincipal: false,
  holdsPolicies: false,
  hasVersions: true,
  documentLimit: { most: 6144, shorten: (parts) => `split its statements over ${parts} managed policies` },
  cli: { noun: 'policy', option: 'policy-arn' },
  listed: { call: 'GetAccountAuthorizationDetails', rows: 'Policies' },
  fields: [
    {
      property: 'Description',
      shape: 'text',
      createOnly: true,
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      createOnly: true,
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'PolicyDocument',
      shape: 'identity-policy',
      required: true,
      source: 'GetAccountAuthorizationDetails',
    },
  ],
};

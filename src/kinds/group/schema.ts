import { inlinePolicies } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';
import { attachmentsSchema, nameSchema, pathSchema } from '../schemas.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html */
export const groupSchema: KindSchema = {
  kind: 'group',
  cloudFormationType: 'AWS::IAM::Group',
  list: 'groups',
  nameProperty: 'GroupName',
  identifier: 'GroupName',
  nameSchema: nameSchema(128),
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
      schema: attachmentsSchema.max(
        10,
        'must have at most 10 managed policies\nIAM attaches no more to a group: join some into one policy',
      ),
      memberNoun: 'managed policy',
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      schema: pathSchema,
      source: 'GetAccountAuthorizationDetails',
    },
    inlinePolicies,
  ],
};

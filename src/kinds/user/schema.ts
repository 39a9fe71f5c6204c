import * as z from 'zod';
import { inlinePolicies, managedPolicyArns, permissionsBoundary, tags } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';
import { nameSchema, pathSchema } from '../schemas.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const userSchema: KindSchema = {
  kind: 'user',
  cloudFormationType: 'AWS::IAM::User',
  list: 'users',
  nameProperty: 'UserName',
  identifier: 'UserName',
  nameSchema: nameSchema(64),
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
      schema: z.array(nameSchema(128)).max(10, 'must have at most 10 groups\nIAM puts a user into no more'),
      memberNoun: 'group',
      names: { kind: 'group', means: 'is a member and has everything that the group allows' },
      source: 'GetAccountAuthorizationDetails',
    },
    managedPolicyArns,
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      schema: pathSchema,
      source: 'GetAccountAuthorizationDetails',
    },
    permissionsBoundary,
    inlinePolicies,
    tags,
  ],
};

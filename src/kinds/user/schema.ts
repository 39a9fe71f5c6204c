import * as z from 'zod';
import type { KindSchema } from '../kind.ts';
import {
  attachmentsSchema,
  inlinePoliciesSchema,
  nameSchema,
  pathSchema,
  policyReferenceSchema,
  tagsSchema,
} from '../schemas.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const userSchema: KindSchema = {
  kind: 'user',
  cloudFormationType: 'AWS::IAM::User',
  list: 'users',
  nameProperty: 'UserName',
  identifier: 'UserName',
  nameSchema: nameSchema(64),
  fields: [
    {
      property: 'Groups',
      shape: 'names',
      default: [],
      schema: z.array(nameSchema(128)).max(10, 'must have at most 10 groups\nIAM puts a user into no more'),
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'ManagedPolicyArns',
      shape: 'arns',
      default: [],
      schema: attachmentsSchema,
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      schema: pathSchema,
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'PermissionsBoundary',
      shape: 'text',
      schema: policyReferenceSchema,
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'Policies',
      shape: 'inline-policies',
      default: [],
      schema: inlinePoliciesSchema,
      source: 'GetAccountAuthorizationDetails',
    },
    {
      property: 'Tags',
      shape: 'tags',
      default: [],
      schema: tagsSchema,
      source: 'GetAccountAuthorizationDetails',
    },
  ],
};

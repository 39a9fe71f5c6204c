import * as z from 'zod';
import type { KindSchema } from '../kind.ts';
import { nameSchema, pathSchema } from '../schemas.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
export const instanceProfileSchema: KindSchema = {
  kind: 'instance-profile',
  cloudFormationType: 'AWS::IAM::InstanceProfile',
  list: 'instanceProfiles',
  nameProperty: 'InstanceProfileName',
  identifier: 'InstanceProfileName',
  nameSchema: nameSchema(128),
  fields: [
    {
      property: 'Path',
      shape: 'text',
      default: '/',
      createOnly: true,
      schema: pathSchema,
      source: 'ListInstanceProfiles',
    },
    {
      property: 'Roles',
      shape: 'names',
      schema: z
        .array(nameSchema(64))
        .length(1, 'must be a list of exactly one role\nan instance profile carries one role'),
      required: true,
      source: 'ListInstanceProfiles',
    },
  ],
};

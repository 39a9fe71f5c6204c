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
  arnType: 'instance-profile',
  physicalId: 'name',
  isPrincipal: false,
  holdsPolicies: false,
  cli: {
    noun: 'instance-profile',
    option: 'instance-profile-name',
    members: {
      Roles: {
        add: 'add-role-to-instance-profile',
        remove: 'remove-role-from-instance-profile',
        option: 'role-name',
      },
    },
  },
  listed: { call: 'ListInstanceProfiles', rows: 'InstanceProfiles' },
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
      memberNoun: 'role',
      names: {
        kind: 'role',
        means: 'holds it and gives it to any instance that has the profile',
      },
      takesOne: true,
      source: 'ListInstanceProfiles',
    },
  ],
};

import type { KindSchema } from '../kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
export const instanceProfileSchema: KindSchema = {
  kind: 'instance-profile',
  cloudFormationType: 'AWS::IAM::InstanceProfile',
  list: 'instanceProfiles',
  nameProperty: 'InstanceProfileName',
  identifier: 'InstanceProfileName',
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
      source: 'ListInstanceProfiles',
    },
    {
      property: 'Roles',
      shape: 'names',
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

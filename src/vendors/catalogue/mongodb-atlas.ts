import type { RoleVendor } from './vendor.ts';

export const MONGODB_ATLAS: RoleVendor = {
  form: 'trusted-role',
  id: 'mongodb-atlas',
  name: 'MongoDB Atlas',
  description: 'MongoDB Atlas uses services of the account',
  template: {
    url: 'https://github.com/mongodb/mongodbatlas-cloudformation-resources/blob/3b4e9711/cfn-resources/execute-role.template.yml',
    date: '2026-08-18',
  },
  accounts: {
    ids: ['536727724300'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Atlas, Project Integrations, AWS IAM Role Access: the account ARN and the external id.',
  permissions: { by: 'asking' },
  handBack: 'in Project Integrations, AWS IAM Role Access, to authorize it',
};

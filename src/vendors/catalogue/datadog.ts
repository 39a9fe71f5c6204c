import type { RoleVendor } from './vendor.ts';

export const DATADOG: RoleVendor = {
  form: 'trusted-role',
  id: 'datadog',
  name: 'Datadog',
  description: 'Datadog reads metrics and resources of the account',
  template: {
    url: 'https://github.com/DataDog/cloudformation-template/blob/61b2319/aws_quickstart/datadog_integration_role.yaml',
    date: '2026-06-26',
  },
  accounts: {
    ids: ['464622532012'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Datadog: Integrations, Amazon Web Services, Add AWS Account, Manually: the AWS External ID.',
  permissions: { by: 'asking' },
  handBack: "in the form for the AWS account: the role's name and this account",
};

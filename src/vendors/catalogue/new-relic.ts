import type { RoleVendor } from './vendor.ts';

export const NEW_RELIC: RoleVendor = {
  form: 'trusted-role',
  id: 'new-relic',
  name: 'New Relic',
  description: 'New Relic reads metrics and configuration of the account',
  accounts: {
    ids: ['754728514883', '017663287629'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In New Relic, Infrastructure, AWS, Add an AWS account: the account id and the external id.',
  permissions: {
    by: 'policies',
    // What the page recommends. Trusted Advisor alone needs AWSSupportAccess besides, which may write.
    names: ['ReadOnlyAccess'],
    source: {
      url: 'https://docs.newrelic.com/docs/infrastructure/amazon-integrations/get-started/integrations-managed-policies/',
      date: '2026-11-29',
    },
  },
  handBack: 'in the form for the AWS account',
};

import type { RoleVendor } from './vendor.ts';

export const VANTA: RoleVendor = {
  form: 'trusted-role',
  id: 'vanta',
  name: 'Vanta',
  description: 'Vanta audits the account',
  accounts: {
    ids: ['956993596390'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Vanta, in the connection of AWS: the account and the external id.',
  permissions: {
    by: 'policies',
    names: ['SecurityAudit'],
    source: { url: 'https://docs.cloudposse.com/components/library/aws/vanta/', date: '2026-11-28' },
  },
  handBack: 'in the connection of AWS',
};

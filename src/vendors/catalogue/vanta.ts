import type { CatalogueVendor } from './vendor.ts';

export const VANTA: CatalogueVendor = {
  id: 'vanta',
  name: 'Vanta',
  description: 'Vanta audits the account',
  accounts: {
    ids: ['956993596390'],
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Vanta, in the connection of AWS: the account and the external id.',
  managedPolicies: ['SecurityAudit'],
  handBack: "The role's ARN, in the connection.",
};

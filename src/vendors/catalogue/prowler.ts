import type { CatalogueVendor } from './vendor.ts';

export const PROWLER: CatalogueVendor = {
  id: 'prowler',
  name: 'Prowler',
  description: 'Prowler scans the account',
  template: {
    url: 'https://github.com/prowler-cloud/prowler/blob/3e000faa31/permissions/templates/cloudformation/prowler-scan-role.yml',
    date: '2026-08-21',
  },
  accounts: {
    ids: ['232136659152'],
    source: {
      url: 'https://github.com/prowler-cloud/prowler/blob/3e000faa31/permissions/templates/cloudformation/prowler-scan-role.yml',
      date: '2026-08-21',
    },
  },
  where: 'In Prowler, in the form for a new AWS provider: the external id.',
  managedPolicies: [],
  handBack: "The role's ARN, in the same form.",
};

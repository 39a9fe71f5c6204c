import type { RoleVendor } from './vendor.ts';

export const PROWLER: RoleVendor = {
  form: 'trusted-role',
  id: 'prowler',
  name: 'Prowler',
  description: 'Prowler scans the account',
  template: {
    url: 'https://github.com/prowler-cloud/prowler/blob/3e000faa31/permissions/templates/cloudformation/prowler-scan-role.yml',
    date: '2026-08-21',
  },
  accounts: {
    ids: ['232136659152'],
    partition: 'aws',
    source: {
      url: 'https://github.com/prowler-cloud/prowler/blob/3e000faa31/permissions/templates/cloudformation/prowler-scan-role.yml',
      date: '2026-08-21',
    },
  },
  where: 'In Prowler, in the form for a new AWS provider: the external id.',
  principals: 'role/prowler*',
  permissions: {
    by: 'policies',
    names: ['SecurityAudit', 'job-function/ViewOnlyAccess'],
    source: {
      url: 'https://github.com/prowler-cloud/prowler/blob/3e000faa31/permissions/templates/cloudformation/prowler-scan-role.yml',
      date: '2026-08-21',
    },
  },
  handBack: 'in the form for the AWS provider',
};

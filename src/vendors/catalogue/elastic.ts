import type { RoleVendor } from './vendor.ts';

export const ELASTIC: RoleVendor = {
  form: 'trusted-role',
  id: 'elastic',
  name: 'Elastic',
  description: 'Elastic assesses the posture of the account',
  template: {
    url: 'https://github.com/elastic/cloudbeat/blob/2b3db5e29/deploy/cloudformation/federated-identity-aws.yml',
    date: '2026-08-21',
  },
  accounts: {
    ids: ['254766567737'],
    partition: 'aws',
    source: {
      url: 'https://github.com/elastic/cloudbeat/blob/2b3db5e29/deploy/cloudformation/federated-identity-aws.yml',
      date: '2026-08-21',
    },
  },
  where: 'In Kibana, in the integration for cloud security posture: the external id.',
  permissions: {
    by: 'policies',
    names: ['SecurityAudit'],
    source: {
      url: 'https://github.com/elastic/cloudbeat/blob/2b3db5e29/deploy/cloudformation/cloud-connectors-remote-role.yml',
      date: '2026-08-21',
    },
  },
  handBack: 'in the integration',
};

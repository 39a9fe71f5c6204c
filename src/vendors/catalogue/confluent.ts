import type { RoleVendor } from './vendor.ts';

export const CONFLUENT: RoleVendor = {
  form: 'trusted-role',
  id: 'confluent',
  name: 'Confluent',
  description: "Confluent Cloud's connectors work in the account",
  where:
    'In Confluent Cloud, in the provider integration: the principal and the external id of the trust policy that it shows.',
  namesItselfLater: true,
  permissions: {
    by: 'asking',
    document: {
      url: 'https://docs.confluent.io/cloud/current/integrations/provider-integrations/create-provider-integration-aws.html',
      date: '2026-11-29',
    },
  },
  handBack: 'in the provider integration',
};

import type { RoleVendor } from './vendor.ts';

export const CONFLUENT: RoleVendor = {
  form: 'trusted-role',
  id: 'confluent',
  name: 'Confluent',
  description: "Confluent Cloud's connectors work in the account",
  where:
    'In Confluent Cloud, in the provider integration: the principal and the external id of the trust policy that it shows.',
  namesItselfLater: true,
  permissions: { by: 'asking' },
  handBack: 'in the provider integration',
};

import type { CatalogueVendor } from './vendor.ts';

export const CONFLUENT: CatalogueVendor = {
  id: 'confluent',
  name: 'Confluent',
  description: "Confluent Cloud's connectors work in the account",
  where:
    'In Confluent Cloud, in the provider integration: the principal and the external id of the trust policy that it shows.',
  managedPolicies: [],
  handBack: "The role's ARN, in the provider integration.",
};

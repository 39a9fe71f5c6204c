import type { CatalogueVendor } from './vendor.ts';

export const WIZ: CatalogueVendor = {
  id: 'wiz',
  name: 'Wiz',
  description: 'Wiz scans the account',
  where: 'In Wiz, in the connector for AWS: the role to trust and the external id.',
  managedPolicies: [],
  handBack: "The role's ARN, in the connector.",
};

import type { RoleVendor } from './vendor.ts';

export const WIZ: RoleVendor = {
  form: 'trusted-role',
  id: 'wiz',
  name: 'Wiz',
  description: 'Wiz scans the account',
  where: 'In Wiz, in the connector for AWS: the role to trust and the external id.',
  permissions: { by: 'asking' },
  handBack: 'in the connector for AWS',
};

import type { RoleVendor } from './vendor.ts';

export const SPOT: RoleVendor = {
  form: 'trusted-role',
  id: 'spot',
  name: 'Spotinst',
  description: 'Spot by NetApp (Spotinst) reads the account',
  template: {
    url: 'https://github.com/spotinst/spotinst-examples/blob/0a103eb/CloudFormation/IAM-Roles/Elastigroup_Ocean/Spot-AWS-ReadOnly.yaml',
    date: '2025-07-09',
  },
  accounts: {
    ids: ['922761411349'],
    partition: 'aws',
    source: {
      url: 'https://github.com/spotinst/spotinst-examples/blob/0a103eb/CloudFormation/IAM-Roles/Elastigroup_Ocean/Spot-AWS-ReadOnly.yaml',
      date: '2025-07-09',
    },
  },
  where: 'In Spot, in the connection of the cloud account: the external id that it generates.',
  permissions: { by: 'asking' },
  handBack: 'in the connection of the cloud account',
};

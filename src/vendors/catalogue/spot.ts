import type { CatalogueVendor } from './vendor.ts';

export const SPOT: CatalogueVendor = {
  id: 'spot',
  name: 'Spot by NetApp',
  description: 'Spot reads the account',
  template: {
    url: 'https://github.com/spotinst/spotinst-examples/blob/0a103eb/CloudFormation/IAM-Roles/Elastigroup_Ocean/Spot-AWS-ReadOnly.yaml',
    date: '2025-07-09',
  },
  accounts: {
    ids: ['922761411349'],
    source: {
      url: 'https://github.com/spotinst/spotinst-examples/blob/0a103eb/CloudFormation/IAM-Roles/Elastigroup_Ocean/Spot-AWS-ReadOnly.yaml',
      date: '2025-07-09',
    },
  },
  where: 'In Spot, in the connection of the cloud account: the external id that it generates.',
  managedPolicies: [],
  handBack: "The role's ARN, in the connection.",
};

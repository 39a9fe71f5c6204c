import type { CatalogueVendor } from './vendor.ts';

export const MONGODB_ATLAS: CatalogueVendor = {
  id: 'mongodb-atlas',
  name: 'MongoDB Atlas',
  description: 'MongoDB Atlas uses services of the account',
  template: {
    url: 'https://github.com/mongodb/mongodbatlas-cloudformation-resources/blob/3b4e9711/cfn-resources/execute-role.template.yml',
    date: '2026-08-18',
  },
  where: 'In Atlas, Project Integrations, AWS IAM Role Access: the account ARN and the external id.',
  managedPolicies: [],
  handBack: "The role's ARN, to authorize it in the same place.",
};

import type { CatalogueVendor } from './vendor.ts';

export const CORALOGIX: CatalogueVendor = {
  id: 'coralogix',
  name: 'Coralogix',
  description: 'Coralogix reads the account',
  template: {
    url: 'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc/cloud-accounts/manual/template.yaml',
    date: '2026-08-17',
  },
  accounts: {
    ids: ['625240141681', '025066248247', '739076534691', '309801239943'],
    source: {
      url: 'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc/cloud-accounts/manual/template.yaml',
      date: '2026-08-17',
    },
  },
  where: 'In Coralogix, in the form for the AWS account: the external id.',
  managedPolicies: [],
  handBack: "The role's ARN, in the same form.",
};

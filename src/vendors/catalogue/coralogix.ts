import type { RoleVendor } from './vendor.ts';

export const CORALOGIX: RoleVendor = {
  form: 'trusted-role',
  id: 'coralogix',
  name: 'Coralogix',
  description: 'Coralogix reads the account',
  template: {
    url: 'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc/cloud-accounts/manual/template.yaml',
    date: '2026-08-17',
  },
  accounts: {
    ids: ['625240141681', '025066248247', '739076534691', '309801239943'],
    partition: 'aws',
    source: {
      url: 'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc/cloud-accounts/manual/template.yaml',
      date: '2026-08-17',
    },
  },
  where: 'In Coralogix, in the form for the AWS account: the external id.',
  permissions: {
    by: 'policies',
    names: ['ReadOnlyAccess', 'AWSResourceExplorerFullAccess'],
    source: {
      url: 'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc/cloud-accounts/manual/template.yaml',
      date: '2026-08-17',
    },
  },
  handBack: 'in the form for the AWS account',
};

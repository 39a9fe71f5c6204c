import type { VendorAccounts } from './vendor-accounts.ts';

/** A vendor that the community's list lacks, with the document in which the vendor publishes the account. */
export interface OverlayVendor extends VendorAccounts {
  readonly source: string;
}

/** Accounts that vendors publish in their own templates and that the community's list does not have yet. */
export const OVERLAY: readonly OverlayVendor[] = [
  {
    name: 'Coralogix',
    accounts: ['025066248247', '233221153619', '309801239943', '625240141681', '739076534691'],
    source:
      'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc/cloud-accounts/manual/template.yaml',
  },
  {
    name: 'Elastic',
    accounts: ['254766567737'],
    source:
      'https://github.com/elastic/cloudbeat/blob/2b3db5e29/deploy/cloudformation/federated-identity-aws.yml',
  },
  {
    name: 'Prowler',
    accounts: ['232136659152'],
    source:
      'https://github.com/prowler-cloud/prowler/blob/3e000faa31/permissions/templates/cloudformation/prowler-scan-role.yml',
  },
  {
    name: 'Spot by NetApp',
    accounts: ['178579023202'],
    source:
      'https://github.com/spotinst/spotinst-examples/blob/0a103eb/CloudFormation/IAM-Roles/Elastigroup_Ocean/Spot-AWS-ReadOnly.yaml',
  },
];

import type { RoleVendor } from './vendor.ts';

export const DATABRICKS: RoleVendor = {
  form: 'trusted-role',
  id: 'databricks',
  name: 'Databricks',
  description: 'Databricks works in the account',
  template: {
    url: 'https://github.com/aws-quickstart/quickstart-databricks-unified-data-analytics-platform/blob/526322e/templates/databricks-trial.template.yaml',
    date: '2024-10-03',
  },
  accounts: {
    ids: ['414351767826', '601306020600', '790110701330'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where:
    'In Databricks: the account console, credential configuration or storage credential: the external id.',
  namesItselfLater: true,
  permissions: {
    by: 'asking',
    document: {
      url: 'https://docs.databricks.com/aws/connect/unity-catalog/cloud-storage/s3/s3-external-location-manual',
      date: '2026-11-29',
    },
  },
  handBack: 'in the credential that asked for it',
};

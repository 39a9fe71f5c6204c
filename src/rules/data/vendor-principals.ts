/** A role or user of a vendor, and whether it acts for one customer or for all. */
interface VendorPrincipal {
  readonly vendor: string;
  /** Of the ARN: the account and what follows. */
  readonly arn: RegExp;
  readonly serves: 'one customer' | 'all customers';
  readonly source: string;
}

export const VENDOR_PRINCIPALS: readonly VendorPrincipal[] = [
  {
    // "Snowflake provisions a single IAM user for your entire Snowflake account", as abc1-b-self1234; older accounts have
    // users as externalstages/cilen90000.
    vendor: 'Snowflake',
    arn: /^\d{12}:user\/(?:[a-z0-9]{4}-[a-z]-[a-z0-9]{6,}|externalstages\/[a-z0-9]{8,})$/,
    serves: 'one customer',
    source: 'https://docs.snowflake.com/en/user-guide/data-load-s3-config-storage-integration',
  },
  {
    vendor: 'Elastic',
    arn: /^254766567737:role\/cloud_connectors$/,
    serves: 'all customers',
    source:
      'https://github.com/elastic/cloudbeat/blob/2b3db5e29/deploy/cloudformation/federated-identity-aws.yml',
  },
  {
    vendor: 'Databricks',
    // unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL, beside an external id that is the customer's.
    arn: /^414351767826:role\/unity-catalog-/,
    serves: 'all customers',
    source:
      'https://registry.terraform.io/providers/databricks/databricks/latest/docs/data-sources/aws_unity_catalog_assume_role_policy',
  },
];

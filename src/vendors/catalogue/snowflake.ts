import type { CatalogueVendor } from './vendor.ts';

export const SNOWFLAKE: CatalogueVendor = {
  id: 'snowflake',
  name: 'Snowflake',
  description: 'Snowflake loads and unloads files of a bucket',
  where:
    'In Snowflake, after the storage integration was made: DESC INTEGRATION, STORAGE_AWS_IAM_USER_ARN and STORAGE_AWS_EXTERNAL_ID.',
  managedPolicies: [],
  handBack: "The role's ARN, as STORAGE_AWS_ROLE_ARN of the storage integration.",
};

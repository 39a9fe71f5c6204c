import type { RoleVendor } from './vendor.ts';

export const SNOWFLAKE: RoleVendor = {
  form: 'trusted-role',
  id: 'snowflake',
  name: 'Snowflake',
  description: 'Snowflake loads the files of a bucket',
  where:
    'In Snowflake, after the storage integration was made: DESC INTEGRATION, STORAGE_AWS_IAM_USER_ARN and STORAGE_AWS_EXTERNAL_ID.',
  namesItselfLater: true,
  permissions: {
    by: 'bucket',
    onBucket: ['s3:ListBucket'],
    onObjects: ['s3:GetObject', 's3:GetObjectVersion'],
    source: {
      url: 'https://github.com/Snowflake-Labs/terraform-snowflake-storage-integration-aws/blob/main/iam.tf',
      date: '2026-11-28',
    },
  },
  handBack: 'as STORAGE_AWS_ROLE_ARN of CREATE STORAGE INTEGRATION',
};

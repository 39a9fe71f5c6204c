import type { RoleVendor } from './vendor.ts';

export const FIVETRAN: RoleVendor = {
  form: 'trusted-role',
  id: 'fivetran',
  name: 'Fivetran',
  description: 'Fivetran reads the files of a bucket',
  accounts: {
    ids: ['834469178297'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Fivetran, in the setup form of the connector: the external id.',
  permissions: {
    by: 'bucket',
    onBucket: ['s3:Get*', 's3:List*'],
    onObjects: ['s3:Get*', 's3:List*'],
    source: {
      url: 'https://support.fivetran.com/hc/en-us/articles/360063569813-AWS-S3-Setup-Guide',
      date: '2026-11-28',
    },
  },
  handBack: 'in the setup form of the connector, as Role ARN',
};

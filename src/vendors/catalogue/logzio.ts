import type { FileVendor } from './vendor.ts';

const SOURCE = {
  url: 'https://docs.logz.io/docs/user-guide/admin/give-aws-access-with-iam-roles/',
  date: '2026-11-22',
};
const ACCOUNTS = {
  ids: ['406095609952'],
  partition: 'aws',
  source: {
    url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
    date: '2025-09-17',
  },
} as const;
const FORM = 'In Logz.io, Integration hub, Add a bucket, Authenticate with a role:';
const BUCKET = [
  { name: 'BucketName', question: 'the S3 bucket name that the form of Logz.io asks for' },
  { name: 'LogzioAccountId', question: `${FORM} the Account ID`, known: '406095609952' },
  { name: 'ExternalId', question: `${FORM} the External ID` },
] as const;

/** Logz.io fetches log files. */
export const LOGZIO: readonly FileVendor[] = [
  {
    form: 'file',
    id: 'logzio-s3',
    name: 'Logz.io',
    file: 'desired/logzio-s3.yaml',
    source: SOURCE,
    accounts: ACCOUNTS,
    parameters: BUCKET,
    handBack: 'in the form of the connector, as Role ARN',
  },
  {
    form: 'file',
    id: 'logzio-s3-kms',
    name: 'Logz.io',
    file: 'examples/integrations/logzio-s3-kms/logzio-s3.yaml',
    source: SOURCE,
    accounts: ACCOUNTS,
    parameters: [
      ...BUCKET,
      {
        name: 'KmsKeyId',
        question: 'the id of the KMS key that the bucket is encrypted with, in the region of the bucket',
      },
    ],
    handBack: 'in the form of the connector, as Role ARN',
  },
  {
    form: 'file',
    id: 'logzio-metrics',
    name: 'Logz.io',
    file: 'desired/logzio-metrics.yaml',
    source: SOURCE,
    parameters: [
      {
        name: 'StackName',
        question: "the name under which the CloudFormation stack of Logz.io's metrics is deployed",
      },
    ],
    handBack: 'nowhere: deploy their stack with --role-arn',
  },
];

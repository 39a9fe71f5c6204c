import type { FileVendor } from './vendor.ts';

const SOURCE = {
  url: 'https://docs.starrocks.io/docs/integrations/authenticate_to_aws_resources',
  date: '2026-11-22',
};
const BUCKETS = [
  { name: 'LoadBucketName', question: 'the bucket that StarRocks loads from' },
  { name: 'LakeBucketName', question: 'the bucket that StarRocks reads and writes' },
] as const;

/** The three ways in which a StarRocks cluster authenticates. */
export const STARROCKS: readonly FileVendor[] = [
  {
    form: 'file',
    id: 'starrocks',
    name: 'StarRocks',
    file: 'desired/starrocks.yaml',
    source: SOURCE,
    parameters: BUCKETS,
    handBack: 'as aws.s3.iam_role_arn',
  },
  {
    form: 'file',
    id: 'starrocks-instance-profile',
    name: 'StarRocks',
    file: 'examples/integrations/starrocks-instance-profile/starrocks.yaml',
    source: SOURCE,
    parameters: BUCKETS,
    handBack: 'nowhere: the instances of the cluster carry the profile',
  },
  {
    form: 'file',
    id: 'starrocks-iam-user',
    name: 'StarRocks',
    file: 'examples/integrations/starrocks-iam-user/starrocks.yaml',
    source: SOURCE,
    parameters: BUCKETS,
    handBack: 'as aws.s3.access_key: an access key of the user, which is made by hand',
  },
];

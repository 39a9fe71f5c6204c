import type { Json } from '../json.ts';

const ALLOW = (Action: Json, Resource: Json = '*'): Json => ({ Effect: 'Allow', Action, Resource });

/**
 * Small stand-ins for the AWS managed policies that integrations ask for: the right services, not the full text.
 * The real ones: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
 */
const STATEMENTS: Readonly<Record<string, readonly Json[]>> = {
  AdministratorAccess: [ALLOW('*')],
  ReadOnlyAccess: [ALLOW(['s3:Get*', 's3:List*', 'iam:Get*', 'iam:List*', 'ec2:Describe*', 'logs:Get*'])],
  AmazonS3FullAccess: [ALLOW(['s3:*', 's3-object-lambda:*'])],
  AmazonS3ReadOnlyAccess: [
    ALLOW(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']),
  ],
  AmazonAthenaFullAccess: [
    ALLOW('athena:*'),
    ALLOW([
      'glue:CreateDatabase',
      'glue:DeleteDatabase',
      'glue:GetCatalog',
      'glue:GetCatalogs',
      'glue:GetDatabase',
      'glue:GetDatabases',
      'glue:UpdateDatabase',
      'glue:CreateTable',
      'glue:DeleteTable',
      'glue:BatchDeleteTable',
      'glue:UpdateTable',
      'glue:GetTable',
      'glue:GetTables',
      'glue:BatchCreatePartition',
      'glue:CreatePartition',
      'glue:DeletePartition',
      'glue:BatchDeletePartition',
      'glue:UpdatePartition',
      'glue:GetPartition',
      'glue:GetPartitions',
      'glue:BatchGetPartition',
    ]),
    ALLOW(
      [
        's3:GetBucketLocation',
        's3:GetObject',
        's3:ListBucket',
        's3:ListBucketMultipartUploads',
        's3:ListMultipartUploadParts',
        's3:AbortMultipartUpload',
        's3:CreateBucket',
        's3:PutObject',
        's3:PutBucketPublicAccessBlock',
      ],
      ['arn:aws:s3:::aws-athena-query-results-*'],
    ),
    ALLOW(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::athena-examples*']),
    ALLOW(['s3:ListBucket', 's3:GetBucketLocation', 's3:ListAllMyBuckets']),
  ],
  'service-role/AWSGlueServiceRole': [
    ALLOW([
      'glue:*',
      's3:GetBucketLocation',
      's3:ListBucket',
      's3:ListAllMyBuckets',
      's3:GetBucketAcl',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeRouteTables',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcAttribute',
      'iam:ListRolePolicies',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'cloudwatch:PutMetricData',
    ]),
    ALLOW(['s3:CreateBucket'], ['arn:aws:s3:::aws-glue-*']),
    ALLOW(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      ['arn:aws:s3:::aws-glue-*/*', 'arn:aws:s3:::*/*aws-glue-*/*'],
    ),
    ALLOW(['s3:GetObject'], ['arn:aws:s3:::crawler-public*', 'arn:aws:s3:::aws-glue-*']),
    ALLOW(
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      ['arn:aws:logs:*:*:*:/aws-glue/*'],
    ),
  ],
};

/** An AWS managed policy: its names, and its document when the sandbox has one. */
export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly document: string;
  readonly known: boolean;
}

export function isAwsManaged(arn: string): boolean {
  return arn.startsWith('arn:aws:iam::aws:policy/');
}

export function awsManagedPolicy(arn: string): AwsManagedPolicy {
  const full = arn.slice('arn:aws:iam::aws:policy/'.length);
  const statements = Object.hasOwn(STATEMENTS, full) ? STATEMENTS[full] : undefined;
  const slash = full.lastIndexOf('/') + 1;
  return {
    name: full.slice(slash),
    path: `/${full.slice(0, slash)}`,
    id: `ANPA${Buffer.from(full).toString('hex').toUpperCase().padEnd(17, '0').slice(0, 17)}`,
    document: JSON.stringify({
      Version: '2012-10-17',
      Statement: statements ?? [ALLOW('sts:GetCallerIdentity')],
    }),
    known: statements !== undefined,
  };
}

/** ARNs of the policies that the sandbox has documents for. */
export const knownAwsPolicyArns = Object.keys(STATEMENTS).map((name) => `arn:aws:iam::aws:policy/${name}`);

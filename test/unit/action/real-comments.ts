import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { planned, type Change, type Files } from './plan-change.ts';
import {
  statement,
  document,
  inline,
  vendorTrust,
  role,
  aws,
  DATADOG,
  datadog,
  prowler,
  databricks,
  qwak,
  reads,
  github,
} from './vendor-asks.ts';

/** Pull requests of real size, planned and judged by the engine, in an account that is invented. */

const shipping = (index: number, attached: readonly string[]) => ({
  description: `Logs of service ${index} are shipped to Logz.io`,
  vendor: { name: 'Logz.io' },
  roles: [
    role(
      `logs-${index}`,
      vendorTrust('406095609952', `logzio:acme:${String(index).padStart(3, '0')}:7b1e84d3`),
      {
        Policies: [
          inline(
            'read',
            statement(
              ['s3:GetObject', 's3:ListBucket'],
              ['arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-logs/*'],
            ),
          ),
        ],
        ...(attached.length === 0 ? {} : { ManagedPolicyArns: attached }),
      },
    ),
  ],
});
const manyShipping = (attached: readonly string[]): Files =>
  Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [
      `logs-${String(index).padStart(3, '0')}`,
      shipping(index, attached),
    ]),
  );
const partner = (
  name: string,
  account: string,
  externalId: string | undefined,
  policies: readonly object[],
) => ({
  description: `${name} works with our data`,
  roles: [role(name, vendorTrust(account, externalId), { Policies: policies })],
});

const CHANGES: Readonly<Record<string, Change>> = {
  'datadog-new': {
    after: { datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG, aws('SecurityAudit')) },
  },
  'prowler-new': { before: { qwak: qwak(reads) }, after: { qwak: qwak(reads), prowler } },
  'databricks-wider': {
    before: { databricks: databricks() },
    after: {
      databricks: databricks([
        statement(['iam:PassRole'], '*'),
        statement(['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl', 's3:DeleteObject'], '*'),
      ]),
    },
  },
  'external-id-dropped': {
    before: { datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG) },
    after: {
      datadog: datadog(undefined, [...DATADOG, 'secretsmanager:GetSecretValue', 'ssm:GetParameters']),
    },
  },
  'narrowed-to-two-actions': {
    before: { qwak: qwak(statement('s3:*')) },
    after: { qwak: qwak(reads) },
  },
  'github-whole-owner': {
    before: { pipeline: github('repo:acme/infra:ref:refs/heads/main') },
    after: { pipeline: github('repo:acme/*') },
  },
  'administrator-by-hand': {
    before: { qwak: qwak(reads), datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG) },
    after: {
      qwak: qwak(reads),
      datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', [...DATADOG, 'batch:DescribeJobQueues']),
    },
    live: {
      qwak: {
        ...qwak(reads),
        roles: [
          role(
            'qwak-data-access',
            document(
              ...vendorTrust('909082207610', 'qwak:acme:2f7c9b1e84d3').Statement,
              ...vendorTrust('808080808080').Statement,
            ),
            { Policies: [inline('data', reads)], ManagedPolicyArns: aws('AdministratorAccess') },
          ),
        ],
      },
      datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG),
    },
  },
  'one-policy-in-150': { before: manyShipping([]), after: manyShipping(aws('AmazonS3ReadOnlyAccess')) },
  'vendor-leaves': {
    before: { datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG), qwak: qwak(reads) },
    after: {
      qwak: {
        ...qwak(reads),
        roles: [
          role('qwak-data-access', vendorTrust('909082207610', 'qwak:acme:2f7c9b1e84d3'), {
            Policies: [
              inline(
                'data',
                statement(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::acme-training-data/*'),
              ),
            ],
          }),
        ],
      },
      datadog: {
        ...datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG),
        roles: [],
        delete: ['role/DatadogIntegrationRole'],
      },
    },
  },
  'four-at-once': {
    before: { qwak: qwak(reads) },
    after: {
      qwak: qwak(reads, statement(['sagemaker:CreateTrainingJob', 'iam:PassRole'])),
      datadog: datadog('5b0f6a8f0c1d4e7f9a2b3c4d5e6f7a81', DATADOG),
      fivetran: partner('fivetran-sync', '834469178297', 'fivetran:acme:9c51e2f7d6a8', [
        inline(
          'read',
          statement(
            ['s3:GetObject', 's3:ListBucket'],
            ['arn:aws:s3:::acme-lake', 'arn:aws:s3:::acme-lake/*'],
          ),
        ),
      ]),
      consultants: partner('consultants', '909090909090', undefined, [inline('all', statement('*'))]),
    },
  },
};

/** Their plans by name. */
export const REAL_PLANS: ReadonlyMap<string, AssessedPlan> = new Map(
  await Promise.all(
    Object.entries(CHANGES).map(async ([name, change]) => [name, await planned(change)] as const),
  ),
);

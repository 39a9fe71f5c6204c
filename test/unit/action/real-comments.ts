import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { ACCOUNT, planned, type Change, type Files } from './plan-change.ts';

/**
 * Pull requests of real size, planned and judged by the engine: what vendors ask for, as they publish it (names of actions
 * and accounts are facts of their documentation), in an account that is invented.
 */

const statement = (
  Action: readonly string[] | string,
  Resource: readonly string[] | string = '*',
  more = {},
) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const inline = (PolicyName: string, ...statements: readonly object[]) => ({
  PolicyName,
  PolicyDocument: document(...statements),
});
const vendorTrust = (account: string, externalId?: string, Action: unknown = 'sts:AssumeRole') =>
  document({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action,
    ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
  });
const githubTrust = (...subjects: readonly string[]) =>
  document({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': subjects },
    },
  });
const role = (RoleName: string, AssumeRolePolicyDocument: object, more: object = {}) => ({
  RoleName,
  AssumeRolePolicyDocument,
  ...more,
});
const aws = (...names: readonly string[]) => names.map((name) => `arn:aws:iam::aws:policy/${name}`);

/** https://docs.datadoghq.com/integrations/amazon_web_services/#aws-iam-permissions */
const DATADOG = [
  'apigateway:GET',
  'autoscaling:Describe*',
  'backup:List*',
  'backup:ListRecoveryPointsByBackupVault',
  'bcm-data-exports:GetExport',
  'bcm-data-exports:ListExports',
  'budgets:ViewBudget',
  'cassandra:Select',
  'cloudfront:GetDistributionConfig',
  'cloudfront:ListDistributions',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:LookupEvents',
  'cloudwatch:Describe*',
  'cloudwatch:Get*',
  'cloudwatch:List*',
  'codedeploy:BatchGet*',
  'codedeploy:List*',
  'cur:DescribeReportDefinitions',
  'directconnect:Describe*',
  'dynamodb:Describe*',
  'dynamodb:List*',
  'ec2:Describe*',
  'ec2:GetSnapshotBlockPublicAccessState',
  'ec2:GetTransitGatewayPrefixListReferences',
  'ec2:SearchTransitGatewayRoutes',
  'ecs:Describe*',
  'ecs:List*',
  'eks:DescribeCluster',
  'eks:ListClusters',
  'elasticache:Describe*',
  'elasticache:List*',
  'elasticfilesystem:DescribeAccessPoints',
  'elasticfilesystem:DescribeFileSystems',
  'elasticfilesystem:DescribeTags',
  'elasticloadbalancing:Describe*',
  'elasticmapreduce:Describe*',
  'elasticmapreduce:List*',
  'es:DescribeElasticsearchDomains',
  'es:ListDomainNames',
  'es:ListTags',
  'events:CreateEventBus',
  'fsx:DescribeFileSystems',
  'fsx:ListTagsForResource',
  'glacier:GetVaultNotifications',
  'glue:ListRegistries',
  'grafana:DescribeWorkspace',
  'greengrass:GetComponent',
  'health:DescribeAffectedEntities',
  'health:DescribeEventDetails',
  'health:DescribeEvents',
  'kinesis:Describe*',
  'kinesis:List*',
  'lambda:GetPolicy',
  'lambda:List*',
  'lightsail:GetInstancePortStates',
  'logs:DeleteSubscriptionFilter',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:DescribeSubscriptionFilters',
  'logs:FilterLogEvents',
  'logs:PutSubscriptionFilter',
  'logs:TestMetricFilter',
  'macie2:GetAllowList',
  'organizations:Describe*',
  'organizations:List*',
  'rds:Describe*',
  'rds:List*',
  'redshift:DescribeClusters',
  'redshift:DescribeLoggingStatus',
  'route53:List*',
  's3:GetBucketLocation',
  's3:GetBucketLogging',
  's3:GetBucketNotification',
  's3:GetBucketTagging',
  's3:ListAllMyBuckets',
  's3:PutBucketNotification',
  'savingsplans:DescribeSavingsPlans',
  'ses:Get*',
  'ses:List*',
  'sns:GetSubscriptionAttributes',
  'sns:List*',
  'sns:Publish',
  'sqs:ListQueues',
  'states:DescribeStateMachine',
  'states:ListStateMachines',
  'support:DescribeTrustedAdvisor*',
  'support:RefreshTrustedAdvisorCheck',
  'tag:GetResources',
  'tag:GetTagKeys',
  'tag:GetTagValues',
  'timestream:DescribeEndpoints',
  'wafv2:GetLoggingConfiguration',
  'xray:BatchGetTraces',
  'xray:GetTraceSummaries',
];

/** https://docs.prowler.com/getting-started/aws */
const PROWLER = [
  'account:Get*',
  'appstream:Describe*',
  'appstream:List*',
  'backup:Get*',
  'backup:List*',
  'bedrock:Get*',
  'bedrock:List*',
  'cloudtrail:GetInsightSelectors',
  'codeartifact:List*',
  'codebuild:BatchGet*',
  'codebuild:ListReportGroups',
  'cognito-idp:GetUserPoolMfaConfig',
  'dlm:Get*',
  'drs:Describe*',
  'ds:Get*',
  'ds:Describe*',
  'ds:List*',
  'dynamodb:GetResourcePolicy',
  'ec2:GetEbsEncryptionByDefault',
  'ec2:GetInstanceMetadataDefaults',
  'ecr:Describe*',
  'ecr:GetRegistryScanningConfiguration',
  'elasticfilesystem:DescribeBackupPolicy',
  'glue:GetConnections',
  'glue:GetSecurityConfiguration*',
  'glue:SearchTables',
  'lambda:GetFunction*',
  'logs:FilterLogEvents',
  'lightsail:GetRelationalDatabases',
  'macie2:GetMacieSession',
  's3:GetAccountPublicAccessBlock',
  'shield:DescribeProtection',
  'shield:GetSubscriptionState',
  'securityhub:BatchImportFindings',
  'securityhub:GetFindings',
  'servicecatalog:Describe*',
  'servicecatalog:List*',
  'ssm:GetDocument',
  'ssm-incidents:List*',
  'states:ListTagsForResource',
  'support:Describe*',
  'tag:GetTagKeys',
  'wellarchitected:List*',
];

/** https://docs.databricks.com/aws/en/admin/account-settings-e2/credentials */
const DATABRICKS = [
  'ec2:AssociateIamInstanceProfile',
  'ec2:AttachVolume',
  'ec2:AuthorizeSecurityGroupEgress',
  'ec2:AuthorizeSecurityGroupIngress',
  'ec2:CancelSpotInstanceRequests',
  'ec2:CreateTags',
  'ec2:CreateVolume',
  'ec2:DeleteTags',
  'ec2:DeleteVolume',
  'ec2:Describe*',
  'ec2:DetachVolume',
  'ec2:DisassociateIamInstanceProfile',
  'ec2:ReplaceIamInstanceProfileAssociation',
  'ec2:RequestSpotInstances',
  'ec2:RevokeSecurityGroupIngress',
  'ec2:RunInstances',
  'ec2:TerminateInstances',
];

const datadog = (
  externalId: string | undefined,
  actions: readonly string[],
  attached: readonly string[] = [],
) => ({
  description: 'Datadog collects metrics, logs and the configuration of resources',
  vendor: { name: 'Datadog' },
  roles: [
    role('DatadogIntegrationRole', vendorTrust('464622532012', externalId), {
      ...(attached.length === 0 ? {} : { ManagedPolicyArns: attached }),
      Policies: [inline('DatadogAWSIntegrationPolicy', statement(actions))],
    }),
  ],
});
const prowler = {
  description: 'Prowler Cloud scans the configuration of the account every night',
  vendor: { name: 'Prowler' },
  roles: [
    role('ProwlerScan', vendorTrust('232136659152', 'd3c1a7e0-5b7e-4f0a-9a53-0f4c7be2a911'), {
      ManagedPolicyArns: aws('SecurityAudit', 'job-function/ViewOnlyAccess'),
      Policies: [
        inline(
          'ProwlerScan',
          statement(PROWLER),
          statement(
            ['apigateway:GET'],
            ['arn:aws:apigateway:*::/restapis/*', 'arn:aws:apigateway:*::/apis/*'],
          ),
        ),
      ],
    }),
  ],
};
const databricks = (more: readonly object[] = []) => ({
  description: 'Databricks starts the clusters of the workspace in our account',
  vendor: { name: 'Databricks' },
  roles: [
    role('databricks-cross-account', vendorTrust('414351767826', '7a3c2b9e-1d44-4c1f-8a0b-9c51e2f7d6a8'), {
      Policies: [
        inline(
          'clusters',
          statement(DATABRICKS),
          statement(
            ['iam:CreateServiceLinkedRole', 'iam:PutRolePolicy'],
            'arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot',
            {
              Condition: { StringLike: { 'iam:AWSServiceName': 'spot.amazonaws.com' } },
            },
          ),
          ...more,
        ),
      ],
    }),
  ],
});
const qwak = (...statements: readonly object[]) => ({
  description: 'Qwak reads training data',
  vendor: { name: 'Qwak' },
  roles: [
    role('qwak-data-access', vendorTrust('909082207610', 'qwak:acme:2f7c9b1e84d3'), {
      Policies: [inline('data', ...statements)],
    }),
  ],
});
const reads = statement(
  ['s3:GetObject', 's3:ListBucket'],
  ['arn:aws:s3:::acme-training-data', 'arn:aws:s3:::acme-training-data/*'],
);
const github = (...subjects: readonly string[]) => ({
  description: 'The pipeline of acme/infra deploys functions',
  roles: [
    role('deploy', githubTrust(...subjects), {
      Policies: [
        inline(
          'deploy',
          statement(['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'iam:PassRole', 's3:PutObject']),
        ),
      ],
    }),
  ],
});
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

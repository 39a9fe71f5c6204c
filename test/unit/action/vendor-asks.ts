import { ACCOUNT } from './plan-change.ts';

/** What vendors ask for, as they publish it: names of actions and accounts are facts of their documentation. */

export const statement = (
  Action: readonly string[] | string,
  Resource: readonly string[] | string = '*',
  more = {},
) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
export const inline = (PolicyName: string, ...statements: readonly object[]) => ({
  PolicyName,
  PolicyDocument: document(...statements),
});
export const vendorTrust = (account: string, externalId?: string, Action: unknown = 'sts:AssumeRole') =>
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
export const role = (RoleName: string, AssumeRolePolicyDocument: object, more: object = {}) => ({
  RoleName,
  AssumeRolePolicyDocument,
  ...more,
});
export const aws = (...names: readonly string[]) => names.map((name) => `arn:aws:iam::aws:policy/${name}`);

/** https://docs.datadoghq.com/integrations/amazon_web_services/#aws-iam-permissions */
export const DATADOG = [
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

export const datadog = (
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
export const prowler = {
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
export const databricks = (more: readonly object[] = []) => ({
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
export const qwak = (...statements: readonly object[]) => ({
  description: 'Qwak reads training data',
  vendor: { name: 'Qwak' },
  roles: [
    role('qwak-data-access', vendorTrust('909082207610', 'qwak:acme:2f7c9b1e84d3'), {
      Policies: [inline('data', ...statements)],
    }),
  ],
});
export const reads = statement(
  ['s3:GetObject', 's3:ListBucket'],
  ['arn:aws:s3:::acme-training-data', 'arn:aws:s3:::acme-training-data/*'],
);
export const github = (...subjects: readonly string[]) => ({
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

import type { AccessLevel } from './action-catalogue.ts';

/** Actions to which AWS gives a level that a reader would not, with the level that they are told with, and why. */
interface LevelCorrection {
  readonly level: AccessLevel;
  readonly reason: string;
  readonly actions: readonly string[];
}

/**
 * What AWS's service authorization reference lists as Write, Tagging or Permissions management and what yet changes
 * nothing (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * Not here: what hands out credentials or starts something under the name of a read, such as `sts:GetFederationToken`.
 */
export const LEVEL_CORRECTIONS: readonly LevelCorrection[] = [
  {
    level: 'Read',
    reason: 'a key is used and stays as it is: the answer is plain text, or yes or no',
    actions: [
      'kms:Decrypt',
      'kms:Verify',
      'kms:VerifyMac',
      'payment-cryptography:DecryptData',
      'payment-cryptography:VerifyAuthRequestCryptogram',
      'payment-cryptography:VerifyCardValidationData',
      'payment-cryptography:VerifyMac',
      'payment-cryptography:VerifyPinData',
    ],
  },
  {
    level: 'Read',
    reason: 'it shows who may do what, and changes it not',
    actions: [
      'arc-region-switch:GetResourcePolicy',
      'billing:GetResourcePolicy',
      'fsx:GetResourcePolicy',
      'monitron:ListProjectAdminUsers',
      'quicksight:DescribeKnowledgeBasePermissions',
      'quicksight:DescribeSpacePermissions',
      'quicksight:DescribeTopicPermissions',
      'ssm-sap:GetResourcePermission',
    ],
  },
  {
    level: 'Read',
    reason: 'it shows tags',
    actions: [
      'bcm-pricing-calculator:ListTagsForResource',
      'honeycode:ListTagsForResource',
      'route53globalresolver:ListTagsForResource',
    ],
  },
  {
    level: 'Read',
    reason: 'it tests what is given to it, and keeps nothing',
    actions: [
      'aidevops:ValidateAwsAssociations',
      'apigateway:PreviewPortal',
      'appconfig:ValidateConfiguration',
      'datazone:ValidatePassRole',
      'elemental-support-cases:CheckCasePermission',
      'secretsmanager:ValidateResourcePolicy',
      'tnb:ValidateSolFunctionPackageContent',
      'tnb:ValidateSolNetworkPackageContent',
    ],
  },
  {
    level: 'Read',
    reason: 'it shows what is there',
    actions: [
      'aidevops:DescribeSupportLevel',
      'aidevops:DiscoverTopology',
      'appfabric:BatchGetUserAccessTasks',
      'athena:GetSessionEndpoint',
      'backup-storage:DescribeBackupJob',
      'backup-storage:GetBaseBackup',
      'backup-storage:GetChunk',
      'backup-storage:GetIncrementalBaseBackup',
      'backup-storage:GetObjectMetadata',
      'backup-storage:ListChunks',
      'backup-storage:ListObjects',
      'backup:ListIndexedRecoveryPointsForSearch',
      'backup:SearchRecoveryPoint',
      'cloudshell:GetFileDownloadUrls',
      'cloudwatch:QueryTraces',
      'cloudwatch:SearchPrincipals',
      'ecs:DiscoverPollEndpoint',
      'elasticmapreduce:GetSessionEndpoint',
      'glue:BatchGetStageFiles',
      'glue:DescribeConnectionType',
      'glue:DescribeEntity',
      'glue:GetDataPreviewStatement',
      'glue:GetEnvironment',
      'glue:GetExecutors',
      'glue:GetExecutorsThreads',
      'glue:GetLogParsingStatus',
      'glue:GetNotebookInstanceStatus',
      'glue:GetQueries',
      'glue:GetQuery',
      'glue:GetRecipeAction',
      'glue:GetStage',
      'glue:GetStageAttempt',
      'glue:GetStageAttemptTaskList',
      'glue:GetStageAttemptTaskSummary',
      'glue:GetStageFiles',
      'glue:GetStages',
      'glue:GetStorage',
      'glue:GetStorageUnit',
      'glue:ListConnectionTypes',
      'glue:ListEntities',
      'iot:ListSubscriptions',
      'social-messaging:GetWhatsAppMessageMedia',
    ],
  },
];

const LEVELS: ReadonlyMap<string, AccessLevel> = new Map(
  LEVEL_CORRECTIONS.flatMap(({ level, actions }) => actions.map((action) => [action.toLowerCase(), level])),
);

/** The level that an action is told with: the one of AWS, but for what {@link LEVEL_CORRECTIONS} corrects. */
export function toldLevel(action: string, level: AccessLevel): AccessLevel {
  return LEVELS.get(action.toLowerCase()) ?? level;
}

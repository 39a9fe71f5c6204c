import type { AccessLevel } from '../model/action-catalogue.ts';

/** Why the level of AWS's own data is not taken. */
export interface LevelCorrection {
  readonly level: AccessLevel;
  readonly reason: string;
}

/**
 * Reads that AWS's data has under Write, Tagging or Permissions management. By their descriptions in the service
 * authorization reference they return data and change nothing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const READS: Readonly<Record<string, readonly string[]>> = {
  aidevops: ['DescribeSupportLevel'],
  appfabric: ['BatchGetUserAccessTasks'],
  'arc-region-switch': ['GetResourcePolicy'],
  backup: ['ListIndexedRecoveryPointsForSearch', 'SearchRecoveryPoint'],
  'backup-storage': ['DescribeBackupJob', 'GetBaseBackup', 'GetChunk', 'GetIncrementalBaseBackup', 'GetObjectMetadata', 'ListChunks', 'ListObjects'],
  'bcm-pricing-calculator': ['ListTagsForResource'],
  billing: ['GetResourcePolicy'],
  cloudshell: ['GetFileDownloadUrls'],
  cloudwatch: ['QueryTraces', 'SearchPrincipals'],
  fsx: ['GetResourcePolicy'],
  glue: [
    'BatchGetStageFiles', 'DescribeConnectionType', 'DescribeEntity', 'GetDataPreviewStatement', 'GetEnvironment',
    'GetExecutors', 'GetExecutorsThreads', 'GetLogParsingStatus', 'GetNotebookInstanceStatus', 'GetQueries', 'GetQuery',
    'GetRecipeAction', 'GetStage', 'GetStageAttempt', 'GetStageAttemptTaskList', 'GetStageAttemptTaskSummary',
    'GetStageFiles', 'GetStages', 'GetStorage', 'GetStorageUnit', 'ListConnectionTypes', 'ListEntities',
  ],
  honeycode: ['ListTagsForResource'],
  iot: ['GetConnection', 'ListSubscriptions'],
  monitron: ['ListProjectAdminUsers'],
  quicksight: ['DescribeKnowledgeBasePermissions', 'DescribeSpacePermissions', 'DescribeTopicPermissions'],
  route53globalresolver: ['ListTagsForResource'],
  secretsmanager: ['ValidateResourcePolicy'],
  'ssm-sap': ['GetResourcePermission'],
}; // prettier-ignore

/** Actions whose name sounds like a read, and whose level stands, each with what they do besides. */
export const NO_MERE_READS: Readonly<Record<string, string>> = {
  'athena:GetSessionEndpoint': 'gives an endpoint with a token to run code at',
  'bedrock-agentcore:GetWorkloadAccessToken': 'gives a credential',
  'bedrock-agentcore:GetWorkloadAccessTokenForJWT': 'gives a credential',
  'bedrock-agentcore:GetWorkloadAccessTokenForUserId': 'gives a credential',
  'cloudshell:GetFileUploadUrls': 'gives the right to write a file',
  'cognito-identity:GetId': 'makes an identity',
  'cognito-idp:GetTokensFromRefreshToken': 'gives a credential',
  'datazone:GetIamPortalLoginUrl': 'gives a session',
  'elasticmapreduce:GetClusterSessionCredentials': 'gives a credential',
  'elasticmapreduce:GetOnClusterAppUIPresignedURL': 'gives a session',
  'elasticmapreduce:GetPersistentAppUIPresignedURL': 'gives a session',
  'elasticmapreduce:GetSessionEndpoint': 'gives an endpoint with a token to run code at',
  'emr-containers:GetManagedEndpointSessionCredentials': 'gives a credential',
  'lakeformation:GetDataAccess': 'gives a credential',
  'lightsail:GetInstanceAccessDetails': 'gives a credential',
  'lightsail:GetRelationalDatabaseMasterUserPassword': 'gives a credential',
  'redshift-serverless:GetCredentials': 'gives a credential',
  'redshift:GetClusterCredentials': 'gives a credential',
  'redshift:GetClusterCredentialsWithIAM': 'gives a credential',
  'security-ir:GetCaseAttachmentUploadUrl': 'gives the right to write a file',
  'social-messaging:GetWhatsAppMessageMedia': 'writes to a bucket',
  'states:GetActivityTask': 'takes the task away from other workers',
  'sts:GetDelegatedAccessToken': 'gives a credential',
  'sts:GetFederationToken': 'gives a credential',
  'sts:GetWebIdentityToken': 'gives a credential',
};

const RETURNS: LevelCorrection = { level: 'Read', reason: 'it returns data and changes nothing' };
const LISTS: LevelCorrection = { level: 'List', reason: 'it lists and changes nothing' };

const CORRECTIONS: ReadonlyMap<string, LevelCorrection> = new Map([
  ...Object.entries(READS).flatMap(([service, names]) =>
    names.map((name) => [`${service}:${name}`, name.startsWith('List') ? LISTS : RETURNS] as const),
  ),
  [
    'kms:Decrypt',
    {
      level: 'Read',
      reason: 'it reveals what another principal encrypted; neither the key nor what it protects changes',
    },
  ],
]);

/** The level that an action has by what it does; undefined where that of AWS's data is right. */
export function correctionOf(service: string, name: string): LevelCorrection | undefined {
  return CORRECTIONS.get(`${service}:${name}`);
}

/** The corrected actions as `service:Name`, for those who check that they exist. */
export function correctedActions(): readonly string[] {
  return [...CORRECTIONS.keys()];
}

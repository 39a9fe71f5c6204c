/** Why an action is worth seeing before others of its service and level; the gravest first. */
const REASONS = ['rights', 'credentials', 'code', 'data', 'destruction'] as const;

type Reason = (typeof REASONS)[number];

/**
 * Actions that are named first where not all can be, by service and reason: they give rights, give credentials, run
 * code with the rights of others, read or share data, or destroy. It is an order of telling and no judgement: an
 * action that is missing here is told after them. Rights and code follow the published paths of escalation
 * (https://pathfinding.cloud), the rest the API references of the services.
 */
const NOTABLE: Readonly<Record<string, Readonly<Partial<Record<Reason, readonly string[]>>>>> = {
  athena: { data: ['GetQueryResults', 'StartQueryExecution'] },
  cloudformation: { rights: ['CreateStack', 'UpdateStack', 'ExecuteChangeSet'], destruction: ['DeleteStack'] },
  cloudtrail: { destruction: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'] },
  codebuild: { code: ['StartBuild', 'UpdateProject', 'CreateProject'] },
  codecommit: { data: ['GitPull', 'GetFile'], code: ['GitPush'] },
  'cognito-identity': { credentials: ['GetCredentialsForIdentity', 'GetOpenIdTokenForDeveloperIdentity'] },
  dynamodb: {
    data: ['Scan', 'Query', 'GetItem', 'BatchGetItem', 'ExportTableToPointInTime'],
    destruction: ['DeleteTable', 'DeleteItem', 'DeleteBackup'],
  },
  ebs: { data: ['GetSnapshotBlock'] },
  ec2: {
    credentials: ['GetPasswordData', 'CreateKeyPair', 'ImportKeyPair'],
    code: ['RunInstances', 'ModifyInstanceAttribute', 'CreateLaunchTemplateVersion', 'ReplaceIamInstanceProfileAssociation', 'AssociateIamInstanceProfile'],
    data: ['ModifySnapshotAttribute', 'ModifyImageAttribute', 'CreateSnapshot', 'AuthorizeSecurityGroupIngress'],
    destruction: ['TerminateInstances', 'DeleteVolume', 'DeleteSnapshot', 'DeleteVpc'],
  },
  ecr: { data: ['BatchGetImage', 'GetDownloadUrlForLayer'], code: ['PutImage'], credentials: ['GetAuthorizationToken'] },
  ecs: { code: ['RunTask', 'ExecuteCommand', 'RegisterTaskDefinition', 'UpdateService'] },
  glue: { code: ['UpdateDevEndpoint', 'CreateDevEndpoint', 'UpdateJob', 'CreateJob', 'StartJobRun'] },
  iam: {
    rights: [
      'PassRole', 'AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy',
      'PutGroupPolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'UpdateAssumeRolePolicy', 'AddUserToGroup',
      'DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary', 'PutRolePermissionsBoundary',
      'PutUserPermissionsBoundary', 'CreateRole', 'CreateUser', 'CreatePolicy',
    ],
    credentials: ['CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'CreateServiceSpecificCredential', 'UpdateAccessKey'],
    destruction: ['DeleteRole', 'DeleteUser', 'DeletePolicy', 'DetachRolePolicy', 'DeleteRolePolicy'],
  },
  kinesis: { data: ['GetRecords'] },
  kms: {
    rights: ['CreateGrant', 'PutKeyPolicy'],
    data: ['Decrypt', 'ReEncryptFrom', 'GenerateDataKey'],
    destruction: ['ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial'],
  },
  lambda: {
    rights: ['AddPermission'],
    code: ['UpdateFunctionCode', 'CreateFunction', 'UpdateFunctionConfiguration', 'InvokeFunction', 'CreateEventSourceMapping'],
    data: ['GetFunction'],
    destruction: ['DeleteFunction'],
  },
  logs: { data: ['GetLogEvents', 'FilterLogEvents', 'GetQueryResults'], destruction: ['DeleteLogGroup', 'PutRetentionPolicy'] },
  organizations: { rights: ['AttachPolicy', 'DetachPolicy', 'UpdatePolicy'], destruction: ['LeaveOrganization', 'DeletePolicy'] },
  rds: {
    credentials: ['ModifyDBInstance', 'ModifyDBCluster'],
    data: ['ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute', 'DownloadDBLogFilePortion', 'StartExportTask'],
    destruction: ['DeleteDBInstance', 'DeleteDBCluster', 'DeleteDBSnapshot'],
  },
  s3: {
    rights: ['PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutObjectAcl', 'PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'PutAccessPointPolicy'],
    data: ['GetObject', 'GetObjectVersion', 'PutObject', 'PutReplicationConfiguration'],
    destruction: ['DeleteObject', 'DeleteObjectVersion', 'DeleteBucket', 'PutLifecycleConfiguration', 'PutBucketVersioning'],
  },
  sagemaker: { code: ['CreateNotebookInstance', 'CreateTrainingJob', 'CreateProcessingJob'], credentials: ['CreatePresignedNotebookInstanceUrl'] },
  secretsmanager: {
    rights: ['PutResourcePolicy'],
    credentials: ['GetSecretValue', 'BatchGetSecretValue', 'PutSecretValue', 'UpdateSecret'],
    destruction: ['DeleteSecret'],
  },
  sns: { rights: ['AddPermission', 'SetTopicAttributes'] },
  sqs: { rights: ['AddPermission', 'SetQueueAttributes'], data: ['ReceiveMessage'], destruction: ['PurgeQueue', 'DeleteQueue'] },
  ssm: {
    credentials: ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'],
    code: ['SendCommand', 'StartSession', 'StartAutomationExecution', 'CreateAssociation'],
    destruction: ['DeleteParameter'],
  },
  sso: { rights: ['CreateAccountAssignment', 'AttachManagedPolicyToPermissionSet', 'PutInlinePolicyToPermissionSet'] },
  sts: { rights: ['AssumeRole', 'AssumeRoot'], credentials: ['GetFederationToken', 'GetSessionToken'] },
}; // prettier-ignore

/** Where an action stands among all: lower is told first, those that are not notable last. */
export function notability(service: string, action: string): number {
  return RANKS.get(service)?.get(action) ?? Number.MAX_SAFE_INTEGER;
}

/** Of the actions of a service, in the order of telling, the first of each reason: what stands for all where there is little room. */
export function oneOfEachReason(service: string, actions: readonly string[]): readonly string[] {
  const reasons = actions.map((action) => Math.floor(notability(service, action) / STEPS_OF_REASON));
  return actions.filter(
    (action, index) =>
      notability(service, action) < Number.MAX_SAFE_INTEGER && reasons.indexOf(reasons[index] ?? 0) === index,
  );
}

/** Whether an action is on the list because it gives rights. */
export function givesRights(service: string, action: string): boolean {
  return notability(service, action) < STEPS_OF_REASON;
}

/** The actions of a service that are on the list because they give rights. */
export function rightsOf(service: string): readonly string[] {
  return (NOTABLE[service]?.rights ?? []).map((action) => `${service}:${action}`);
}

/** What changes the policies of resources, and who has accounts: what IAM and stacks give is in the paths of escalation. */
export function rightsOverResources(): readonly string[] {
  return Object.keys(NOTABLE)
    .filter((service) => service !== 'iam' && service !== 'cloudformation')
    .flatMap(rightsOf);
}

/** More than a service has notable actions of one reason: of two services, the graver reason comes first. */
const STEPS_OF_REASON = 1_000;

const RANKS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(NOTABLE).map(([service, byReason]) => [
    service,
    new Map(
      REASONS.flatMap((reason, rank) =>
        (byReason[reason] ?? []).map((action, index) => [action, rank * STEPS_OF_REASON + index] as const),
      ),
    ),
  ]),
);

/** Those that delete, stop or overwrite what is there, as `service:Action`. */
export function destroyingActions(): readonly string[] {
  return Object.entries(NOTABLE).flatMap(([service, { destruction = [] }]) =>
    destruction.map((action) => `${service}:${action}`),
  );
}

/** The notable actions as `service:Action`, for a check that they exist. */
export function notableActions(): readonly string[] {
  return [...RANKS].flatMap(([service, ranks]) => [...ranks.keys()].map((action) => `${service}:${action}`));
}

// Made of test/corpus/aws-managed-policies by test/unit/rules/aws-policies.test.ts; not edited by hand.

/** By the name of a policy of AWS: the actions of which a rule speaks and which it gives on every resource. */
export const AWS_POLICY_GRANTS: Readonly<Record<string, string>> = {
  AIDevOpsAgentAccessPolicy:
    'cloudtrail:GetQueryResults lambda:GetLayerVersion logs:FilterLogEvents logs:GetQueryResults logs:StartQuery qbusiness:ListMessages ssm:GetParameters',
  AIOpsAssistantPolicy:
    'cloudtrail:GetQueryResults cognito-idp:ListUsers lambda:GetFunction lambda:GetLayerVersion logs:FilterLogEvents logs:GetQueryResults logs:StartQuery qbusiness:ListMessages ssm:GetParameters',
  AWSAppRunnerFullAccess: 'apprunner:UpdateService',
  AWSAppRunnerServicePolicyForECRAccess: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AWSApplicationMigrationEC2Access: 'ec2:CreateLaunchTemplateVersion',
  AWSApplicationMigrationServiceRolePolicy:
    'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:ModifyInstanceAttribute',
  AWSAuditManagerServiceRolePolicy: 'logs:FilterLogEvents',
  AWSBackupDataTransferAccess: 'backup-storage:GetChunk backup-storage:GetObjectMetadata',
  AWSBackupFullAccess: 'backup-storage:GetChunk backup-storage:GetObjectMetadata',
  AWSBackupGuardDutyRolePolicyForScans: 'ebs:GetSnapshotBlock',
  AWSBackupServiceRolePolicyForBackup: 'eks:CreateAccessEntry',
  AWSBackupServiceRolePolicyForIndexing: 'ebs:GetSnapshotBlock',
  AWSBackupServiceRolePolicyForItemRestores: 'ebs:GetSnapshotBlock',
  AWSBackupServiceRolePolicyForRestores:
    'cloudformation:CreateChangeSet dynamodb:GetItem dynamodb:Query dynamodb:Scan eks:AssociateAccessPolicy eks:CreateAccessEntry',
  AWSBackupServiceRolePolicyForS3Backup: 's3:GetObject s3:GetObjectVersion',
  AWSBackupServiceRolePolicyForS3Restore: 's3:GetObject s3:GetObjectVersion',
  AWSBatchFullAccess:
    'batch:SubmitJob logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults',
  AWSBatchServiceEventTargetRole: 'batch:SubmitJob',
  AWSCertificateManagerFullAccess: 'acm:ExportCertificate',
  AWSCleanRoomsFullAccess: 'logs:GetQueryResults',
  AWSCleanRoomsFullAccessNoQuerying: 'logs:GetQueryResults',
  AWSCleanRoomsReadOnlyAccess: 'logs:GetQueryResults',
  AWSCloud9Administrator: 'ssm:StartSession',
  AWSCloud9EnvironmentMember: 'ssm:StartSession',
  AWSCloud9User: 'ssm:StartSession',
  AWSCloudFormationFullAccess:
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet cloudformation:UpdateStack cloudformation:UpdateStackSet',
  AWSCloudTrail_FullAccess: 'cloudtrail:GetQueryResults',
  AWSCloudTrail_ReadOnlyAccess: 'cloudtrail:GetQueryResults',
  AWSCodeArtifactAdminAccess:
    'codeartifact:GetAuthorizationToken codeartifact:GetPackageVersionAsset codeartifact:ReadFromRepository',
  AWSCodeArtifactReadOnlyAccess:
    'codeartifact:GetAuthorizationToken codeartifact:GetPackageVersionAsset codeartifact:ReadFromRepository',
  AWSCodeBuildAdminAccess:
    'codebuild:StartBuild codebuild:StartBuildBatch codebuild:UpdateProject logs:GetLogEvents',
  AWSCodeBuildDeveloperAccess: 'codebuild:StartBuild codebuild:StartBuildBatch logs:GetLogEvents',
  AWSCodeBuildReadOnlyAccess: 'logs:GetLogEvents',
  AWSCodeCommitFullAccess: 'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull',
  AWSCodeCommitPowerUser: 'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull',
  AWSCodeCommitReadOnly: 'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull',
  AWSCodeDeployDeployerAccess: 'codedeploy:CreateDeployment',
  AWSCodeDeployFullAccess: 'codedeploy:CreateDeployment',
  AWSCodeDeployRoleForECS: 's3:GetObject s3:GetObjectVersion',
  AWSCodeStarFullAccess: 'codestar:AssociateTeamMember',
  AWSCodeStarNotificationsServiceRolePolicy: 'codecommit:GetFile',
  AWSCodeStarServiceRole:
    'codebuild:StartBuild codebuild:StartBuildBatch codebuild:UpdateProject codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull codedeploy:CreateDeployment codestar:AssociateTeamMember ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:ModifyInstanceAttribute logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask',
  AWSConfigRemediationServiceRolePolicy: 'ssm:StartAutomationExecution',
  AWSConfigServiceRolePolicy:
    'cassandra:Select cognito-idp:AdminGetUser lambda:GetFunction lambda:GetLayerVersion',
  AWSConnector: 'ec2:ModifyInstanceAttribute',
  AWSDataPipeline_FullAccess: 'datapipeline:PutPipelineDefinition',
  AWSDataPipeline_PowerUser: 'datapipeline:PutPipelineDefinition',
  AWSDeepLensServiceRolePolicy: 'lambda:GetFunction',
  AWSDeepRacerCloudFormationAccessPolicy:
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet cloudformation:UpdateStack cloudformation:UpdateStackSet',
  AWSDeepRacerServiceRolePolicy:
    'logs:GetLogEvents sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig',
  AWSEC2SqlHaInstancePolicy: 'secretsmanager:GetSecretValue',
  AWSECRPullThroughCache_ServiceRolePolicy: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AWSElasticBeanstalkCustomPlatformforEC2Role: 'ec2:GetPasswordData ec2:ModifyInstanceAttribute',
  AWSElasticBeanstalkEnhancedHealth: 'ec2:GetConsoleOutput',
  AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticBeanstalkManagedUpdatesServiceRolePolicy: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticBeanstalkRoleCore: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticBeanstalkService:
    'codebuild:StartBuild ec2:CreateLaunchTemplateVersion iam:PassRole s3:GetObject',
  AWSElasticBeanstalkServiceRolePolicy: 'lambda:GetFunction',
  AWSElasticBeanstalkWorkerTier: 'sqs:ReceiveMessage',
  AWSElasticDisasterRecoveryConsoleFullAccess: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticDisasterRecoveryConsoleFullAccess_v2: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticDisasterRecoveryServiceRolePolicy:
    'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:ModifyInstanceAttribute',
  AWSElementalMediaPackageV2FullAccess: 'mediapackagev2:GetObject',
  AWSElementalMediaPackageV2ReadOnly: 'mediapackagev2:GetObject',
  AWSElementalMediaStoreFullAccess: 'mediastore:GetObject',
  AWSElementalMediaStoreReadOnly: 'mediastore:GetObject',
  AWSFaultInjectionSimulatorEC2Access: 'ssm:SendCommand',
  AWSFaultInjectionSimulatorECSAccess: 'ssm:SendCommand',
  AWSFaultInjectionSimulatorSSMAccess: 'ssm:SendCommand ssm:StartAutomationExecution',
  AWSGlueConsoleFullAccess:
    'glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob',
  AWSGlueConsoleSageMakerNotebookFullAccess:
    'glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob',
  AWSGlueDataBrewServiceRole: 'glue:GetConnection lakeformation:GetDataAccess',
  AWSGlueServiceNotebookRole: 'glue:GetConnection glue:GetConnections glue:UpdateDevEndpoint glue:UpdateJob',
  AWSGlueServiceRole:
    'glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob',
  AWSGreengrassResourceAccessRolePolicy: 'lambda:GetFunction',
  AWSHealthImagingFullAccess: 'medical-imaging:GetImageFrame',
  AWSHealthImagingReadOnlyAccess: 'medical-imaging:GetImageFrame',
  AWSIQFullAccess: 'iq:DownloadAttachment',
  AWSIoTAnalyticsFullAccess: 'iotanalytics:GetDatasetContent',
  AWSIoTAnalyticsReadOnlyAccess: 'iotanalytics:GetDatasetContent',
  AWSIoTDeviceTesterForFreeRTOSFullAccess: 'ssm:GetParameters',
  AWSIoTLogging: 'logs:GetLogEvents',
  AWSLakeFormationDataAdmin:
    'glue:GetConnections lakeformation:GetDataAccess lakeformation:GetTemporaryGluePartitionCredentials lakeformation:GetTemporaryGlueTableCredentials',
  AWSLambdaDynamoDBExecutionRole: 'dynamodb:GetRecords',
  AWSLambdaExecute:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask s3:GetObject',
  'AWSLambdaInvocation-DynamoDB': 'dynamodb:GetRecords',
  AWSLambdaKinesisExecutionRole: 'kinesis:GetRecords kinesis:SubscribeToShard',
  AWSLambdaReplicator: 'iam:PassRole',
  AWSLambdaSQSQueueExecutionRole: 'sqs:ReceiveMessage',
  AWSLambda_FullAccess:
    'lambda:GetFunction lambda:GetLayerVersion lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration',
  AWSLambda_ReadOnlyAccess: 'lambda:GetFunction lambda:GetLayerVersion',
  AWSLicenseManagerMasterAccountRolePolicy: 'athena:GetQueryResults',
  AWSLicenseManagerMemberAccountRolePolicy: 'ssm:CreateAssociation',
  AWSLicenseManagerServiceRolePolicy: 'ssm:CreateAssociation',
  AWSMSKReplicatorExecutionRole: 'kafka-cluster:ReadData',
  AWSPCSServiceRolePolicy: 'ec2:CreateLaunchTemplateVersion',
  AWSPanoramaServiceRolePolicy: 'lambda:GetFunction',
  AWSPartnerLedSupportReadOnlyAccess:
    'ec2:GetConsoleOutput ec2:GetConsoleScreenshot glue:GetStatement lambda:GetFunction lambda:GetLayerVersion',
  AWSProtonCodeBuildProvisioningServiceRolePolicy: 'iam:PassRole',
  AWSQuickSetupPatchPolicyPermissionsBoundary: 'iam:TagRole iam:UntagRole ssm:UpdateAssociation',
  AWSQuickSightIoTAnalyticsAccess: 'iotanalytics:GetDatasetContent',
  AWSQuickSightTimestreamPolicy: 'timestream:Select',
  AWSQuicksightAthenaAccess:
    'athena:GetQueryResults athena:GetQueryResultsStream lakeformation:GetDataAccess',
  AWSRefactoringToolkitFullAccess: 'codebuild:StartBuild codebuild:UpdateProject ecr:GetDownloadUrlForLayer',
  AWSResourceExplorerServiceRolePolicy: 'lambda:GetFunction',
  AWSRoboMakerServiceRolePolicy: 'iam:PassRole',
  AWSSSODirectoryAdministrator: 'identitystore:CreateGroupMembership',
  AWSSSOMasterAccountAdministrator:
    'identitystore:CreateGroupMembership sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:AttachManagedPolicyToPermissionSet sso:CreateAccountAssignment sso:PutInlinePolicyToPermissionSet',
  AWSSSOMemberAccountAdministrator:
    'identitystore:CreateGroupMembership sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:AttachManagedPolicyToPermissionSet sso:CreateAccountAssignment sso:PutInlinePolicyToPermissionSet',
  AWSSecretsManagerClientReadOnlyAccess: 'secretsmanager:GetSecretValue',
  AWSSecurityIncidentResponseCaseFullAccess: 'security-ir:GetCaseAttachmentDownloadUrl',
  AWSSecurityIncidentResponseFullAccess: 'security-ir:GetCaseAttachmentDownloadUrl',
  AWSSecurityIncidentResponseReadOnlyAccess: 'security-ir:GetCaseAttachmentDownloadUrl',
  AWSServiceRoleForAmazonEKSNodegroup: 'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput iam:PassRole',
  AWSServiceRoleForImageBuilder: 'ec2:CreateLaunchTemplateVersion',
  AWSStepFunctionsConsoleFullAccess: 'states:UpdateStateMachine',
  AWSStepFunctionsFullAccess: 'states:UpdateStateMachine',
  AWSStorageGatewayFullAccess: 'storagegateway:DescribeChapCredentials',
  AWSStorageGatewayReadOnlyAccess: 'storagegateway:DescribeChapCredentials',
  AWSSupplyChainFederationAdminAccess: 'chime:ListChannelMessages',
  AWSSupportServiceRolePolicy:
    'bedrock-agentcore:GetEvent bedrock-agentcore:GetMemoryRecord bedrock-agentcore:ListEvents bedrock-agentcore:ListMemoryRecords ec2:GetConsoleOutput ec2:GetConsoleScreenshot glue:GetStatement lambda:GetFunction lambda:GetLayerVersion transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AWSSystemsManagerChangeManagementServicePolicy: 'ssm:CreateAssociation ssm:StartAutomationExecution',
  AWSSystemsManagerJustInTimeAccessTokenPolicy: 'ssm:ResumeSession ssm:StartSession',
  AWSThinkboxAWSPortalAdminPolicy: 'ec2:GetConsoleOutput ec2:ModifyInstanceAttribute',
  AWSVPCS2SVpnServiceRolePolicy: 'acm:ExportCertificate',
  AWS_ConfigRole: 'cassandra:Select cognito-idp:AdminGetUser lambda:GetFunction lambda:GetLayerVersion',
  'AdministratorAccess-AWSElasticBeanstalk':
    'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder ec2:CreateLaunchTemplateVersion',
  'AdministratorAccess-Amplify':
    'codecommit:GitPull cognito-identity:SetIdentityPoolRoles cognito-idp:AdminGetUser cognito-idp:ListUsers iam:AttachRolePolicy iam:CreatePolicyVersion iam:DeleteRolePolicy iam:DetachRolePolicy iam:PassRole iam:PutRolePolicy iam:UpdateAssumeRolePolicy lambda:GetFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration logs:GetLogEvents s3:GetObject sts:AssumeRole',
  AmazonAPIGatewayPushToCloudWatchLogs: 'logs:FilterLogEvents logs:GetLogEvents',
  AmazonAthenaFullAccess: 'athena:GetQueryResults athena:GetQueryResultsStream lakeformation:GetDataAccess',
  AmazonBedrockFullAccess: 'bedrock:Retrieve',
  AmazonBraketFullAccess: 'logs:GetQueryResults',
  AmazonBraketJobsExecutionPolicy: 'logs:GetQueryResults',
  AmazonChimeFullAccess: 'chime:GetChannelMessage chime:ListChannelMessages',
  AmazonChimeReadOnly: 'chime:GetChannelMessage chime:ListChannelMessages',
  AmazonCognitoDeveloperAuthenticatedIdentities: 'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  AmazonCognitoPowerUser:
    'cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-identity:SetIdentityPoolRoles cognito-idp:AdminGetUser cognito-idp:ListUsers',
  AmazonCognitoReadOnly:
    'cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-idp:AdminGetUser cognito-idp:ListUsers',
  AmazonCognitoUnAuthedIdentitiesSessionPolicy:
    'kms:Decrypt kms:ReEncryptFrom transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AmazonConnectReadOnlyAccess:
    'connect:GetAttachedFile connect:GetContactAttributes connect:GetFederationToken',
  AmazonConnectServiceLinkedRolePolicy:
    'connect:GetAttachedFile connect:GetContactAttributes connect:GetFederationToken',
  AmazonConnect_FullAccess: 'connect:GetAttachedFile connect:GetContactAttributes connect:GetFederationToken',
  AmazonDataZoneEnvironmentRolePermissionsBoundary:
    'athena:GetQueryResults athena:GetQueryResultsStream glue:GetConnection glue:UpdateJob kms:Decrypt lakeformation:GetDataAccess logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartQuery redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM',
  AmazonDataZoneGlueManageAccessRolePolicy: 'glue:GetConnection',
  AmazonDataZoneRedshiftGlueProvisioningPolicy: 'kms:Decrypt redshift-data:ExecuteStatement',
  AmazonDataZoneRedshiftManageAccessRolePolicy:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult',
  AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary:
    'athena:GetQueryResults athena:GetQueryResultsStream ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetStatement glue:RunStatement glue:UpdateJob kms:Decrypt lakeformation:GetDataAccess logs:GetLogEvents redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance',
  AmazonDevOpsGuruServiceRolePolicy: 'lambda:GetFunction',
  AmazonDocDBConsoleFullAccess: 'logs:GetLogEvents rds:DownloadDBLogFilePortion',
  AmazonDocDBFullAccess: 'logs:GetLogEvents rds:DownloadDBLogFilePortion',
  AmazonDocDBReadOnlyAccess: 'rds:DownloadDBLogFilePortion',
  AmazonDynamoDBFullAccess:
    'datapipeline:PutPipelineDefinition dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors',
  AmazonDynamoDBFullAccess_v2:
    'dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors',
  AmazonDynamoDBFullAccesswithDataPipeline:
    'datapipeline:PutPipelineDefinition dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors elasticmapreduce:GetClusterSessionCredentials iam:PassRole lambda:GetFunction lambda:GetLayerVersion lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonDynamoDBReadOnlyAccess:
    'dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan',
  AmazonEC2ContainerRegistryFullAccess: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerRegistryPowerUser: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerRegistryPullOnly: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerRegistryReadOnly: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerServiceforEC2Role: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2FullAccess:
    'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:ModifyInstanceAttribute',
  AmazonEC2RolePolicyForLaunchWizard: 'ec2:ModifyInstanceAttribute',
  AmazonEC2RoleforAWSCodeDeploy: 's3:GetObject s3:GetObjectVersion',
  AmazonEC2RoleforDataPipelineRole:
    'datapipeline:PutPipelineDefinition dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sdb:Select sqs:ReceiveMessage',
  AmazonEC2RoleforSSM: 's3:GetObject ssm:GetParameters',
  AmazonECSServiceRolePolicy: 'ssm:StartSession',
  AmazonECSTaskExecutionRolePolicy: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonECS_FullAccess:
    'cloudformation:UpdateStack codedeploy:CreateDeployment ecs:ExecuteCommand logs:FilterLogEvents',
  AmazonEKSClusterPolicy: 'ec2:ModifyInstanceAttribute',
  AmazonEKSFargatePodExecutionRolePolicy: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEKSLocalOutpostServiceRolePolicy: 'ec2:GetConsoleOutput ssm:ResumeSession ssm:StartSession',
  AmazonEKSMCPReadOnlyAccess: 'logs:GetQueryResults logs:StartQuery',
  AmazonEKSWorkerNodeMinimalPolicy: 'eks-auth:AssumeRoleForPodIdentity',
  AmazonEKSWorkerNodePolicy: 'eks-auth:AssumeRoleForPodIdentity',
  AmazonEMRCleanupPolicy: 'ec2:ModifyInstanceAttribute',
  AmazonESCognitoAccess: 'cognito-identity:SetIdentityPoolRoles',
  AmazonESFullAccess: 'es:ESHttpGet',
  AmazonEVSServiceRolePolicy: 'ec2:ModifyInstanceAttribute secretsmanager:GetSecretValue',
  AmazonElasticFileSystemClientFullAccess: 'elasticfilesystem:ClientMount',
  AmazonElasticFileSystemClientReadOnlyAccess: 'elasticfilesystem:ClientMount',
  AmazonElasticFileSystemClientReadWriteAccess: 'elasticfilesystem:ClientMount',
  AmazonElasticFileSystemsUtils: 'ssm:GetParameter ssm:GetParameters',
  AmazonElasticMapReduceFullAccess:
    'ec2:ModifyInstanceAttribute elasticmapreduce:GetClusterSessionCredentials iam:PassRole s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sdb:Select',
  AmazonElasticMapReduceReadOnlyAccess: 's3:GetObject sdb:Select',
  AmazonElasticMapReduceRole:
    'ec2:ModifyInstanceAttribute iam:PassRole s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sdb:Select sqs:ReceiveMessage',
  AmazonElasticMapReduceforEC2Role:
    'dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors kinesis:GetRecords s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sdb:Select sqs:ReceiveMessage',
  AmazonElasticTranscoderRole:
    's3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonGlacierFullAccess: 'glacier:GetJobOutput',
  AmazonGlacierReadOnlyAccess: 'glacier:GetJobOutput',
  AmazonGrafanaAthenaAccess: 'athena:GetQueryResults',
  AmazonGrafanaCloudWatchAccess: 'logs:GetLogEvents logs:GetQueryResults logs:StartQuery',
  AmazonGrafanaRedshiftAccess:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult secretsmanager:GetSecretValue',
  AmazonGuardDutyMalwareProtectionServiceRolePolicy: 'ebs:GetSnapshotBlock',
  AmazonHealthLakeFullAccess: 'healthlake:ReadResource healthlake:SearchWithGet',
  AmazonHealthLakeReadOnlyAccess: 'healthlake:ReadResource healthlake:SearchWithGet',
  AmazonInspector2AgentlessServiceRolePolicy: 'ebs:GetSnapshotBlock',
  AmazonInspector2ServiceRolePolicy:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer lambda:GetFunction lambda:GetLayerVersion ssm:UpdateAssociation',
  AmazonKendraFullAccess: 'kendra:Query kendra:Retrieve',
  AmazonKendraReadOnlyAccess: 'kendra:Query',
  AmazonKeyspacesFullAccess: 'cassandra:GetRecords cassandra:Select',
  AmazonKeyspacesReadOnlyAccess: 'cassandra:GetRecords cassandra:Select',
  AmazonKeyspacesReadOnlyAccess_v2: 'cassandra:GetRecords cassandra:Select',
  AmazonKinesisAnalyticsFullAccess: 'logs:GetLogEvents',
  AmazonKinesisAnalyticsReadOnly: 'logs:GetLogEvents',
  AmazonKinesisFullAccess: 'kinesis:GetRecords kinesis:SubscribeToShard',
  AmazonKinesisReadOnlyAccess: 'kinesis:GetRecords',
  AmazonKinesisVideoStreamsFullAccess: 'kinesisvideo:GetClip kinesisvideo:GetMedia',
  AmazonKinesisVideoStreamsReadOnlyAccess: 'kinesisvideo:GetClip kinesisvideo:GetMedia',
  AmazonLaunchWizardFullAccessV2:
    'ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath',
  AmazonMCSFullAccess: 'cassandra:GetRecords cassandra:Select',
  AmazonMCSReadOnlyAccess: 'cassandra:Select',
  AmazonMacieServiceRole:
    's3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonMacieServiceRolePolicy: 's3:GetObject',
  AmazonOpenSearchServiceCognitoAccess: 'cognito-identity:SetIdentityPoolRoles',
  AmazonOpenSearchServiceFullAccess: 'es:ESHttpGet',
  AmazonQLDBConsoleFullAccess: 'qldb:PartiQLSelect',
  AmazonQLDBFullAccess: 'qldb:PartiQLSelect',
  AmazonRDSCustomPreviewServiceRolePolicy: 'ssm:SendCommand',
  AmazonRDSCustomServiceRolePolicy: 'ssm:SendCommand',
  AmazonRDSDataFullAccess: 'rds-data:ExecuteStatement',
  AmazonRDSFullAccess: 'logs:GetLogEvents rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion',
  AmazonRDSReadOnlyAccess: 'logs:GetLogEvents',
  AmazonRedshiftAllCommandsFullAccess: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonRedshiftDataFullAccess:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials secretsmanager:GetSecretValue',
  AmazonRedshiftFullAccess:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift-serverless:GetIdentityCenterAuthToken redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken secretsmanager:GetSecretValue',
  AmazonRedshiftQueryEditor: 'redshift-data:ExecuteStatement redshift:GetClusterCredentials',
  AmazonRekognitionServiceRole: 'kinesisvideo:GetMedia',
  AmazonS3ExpressFullAccess: 's3express:CreateSession',
  AmazonS3FullAccess:
    's3-object-lambda:GetObject s3-object-lambda:GetObjectVersion s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonS3OutpostsFullAccess:
    's3-outposts:GetObject s3-outposts:GetObjectVersion s3-outposts:GetObjectVersionForReplication',
  AmazonS3OutpostsReadOnlyAccess:
    's3-outposts:GetObject s3-outposts:GetObjectVersion s3-outposts:GetObjectVersionForReplication',
  AmazonS3ReadOnlyAccess:
    's3-object-lambda:GetObject s3-object-lambda:GetObjectVersion s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonS3TablesFullAccess: 's3tables:GetTableData',
  AmazonS3TablesLakeFormationServiceRole: 's3tables:GetTableData',
  AmazonS3TablesReadOnlyAccess: 's3tables:GetTableData',
  AmazonSQSFullAccess: 'sqs:ReceiveMessage',
  AmazonSSMAutomationRole:
    'cloudformation:UpdateStack ssm:CreateAssociation ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath ssm:ResumeSession ssm:SendCommand ssm:StartAutomationExecution ssm:StartSession ssm:UpdateAssociation',
  AmazonSSMFullAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask ssm:CreateAssociation ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath ssm:ResumeSession ssm:SendCommand ssm:StartAutomationExecution ssm:StartSession ssm:UpdateAssociation',
  AmazonSSMMaintenanceWindowRole: 'ssm:GetParameters ssm:SendCommand ssm:StartAutomationExecution',
  AmazonSSMManagedInstanceCore: 'ssm:GetParameter ssm:GetParameters',
  AmazonSSMReadOnlyAccess:
    'ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath',
  AmazonSSMServiceRolePolicy: 'ssm:GetParameters ssm:SendCommand ssm:StartAutomationExecution',
  AmazonSageMakerCanvasDataPrepFullAccess:
    'athena:GetQueryResults redshift-data:ExecuteStatement redshift-data:GetStatementResult',
  AmazonSageMakerCanvasFullAccess:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer redshift-data:ExecuteStatement redshift-data:GetStatementResult',
  AmazonSageMakerFullAccess:
    'athena:GetQueryResults cognito-idp:ListUsers ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:UpdateJob logs:GetLogEvents redshift-data:ExecuteStatement redshift-data:GetStatementResult sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig',
  AmazonSageMakerHyperPodInferenceAccess:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer eks-auth:AssumeRoleForPodIdentity',
  AmazonSageMakerModelRegistryFullAccess: 'ecr:BatchGetImage',
  AmazonSageMakerPartnerServiceCatalogProductsLambdaServiceRolePolicy: 'secretsmanager:GetSecretValue',
  AmazonSageMakerReadOnly: 'cognito-idp:ListUsers sagemaker:BatchGetRecord sagemaker:GetRecord',
  AmazonSageMakerServiceCatalogProductsCloudformationServiceRolePolicy:
    'sagemaker:BatchGetRecord sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig',
  AmazonSageMakerServiceCatalogProductsCodeBuildServiceRolePolicy:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonSageMakerServiceCatalogProductsLambdaServiceRolePolicy:
    'sagemaker:BatchGetRecord sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig',
  AmazonSecurityLakePermissionsBoundary: 'kms:Decrypt',
  AmazonTimestreamConsoleFullAccess: 'timestream:Select',
  AmazonTimestreamFullAccess: 'timestream:Select',
  AmazonTimestreamReadOnlyAccess: 'timestream:Select',
  AmazonTranscribeFullAccess: 'transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AmazonTranscribeReadOnlyAccess: 'transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AmazonWorkDocsFullAccess: 'workdocs:GetDocumentVersion',
  AmazonWorkMailFullAccess: 'workmail:AssumeImpersonationRole',
  AmazonWorkMailMessageFlowFullAccess: 'workmailmessageflow:GetRawMessageContent',
  AmazonWorkMailMessageFlowReadOnlyAccess: 'workmailmessageflow:GetRawMessageContent',
  AutoScalingServiceRolePolicy: 'ec2:ModifyInstanceAttribute ssm:GetParameters',
  AwsGlueDataBrewFullAccessPolicy: 'glue:GetConnection glue:GetConnections',
  AwsGlueSessionUserRestrictedNotebookServiceRole: 'glue:UpdateDevEndpoint glue:UpdateJob',
  AwsGlueSessionUserRestrictedServiceRole: 'glue:UpdateDevEndpoint glue:UpdateJob',
  BedrockAgentCoreFullAccess:
    'bedrock-agentcore:GetEvent bedrock-agentcore:GetMemoryRecord bedrock-agentcore:GetResourceApiKey bedrock-agentcore:GetResourceOauth2Token bedrock-agentcore:GetWorkloadAccessToken bedrock-agentcore:InvokeAgentRuntimeCommand bedrock-agentcore:InvokeCodeInterpreter bedrock-agentcore:ListEvents bedrock-agentcore:ListMemoryRecords bedrock-agentcore:RetrieveMemoryRecords lambda:GetFunction logs:StartLiveTail s3:GetObject s3:GetObjectVersion',
  CloudFrontFullAccess: 'cloudfront-keyvaluestore:GetKey',
  CloudFrontReadOnlyAccess: 'cloudfront-keyvaluestore:GetKey',
  CloudTrailServiceRolePolicy: 'cloudtrail:GetQueryResults',
  CloudWatchApplicationSignalsFullAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchApplicationSignalsReadOnlyAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchAutomaticDashboardsAccess: 'lambda:GetFunction',
  CloudWatchFullAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask',
  CloudWatchFullAccessV2:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask',
  CloudWatchInternetMonitorFullAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchInternetMonitorReadOnlyAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchLogsFullAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask',
  CloudWatchLogsReadOnlyAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery',
  CloudWatchReadOnlyAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery',
  CloudwatchApplicationInsightsServiceLinkedRolePolicy:
    'logs:FilterLogEvents logs:GetLogEvents ssm:UpdateAssociation',
  ConsoleFullAccessFromVercel:
    'dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:Query dynamodb:Scan logs:GetLogEvents rds-db:connect',
  ConsoleViewOnlyAccessFromVercel: 'logs:GetLogEvents',
  DataScientist:
    'dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors ec2:ModifyInstanceAttribute elasticfilesystem:ClientMount elasticmapreduce:GetClusterSessionCredentials es:ESHttpGet kinesis:GetRecords kinesis:SubscribeToShard lambda:GetFunction lambda:GetLayerVersion lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration logs:GetLogEvents rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sdb:Select',
  DatabaseAdministrator:
    'datapipeline:PutPipelineDefinition dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan dynamodb:SearchVectors logs:FilterLogEvents logs:GetLogEvents rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  DynamoDBReplicationServiceRolePolicy: 'dynamodb:GetItem dynamodb:GetRecords dynamodb:Scan',
  EC2InstanceConnect: 'ec2-instance-connect:SendSSHPublicKey',
  EC2InstanceProfileForImageBuilderECRContainerBuilds: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  GameLiftContainerFleetPolicy: 'gamelift:GetComputeAuthToken',
  KeyspacesReplicationServiceRolePolicy: 'cassandra:Select',
  NeptuneConsoleFullAccess: 'logs:GetLogEvents rds:DownloadDBLogFilePortion',
  NeptuneFullAccess: 'logs:GetLogEvents neptune-db:ReadDataViaQuery rds:DownloadDBLogFilePortion',
  NeptuneReadOnlyAccess: 'neptune-db:ReadDataViaQuery rds:DownloadDBLogFilePortion',
  NetworkAdministrator: 'ec2:GetConsoleScreenshot logs:GetLogEvents',
  ReadOnlyAccess:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock-agentcore:GetEvent bedrock-agentcore:GetMemoryRecord bedrock-agentcore:ListEvents bedrock-agentcore:ListMemoryRecords bedrock-agentcore:RetrieveMemoryRecords cassandra:Select chime:GetChannelMessage chime:ListChannelMessages cloudfront-keyvaluestore:GetKey cloudtrail:GetQueryResults codeartifact:GetAuthorizationToken codeartifact:GetPackageVersionAsset codeartifact:ReadFromRepository codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-idp:AdminGetUser cognito-idp:ListUsers connect:GetContactAttributes connect:GetFederationToken dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ecr:BatchGetImage ecr:GetDownloadUrlForLayer es:ESHttpGet gamelift:GetComputeAccess gamelift:GetComputeAuthToken gamelift:GetInstanceAccess glacier:GetJobOutput glue:GetStatement healthlake:ReadResource healthlake:SearchWithGet iotanalytics:GetDatasetContent kendra:Query kinesis:GetRecords kinesisvideo:GetClip kinesisvideo:GetMedia lambda:GetFunction lambda:GetLayerVersion logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery mediapackagev2:GetObject mediastore:GetObject rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion s3-object-lambda:GetObject s3-object-lambda:GetObjectVersion s3-outposts:GetObject s3-outposts:GetObjectVersion s3-outposts:GetObjectVersionForReplication s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3tables:GetTableData s3vectors:GetVectors s3vectors:ListVectors s3vectors:QueryVectors sdb:Select snowball:GetJobUnlockCode sqs:ReceiveMessage ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath storagegateway:DescribeChapCredentials transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob workdocs:GetDocumentVersion',
  ResourceGroupsTaggingAPITagUntagSupportedResources: 'iam:TagRole iam:TagUser iam:UntagRole iam:UntagUser',
  SageMakerStudioAdminIAMDefaultExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:Retrieve dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateJob iam:TagRole kms:Decrypt lakeformation:GetDataAccess logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults redshift-data:ExecuteStatement redshift-serverless:GetCredentials redshift:GetClusterCredentialsWithIAM s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:GetRecord secretsmanager:GetSecretValue sts:AssumeRole',
  SageMakerStudioAdminIAMPermissiveExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:Retrieve dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob iam:TagRole kms:Decrypt lakeformation:GetDataAccess logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift-serverless:GetIdentityCenterAuthToken redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3tables:GetTableData sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig secretsmanager:GetSecretValue sts:AssumeRole',
  SageMakerStudioAdminProjectUserRolePolicy: 's3:GetObject',
  SageMakerStudioProjectProvisioningRolePolicy:
    'glue:GetConnection redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials secretsmanager:GetSecretValue',
  SageMakerStudioProjectRoleMachineLearningPolicy:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer s3:GetDataAccess',
  SageMakerStudioProjectUserRolePermissionsBoundary:
    'athena:GetQueryResults athena:GetQueryResultsStream codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull ec2:CreateLaunchTemplateVersion ec2:ModifyInstanceAttribute ecr:BatchGetImage ecr:GetDownloadUrlForLayer elasticmapreduce:GetClusterSessionCredentials glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateJob lakeformation:GetDataAccess redshift-data:ExecuteStatement redshift-serverless:GetCredentials redshift:GetClusterCredentialsWithIAM s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sagemaker:CreatePresignedDomainUrl secretsmanager:GetSecretValue ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath sts:AssumeRole',
  SageMakerStudioProjectUserRolePolicy:
    'lakeformation:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sts:AssumeRole',
  SageMakerStudioQueryExecutionRolePolicy: 'glue:GetConnection',
  SageMakerStudioUserIAMDefaultExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:Retrieve dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateJob kms:Decrypt lakeformation:GetDataAccess logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults redshift-data:ExecuteStatement redshift-serverless:GetCredentials redshift:GetClusterCredentialsWithIAM s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sagemaker:BatchGetRecord sagemaker:GetRecord secretsmanager:GetSecretValue sts:AssumeRole',
  SageMakerStudioUserIAMPermissiveExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:Retrieve dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob kms:Decrypt lakeformation:GetDataAccess logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift-serverless:GetIdentityCenterAuthToken redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3tables:GetTableData sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig secretsmanager:GetSecretValue sts:AssumeRole',
  SecretsManagerReadWrite:
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet secretsmanager:BatchGetSecretValue secretsmanager:GetSecretValue',
  SecurityAudit: 'chime:ListChannelMessages cognito-idp:ListUsers rds:DownloadDBLogFilePortion',
  SupportUser:
    'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder cognito-idp:ListUsers es:ESHttpGet glacier:GetJobOutput kinesis:GetRecords lambda:GetFunction lambda:GetLayerVersion sdb:Select sqs:ReceiveMessage storagegateway:DescribeChapCredentials',
  SystemAdministrator:
    'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull codedeploy:CreateDeployment ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:ModifyInstanceAttribute iam:UploadSigningCertificate kms:ReEncryptFrom lambda:GetFunction lambda:GetLayerVersion lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery logs:Unmask s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sqs:ReceiveMessage',
  ViewOnlyAccess: 'cognito-idp:ListUsers',
};

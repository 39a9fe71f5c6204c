// Made of test/corpus/aws-managed-policies by test/unit/rules/aws-policies.test.ts; not edited by hand.

/** By the name of a policy of AWS: the actions of which a rule speaks and which it gives on every resource. */
export const AWS_POLICY_GRANTS: Readonly<Record<string, string>> = {
  AIDevOpsAgentAccessPolicy:
    'cloudtrail:GetQueryResults iot:GetThingShadow lambda:GetLayerVersion logs:FilterLogEvents logs:GetQueryResults logs:StartQuery qbusiness:ListMessages ssm:GetParameters',
  AIOpsAssistantPolicy:
    'cloudtrail:GetQueryResults cognito-idp:ListUsers iot:GetThingShadow lambda:GetFunction lambda:GetLayerVersion logs:FilterLogEvents logs:GetQueryResults logs:StartQuery qbusiness:ListMessages ssm:GetParameters',
  AWSAppRunnerFullAccess: 'apprunner:UpdateService',
  AWSAppRunnerServicePolicyForECRAccess: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AWSApplicationMigrationEC2Access: 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
  AWSApplicationMigrationServiceRolePolicy:
    'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:ModifyInstanceAttribute ec2:ModifyLaunchTemplate',
  AWSAuditManagerAdministratorAccess: 'auditmanager:DeregisterAccount',
  AWSAuditManagerServiceRolePolicy: 'logs:FilterLogEvents',
  AWSBackupDataTransferAccess: 'backup-storage:GetChunk backup-storage:GetObjectMetadata',
  AWSBackupFullAccess:
    'backup-storage:GetChunk backup-storage:GetObjectMetadata backup:DeleteBackupVaultLockConfiguration backup:PutBackupVaultAccessPolicy backup:PutBackupVaultSharingPolicy',
  AWSBackupGuardDutyRolePolicyForScans: 'ebs:GetSnapshotBlock ec2:ModifySnapshotAttribute',
  AWSBackupOrganizationAdminAccess:
    'organizations:DeletePolicy organizations:DetachPolicy organizations:DisablePolicyType organizations:UpdatePolicy',
  AWSBackupServiceRolePolicyForBackup:
    'ec2:ModifyImageAttribute ec2:ModifySnapshotAttribute eks:CreateAccessEntry',
  AWSBackupServiceRolePolicyForIndexing: 'ebs:GetSnapshotBlock',
  AWSBackupServiceRolePolicyForItemRestores: 'ebs:GetSnapshotBlock',
  AWSBackupServiceRolePolicyForRestores:
    'cloudformation:CreateChangeSet dynamodb:GetItem dynamodb:Query dynamodb:Scan eks:AssociateAccessPolicy eks:CreateAccessEntry',
  AWSBackupServiceRolePolicyForS3Backup: 's3:GetObject s3:GetObjectVersion',
  AWSBackupServiceRolePolicyForS3Restore:
    's3:GetObject s3:GetObjectVersion s3:PutObjectAcl s3:PutObjectVersionAcl',
  AWSBatchFullAccess:
    'batch:SubmitJob logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults',
  AWSBatchServiceEventTargetRole: 'batch:SubmitJob',
  AWSCertificateManagerFullAccess: 'acm:ExportCertificate',
  AWSCertificateManagerPrivateCAFullAccess: 'acm-pca:PutPolicy',
  AWSCleanRoomsFullAccess: 'logs:GetQueryResults',
  AWSCleanRoomsFullAccessNoQuerying: 'logs:GetQueryResults',
  AWSCleanRoomsReadOnlyAccess: 'logs:GetQueryResults',
  AWSCloud9Administrator: 'cloud9:CreateEnvironmentMembership cloud9:UpdateEnvironmentMembership',
  AWSCloudFormationFullAccess:
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet cloudformation:UpdateStack cloudformation:UpdateStackSet',
  AWSCloudHSMFullAccess: 'cloudhsm:PutResourcePolicy',
  AWSCloudTrail_FullAccess:
    'cloudtrail:DeleteEventDataStore cloudtrail:DeleteTrail cloudtrail:GetQueryResults cloudtrail:PutEventSelectors cloudtrail:PutResourcePolicy cloudtrail:StopEventDataStoreIngestion cloudtrail:StopLogging cloudtrail:UpdateEventDataStore cloudtrail:UpdateTrail',
  AWSCloudTrail_ReadOnlyAccess: 'cloudtrail:GetQueryResults',
  AWSCodeArtifactAdminAccess:
    'codeartifact:GetAuthorizationToken codeartifact:GetPackageVersionAsset codeartifact:PutDomainPermissionsPolicy codeartifact:PutRepositoryPermissionsPolicy codeartifact:ReadFromRepository',
  AWSCodeArtifactReadOnlyAccess:
    'codeartifact:GetAuthorizationToken codeartifact:GetPackageVersionAsset codeartifact:ReadFromRepository',
  AWSCodeBuildAdminAccess:
    'codebuild:PutResourcePolicy codebuild:StartBuild codebuild:StartBuildBatch codebuild:StartCommandExecution codebuild:StartSandbox codebuild:StartSandboxConnection codebuild:UpdateProject events:DeleteRule events:DisableRule logs:GetLogEvents',
  AWSCodeBuildDeveloperAccess: 'codebuild:StartBuild codebuild:StartBuildBatch logs:GetLogEvents',
  AWSCodeBuildReadOnlyAccess: 'logs:GetLogEvents',
  AWSCodeCommitFullAccess: 'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull',
  AWSCodeCommitPowerUser: 'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull',
  AWSCodeCommitReadOnly: 'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull',
  AWSCodeDeployDeployerAccess: 'codedeploy:CreateDeployment',
  AWSCodeDeployFullAccess: 'codedeploy:CreateDeployment',
  AWSCodeDeployRoleForECS: 's3:GetObject s3:GetObjectVersion',
  AWSCodePipeline_FullAccess: 'codepipeline:UpdatePipeline',
  AWSCodeStarFullAccess: 'codestar:AssociateTeamMember',
  AWSCodeStarNotificationsServiceRolePolicy: 'codecommit:GetFile',
  AWSCodeStarServiceRole:
    'codebuild:PutResourcePolicy codebuild:StartBuild codebuild:StartBuildBatch codebuild:StartCommandExecution codebuild:StartSandbox codebuild:StartSandboxConnection codebuild:UpdateProject codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull codedeploy:CreateDeployment codepipeline:UpdatePipeline codestar:AssociateTeamMember ec2:CreateLaunchTemplateVersion ec2:CreateReplaceRootVolumeTask ec2:DeleteFlowLogs ec2:DisableAllowedImagesSettings ec2:DisableEbsEncryptionByDefault ec2:DisableImageBlockPublicAccess ec2:DisableSnapshotBlockPublicAccess ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:GetVpnConnectionDeviceSampleConfiguration ec2:ModifyFpgaImageAttribute ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute ec2:ModifyLaunchTemplate ec2:ModifySnapshotAttribute ec2:ModifyVpcEndpointServicePermissions ec2:PutResourcePolicy logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask sns:AddPermission sns:SetTopicAttributes',
  AWSConfigRemediationServiceRolePolicy: 'ssm:StartAutomationExecution',
  AWSConfigServiceRolePolicy:
    'cassandra:Select cognito-idp:AdminGetUser lambda:GetFunction lambda:GetLayerVersion',
  AWSConnector: 'ec2:ModifyInstanceAttribute',
  AWSControlTowerIdentityCenterManagementPolicy: 'sso-directory:CreateUser sso:AssociateProfile',
  AWSControlTowerServiceRolePolicy: 'organizations:MoveAccount',
  AWSDataLifecycleManagerServiceRole: 'ec2:ModifySnapshotAttribute',
  AWSDataLifecycleManagerServiceRoleForAMIManagement: 'ec2:ModifyImageAttribute',
  AWSDataPipeline_FullAccess: 'datapipeline:PutPipelineDefinition',
  AWSDataPipeline_PowerUser: 'datapipeline:PutPipelineDefinition',
  'AWSDeadlineCloud-FleetWorker': 'deadline:AssumeFleetRoleForWorker deadline:AssumeQueueRoleForWorker',
  'AWSDeadlineCloud-WorkerHost': 'deadline:AssumeFleetRoleForWorker',
  AWSDeepLensServiceRolePolicy: 'lambda:GetFunction',
  AWSDeepRacerCloudFormationAccessPolicy:
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet cloudformation:UpdateStack cloudformation:UpdateStackSet',
  AWSDeepRacerServiceRolePolicy:
    'logs:GetLogEvents sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:PutResourcePolicy sagemaker:StartSession sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline',
  AWSDirectoryServiceDataFullAccess: 'ds-data:AddGroupMember',
  AWSDirectoryServiceFullAccess: 'ds:ResetUserPassword',
  AWSDirectoryServiceServiceRolePolicy: 'ssm:SendCommand',
  AWSEC2SqlHaInstancePolicy: 'secretsmanager:GetSecretValue',
  AWSECRPullThroughCache_ServiceRolePolicy: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AWSElasticBeanstalkCustomPlatformforEC2Role:
    'ec2:GetPasswordData ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute ec2:ModifySnapshotAttribute',
  AWSElasticBeanstalkEnhancedHealth: 'ec2:GetConsoleOutput',
  AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticBeanstalkManagedUpdatesServiceRolePolicy: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticBeanstalkRoleCore: 'ec2:CreateLaunchTemplateVersion',
  AWSElasticBeanstalkService:
    'codebuild:StartBuild ec2:CreateLaunchTemplateVersion iam:PassRole logs:PutRetentionPolicy s3:GetObject sns:SetTopicAttributes',
  AWSElasticBeanstalkServiceRolePolicy: 'lambda:GetFunction',
  AWSElasticBeanstalkWorkerTier: 'sqs:ReceiveMessage',
  AWSElasticDisasterRecoveryConsoleFullAccess: 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
  AWSElasticDisasterRecoveryConsoleFullAccess_v2: 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
  AWSElasticDisasterRecoveryServiceRolePolicy:
    'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:ModifyInstanceAttribute ec2:ModifyLaunchTemplate',
  AWSElasticDisasterRecoveryStagingAccountPolicy: 'ec2:ModifySnapshotAttribute',
  AWSElasticDisasterRecoveryStagingAccountPolicy_v2: 'ec2:ModifySnapshotAttribute',
  AWSElementalMediaPackageV2FullAccess:
    'mediapackagev2:GetObject mediapackagev2:PutChannelPolicy mediapackagev2:PutOriginEndpointPolicy',
  AWSElementalMediaPackageV2ReadOnly: 'mediapackagev2:GetObject',
  AWSElementalMediaStoreFullAccess: 'mediastore:GetObject mediastore:PutContainerPolicy',
  AWSElementalMediaStoreReadOnly: 'mediastore:GetObject',
  AWSFMAdminFullAccess:
    'fms:DeletePolicy fms:DisassociateAdminAccount waf-regional:DeleteLoggingConfiguration waf:DeleteLoggingConfiguration',
  AWSFaultInjectionSimulatorEC2Access: 'ssm:SendCommand',
  AWSFaultInjectionSimulatorECSAccess: 'ssm:SendCommand',
  AWSFaultInjectionSimulatorSSMAccess: 'ssm:SendCommand ssm:StartAutomationExecution',
  AWSGlueConsoleFullAccess:
    'glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl',
  AWSGlueConsoleSageMakerNotebookFullAccess:
    'glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl',
  AWSGlueDataBrewServiceRole: 'glue:GetConnection lakeformation:GetDataAccess',
  AWSGlueServiceNotebookRole: 'glue:GetConnection glue:GetConnections glue:UpdateDevEndpoint glue:UpdateJob',
  AWSGlueServiceRole:
    'glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl',
  AWSGrafanaWorkspacePermissionManagement: 'sso:AssociateProfile',
  AWSGreengrassResourceAccessRolePolicy: 'lambda:GetFunction',
  AWSHealthImagingFullAccess: 'medical-imaging:GetImageFrame',
  AWSHealthImagingReadOnlyAccess: 'medical-imaging:GetImageFrame',
  AWSIQFullAccess: 'iq:DownloadAttachment',
  AWSImageBuilderFullAccess: 'imagebuilder:PutImagePolicy',
  AWSIoTAnalyticsFullAccess: 'iotanalytics:GetDatasetContent',
  AWSIoTAnalyticsReadOnlyAccess: 'iotanalytics:GetDatasetContent',
  AWSIoTDataAccess: 'iot:GetThingShadow',
  AWSIoTDeviceTesterForFreeRTOSFullAccess: 'ssm:GetParameters',
  AWSIoTDeviceTesterForGreengrassFullAccess: 'iot:GetThingShadow',
  AWSIoTFleetHubFederationAccess: 'iot:GetThingShadow',
  AWSIoTFullAccess: 'iot:GetThingShadow',
  AWSIoTLogging: 'logs:DeleteLogStream logs:GetLogEvents logs:PutRetentionPolicy',
  AWSIoTSiteWiseConsoleFullAccess: 'iot:GetThingShadow iotsitewise:GetAssetPropertyValue',
  AWSIoTSiteWiseFullAccess: 'iotsitewise:GetAssetPropertyValue',
  AWSIoTSiteWiseMonitorPortalAccess: 'iotsitewise:GetAssetPropertyValue',
  AWSIoTSiteWiseMonitorServiceRolePolicy: 'iotsitewise:GetAssetPropertyValue',
  AWSIoTSiteWiseReadOnlyAccess: 'iotsitewise:GetAssetPropertyValue',
  AWSLakeFormationCrossAccountManager: 'glue:PutResourcePolicy ram:CreateResourceShare',
  AWSLakeFormationDataAdmin:
    'glue:GetConnections lakeformation:BatchGrantPermissions lakeformation:GetDataAccess lakeformation:GetTemporaryGluePartitionCredentials lakeformation:GetTemporaryGlueTableCredentials lakeformation:GrantPermissions',
  AWSLambdaDynamoDBExecutionRole: 'dynamodb:GetRecords',
  AWSLambdaExecute:
    'logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask s3:GetObject',
  'AWSLambdaInvocation-DynamoDB': 'dynamodb:GetRecords',
  AWSLambdaKinesisExecutionRole: 'kinesis:GetRecords kinesis:SubscribeToShard',
  AWSLambdaReplicator: 'iam:PassRole',
  AWSLambdaSQSQueueExecutionRole: 'sqs:ReceiveMessage',
  AWSLambda_FullAccess:
    'lambda:AddLayerVersionPermission lambda:AddPermission lambda:DeleteFunctionCodeSigningConfig lambda:GetFunction lambda:GetLayerVersion lambda:PutResourcePolicy lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration',
  AWSLambda_ReadOnlyAccess: 'lambda:GetFunction lambda:GetLayerVersion',
  AWSLicenseManagerMasterAccountRolePolicy: 'athena:GetQueryResults',
  AWSLicenseManagerMemberAccountRolePolicy: 'ssm:CreateAssociation',
  AWSLicenseManagerServiceRolePolicy: 'ssm:CreateAssociation',
  AWSMSKReplicatorExecutionRole: 'kafka-cluster:ReadData',
  AWSMarketplaceAmiIngestion: 'ec2:ModifyImageAttribute',
  AWSMarketplaceLicenseManagementServiceRolePolicy: 'license-manager:CreateGrant',
  AWSMarketplaceSellerFullAccess: 'ec2:ModifyImageAttribute ec2:ModifySnapshotAttribute',
  AWSMarketplaceSellerProductsFullAccess: 'ec2:ModifyImageAttribute ec2:ModifySnapshotAttribute',
  AWSMigrationHubOrchestratorServiceRolePolicy: 'ssm:SendCommand',
  'AWSMigrationHubRefactorSpaces-EnvironmentsWithoutBridgesFullAccess': 'apigateway:UpdateRestApiPolicy',
  AWSMigrationHubRefactorSpacesFullAccess: 'apigateway:UpdateRestApiPolicy',
  AWSMigrationHubRefactorSpacesServiceRolePolicy: 'ram:AssociateResourceShare',
  AWSNetworkFirewallFullAccess:
    'network-firewall:DeleteFirewallPolicy network-firewall:PutResourcePolicy network-firewall:UpdateLoggingConfiguration s3:PutBucketPolicy',
  AWSNetworkManagerFullAccess: 'networkmanager:PutResourcePolicy',
  AWSOrganizationsFullAccess:
    'organizations:DeletePolicy organizations:DetachPolicy organizations:DisableAWSServiceAccess organizations:DisablePolicyType organizations:LeaveOrganization organizations:MoveAccount organizations:PutResourcePolicy organizations:RemoveAccountFromOrganization organizations:UpdatePolicy',
  AWSPCSServiceRolePolicy: 'ec2:CreateLaunchTemplateVersion',
  AWSPanoramaServiceRolePolicy: 'lambda:GetFunction',
  AWSPartnerLedSupportReadOnlyAccess:
    'ec2:GetConsoleOutput ec2:GetConsoleScreenshot glue:GetStatement lambda:GetFunction lambda:GetLayerVersion',
  AWSPrivateCAFullAccess: 'acm-pca:PutPolicy',
  AWSProtonCodeBuildProvisioningServiceRolePolicy: 'iam:PassRole',
  AWSQuickSetupPatchPolicyPermissionsBoundary: 'iam:TagRole iam:UntagRole ssm:UpdateAssociation',
  AWSQuickSightIoTAnalyticsAccess: 'iotanalytics:GetDatasetContent',
  AWSQuickSightTimestreamPolicy: 'timestream:Select',
  AWSQuicksightAthenaAccess:
    'athena:GetQueryResults athena:GetQueryResultsStream lakeformation:GetDataAccess',
  AWSRefactoringToolkitFullAccess: 'codebuild:StartBuild codebuild:UpdateProject ecr:GetDownloadUrlForLayer',
  AWSResourceAccessManagerFullAccess:
    'ram:AssociateResourceShare ram:CreateResourceShare ram:UpdateResourceShare',
  AWSResourceExplorerServiceRolePolicy: 'lambda:GetFunction',
  AWSRoboMakerServiceRolePolicy: 'iam:PassRole',
  AWSRolesAnywhereFullAccess: 'rolesanywhere:EnableTrustAnchor rolesanywhere:UpdateTrustAnchor',
  AWSSSODirectoryAdministrator:
    'identitystore:CreateGroupMembership identitystore:CreateUser identitystore:UpdateUser sso-directory:AddMemberToGroup sso-directory:CreateUser sso-directory:UpdatePassword',
  AWSSSOMasterAccountAdministrator:
    'identitystore:CreateGroupMembership identitystore:CreateUser identitystore:UpdateUser sso-directory:AddMemberToGroup sso-directory:CreateUser sso-directory:UpdatePassword sso:AssociateProfile sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:AttachManagedPolicyToPermissionSet sso:CreateAccountAssignment sso:CreateTrustedTokenIssuer sso:DeleteInlinePolicyFromPermissionSet sso:DeletePermissionsBoundaryFromPermissionSet sso:PutInlinePolicyToPermissionSet sso:PutPermissionsBoundaryToPermissionSet sso:PutPermissionsPolicy sso:UpdateInstanceAccessControlAttributeConfiguration sso:UpdateTrustedTokenIssuer',
  AWSSSOMemberAccountAdministrator:
    'identitystore:CreateGroupMembership identitystore:CreateUser identitystore:UpdateUser sso-directory:AddMemberToGroup sso-directory:CreateUser sso-directory:UpdatePassword sso:AssociateProfile sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:AttachManagedPolicyToPermissionSet sso:CreateAccountAssignment sso:CreateTrustedTokenIssuer sso:DeleteInlinePolicyFromPermissionSet sso:DeletePermissionsBoundaryFromPermissionSet sso:PutInlinePolicyToPermissionSet sso:PutPermissionsBoundaryToPermissionSet sso:PutPermissionsPolicy sso:UpdateInstanceAccessControlAttributeConfiguration sso:UpdateTrustedTokenIssuer',
  AWSSecretsManagerClientReadOnlyAccess: 'secretsmanager:GetSecretValue',
  AWSSecurityHubFullAccess:
    'guardduty:DeleteDetector guardduty:UpdateDetector inspector2:Disable securityhub:BatchDisableStandards securityhub:DisableSecurityHub securityhub:DisableSecurityHubV2 securityhub:DisassociateFromAdministratorAccount securityhub:DisassociateFromMasterAccount securityhub:UpdateStandardsControl',
  AWSSecurityHubOrganizationsAccess: 'organizations:DisablePolicyType',
  AWSSecurityHubServiceRolePolicy:
    'securityhub:BatchDisableStandards securityhub:DisableSecurityHub securityhub:DisassociateFromAdministratorAccount securityhub:UpdateStandardsControl',
  AWSSecurityIncidentResponseCaseFullAccess: 'security-ir:GetCaseAttachmentDownloadUrl',
  AWSSecurityIncidentResponseFullAccess: 'security-ir:GetCaseAttachmentDownloadUrl',
  AWSSecurityIncidentResponseReadOnlyAccess: 'security-ir:GetCaseAttachmentDownloadUrl',
  AWSSecurityIncidentResponseTriageServiceRolePolicy: 'guardduty:CreateFilter',
  AWSServiceCatalogAdminFullAccess: 'servicecatalog:CreatePortfolioShare',
  AWSServiceRoleForAmazonEKSNodegroup: 'ec2:CreateLaunchTemplateVersion ec2:GetConsoleOutput iam:PassRole',
  AWSServiceRoleForImageBuilder:
    'ec2:CreateLaunchTemplateVersion ec2:ModifyImageAttribute ec2:ModifyLaunchTemplate',
  AWSServiceRoleForMonitronPolicy: 'sso:AssociateProfile',
  AWSShieldDRTAccessPolicy:
    'shield:DeleteProtection waf-regional:DeleteLoggingConfiguration waf:DeleteLoggingConfiguration wafv2:DeleteLoggingConfiguration wafv2:DeleteWebACL wafv2:DisassociateWebACL',
  AWSStepFunctionsConsoleFullAccess: 'states:UpdateStateMachine',
  AWSStepFunctionsFullAccess: 'states:UpdateStateMachine',
  AWSStorageGatewayFullAccess: 'storagegateway:DescribeChapCredentials',
  AWSStorageGatewayReadOnlyAccess: 'storagegateway:DescribeChapCredentials',
  AWSSupplyChainFederationAdminAccess: 'chime:ListChannelMessages sso:AssociateProfile',
  AWSSupportServiceRolePolicy:
    'bedrock-agentcore:GetEvent bedrock-agentcore:GetMemoryRecord bedrock-agentcore:ListEvents bedrock-agentcore:ListMemoryRecords ec2:GetConsoleOutput ec2:GetConsoleScreenshot glue:GetStatement lambda:GetFunction lambda:GetLayerVersion mobiletargeting:GetEndpoint transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AWSSystemsManagerChangeManagementServicePolicy: 'ssm:CreateAssociation ssm:StartAutomationExecution',
  AWSSystemsManagerJustInTimeAccessTokenPolicy:
    'ssm-guiconnect:StartConnection ssm:ResumeSession ssm:StartSession',
  AWSSystemsManagerJustInTimeAccessTokenSessionPolicy: 'ssm-guiconnect:StartConnection',
  AWSThinkboxAWSPortalAdminPolicy: 'ec2:GetConsoleOutput ec2:ModifyInstanceAttribute',
  AWSVPCS2SVpnServiceRolePolicy: 'acm:ExportCertificate',
  AWSWAFConsoleFullAccess:
    'waf-regional:DeleteLoggingConfiguration waf:DeleteLoggingConfiguration wafv2:DeleteLoggingConfiguration wafv2:DeleteWebACL wafv2:DisassociateWebACL',
  AWSWAFFullAccess:
    'waf-regional:DeleteLoggingConfiguration waf:DeleteLoggingConfiguration wafv2:DeleteLoggingConfiguration wafv2:DeleteWebACL wafv2:DisassociateWebACL',
  AWSXrayFullAccess: 'xray:PutResourcePolicy',
  AWS_ConfigRole: 'cassandra:Select cognito-idp:AdminGetUser lambda:GetFunction lambda:GetLayerVersion',
  'AdministratorAccess-AWSElasticBeanstalk':
    'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder ec2:CreateLaunchTemplateVersion',
  'AdministratorAccess-Amplify':
    'amplify:UpdateApp codecommit:GitPull cognito-identity:SetIdentityPoolRoles cognito-idp:AdminGetUser cognito-idp:ListUsers iam:AttachRolePolicy iam:CreatePolicyVersion iam:DeleteRolePolicy iam:DetachRolePolicy iam:PassRole iam:PutRolePolicy iam:UpdateAssumeRolePolicy lambda:AddPermission lambda:GetFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration logs:GetLogEvents mobiletargeting:GetEndpoint s3:GetObject s3:PutBucketAcl s3:PutBucketPolicy s3:PutLifecycleConfiguration s3:PutObjectAcl sqs:SetQueueAttributes sts:AssumeRole',
  AmazonAPIGatewayAdministrator: 'apigateway:UpdateDomainNamePolicy apigateway:UpdateRestApiPolicy',
  AmazonAPIGatewayPushToCloudWatchLogs: 'logs:FilterLogEvents logs:GetLogEvents',
  AmazonAppStreamFullAccess: 'appstream:UpdateImagePermissions',
  AmazonAthenaFullAccess: 'athena:GetQueryResults athena:GetQueryResultsStream lakeformation:GetDataAccess',
  AmazonBedrockFullAccess:
    'bedrock:DeleteGuardrail bedrock:DeleteModelInvocationLoggingConfiguration bedrock:PutResourcePolicy bedrock:Retrieve',
  AmazonBedrockLimitedAccess: 'bedrock:DeleteGuardrail',
  AmazonBraketFullAccess: 'logs:GetQueryResults',
  AmazonBraketJobsExecutionPolicy: 'logs:GetQueryResults',
  AmazonChimeFullAccess: 'chime:GetChannelMessage chime:ListChannelMessages logs:PutResourcePolicy',
  AmazonChimeReadOnly: 'chime:GetChannelMessage chime:ListChannelMessages',
  AmazonCognitoDeveloperAuthenticatedIdentities: 'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  AmazonCognitoPowerUser:
    'cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-identity:SetIdentityPoolRoles cognito-idp:AdminGetUser cognito-idp:ListUsers',
  AmazonCognitoReadOnly:
    'cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-idp:AdminGetUser cognito-idp:ListUsers',
  AmazonCognitoUnAuthedIdentitiesSessionPolicy:
    'comprehend:PutResourcePolicy kms:Decrypt kms:ReEncryptFrom mobiletargeting:GetEndpoint rekognition:PutProjectPolicy transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AmazonConnectReadOnlyAccess:
    'connect:GetAttachedFile connect:GetContactAttributes connect:GetFederationToken',
  AmazonConnectServiceLinkedRolePolicy:
    'connect:GetAttachedFile connect:GetContactAttributes connect:GetFederationToken',
  AmazonConnect_FullAccess: 'connect:GetAttachedFile connect:GetContactAttributes connect:GetFederationToken',
  AmazonDataZoneEnvironmentRolePermissionsBoundary:
    'athena:GetQueryResults athena:GetQueryResultsStream glue:GetConnection glue:UpdateJob kms:Decrypt lakeformation:GetDataAccess logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartQuery redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM',
  AmazonDataZoneFullAccess: 'ram:CreateResourceShare',
  AmazonDataZoneGlueManageAccessRolePolicy:
    'glue:GetConnection lakeformation:BatchGrantPermissions lakeformation:GrantPermissions',
  AmazonDataZoneRedshiftGlueProvisioningPolicy:
    'kms:Decrypt lakeformation:PutDataLakeSettings redshift-data:ExecuteStatement',
  AmazonDataZoneRedshiftManageAccessRolePolicy:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult',
  AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary:
    'athena:GetQueryResults athena:GetQueryResultsStream ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetStatement glue:RunStatement glue:UpdateJob kms:Decrypt lakeformation:GetDataAccess logs:GetLogEvents redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:PutResourcePolicy sagemaker:UpdateNotebookInstance sagemaker:UpdatePipeline sso:AssociateProfile',
  AmazonDataZoneSageMakerManageAccessRolePolicy:
    'ecr:SetRepositoryPolicy kms:CreateGrant ram:CreateResourceShare sagemaker:PutModelPackageGroupPolicy',
  AmazonDetectiveFullAccess: 'detective:DeleteGraph',
  AmazonDevOpsGuruServiceRolePolicy: 'lambda:GetFunction',
  AmazonDocDBConsoleFullAccess:
    'logs:GetLogEvents rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute',
  AmazonDocDBFullAccess:
    'logs:GetLogEvents rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute',
  AmazonDocDBReadOnlyAccess: 'rds:DownloadDBLogFilePortion',
  AmazonDynamoDBFullAccess:
    'datapipeline:PutPipelineDefinition dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors sns:SetTopicAttributes',
  AmazonDynamoDBFullAccess_v2:
    'dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors',
  AmazonDynamoDBFullAccesswithDataPipeline:
    'datapipeline:PutPipelineDefinition dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors elasticmapreduce:AddJobFlowSteps elasticmapreduce:GetClusterSessionCredentials elasticmapreduce:PutBlockPublicAccessConfiguration iam:PassRole lambda:AddLayerVersionPermission lambda:AddPermission lambda:DeleteFunctionCodeSigningConfig lambda:GetFunction lambda:GetLayerVersion lambda:PutResourcePolicy lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration sns:SetTopicAttributes',
  AmazonDynamoDBReadOnlyAccess:
    'dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan',
  AmazonEC2ContainerRegistryFullAccess:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:PutRegistryPolicy ecr:PutReplicationConfiguration ecr:SetRepositoryPolicy',
  AmazonEC2ContainerRegistryPowerUser: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerRegistryPullOnly: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerRegistryReadOnly: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2ContainerServiceforEC2Role: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEC2FullAccess:
    'cloudwatch:DisableAlarmActions ec2:CreateLaunchTemplateVersion ec2:CreateReplaceRootVolumeTask ec2:DeleteFlowLogs ec2:DisableAllowedImagesSettings ec2:DisableEbsEncryptionByDefault ec2:DisableImageBlockPublicAccess ec2:DisableSnapshotBlockPublicAccess ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:GetVpnConnectionDeviceSampleConfiguration ec2:ModifyFpgaImageAttribute ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute ec2:ModifyLaunchTemplate ec2:ModifySnapshotAttribute ec2:ModifyVpcEndpointServicePermissions ec2:PutResourcePolicy',
  AmazonEC2RolePolicyForLaunchWizard: 'ec2:ModifyInstanceAttribute',
  AmazonEC2RoleforAWSCodeDeploy: 's3:GetObject s3:GetObjectVersion',
  AmazonEC2RoleforDataPipelineRole:
    'cloudwatch:DisableAlarmActions datapipeline:PutPipelineDefinition dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors elasticmapreduce:AddJobFlowSteps s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration sdb:Select sns:AddPermission sns:SetTopicAttributes sqs:AddPermission sqs:ReceiveMessage sqs:SetQueueAttributes',
  AmazonEC2RoleforSSM: 's3:GetObject ssm:GetParameters',
  AmazonECSServiceRolePolicy: 'ssm:StartSession',
  AmazonECSTaskExecutionRolePolicy: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonECS_FullAccess:
    'cloudformation:UpdateStack codedeploy:CreateDeployment ecs:ExecuteCommand events:DeleteRule logs:FilterLogEvents',
  AmazonEKSClusterPolicy: 'ec2:ModifyInstanceAttribute',
  AmazonEKSFargatePodExecutionRolePolicy: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonEKSLoadBalancingPolicy: 'shield:DeleteProtection wafv2:DisassociateWebACL',
  AmazonEKSLocalOutpostServiceRolePolicy: 'ec2:GetConsoleOutput ssm:ResumeSession ssm:StartSession',
  AmazonEKSMCPReadOnlyAccess: 'logs:GetQueryResults logs:StartQuery',
  AmazonEKSWorkerNodeMinimalPolicy: 'eks-auth:AssumeRoleForPodIdentity',
  AmazonEKSWorkerNodePolicy: 'eks-auth:AssumeRoleForPodIdentity',
  AmazonEMRCleanupPolicy: 'ec2:ModifyInstanceAttribute',
  AmazonEMRFullAccessPolicy_v2:
    'elasticmapreduce:AddJobFlowSteps elasticmapreduce:PutBlockPublicAccessConfiguration',
  AmazonESCognitoAccess: 'cognito-identity:SetIdentityPoolRoles',
  AmazonESFullAccess:
    'es:AuthorizeVpcEndpointAccess es:ESHttpGet es:UpdateDomainConfig es:UpdateElasticsearchDomainConfig',
  AmazonEVSServiceRolePolicy: 'ec2:ModifyInstanceAttribute secretsmanager:GetSecretValue',
  AmazonElasticContainerRegistryPublicFullAccess: 'ecr-public:SetRepositoryPolicy',
  AmazonElasticFileSystemClientFullAccess: 'elasticfilesystem:ClientMount',
  AmazonElasticFileSystemClientReadOnlyAccess: 'elasticfilesystem:ClientMount',
  AmazonElasticFileSystemClientReadWriteAccess: 'elasticfilesystem:ClientMount',
  AmazonElasticFileSystemFullAccess: 'elasticfilesystem:PutFileSystemPolicy',
  AmazonElasticFileSystemsUtils: 'logs:PutRetentionPolicy ssm:GetParameter ssm:GetParameters',
  AmazonElasticMapReduceFullAccess:
    'cloudwatch:DisableAlarmActions ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute elasticmapreduce:AddJobFlowSteps elasticmapreduce:GetClusterSessionCredentials elasticmapreduce:PutBlockPublicAccessConfiguration iam:PassRole s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration sdb:Select',
  AmazonElasticMapReduceReadOnlyAccess: 's3:GetObject sdb:Select',
  AmazonElasticMapReduceRole:
    'ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute iam:PassRole s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sdb:Select sqs:ReceiveMessage',
  AmazonElasticMapReduceforEC2Role:
    'cloudwatch:DisableAlarmActions dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors kinesis:GetRecords s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration sdb:Select sns:AddPermission sns:SetTopicAttributes sqs:AddPermission sqs:ReceiveMessage sqs:SetQueueAttributes',
  AmazonElasticTranscoderRole:
    's3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutObjectAcl',
  AmazonEventBridgeFullAccess:
    'events:DeleteRule events:DisableRule events:PutPermission events:PutResourcePolicy schemas:PutResourcePolicy',
  AmazonEventBridgeSchemasFullAccess: 'schemas:PutResourcePolicy',
  AmazonGlacierFullAccess: 'glacier:GetJobOutput glacier:SetVaultAccessPolicy',
  AmazonGlacierReadOnlyAccess: 'glacier:GetJobOutput',
  AmazonGrafanaAthenaAccess: 'athena:GetQueryResults',
  AmazonGrafanaCloudWatchAccess: 'logs:GetLogEvents logs:GetQueryResults logs:StartQuery',
  AmazonGrafanaRedshiftAccess:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult secretsmanager:GetSecretValue',
  AmazonGuardDutyFullAccess_v2:
    'guardduty:CreateFilter guardduty:CreateIPSet guardduty:CreateTrustedEntitySet guardduty:DeleteDetector guardduty:DeleteMembers guardduty:DeletePublishingDestination guardduty:DisableOrganizationAdminAccount guardduty:DisassociateFromAdministratorAccount guardduty:DisassociateFromMasterAccount guardduty:DisassociateMembers guardduty:StopMonitoringMembers guardduty:UpdateDetector guardduty:UpdateFilter guardduty:UpdateIPSet guardduty:UpdateMemberDetectors guardduty:UpdateTrustedEntitySet',
  AmazonGuardDutyMalwareProtectionServiceRolePolicy: 'ebs:GetSnapshotBlock ec2:ModifySnapshotAttribute',
  AmazonHealthLakeFullAccess: 'healthlake:ReadResource healthlake:SearchWithGet healthlake:SearchWithPost',
  AmazonHealthLakeReadOnlyAccess:
    'healthlake:ReadResource healthlake:SearchWithGet healthlake:SearchWithPost',
  AmazonInspector2AgentlessServiceRolePolicy: 'ebs:GetSnapshotBlock',
  AmazonInspector2FullAccess: 'inspector2:Disable',
  AmazonInspector2FullAccess_v2: 'inspector2:Disable',
  AmazonInspector2ServiceRolePolicy:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer inspector2:Disable lambda:GetFunction lambda:GetLayerVersion ssm:UpdateAssociation',
  AmazonKendraFullAccess: 'kendra:Query kendra:Retrieve',
  AmazonKendraReadOnlyAccess: 'kendra:Query',
  AmazonKeyspacesFullAccess: 'cassandra:GetRecords cassandra:Select',
  AmazonKeyspacesReadOnlyAccess: 'cassandra:GetRecords cassandra:Select',
  AmazonKeyspacesReadOnlyAccess_v2: 'cassandra:GetRecords cassandra:Select',
  AmazonKinesisAnalyticsFullAccess: 'kinesisanalytics:UpdateApplication logs:GetLogEvents',
  AmazonKinesisAnalyticsReadOnly: 'logs:GetLogEvents',
  AmazonKinesisFullAccess: 'kinesis:GetRecords kinesis:PutResourcePolicy kinesis:SubscribeToShard',
  AmazonKinesisReadOnlyAccess: 'kinesis:GetRecords',
  AmazonKinesisVideoStreamsFullAccess: 'kinesisvideo:GetClip kinesisvideo:GetMedia',
  AmazonKinesisVideoStreamsReadOnlyAccess: 'kinesisvideo:GetClip kinesisvideo:GetMedia',
  AmazonLaunchWizardFullAccessV2:
    'ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:GetVpnConnectionDeviceSampleConfiguration ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath',
  AmazonLexFullAccess: 'lex:CreateResourcePolicy lex:UpdateResourcePolicy',
  AmazonLexReplicationPolicy: 'lex:CreateResourcePolicy lex:UpdateResourcePolicy',
  AmazonMCSFullAccess: 'cassandra:GetRecords cassandra:Select',
  AmazonMCSReadOnlyAccess: 'cassandra:Select',
  AmazonMSKFullAccess: 'kafka:PutClusterPolicy kms:CreateGrant logs:PutResourcePolicy',
  AmazonMacieFullAccess: 'macie2:DisableMacie macie2:DisassociateFromAdministratorAccount',
  AmazonMacieServiceRole:
    's3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonMacieServiceRolePolicy: 's3:GetObject',
  AmazonOpenSearchServiceCognitoAccess: 'cognito-identity:SetIdentityPoolRoles',
  AmazonOpenSearchServiceFullAccess:
    'es:AuthorizeVpcEndpointAccess es:ESHttpGet es:UpdateDomainConfig es:UpdateElasticsearchDomainConfig',
  AmazonPrometheusFullAccess: 'aps:PutResourcePolicy',
  AmazonQLDBConsoleFullAccess: 'qldb:PartiQLSelect',
  AmazonQLDBFullAccess: 'qldb:PartiQLSelect',
  AmazonRDSDataFullAccess: 'rds-data:ExecuteStatement',
  AmazonRDSFullAccess:
    'logs:GetLogEvents rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute rds:ModifyDBSnapshotAttribute rds:StopActivityStream',
  AmazonRDSReadOnlyAccess: 'logs:GetLogEvents',
  AmazonRedshiftAllCommandsFullAccess: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  AmazonRedshiftDataFullAccess:
    'redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials secretsmanager:GetSecretValue',
  AmazonRedshiftFullAccess:
    'cloudwatch:DisableAlarmActions redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift-serverless:GetIdentityCenterAuthToken redshift-serverless:PutResourcePolicy redshift:AuthorizeDataShare redshift:AuthorizeEndpointAccess redshift:AuthorizeSnapshotAccess redshift:DisableLogging redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken redshift:PutResourcePolicy secretsmanager:GetSecretValue',
  AmazonRedshiftQueryEditor: 'redshift-data:ExecuteStatement redshift:GetClusterCredentials',
  AmazonRekognitionCustomLabelsFullAccess: 'rekognition:PutProjectPolicy',
  AmazonRekognitionFullAccess: 'rekognition:PutProjectPolicy',
  AmazonRekognitionServiceRole: 'kinesisvideo:GetMedia',
  AmazonRoute53FullAccess: 'route53:DeleteQueryLoggingConfig',
  AmazonRoute53ResolverFullAccess:
    'route53resolver:DeleteResolverQueryLogConfig route53resolver:DisassociateResolverQueryLogConfig',
  AmazonS3ExpressFullAccess:
    's3express:CreateSession s3express:PutAccessPointPolicy s3express:PutBucketPolicy',
  AmazonS3ExpressReadOnlyAccess: 's3express:CreateSession',
  AmazonS3FilesClientFullAccess: 's3files:ClientMount',
  AmazonS3FilesClientReadOnlyAccess: 's3files:ClientMount',
  AmazonS3FilesClientReadWriteAccess: 's3files:ClientMount',
  AmazonS3FilesFullAccess: 's3files:ClientMount s3files:PutFileSystemPolicy',
  AmazonS3FullAccess:
    's3-object-lambda:GetObject s3-object-lambda:GetObjectVersion s3-object-lambda:PutObjectAcl s3-object-lambda:PutObjectVersionAcl s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration',
  AmazonS3OutpostsFullAccess:
    's3-outposts:GetObject s3-outposts:GetObjectVersion s3-outposts:GetObjectVersionForReplication s3-outposts:PutAccessPointPolicy s3-outposts:PutBucketPolicy s3-outposts:PutObjectAcl',
  AmazonS3OutpostsReadOnlyAccess:
    's3-outposts:GetObject s3-outposts:GetObjectVersion s3-outposts:GetObjectVersionForReplication',
  AmazonS3ReadOnlyAccess:
    's3-object-lambda:GetObject s3-object-lambda:GetObjectVersion s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent',
  AmazonS3TablesFullAccess: 's3tables:GetTableData s3tables:PutTableBucketPolicy s3tables:PutTablePolicy',
  AmazonS3TablesLakeFormationServiceRole: 's3tables:GetTableData',
  AmazonS3TablesReadOnlyAccess: 's3tables:GetTableData',
  AmazonSESFullAccess: 'ses:CreateEmailIdentityPolicy ses:PutIdentityPolicy ses:UpdateEmailIdentityPolicy',
  AmazonSNSFullAccess: 'sns:AddPermission sns:SetTopicAttributes',
  AmazonSNSRole: 'logs:PutRetentionPolicy',
  AmazonSQSFullAccess: 'sqs:AddPermission sqs:ReceiveMessage sqs:SetQueueAttributes',
  AmazonSSMAutomationRole:
    'cloudformation:UpdateStack ssm:CreateAssociation ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath ssm:ModifyDocumentPermission ssm:PutResourcePolicy ssm:RegisterTaskWithMaintenanceWindow ssm:ResumeSession ssm:SendCommand ssm:StartAutomationExecution ssm:StartChangeRequestExecution ssm:StartSession ssm:UpdateAssociation ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion ssm:UpdateMaintenanceWindowTask',
  AmazonSSMFullAccess:
    'logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask ssm:CreateAssociation ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath ssm:ModifyDocumentPermission ssm:PutResourcePolicy ssm:RegisterTaskWithMaintenanceWindow ssm:ResumeSession ssm:SendCommand ssm:StartAutomationExecution ssm:StartChangeRequestExecution ssm:StartSession ssm:UpdateAssociation ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion ssm:UpdateMaintenanceWindowTask',
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
    'athena:GetQueryResults cognito-idp:ListUsers ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:UpdateJob logs:GetLogEvents logs:PutResourcePolicy redshift-data:ExecuteStatement redshift-data:GetStatementResult sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:PutResourcePolicy sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline',
  AmazonSageMakerHyperPodInferenceAccess:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer eks-auth:AssumeRoleForPodIdentity',
  AmazonSageMakerModelRegistryFullAccess: 'ecr:BatchGetImage',
  AmazonSageMakerPartnerServiceCatalogProductsLambdaServiceRolePolicy: 'secretsmanager:GetSecretValue',
  AmazonSageMakerPipelinesIntegrations: 'elasticmapreduce:AddJobFlowSteps',
  AmazonSageMakerReadOnly: 'cognito-idp:ListUsers sagemaker:BatchGetRecord sagemaker:GetRecord',
  AmazonSageMakerServiceCatalogProductsCloudformationServiceRolePolicy:
    'sagemaker:BatchGetRecord sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline',
  AmazonSageMakerServiceCatalogProductsCodeBuildServiceRolePolicy:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer sagemaker:UpdatePipeline',
  AmazonSageMakerServiceCatalogProductsLambdaServiceRolePolicy:
    'sagemaker:BatchGetRecord sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline',
  AmazonSecurityLakeAdministrator: 'securitylake:DeleteAwsLogSource securitylake:DeleteDataLake',
  AmazonSecurityLakePermissionsBoundary: 'kms:Decrypt',
  AmazonTimestreamConsoleFullAccess: 'timestream:Select',
  AmazonTimestreamFullAccess: 'timestream:Select',
  AmazonTimestreamReadOnlyAccess: 'timestream:Select',
  AmazonTranscribeFullAccess: 'transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AmazonTranscribeReadOnlyAccess: 'transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob',
  AmazonVPCFullAccess: 'ec2:DeleteFlowLogs ec2:ModifyVpcEndpointServicePermissions',
  AmazonWorkDocsFullAccess: 'workdocs:GetDocumentVersion',
  AmazonWorkMailFullAccess:
    'logs:PutRetentionPolicy ses:CreateEmailIdentityPolicy ses:PutIdentityPolicy ses:UpdateEmailIdentityPolicy workmail:AssumeImpersonationRole',
  AmazonWorkMailMessageFlowFullAccess: 'workmailmessageflow:GetRawMessageContent',
  AmazonWorkMailMessageFlowReadOnlyAccess: 'workmailmessageflow:GetRawMessageContent',
  AmazonZocaloFullAccess: 'ds:ResetUserPassword',
  AutoScalingServiceRolePolicy:
    'ec2:CreateReplaceRootVolumeTask ec2:ModifyInstanceAttribute ssm:GetParameters',
  AwsGlueDataBrewFullAccessPolicy: 'glue:GetConnection glue:GetConnections',
  AwsGlueSessionUserRestrictedNotebookServiceRole:
    'glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl',
  AwsGlueSessionUserRestrictedServiceRole:
    'glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl',
  BedrockAgentCoreFullAccess:
    'bedrock-agentcore:GetEvent bedrock-agentcore:GetMemoryRecord bedrock-agentcore:GetResourceApiKey bedrock-agentcore:GetResourceOauth2Token bedrock-agentcore:GetWorkloadAccessToken bedrock-agentcore:InvokeAgentRuntimeCommand bedrock-agentcore:InvokeAgentRuntimeCommandShell bedrock-agentcore:InvokeCodeInterpreter bedrock-agentcore:ListEvents bedrock-agentcore:ListMemoryRecords bedrock-agentcore:PutResourcePolicy bedrock-agentcore:RetrieveMemoryRecords lambda:GetFunction logs:PutResourcePolicy logs:StartLiveTail s3:GetObject s3:GetObjectVersion',
  BedrockAgentCoreRuntimeIdentityServiceRolePolicy: 'bedrock-agentcore:GetWorkloadAccessToken',
  CloudFrontFullAccess: 'cloudfront-keyvaluestore:GetKey',
  CloudFrontReadOnlyAccess: 'cloudfront-keyvaluestore:GetKey',
  CloudTrailServiceRolePolicy:
    'cloudtrail:DeleteEventDataStore cloudtrail:DeleteTrail cloudtrail:GetQueryResults cloudtrail:PutEventSelectors cloudtrail:PutResourcePolicy cloudtrail:StopEventDataStoreIngestion cloudtrail:StopLogging cloudtrail:UpdateEventDataStore cloudtrail:UpdateTrail',
  CloudWatchAgentAdminPolicy: 'logs:PutRetentionPolicy',
  CloudWatchAgentServerPolicy: 'logs:PutRetentionPolicy',
  CloudWatchApplicationSignalsFullAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchApplicationSignalsReadOnlyAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchAutomaticDashboardsAccess: 'lambda:GetFunction',
  CloudWatchEventsFullAccess:
    'events:DeleteRule events:DisableRule events:PutPermission events:PutResourcePolicy schemas:PutResourcePolicy',
  CloudWatchFullAccess:
    'cloudwatch:DisableAlarmActions logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask sns:AddPermission sns:SetTopicAttributes',
  CloudWatchFullAccessV2:
    'cloudwatch:DisableAlarmActions logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask xray:PutResourcePolicy',
  CloudWatchInternetMonitorFullAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchInternetMonitorReadOnlyAccess: 'logs:GetQueryResults logs:StartQuery',
  CloudWatchLogsFullAccess:
    'logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask',
  CloudWatchLogsReadOnlyAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery',
  CloudWatchReadOnlyAccess:
    'logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery',
  CloudwatchApplicationInsightsServiceLinkedRolePolicy:
    'logs:FilterLogEvents logs:GetLogEvents ssm:UpdateAssociation',
  ComprehendFullAccess: 'comprehend:PutResourcePolicy',
  ConsoleFullAccessFromVercel:
    'dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:Query dynamodb:Scan logs:GetLogEvents rds-db:connect',
  ConsoleViewOnlyAccessFromVercel: 'logs:GetLogEvents',
  DataScientist:
    'cloudwatch:DisableAlarmActions dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute elasticfilesystem:ClientMount elasticfilesystem:PutFileSystemPolicy elasticmapreduce:AddJobFlowSteps elasticmapreduce:GetClusterSessionCredentials elasticmapreduce:PutBlockPublicAccessConfiguration es:AuthorizeVpcEndpointAccess es:ESHttpGet es:UpdateDomainConfig es:UpdateElasticsearchDomainConfig kinesis:GetRecords kinesis:PutResourcePolicy kinesis:SubscribeToShard lambda:DeleteFunctionCodeSigningConfig lambda:GetFunction lambda:GetLayerVersion lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration logs:GetLogEvents rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute rds:ModifyDBSnapshotAttribute rds:StopActivityStream redshift:AuthorizeDataShare redshift:AuthorizeEndpointAccess redshift:AuthorizeSnapshotAccess redshift:DisableLogging redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken redshift:PutResourcePolicy s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutBucketLogging sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:PutResourcePolicy sagemaker:StartSession sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline sdb:Select',
  DatabaseAdministrator:
    'cloudwatch:DisableAlarmActions datapipeline:PutPipelineDefinition dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:SearchVectors logs:FilterLogEvents logs:GetLogEvents rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute rds:ModifyDBSnapshotAttribute rds:StopActivityStream redshift:AuthorizeDataShare redshift:AuthorizeEndpointAccess redshift:AuthorizeSnapshotAccess redshift:DisableLogging redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken redshift:PutResourcePolicy s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutLifecycleConfiguration s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration sns:SetTopicAttributes',
  DynamoDBReplicationServiceRolePolicy: 'dynamodb:GetItem dynamodb:GetRecords dynamodb:Scan',
  EC2InstanceConnect: 'ec2-instance-connect:SendSSHPublicKey',
  EC2InstanceProfileForImageBuilderECRContainerBuilds: 'ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
  Ec2ImageBuilderCrossAccountDistributionAccess: 'ec2:ModifyImageAttribute',
  FMSServiceRolePolicy:
    'network-firewall:PutResourcePolicy network-firewall:UpdateLoggingConfiguration shield:DeleteProtection',
  GameLiftContainerFleetPolicy: 'gamelift:GetComputeAuthToken',
  IAMAccessAnalyzerFullAccess: 'access-analyzer:DeleteAnalyzer',
  KeyspacesReplicationServiceRolePolicy: 'cassandra:Select',
  NeptuneConsoleFullAccess:
    'logs:GetLogEvents rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute',
  NeptuneFullAccess:
    'logs:GetLogEvents neptune-db:ReadDataViaQuery rds:DownloadDBLogFilePortion rds:ModifyDBClusterSnapshotAttribute',
  NeptuneReadOnlyAccess: 'neptune-db:ReadDataViaQuery rds:DownloadDBLogFilePortion',
  NetworkAdministrator:
    'ec2:DeleteFlowLogs ec2:GetConsoleScreenshot ec2:GetVpnConnectionDeviceSampleConfiguration ec2:ModifyVpcEndpointServicePermissions logs:GetLogEvents networkmanager:PutResourcePolicy route53:DeleteQueryLoggingConfig',
  NetworkSecurityDirectorServiceLinkedRolePolicy: 'config:DeleteServiceLinkedConfigurationRecorder',
  ReadOnlyAccess:
    'appconfig:GetConfiguration athena:GetQueryResults athena:GetQueryResultsStream bedrock-agentcore:GetEvent bedrock-agentcore:GetMemoryRecord bedrock-agentcore:ListEvents bedrock-agentcore:ListMemoryRecords bedrock-agentcore:RetrieveMemoryRecords cassandra:Select chime:GetChannelMessage chime:ListChannelMessages cloudfront-keyvaluestore:GetKey cloudtrail:GetQueryResults codeartifact:GetAuthorizationToken codeartifact:GetPackageVersionAsset codeartifact:ReadFromRepository codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity cognito-idp:AdminGetUser cognito-idp:ListUsers connect:GetContactAttributes connect:GetFederationToken dax:BatchGetItem dax:GetItem dax:Query dax:Scan dynamodb:BatchGetItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:GetVpnConnectionDeviceSampleConfiguration ecr:BatchGetImage ecr:GetDownloadUrlForLayer es:ESHttpGet gamelift:GetComputeAccess gamelift:GetComputeAuthToken gamelift:GetInstanceAccess glacier:GetJobOutput glue:GetStatement healthlake:ReadResource healthlake:SearchWithGet healthlake:SearchWithPost iot:GetThingShadow iotanalytics:GetDatasetContent iotsitewise:GetAssetPropertyValue kendra:Query kinesis:GetRecords kinesisvideo:GetClip kinesisvideo:GetMedia lambda:GetFunction lambda:GetLayerVersion logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:StartLiveTail logs:StartQuery mediapackagev2:GetObject mediastore:GetObject mobiletargeting:GetEndpoint rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion s3-object-lambda:GetObject s3-object-lambda:GetObjectVersion s3-outposts:GetObject s3-outposts:GetObjectVersion s3-outposts:GetObjectVersionForReplication s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3express:CreateSession s3tables:GetTableData s3vectors:GetVectors s3vectors:ListVectors s3vectors:QueryVectors sdb:Select snowball:GetJobUnlockCode sqs:ReceiveMessage ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath storagegateway:DescribeChapCredentials transcribe:GetMedicalTranscriptionJob transcribe:GetTranscriptionJob workdocs:GetDocumentVersion',
  ResourceGroupsTaggingAPITagUntagSupportedResources: 'iam:TagRole iam:TagUser iam:UntagRole iam:UntagUser',
  SageMakerStudioAdminIAMDefaultExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:DeleteGuardrail bedrock:DeleteModelInvocationLoggingConfiguration bedrock:PutResourcePolicy bedrock:Retrieve dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateJob glue:UpdateJobFromSourceControl iam:TagRole kms:Decrypt lakeformation:BatchGrantPermissions lakeformation:GetDataAccess lakeformation:GrantPermissions lakeformation:PutDataLakeSettings logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults redshift-data:ExecuteStatement redshift-serverless:GetCredentials redshift:GetClusterCredentialsWithIAM s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutObjectAcl s3:PutObjectVersionAcl sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:StartSession secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy sts:AssumeRole',
  SageMakerStudioAdminIAMPermissiveExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:DeleteGuardrail bedrock:DeleteModelInvocationLoggingConfiguration bedrock:PutResourcePolicy bedrock:Retrieve cloudwatch:DisableAlarmActions dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl iam:TagRole kms:Decrypt lakeformation:BatchGrantPermissions lakeformation:GetDataAccess lakeformation:GrantPermissions lakeformation:PutDataLakeSettings logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift-serverless:GetIdentityCenterAuthToken redshift-serverless:PutResourcePolicy redshift:AuthorizeDataShare redshift:AuthorizeEndpointAccess redshift:AuthorizeSnapshotAccess redshift:DisableLogging redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken redshift:PutResourcePolicy s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration s3tables:GetTableData s3tables:PutTableBucketPolicy s3tables:PutTablePolicy sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:PutResourcePolicy sagemaker:StartSession sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy sts:AssumeRole',
  SageMakerStudioAdminProjectUserRolePolicy: 's3:GetObject',
  SageMakerStudioFullAccess: 'ram:CreateResourceShare',
  SageMakerStudioProjectProvisioningRolePolicy:
    'bedrock:DeleteGuardrail elasticmapreduce:AddJobFlowSteps emr-containers:CreateManagedEndpoint glue:GetConnection lakeformation:BatchGrantPermissions lakeformation:GrantPermissions lakeformation:PutDataLakeSettings redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials secretsmanager:GetSecretValue',
  SageMakerStudioProjectRoleMachineLearningPolicy:
    'ecr:BatchGetImage ecr:GetDownloadUrlForLayer ram:CreateResourceShare s3:GetDataAccess s3:PutAccessGrantsInstanceResourcePolicy',
  SageMakerStudioProjectUserRolePermissionsBoundary:
    'athena:GetQueryResults athena:GetQueryResultsStream codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull ec2:CreateLaunchTemplateVersion ec2:ModifyInstanceAttribute ecr:BatchGetImage ecr:GetDownloadUrlForLayer elasticmapreduce:GetClusterSessionCredentials glue:GetConnection glue:GetConnections glue:GetStatement glue:RunStatement glue:UpdateJob lakeformation:GetDataAccess redshift-data:ExecuteStatement redshift-serverless:GetCredentials redshift:GetClusterCredentialsWithIAM s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:UpdatePipeline secretsmanager:GetSecretValue ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath sts:AssumeRole',
  SageMakerStudioProjectUserRolePolicy:
    'lakeformation:BatchGrantPermissions lakeformation:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sts:AssumeRole',
  SageMakerStudioQueryExecutionRolePolicy: 'glue:GetConnection',
  SageMakerStudioUserIAMDefaultExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:DeleteGuardrail bedrock:DeleteModelInvocationLoggingConfiguration bedrock:PutResourcePolicy bedrock:Retrieve dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateJob glue:UpdateJobFromSourceControl kms:Decrypt lakeformation:BatchGrantPermissions lakeformation:GetDataAccess lakeformation:GrantPermissions logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults redshift-data:ExecuteStatement redshift-serverless:GetCredentials redshift:GetClusterCredentialsWithIAM s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent sagemaker:BatchGetRecord sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy sts:AssumeRole',
  SageMakerStudioUserIAMPermissiveExecutionPolicy:
    'athena:GetQueryResults athena:GetQueryResultsStream bedrock:DeleteGuardrail bedrock:DeleteModelInvocationLoggingConfiguration bedrock:PutResourcePolicy bedrock:Retrieve cloudwatch:DisableAlarmActions dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ecr:BatchGetImage ecr:GetDownloadUrlForLayer glue:GetConnection glue:GetConnections glue:GetStatement glue:PutResourcePolicy glue:RunStatement glue:UpdateDevEndpoint glue:UpdateJob glue:UpdateJobFromSourceControl kms:Decrypt lakeformation:BatchGrantPermissions lakeformation:GetDataAccess lakeformation:GrantPermissions logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-serverless:GetCredentials redshift-serverless:GetIdentityCenterAuthToken redshift-serverless:PutResourcePolicy redshift:AuthorizeDataShare redshift:AuthorizeEndpointAccess redshift:AuthorizeSnapshotAccess redshift:DisableLogging redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift:GetIdentityCenterAuthToken redshift:PutResourcePolicy s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration s3tables:GetTableData s3tables:PutTableBucketPolicy s3tables:PutTablePolicy sagemaker:BatchGetRecord sagemaker:CreatePresignedDomainUrl sagemaker:CreatePresignedMlflowAppUrl sagemaker:CreatePresignedMlflowTrackingServerUrl sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:GetRecord sagemaker:PutModelPackageGroupPolicy sagemaker:PutResourcePolicy sagemaker:StartSession sagemaker:UpdateNotebookInstance sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:UpdatePipeline secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy sts:AssumeRole',
  SecretsManagerReadWrite:
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet secretsmanager:BatchGetSecretValue secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy',
  SecurityAudit: 'chime:ListChannelMessages cognito-idp:ListUsers rds:DownloadDBLogFilePortion',
  SupportUser:
    'codecommit:GetBlob codecommit:GetFile codecommit:GetFolder cognito-idp:ListUsers es:ESHttpGet glacier:GetJobOutput iot:GetThingShadow kinesis:GetRecords lambda:GetFunction lambda:GetLayerVersion sdb:Select sqs:ReceiveMessage storagegateway:DescribeChapCredentials',
  SystemAdministrator:
    'cloudtrail:StopLogging cloudwatch:DisableAlarmActions codecommit:GetBlob codecommit:GetFile codecommit:GetFolder codecommit:GitPull codedeploy:CreateDeployment codepipeline:UpdatePipeline config:DeleteConfigRule config:DeleteConfigurationRecorder config:DeleteConformancePack config:DeleteDeliveryChannel config:DeleteServiceLinkedConfigurationRecorder config:DisassociateResourceTypes config:StopConfigurationRecorder ds:ResetUserPassword ec2:CreateLaunchTemplateVersion ec2:DeleteFlowLogs ec2:GetConsoleOutput ec2:GetConsoleScreenshot ec2:GetPasswordData ec2:ModifyFpgaImageAttribute ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute ec2:ModifyLaunchTemplate ec2:ModifySnapshotAttribute ec2:ModifyVpcEndpointServicePermissions events:DeleteRule events:DisableRule events:PutPermission events:PutResourcePolicy iam:UploadSSHPublicKey iam:UploadSigningCertificate kms:ReEncryptFrom lambda:DeleteFunctionCodeSigningConfig lambda:GetFunction lambda:GetLayerVersion lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration logs:DeleteLogGroup logs:DeleteLogStream logs:FilterLogEvents logs:GetLogEvents logs:GetLogRecord logs:GetQueryResults logs:PutDestinationPolicy logs:PutResourcePolicy logs:PutRetentionPolicy logs:StartLiveTail logs:StartQuery logs:Unmask route53:DeleteQueryLoggingConfig s3:BypassGovernanceRetention s3:CreateAccessGrant s3:GetDataAccess s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:PutAccessGrantsInstanceResourcePolicy s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda s3:PutAccessPointPublicAccessBlock s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketLogging s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutLifecycleConfiguration s3:PutMultiRegionAccessPointPolicy s3:PutObjectAcl s3:PutObjectVersionAcl s3:PutReplicationConfiguration ses:CreateEmailIdentityPolicy ses:PutIdentityPolicy ses:UpdateEmailIdentityPolicy sns:AddPermission sns:SetTopicAttributes sqs:AddPermission sqs:ReceiveMessage sqs:SetQueueAttributes',
  VMImportExportRoleForAWSConnector: 'ec2:ModifySnapshotAttribute',
  VPCLatticeFullAccess: 'vpc-lattice:PutAuthPolicy vpc-lattice:PutResourcePolicy',
  ViewOnlyAccess: 'cognito-idp:ListUsers',
};

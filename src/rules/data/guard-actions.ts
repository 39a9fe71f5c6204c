/**
 * Actions that take away what records, watches or limits an account. Sources: "defense evasion" of
 * https://github.com/DataDog/stratus-red-team and https://attack.mitre.org/techniques/T1562/008/,
 * https://hackingthe.cloud/aws/avoiding-detection/modify-guardduty-config/, and the actions that AWS's own examples of
 * service control policies deny
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html).
 */

/** Of these an account has one or few: it makes no difference that a statement names which. */
export const GUARDS_OF_THE_ACCOUNT: readonly string[] = [
  'access-analyzer:DeleteAnalyzer',
  'auditmanager:DeregisterAccount',
  'bedrock:DeleteModelInvocationLoggingConfiguration',
  'cloudtrail:DeleteEventDataStore',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopEventDataStoreIngestion',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateEventDataStore',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:DeleteServiceLinkedConfigurationRecorder',
  'config:DisassociateResourceTypes',
  'config:StopConfigurationRecorder',
  'controltower:DeleteLandingZone',
  'controltower:DisableBaseline',
  'controltower:DisableControl',
  'detective:DeleteGraph',
  'ec2:DisableAllowedImagesSettings',
  'ec2:DisableEbsEncryptionByDefault',
  'ec2:DisableImageBlockPublicAccess',
  'ec2:DisableSnapshotBlockPublicAccess',
  'elasticmapreduce:PutBlockPublicAccessConfiguration',
  'fms:DisassociateAdminAccount',
  'guardduty:CreateFilter',
  'guardduty:CreateIPSet',
  'guardduty:CreateTrustedEntitySet',
  'guardduty:DeleteDetector',
  'guardduty:DeleteMembers',
  'guardduty:DeletePublishingDestination',
  'guardduty:DisableOrganizationAdminAccount',
  'guardduty:DisassociateFromAdministratorAccount',
  'guardduty:DisassociateFromMasterAccount',
  'guardduty:DisassociateMembers',
  'guardduty:StopMonitoringMembers',
  'guardduty:UpdateDetector',
  'guardduty:UpdateFilter',
  'guardduty:UpdateIPSet',
  'guardduty:UpdateMemberDetectors',
  'guardduty:UpdateTrustedEntitySet',
  'iam:DeleteAccountPasswordPolicy',
  'iam:UpdateAccountPasswordPolicy',
  'inspector2:Disable',
  'macie2:DisableMacie',
  'macie2:DisassociateFromAdministratorAccount',
  'organizations:DeletePolicy',
  'organizations:DetachPolicy',
  'organizations:DisableAWSServiceAccess',
  'organizations:DisablePolicyType',
  'organizations:LeaveOrganization',
  'organizations:MoveAccount',
  'organizations:RemoveAccountFromOrganization',
  'organizations:UpdatePolicy',
  's3:PutAccountPublicAccessBlock',
  'securityhub:BatchDisableStandards',
  'securityhub:DisableSecurityHub',
  'securityhub:DisableSecurityHubV2',
  'securityhub:DisassociateFromAdministratorAccount',
  'securityhub:DisassociateFromMasterAccount',
  'securityhub:UpdateStandardsControl',
  'securitylake:DeleteAwsLogSource',
  'securitylake:DeleteDataLake',
];

/**
 * Of these there are many, and a vendor can have some of its own: they count on every resource. Deleting alarms is not
 * here: all that scales by alarms deletes them.
 */
export const GUARDS_OF_RESOURCES: readonly string[] = [
  'backup:DeleteBackupVaultLockConfiguration',
  'bedrock:DeleteGuardrail',
  'cloudwatch:DisableAlarmActions',
  'config:DeleteConfigRule',
  'config:DeleteConformancePack',
  'ec2:DeleteFlowLogs',
  'events:DeleteRule',
  'events:DisableRule',
  'fms:DeletePolicy',
  'iam:DeactivateMFADevice',
  'lambda:DeleteFunctionCodeSigningConfig',
  'logs:DeleteLogGroup',
  'logs:DeleteLogStream',
  'logs:PutRetentionPolicy',
  'network-firewall:DeleteFirewallPolicy',
  'network-firewall:UpdateLoggingConfiguration',
  'rds:StopActivityStream',
  'redshift:DisableLogging',
  'route53:DeleteQueryLoggingConfig',
  'route53resolver:DeleteResolverQueryLogConfig',
  'route53resolver:DisassociateResolverQueryLogConfig',
  's3:BypassGovernanceRetention',
  's3:PutAccessPointPublicAccessBlock',
  's3:PutBucketLogging',
  's3:PutBucketPublicAccessBlock',
  // Objects that hold logs run out after a day.
  's3:PutLifecycleConfiguration',
  'shield:DeleteProtection',
  'waf-regional:DeleteLoggingConfiguration',
  'waf:DeleteLoggingConfiguration',
  'wafv2:DeleteLoggingConfiguration',
  'wafv2:DeleteWebACL',
  'wafv2:DisassociateWebACL',
];

const GUARDS = new Set([...GUARDS_OF_THE_ACCOUNT, ...GUARDS_OF_RESOURCES]);

/** Whether an action is told as one that takes a guard away. */
export function removesGuard(action: string): boolean {
  return GUARDS.has(action);
}

import { gainedPermissions } from '../model/gained.ts';
import type { AccessDelta, Permission } from '../model/access.ts';
import type { Privilege, PrivilegeKind } from '../model/caution.ts';
import { ESCALATING } from '../rules/privilege-escalation.ts';

/**
 * Actions by which somebody gets what they do not have, credentials, or data, whatever AWS calls their level
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
const CREDENTIALS = [
  'cognito-identity:GetCredentialsForIdentity',
  'ec2:GetPasswordData',
  'ecr:GetAuthorizationToken',
  'kms:Decrypt',
  'redshift:GetClusterCredentials',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'sts:GetFederationToken',
];

const DATA = [
  'athena:GetQueryResults',
  'codecommit:GitPull',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'ebs:GetSnapshotBlock',
  'ecr:GetDownloadUrlForLayer',
  'kinesis:GetRecords',
  'lambda:GetFunction',
  'logs:GetLogEvents',
  'rds:DownloadDBLogFilePortion',
  's3:GetObject',
  'sqs:ReceiveMessage',
];

const KINDS: readonly (readonly [PrivilegeKind, readonly string[]])[] = [
  ['rights', Object.keys(ESCALATING)],
  ['credentials', CREDENTIALS],
  ['data', DATA],
];

/** What of an access delta a person would ask about: rights to give rights, and credentials and data of everything. */
export function privilegesIn(access: AccessDelta | undefined): readonly Privilege[] {
  if (access === undefined) return [];
  const gained = gainedPermissions(access);
  return KINDS.flatMap(([kind, listed]) => {
    const actions = gained.flatMap((permission) => dangerousIn(permission, kind, listed));
    return actions.length === 0 ? [] : [{ kind, actions: [...new Set(actions)].sort() }];
  });
}

/** Rights to give rights count on whatever they are; of credentials and data, those of everything do. */
function dangerousIn(
  permission: Permission,
  kind: PrivilegeKind,
  listed: readonly string[],
): readonly string[] {
  if (kind !== 'rights' && !isOnEverything(permission)) return [];
  const { service, exceptServices, every, exceptActions, actions } = permission;
  const names = listed.filter((action) => {
    const [prefix = '', name = ''] = action.split(':');
    if (service === '*') return !exceptServices.includes(prefix);
    if (service !== prefix) return false;
    return every ? !exceptActions.includes(name) : actions.includes(name);
  });
  if (kind !== 'rights' || service !== 'iam' || !permission.levels.includes('Permissions management'))
    return names;
  // Whatever else of IAM AWS says changes who may do what.
  return [...names, ...actions.map((name) => `iam:${name}`)];
}

/** Every resource, or every resource of a type: no pattern names one of them. */
function isOnEverything({ on }: Permission): boolean {
  return on.some((pattern) => pattern === '*' || /^arn(?::[^:]*){4}:(?:[a-z-]+[/:]|\*\/)*\*$/i.test(pattern));
}

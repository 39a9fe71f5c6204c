import { addressKey, type Address } from '../model/address.ts';
import { addressOfUser, type Use } from '../model/iam-uses.ts';
import { isJsonArray, type Json } from '../model/json.ts';
import type { Blocker, BlockerCode } from '../model/assessment.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { isReleased } from '../plan/release.ts';
import type { BlockContext } from './block-context.ts';
import type { LookupResult } from './lookup-results.ts';
import type { Presence } from '../plan/presence.ts';

/**
 * Why IAM would refuse to delete a resource: what hangs on it and does not go in the same run. CloudFormation would
 * find out when everything else is done already (`DeleteConflict`).
 */
export function deleteConflict(
  entry: PlanEntry,
  presence: Presence,
  answer: LookupResult,
  context: BlockContext,
): Blocker | undefined {
  if (answer.answer === 'unchecked') {
    return {
      code: 'unchecked',
      message: `whether ${entry.address} can be deleted is not known: ${answer.reason}`,
      hint: 'give the role that plans the permissions in docs/permissions.md',
    };
  }
  if (answer.answer !== 'uses') return undefined;
  const arn = presence.live?.arn ?? '';
  const standing = answer.uses.filter((use) => !goesAlong(use, presence.name, arn, context));
  const [first] = standing;
  if (first === undefined) return undefined;
  const commands = standing.map((use) => commandFor(use, presence.name, arn));
  const ending = standing.map((use) => endsIn(use, presence.name, arn, context));
  const others = [...new Set(ending.filter((name) => name !== undefined))].join(' ');
  return {
    code: CODES[first.use],
    message: `${entry.address} cannot be deleted: ${standing.map((use) => sayUse(use, context)).join(', ')}`,
    hint: ending.includes(undefined)
      ? `if nothing needs that any more, run "${commands.join(' && ')}"`
      : `the files end that: apply ${others.replaceAll(' ', ', ')} first, which this does not hold up, and then apply again`,
  };
}

const CODES: Readonly<Record<Use['use'], BlockerCode>> = {
  'access-key': 'user-with-keys',
  'login-profile': 'user-with-keys',
  'mfa-device': 'user-with-keys',
  'ssh-key': 'user-with-keys',
  'signing-certificate': 'user-with-keys',
  'service-credential': 'user-with-keys',
  attachment: 'policy-in-use',
  boundary: 'policy-in-use',
  profile: 'role-in-profile',
  member: 'group-with-members',
};

/** Whether the use ends in the same stack operation: CloudFormation updates first, and deletes dependents first. */
function goesAlong(use: Use, name: string, arn: string, context: BlockContext): boolean {
  const user = addressOfUser(use);
  if (user === undefined) return false;
  const sibling = context.siblings.find((item) => addressKey(item.address) === addressKey(user));
  if (sibling?.applied === undefined) return false;
  const { desired } = sibling;
  if (desired === undefined) return !isReleased(sibling.address, context);
  // What the file ignores stays as it is.
  if (ignores(context, sibling.address, FIELDS[use.use])) return false;
  return letsGo(use, desired.resource, name, arn);
}

/** The other integration whose file ends the use, in the same state of the files. */
function endsIn(use: Use, name: string, arn: string, context: BlockContext): string | undefined {
  const user = addressOfUser(use);
  if (user === undefined) return undefined;
  const integration = context.appliedIn.get(addressKey(user));
  const declared = context.declared.get(addressKey(user));
  if (integration === undefined || integration === context.name || declared === undefined) return undefined;
  return letsGo(use, declared.resource, name, arn) ? integration : undefined;
}

function letsGo(use: Use, { properties }: Resource, name: string, arn: string): boolean {
  switch (use.use) {
    case 'attachment':
      return !mentions(properties['ManagedPolicyArns'], arn);
    case 'boundary':
      return !mentions(properties['PermissionsBoundary'], arn);
    case 'profile':
      return !mentions(properties['Roles'], name);
    case 'member':
      return !mentions(properties['Groups'], name);
    case 'access-key':
    case 'login-profile':
    case 'mfa-device':
    case 'ssh-key':
    case 'signing-certificate':
    case 'service-credential':
      return false;
  }
}

/** The field of the user, by which it has what it uses. */
const FIELDS: Readonly<Partial<Record<Use['use'], string>>> = {
  attachment: 'ManagedPolicyArns',
  boundary: 'PermissionsBoundary',
  profile: 'Roles',
  member: 'Groups',
};

function ignores({ integration }: BlockContext, user: Address, field: string | undefined): boolean {
  return (integration?.ignore ?? []).some(
    (one) => one.field === field && addressKey(one.address) === addressKey(user),
  );
}

function mentions(value: Json | undefined, text: string): boolean {
  const items = isJsonArray(value) ? value : [value];
  return items.some((item) => typeof item === 'string' && item.toLowerCase() === text.toLowerCase());
}

function sayUse(use: Use, { appliedIn, name }: BlockContext): string {
  const user = addressOfUser(use);
  const integration = user === undefined ? undefined : appliedIn.get(addressKey(user));
  const of = integration === undefined || integration === name ? '' : ` of the integration ${integration}`;
  switch (use.use) {
    case 'access-key':
      return `it has the access key ${use.id}`;
    case 'login-profile':
      return 'it has a console password';
    case 'mfa-device':
      return `it has the MFA device ${use.serial}`;
    case 'ssh-key':
      return `it has the SSH public key ${use.id}`;
    case 'signing-certificate':
      return `it has the signing certificate ${use.id}`;
    case 'service-credential':
      return `it has the credential ${use.id} of ${use.service}`;
    case 'attachment':
      return `it is attached to ${user ?? ''}${of}`;
    case 'boundary':
      return `it is the permissions boundary of ${user ?? ''}${of}`;
    case 'profile':
      return `it is in ${user ?? ''}${of}`;
    case 'member':
      return `${user ?? ''}${of} is a member`;
  }
}

function commandFor(use: Use, name: string, arn: string): string {
  switch (use.use) {
    case 'access-key':
      return `aws iam delete-access-key --user-name ${name} --access-key-id ${use.id}`;
    case 'login-profile':
      return `aws iam delete-login-profile --user-name ${name}`;
    case 'mfa-device':
      return `aws iam deactivate-mfa-device --user-name ${name} --serial-number ${use.serial}`;
    case 'ssh-key':
      return `aws iam delete-ssh-public-key --user-name ${name} --ssh-public-key-id ${use.id}`;
    case 'signing-certificate':
      return `aws iam delete-signing-certificate --user-name ${name} --certificate-id ${use.id}`;
    case 'service-credential':
      return `aws iam delete-service-specific-credential --user-name ${name} --service-specific-credential-id ${use.id}`;
    case 'attachment':
      return `aws iam detach-${use.kind}-policy --${use.kind}-name ${use.name} --policy-arn ${arn}`;
    case 'boundary':
      return `aws iam delete-${use.kind}-permissions-boundary --${use.kind}-name ${use.name}`;
    case 'profile':
      return `aws iam remove-role-from-instance-profile --instance-profile-name ${use.name} --role-name ${name}`;
    case 'member':
      return `aws iam remove-user-from-group --group-name ${name} --user-name ${use.name}`;
  }
}

import { invalidInput, limitExceeded, noSuchEntity, validationError } from '../aws-error.ts';
import type { Handler, Write } from '../call.ts';
import { awsManagedPolicy, isAwsManaged } from './aws-managed-policies.ts';
import { forEachKind, namingOf } from './entity-kinds.ts';
import { page } from './paging.ts';
import { refuseProtected } from './protected-roles.ts';
import { type EntityKind, keyOf } from './store.ts';

/** Attaches a managed policy; attaching it again changes nothing. */
export function attachPolicy(write: Write, kind: EntityKind, name: string, arn: string): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  refuseProtected(kind, entity);
  checkAttachable(write, arn);
  if (entity.attached.some((one) => keyOf(one) === keyOf(arn))) return;
  const { word } = namingOf(kind);
  const attachedQuota = world.switches.maxAttachedPolicies;
  if (entity.attached.length >= attachedQuota) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${word}: ${String(attachedQuota)}`);
  }
  world.beforeWrite();
  entity.attached = [...entity.attached, arn];
  world.record(write.origin, `Attach${word}Policy`, `${kind}/${entity.name}`, arn);
}

export function detachPolicy(write: Write, kind: EntityKind, name: string, arn: string): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  refuseProtected(kind, entity);
  checkPolicyArn(arn);
  const rest = entity.attached.filter((one) => keyOf(one) !== keyOf(arn));
  if (rest.length === entity.attached.length) throw noSuchEntity(`Policy ${arn} was not found.`);
  world.beforeWrite();
  entity.attached = rest;
  world.record(write.origin, `Detach${namingOf(kind).word}Policy`, `${kind}/${entity.name}`, arn);
}

/** Refuses the ARN of a policy that does not exist. */
export function checkAttachable(write: Write, arn: string): void {
  checkPolicyArn(arn);
  const { world } = write;
  const exists = isAwsManaged(arn)
    ? awsManagedPolicy(arn).known || world.switches.unknownAwsPolicies === 'accept'
    : isPartners(arn) || world.iam.findPolicy(arn) !== undefined;
  if (!exists) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

/** Boundaries of a temporary delegation to a partner of AWS; they all are taken as existing. */
function isPartners(arn: string): boolean {
  return arn.startsWith('arn:aws:iam::partner:policy/');
}

export function checkPolicyArn(arn: string): void {
  if (arn.length < 20) {
    throw validationError(
      `1 validation error detected: Value '${arn}' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20`,
    );
  }
  if (!/^arn:aws:iam::(aws|partner|\d{12}):policy\/.+$/.test(arn))
    throw invalidInput(`ARN ${arn} is not valid.`);
}

export function attachedAnswer(arn: string) {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

export const attachmentHandlers = forEachKind<Handler>(({ kind, word }) => ({
  [`Attach${word}Policy`]: ({ params, write }) => {
    attachPolicy(write, kind, params.require(`${word}Name`), params.require('PolicyArn'));
    return undefined;
  },
  [`Detach${word}Policy`]: ({ params, write }) => {
    detachPolicy(write, kind, params.require(`${word}Name`), params.require('PolicyArn'));
    return undefined;
  },
  [`ListAttached${word}Policies`]: (call) => {
    const { attached } = call.iam.entity(kind, call.params.require(`${word}Name`));
    const { items, ...rest } = page(call, attached);
    return { AttachedPolicies: items.map(attachedAnswer), ...rest };
  },
}));

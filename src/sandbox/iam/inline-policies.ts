import { limitExceeded, noSuchEntity } from '../aws-error.ts';
import type { Handler, Write } from '../call.ts';
import { checkDocument, documentSize } from './documents.ts';
import { encodeDocument } from './encode.ts';
import { forEachKind, namingOf } from './entity-kinds.ts';
import { checkName } from './names.ts';
import { page } from './paging.ts';
import { refuseProtected } from './protected-roles.ts';
import type { Entity, InlinePolicy } from './records.ts';
import { type EntityKind, keyOf } from './store.ts';

/** Writes an inline policy, new or over the one of that name. */
export function putInlinePolicy(write: Write, kind: EntityKind, name: string, policy: InlinePolicy): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  refuseProtected(kind, entity);
  const naming = namingOf(kind);
  checkName('policyName', policy.name, 128);
  const strict = world.switches.inlinePolicyVersion === 'required';
  checkDocument(policy.document, strict ? 'managed' : 'inline');
  const others = entity.inline.filter((one) => !sameName(one, policy.name));
  const size = [...others, policy].reduce((sum, one) => sum + documentSize(one.document), 0);
  if (size > naming.inlineQuota) {
    throw limitExceeded(
      `Maximum policy size of ${String(naming.inlineQuota)} bytes exceeded for ${kind} ${entity.name}`,
    );
  }
  world.beforeWrite();
  entity.inline = [...others, policy];
  world.record(write.origin, `Put${naming.word}Policy`, `${kind}/${entity.name}`, policy.name);
}

export function deleteInlinePolicy(write: Write, kind: EntityKind, name: string, policyName: string): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  refuseProtected(kind, entity);
  findInline(kind, entity, policyName);
  world.beforeWrite();
  entity.inline = entity.inline.filter((one) => !sameName(one, policyName));
  world.record(write.origin, `Delete${namingOf(kind).word}Policy`, `${kind}/${entity.name}`, policyName);
}

function sameName(policy: InlinePolicy, name: string): boolean {
  return keyOf(policy.name) === keyOf(name);
}

function findInline(kind: EntityKind, entity: Entity, policyName: string): InlinePolicy {
  const found = entity.inline.find((one) => sameName(one, policyName));
  if (found === undefined) throw noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
  return found;
}

export const inlinePolicyHandlers = forEachKind<Handler>(({ kind, word }) => ({
  [`Put${word}Policy`]: ({ params, write }) => {
    const policy = { name: params.require('PolicyName'), document: params.require('PolicyDocument') };
    putInlinePolicy(write, kind, params.require(`${word}Name`), policy);
    return undefined;
  },
  [`Delete${word}Policy`]: ({ params, write }) => {
    deleteInlinePolicy(write, kind, params.require(`${word}Name`), params.require('PolicyName'));
    return undefined;
  },
  [`Get${word}Policy`]: ({ params, iam }) => {
    const entity = iam.entity(kind, params.require(`${word}Name`));
    const policy = findInline(kind, entity, params.require('PolicyName'));
    const document = encodeDocument(policy.document);
    return { [`${word}Name`]: entity.name, PolicyName: policy.name, PolicyDocument: document };
  },
  [`List${word}Policies`]: (call) => {
    const entity = call.iam.entity(kind, call.params.require(`${word}Name`));
    const names = entity.inline.map((policy) => policy.name).sort();
    const { items, ...rest } = page(call, names);
    return { PolicyNames: items, ...rest };
  },
}));

import { AwsError } from '../../aws-error.ts';
import type { Write } from '../../call.ts';
import { attachPolicy, detachPolicy } from '../../iam/attachments.ts';
import { deleteBoundary, putBoundary } from '../../iam/boundaries.ts';
import { deleteInlinePolicy, putInlinePolicy } from '../../iam/inline-policies.ts';
import { addUserToGroup, removeUserFromGroup } from '../../iam/memberships.ts';
import type { Entity, Tag } from '../../iam/records.ts';
import { type EntityKind, keyOf } from '../../iam/store.ts';
import { tagEntity, untagEntity } from '../../iam/tags.ts';
import {
  asList,
  isObject,
  member,
  sameJson,
  textMember,
  type Json,
  type JsonObject,
  parseJson,
} from '../../json.ts';

/** A policy document of a template as the text that the handler sends. */
export function documentText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

export function strings(properties: JsonObject, name: string): readonly string[] {
  return asList(member(properties, name)).map(String);
}

export function tagsOf(properties: JsonObject): readonly Tag[] {
  return asList(member(properties, 'Tags'))
    .filter(isObject)
    .map((tag) => ({ key: textMember(tag, 'Key') ?? '', value: textMember(tag, 'Value') ?? '' }));
}

/** Takes something away that may be gone already. */
export function remove(write: Write, action: () => void): void {
  try {
    action();
  } catch (error) {
    const gone = error instanceof AwsError && error.code === 'NoSuchEntity';
    if (!gone || write.world.switches.removalOfMissing === 'fail') throw error;
  }
}

function added(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((one) => !before.includes(one));
}

export function writeAttachments(
  write: Write,
  kind: EntityKind,
  name: string,
  before: JsonObject,
  after: JsonObject,
): void {
  const [old, wanted] = [strings(before, 'ManagedPolicyArns'), strings(after, 'ManagedPolicyArns')];
  for (const arn of added(old, wanted)) attachPolicy(write, kind, name, arn);
  for (const arn of added(wanted, old)) remove(write, () => detachPolicy(write, kind, name, arn));
}

export function writeInlinePolicies(
  write: Write,
  kind: EntityKind,
  name: string,
  before: JsonObject,
  after: JsonObject,
): void {
  const list = (properties: JsonObject) => asList(member(properties, 'Policies')).filter(isObject);
  const nameOf = (policy: JsonObject) => textMember(policy, 'PolicyName') ?? '';
  const [old, wanted] = [list(before), list(after)];
  for (const policy of old) {
    if (wanted.some((one) => nameOf(one) === nameOf(policy))) continue;
    remove(write, () => deleteInlinePolicy(write, kind, name, nameOf(policy)));
  }
  const rewritten = write.world.switches.inlinePolicyWrites === 'all' && !sameJson([...old], [...wanted]);
  for (const policy of wanted) {
    const same = old.find((one) => nameOf(one) === nameOf(policy));
    const document = member(policy, 'PolicyDocument');
    if (!rewritten && same !== undefined && sameJson(member(same, 'PolicyDocument'), document)) continue;
    putInlinePolicy(write, kind, name, { name: nameOf(policy), document: documentText(document) });
  }
}

/** The keys to untag, and the tags to write. */
export function tagChanges(
  before: JsonObject,
  after: JsonObject,
): { readonly gone: readonly string[]; readonly put: readonly Tag[] } {
  const [old, wanted] = [tagsOf(before), tagsOf(after)];
  return {
    gone: old.filter((tag) => !wanted.some((one) => one.key === tag.key)).map((tag) => tag.key),
    put: wanted.filter((tag) => !old.some((one) => one.key === tag.key && one.value === tag.value)),
  };
}

export function writeTags(
  write: Write,
  kind: EntityKind,
  name: string,
  before: JsonObject,
  after: JsonObject,
): void {
  const { gone, put } = tagChanges(before, after);
  const steps = [
    () => gone.length > 0 && untagEntity(write, kind, name, gone),
    () => put.length > 0 && tagEntity(write, kind, name, put),
  ];
  const inOrder = write.world.switches.tagOrder === 'untag-first' ? steps : steps.toReversed();
  for (const step of inOrder) step();
}

export function writeBoundary(
  write: Write,
  kind: EntityKind,
  name: string,
  before: JsonObject,
  after: JsonObject,
): void {
  const [old, wanted] = [textMember(before, 'PermissionsBoundary'), textMember(after, 'PermissionsBoundary')];
  if (old === wanted) return;
  if (wanted === undefined) remove(write, () => deleteBoundary(write, kind, name));
  else putBoundary(write, kind, name, wanted);
}

export function writeGroups(write: Write, name: string, before: JsonObject, after: JsonObject): void {
  const [old, wanted] = [strings(before, 'Groups'), strings(after, 'Groups')];
  for (const group of added(old, wanted)) addUserToGroup(write, name, group);
  for (const group of added(wanted, old)) remove(write, () => removeUserFromGroup(write, name, group));
}

/** Takes every policy off an entity: what a handler does before it deletes one. */
export function stripPolicies(write: Write, kind: EntityKind, entity: Entity): void {
  for (const arn of entity.attached) detachPolicy(write, kind, entity.name, arn);
  for (const policy of entity.inline) deleteInlinePolicy(write, kind, entity.name, policy.name);
}

/** Policies and tags as CloudFormation reads them back. */
export function readEntity(entity: Entity): JsonObject {
  return {
    Path: entity.path,
    ManagedPolicyArns: [...entity.attached],
    Policies: entity.inline.map((policy) => ({
      PolicyName: policy.name,
      PolicyDocument: parseJson(policy.document),
    })),
    Tags: entity.tags.map((tag) => ({ Key: tag.key, Value: tag.value })),
    ...(entity.boundary === undefined ? {} : { PermissionsBoundary: entity.boundary }),
  };
}

/** The entity that a name property names. */
export function locateByName(
  records: ReadonlyMap<string, { readonly name: string }>,
  properties: JsonObject,
  property: string,
): string | undefined {
  const name = textMember(properties, property);
  return name === undefined ? undefined : records.get(keyOf(name))?.name;
}

import { addressKey } from '../model/address.ts';
import type { Integration } from '../model/integration.ts';
import type { Json } from '../model/json.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import type { FieldSpec } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import {
  isSet,
  isTagAmong,
  memberKey,
  membersOf,
  normaliseValue,
  type Member,
  type Shape,
} from '../kinds/shape.ts';

/** Which of an entry's fields and members are left as they are. */
export interface Kept {
  readonly integration: Integration | undefined;
  readonly ignoreTags: readonly string[];
}

/**
 * What a template says of a resource: what is desired, but where a field or member is ignored or held, what was applied.
 * CloudFormation writes what differs between two templates, so what does not differ stays as it is live.
 */
export function keepIgnoredAndHeld(
  entry: PlanEntry,
  desired: Resource,
  applied: Resource | undefined,
  { integration, ignoreTags }: Kept,
): Resource {
  if (applied === undefined) return desired;
  const ignored = new Set(
    (integration?.ignore ?? [])
      .filter((one) => addressKey(one.address) === addressKey(entry.address))
      .map((one) => one.field),
  );
  const held = entry.changes.filter((change) => change.held !== undefined);
  const properties: Record<string, Json> = { ...desired.properties };
  for (const field of kindSpec(desired.kind).fields) {
    const { property } = field;
    const isSpared = (member: Member, wanted: boolean): boolean =>
      ignored.has(property) ||
      held.some(
        (change) => change.field === property && memberKey(field.shape, change.member) === member.key,
      ) ||
      (field.shape === 'tags' && !wanted && isTagAmong(ignoreTags, member.key));
    const value = sparedValue(field, desired.properties[property], applied.properties[property], isSpared);
    if (value === undefined) delete properties[property];
    else properties[property] = value;
  }
  return { ...desired, properties };
}

function sparedValue(
  { shape }: FieldSpec,
  desired: Json | undefined,
  applied: Json | undefined,
  isSpared: (member: Member, wanted: boolean) => boolean,
): Json | undefined {
  const [wanted, old] = [desired, applied].map((value) =>
    value === undefined ? [] : membersOf(shape, value),
  );
  const keys = new Set((wanted ?? []).map((member) => member.key));
  const kept = [
    ...(wanted ?? []).filter((member) => !isSpared(member, true)),
    ...(old ?? []).filter((member) => isSpared(member, keys.has(member.key))),
  ];
  return valueOf(shape, kept);
}

function valueOf(shape: Shape, members: readonly Member[]): Json | undefined {
  const items = members.map(({ name = '', value }): Json => {
    if (shape === 'tags') return { Key: name, Value: value };
    return shape === 'inline-policies' ? { PolicyName: name, PolicyDocument: value } : value;
  });
  return isSet(shape) ? normaliseValue(shape, items) : items[0];
}

import type { Json } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { FieldSpec } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import { comparable, membersOf, type Member } from '../kinds/shape.ts';
import type { PolicyContext } from '../policy/policy-type.ts';

/** One comparable part of a resource as each side has it. */
export interface FieldComparison {
  readonly spec: FieldSpec;
  /** The member's name; absent for a scalar. */
  readonly member?: string;
  readonly key: string;
  readonly desired: Side;
  readonly applied: Side;
  readonly live: Side;
}

/** A side of one field: its value and the text that is equal exactly when the meaning is; both absent when not there. */
export interface Side {
  readonly value?: Json;
  readonly text?: string;
}

export interface FieldSides {
  readonly desired: Resource | undefined;
  readonly applied: Resource | undefined;
  readonly live: Resource | undefined;
}

/** Puts the three sides of one resource next to each other, field by field and member by member, in the kind's order. */
export function compareFields(sides: FieldSides, context: PolicyContext): readonly FieldComparison[] {
  const kind = (sides.desired ?? sides.applied ?? sides.live)?.kind;
  if (kind === undefined) return [];
  return kindSpec(kind).fields.flatMap((spec) => compareField(spec, sides, context));
}

function compareField(
  spec: FieldSpec,
  sides: FieldSides,
  context: PolicyContext,
): readonly FieldComparison[] {
  const desired = membersByKey(spec, sides.desired);
  const applied = membersByKey(spec, sides.applied);
  const live = membersByKey(spec, sides.live);
  const keys = [...new Set([...desired.keys(), ...applied.keys(), ...live.keys()])].sort();
  return keys.map((key) => {
    const named = desired.get(key) ?? live.get(key) ?? applied.get(key);
    const sideOf = sidesOf(spec, context);
    return {
      spec,
      key,
      ...(named?.name === undefined ? {} : { member: named.name }),
      desired: sideOf(desired.get(key)),
      applied: sideOf(applied.get(key)),
      live: sideOf(live.get(key)),
    };
  });
}

function membersByKey(spec: FieldSpec, resource: Resource | undefined): ReadonlyMap<string, Member> {
  const value = resource?.properties[spec.property];
  return new Map(
    value === undefined ? [] : membersOf(spec.shape, value).map((member) => [member.key, member]),
  );
}

/** The sides of one field. What another side has word for word, which is most of it, is not read for its meaning again. */
function sidesOf(spec: FieldSpec, context: PolicyContext): (member: Member | undefined) => Side {
  const known = new Map<string, string>();
  return (member) => {
    if (member === undefined) return {};
    const spelled = JSON.stringify(member.value);
    const text = known.get(spelled) ?? comparable(spec.shape, member.value, context);
    known.set(spelled, text);
    return { value: member.value, text };
  };
}

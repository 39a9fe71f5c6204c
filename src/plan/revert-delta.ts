import type { AccessDelta } from '../model/access.ts';
import { isJsonArray, isJsonObject } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { netEffectOf } from '../access/net-effect.ts';
import { identityDelta, type AccessOptions, type HeldPolicy } from '../access/identity-delta.ts';
import { trustDelta } from '../access/trust-delta.ts';
import type { Shape } from '../kinds/shape.ts';

/**
 * Whether reverting an edited document gives access and takes none, by what it means: `s3:*` that is edited to
 * `s3:GetObject` reads as one action exchanged for another, and is access cut off. An inline policy is judged together
 * with the principal's others. What attached policies say is left out: `onlyGivesAccess` decides without them.
 */
export function revertGains(
  change: FieldChange,
  shape: Shape,
  live: Resource,
  options: AccessOptions,
): boolean {
  const delta = deltaOf(change, shape, live, options);
  return delta !== undefined && netEffectOf(delta) === 'gains';
}

function deltaOf(
  change: FieldChange,
  shape: Shape,
  live: Resource,
  options: AccessOptions,
): AccessDelta | undefined {
  if (shape === 'trust-policy') {
    const trust = trustDelta(change.before, change.after, options);
    return trust && { ...NOTHING, trust };
  }
  if (shape === 'identity-policy') {
    return identityDelta(
      policies(documentOf(change, 'before')),
      policies(documentOf(change, 'after')),
      options,
    );
  }
  if (shape !== 'inline-policies') return undefined;
  const others = inlinePolicies(live).filter((policy) => policy.name !== change.member);
  return identityDelta(
    policies([...others, ...documentOf(change, 'before')]),
    policies([...others, ...documentOf(change, 'after')]),
    options,
  );
}

const NOTHING: AccessDelta = { gains: [], loses: [], mayGain: [], mayLose: [], unread: [], awsManaged: [] };

function policies(held: readonly HeldPolicy[]): { readonly policies: readonly HeldPolicy[] } {
  return { policies: held };
}

function documentOf(change: FieldChange, side: 'before' | 'after'): readonly HeldPolicy[] {
  const document = change[side];
  return document === undefined ? [] : [{ name: change.member ?? change.field, document }];
}

function inlinePolicies({ properties }: Resource): readonly HeldPolicy[] {
  const list = properties['Policies'];
  return (isJsonArray(list) ? list : []).filter(isJsonObject).map((policy) => ({
    name: typeof policy['PolicyName'] === 'string' ? policy['PolicyName'] : '',
    document: policy['PolicyDocument'] ?? null,
  }));
}

import { createHash } from 'node:crypto';
import { addressKey, addressOf } from '../model/address.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { kindSpec } from '../kinds/registry.ts';
import { comparable, memberKey } from '../kinds/shape.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { compareFields } from './compare-fields.ts';

/** Whose change a digest is of, and what is acknowledged for it. */
export interface DigestSubject {
  readonly account: string;
  readonly region: string;
  /** Scope and integration: of the stacks of an account and region no two have one name. */
  readonly stackName: string;
  /** Each as one would write it: `delete: [role/x]`. */
  readonly acknowledged: readonly string[];
}

/**
 * The digest of what apply would do to one integration: where, acknowledged by what, address, action, and for every field
 * its canonical value before and after. The cause, messages, positions, names of vendors and the clock are not in it, nor is the order or
 * spelling of the input: the same plan has the same digest.
 */
export function digestOfEntries(
  entries: readonly PlanEntry[],
  { account, region, stackName, acknowledged }: DigestSubject,
  context: PolicyContext,
): string {
  const acts = actsOf(entries, context);
  const place = { account, region, stackName, acknowledged: [...new Set(acknowledged)].sort() };
  return sha256(canonicalJson({ ...place, acts: sortJson(acts) }));
}

/** The digest of what apply would do to one resource, wherever it stands; nothing and no entry have the same. */
export function digestOfEntry(entry: PlanEntry | undefined, context: PolicyContext): string {
  return sha256(canonicalJson(actsOf(entry === undefined ? [] : [entry], context)));
}

function actsOf(entries: readonly PlanEntry[], context: PolicyContext): readonly Json[] {
  return entries
    .filter((entry) => entry.action !== 'none')
    .map((entry): Json => {
      const fields = kindSpec(entry.kind).fields;
      const changes = entry.changes
        .filter((change) => change.held === undefined)
        .map((change): Json => {
          const shape = fields.find((field) => field.property === change.field)?.shape ?? 'text';
          const text = (value: Json | undefined): Json =>
            value === undefined ? null : comparable(shape, value, context);
          const member = change.member === undefined ? null : memberKey(shape, change.member);
          return [change.field, member, text(change.before), text(change.after)];
        });
      return [addressKey(entry.address), entry.action, sortJson(changes)];
    });
}

/** The digest of what a file declares: tells from a stack's Description alone whether a change is pending. */
export function digestOfDeclaration(resources: readonly Resource[], context: PolicyContext): string {
  const declared = resources.map((resource): Json => {
    const fields = compareFields({ desired: resource, applied: undefined, live: undefined }, context);
    const texts = fields.map(({ spec, key, desired }): Json => [spec.property, key, desired.text ?? null]);
    return [addressKey(addressOf(resource.kind, resource.name)), sortJson(texts)];
  });
  return sha256(canonicalJson(sortJson(declared)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function sortJson(values: readonly Json[]): readonly Json[] {
  return [...values].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}

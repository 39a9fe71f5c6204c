import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { addressKey } from '../model/address.ts';
import { latestUntil, type Hold, type Integration } from '../model/integration.ts';
import type { Cause, FieldChange, Held } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { isTagAmong, policyTypeOf } from '../kinds/shape.ts';
import { diffStatements } from '../policy/diff-statements.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { compareFields, type FieldComparison, type FieldSides } from './compare-fields.ts';
import type { Presence } from './presence.ts';
import { fingerprintsOf, type Fingerprints } from './fingerprint.ts';
import { revertGains } from './revert-delta.ts';
import { onlyGivesAccess } from './revert-direction.ts';

/** What comparing one resource's fields found. */
export interface FieldFindings {
  /** Fields that apply would change in IAM, and held drift. */
  readonly changes: readonly FieldChange[];
  /** The YAML is edited: desired ≠ applied in some field that is not held, also where live already is as desired. */
  readonly changed: boolean;
  /** The account is edited: live ≠ applied in some field that is not held. */
  readonly drifted: boolean;
  /** Fields that differ and that the desired file ignores. */
  readonly ignored: readonly string[];
  /** Drift that the file declares by now: live ≠ applied, desired = live. */
  readonly accepted: readonly Pick<FieldChange, 'field' | 'member'>[];
  /** Of everything that is edited in the account; absent when that is nothing. */
  readonly fingerprint?: string;
}

export interface FieldCompareOptions {
  readonly context: PolicyContext;
  readonly today: string;
  readonly ignoreTags: readonly string[];
  readonly integration: Integration | undefined;
  /** False when there is no applied side to compare with: every cause is then unknown. */
  readonly appliedKnown: boolean;
  /** For the direction of an edit in what it means. */
  readonly catalogue?: ActionCatalogue;
}

/** Compares the three sides of one resource field by field. */
export function findFieldChanges(presence: Presence, options: FieldCompareOptions): FieldFindings {
  const sides = {
    desired: presence.desired?.resource,
    applied: presence.applied?.resource,
    live: presence.live?.resource,
  };
  if (areSpelledAlike(sides)) return NOTHING_DIFFERS;
  const unread = new Set(presence.live?.uncheckedProperties ?? []);
  const changes: FieldChange[] = [];
  const ignored = new Set<string>();
  const accepted: Pick<FieldChange, 'field' | 'member'>[] = [];
  let changed = false;
  let drifted = false;
  const fields = compareFields(sides, options.context);
  const prints = fingerprintsOf(presence, fields, (field) => isDrifted(field, presence, options));
  for (const field of fields) {
    const { desired, applied, spec } = field;
    // What was not read is unchecked, never a difference: nothing is said of it but what the other sides say.
    const known = sides.applied === undefined ? desired : applied;
    const live = unread.has(spec.property) ? known : field.live;
    if (isIgnored(field, presence, options)) {
      if (desired.text !== live.text) ignored.add(spec.property);
      continue;
    }
    const difference =
      desired.text === live.text ? undefined : fieldChange({ ...field, live }, presence, prints, options);
    changed ||= desired.text !== applied.text && difference?.held === undefined;
    drifted ||= options.appliedKnown && live.text !== applied.text && difference?.held === undefined;
    if (difference !== undefined) changes.push(difference);
    else if (options.appliedKnown && live.text !== applied.text) accepted.push(nameOf(field));
  }
  return {
    changes,
    changed,
    drifted,
    ignored: [...ignored],
    accepted,
    ...(prints.whole === undefined ? {} : { fingerprint: prints.whole }),
  };
}

const NOTHING_DIFFERS: FieldFindings = {
  changes: [],
  changed: false,
  drifted: false,
  ignored: [],
  accepted: [],
};

/** What all sides have word for word, which is most of an account, need not be read for its meaning. */
function areSpelledAlike({ desired, applied, live }: FieldSides): boolean {
  if (desired === undefined || applied === undefined || live === undefined) return false;
  const spelled = JSON.stringify(desired.properties);
  return JSON.stringify(applied.properties) === spelled && JSON.stringify(live.properties) === spelled;
}

/** It is edited in the account, and it is compared. */
function isDrifted(
  { spec, live, applied }: FieldComparison,
  presence: Presence,
  options: FieldCompareOptions,
): boolean {
  if (!options.appliedKnown || presence.live === undefined || presence.applied === undefined) return false;
  return live.text !== applied.text && !presence.live.uncheckedProperties.includes(spec.property);
}

function nameOf({ spec, member }: FieldComparison): Pick<FieldChange, 'field' | 'member'> {
  return { field: spec.property, member };
}

function fieldChange(
  field: FieldComparison,
  presence: Presence,
  prints: Fingerprints,
  options: FieldCompareOptions,
): FieldChange {
  const { desired, live, spec } = field;
  const type = policyTypeOf(spec.shape);
  const fingerprint = live.text === field.applied.text ? undefined : prints.byField.get(spec.property);
  const change: FieldChange = {
    field: spec.property,
    member: field.member,
    ...(live.value === undefined ? {} : { before: live.value }),
    ...(desired.value === undefined ? {} : { after: desired.value }),
    cause: causeOf(field, options.appliedKnown),
    fingerprint,
    statements: type && diffStatements(live.value, desired.value, type, options.context),
    location: presence.desired?.propertyLocations[spec.property],
    held: undefined,
  };
  return { ...change, held: heldBy(field, change, presence, prints, options) };
}

/** Why drift is left alone: the file holds it, or reverting it would give access back and that is not acknowledged. */
function heldBy(
  field: FieldComparison,
  change: FieldChange,
  presence: Presence,
  prints: Fingerprints,
  options: FieldCompareOptions,
): Held | undefined {
  // A resource that is gone altogether is made again, and one that is adopted has no drift: `overwrite` decides about it.
  const { live, desired, applied } = presence;
  if (live === undefined || desired === undefined || applied === undefined) return undefined;
  if (!options.appliedKnown || field.live.text === field.applied.text) return undefined;
  const hold = holdFor(field, presence, prints, options);
  if (hold !== undefined) return { reason: hold.reason, until: hold.until };
  if (change.cause !== 'drift' || !cutsAccessOff(field, change, live.resource, options)) {
    return undefined;
  }
  const overwrite = options.integration?.overwrite ?? [];
  if (overwrite.some((address) => addressKey(address) === addressKey(presence.address))) return undefined;
  return {
    reason: `reverting it would give access back; to revert it all the same write "overwrite: [${presence.address}]"`,
    until: undefined,
  };
}

/** By the statements alone where there is no catalogue; a catalogue sees more of what was only cut off. */
function cutsAccessOff(
  { spec }: FieldComparison,
  change: FieldChange,
  live: Resource,
  { context, catalogue }: FieldCompareOptions,
): boolean {
  if (onlyGivesAccess(change, spec.shape)) return true;
  return catalogue !== undefined && revertGains(change, spec.shape, live, { context, catalogue });
}

function causeOf({ desired, applied, live }: FieldComparison, appliedKnown: boolean): Cause {
  if (!appliedKnown) return 'unknown';
  if (live.text === applied.text) return 'change';
  return desired.text === applied.text ? 'drift' : 'both';
}

function isIgnored(field: FieldComparison, presence: Presence, options: FieldCompareOptions): boolean {
  const { property, shape } = field.spec;
  // What the YAML itself declares is always compared.
  if (shape === 'tags' && field.desired.text === undefined && isTagAmong(options.ignoreTags, field.key))
    return true;
  return (options.integration?.ignore ?? []).some(
    (ignore) => addressKey(ignore.address) === addressKey(presence.address) && ignore.field === property,
  );
}

/** A hold is about one drift, and for a time: what was edited since is not what was known when it was written. */
function holdFor(
  { spec }: FieldComparison,
  presence: Presence,
  { whole, byField }: Fingerprints,
  options: FieldCompareOptions,
): Hold | undefined {
  return (options.integration?.hold ?? []).find(
    (hold) =>
      addressKey(hold.address) === addressKey(presence.address) &&
      (hold.field === undefined || hold.field === spec.property) &&
      hold.drift === (hold.field === undefined ? whole : byField.get(spec.property)) &&
      options.today < hold.until &&
      hold.until <= latestUntil(options.today),
  );
}

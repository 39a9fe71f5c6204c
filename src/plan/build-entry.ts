import type { Cause, FieldChange, PlanEntry } from '../model/plan.ts';
import { findFieldChanges, type FieldCompareOptions } from './field-changes.ts';
import type { Presence } from './presence.ts';

type Draft = Pick<PlanEntry, 'action' | 'changes'> &
  Partial<Pick<PlanEntry, 'cause' | 'drift' | 'fingerprint' | 'ignored' | 'accepted'>>;

/**
 * What the plan says about one resource, by where it is present (D desired, A applied, L live):
 *
 * | D A L | means |
 * |---|---|
 * | D – – | create |
 * | D – L | adopt |
 * | D A – | missing: create again |
 * | D A L | compare field by field |
 * | – A – | forget: nothing left to destroy |
 * | – A L | delete, or release when acknowledged so |
 * | – – L | delete: the file says so, and a deletion has not come to its end |
 */
export function buildEntry(presence: Presence, options: FieldCompareOptions, released: boolean): PlanEntry {
  const draft = draftEntry(presence, options, released);
  const { live, desired } = presence;
  return {
    address: presence.address,
    kind: presence.kind,
    name: presence.name,
    ignored: [],
    cause: undefined,
    drift: undefined,
    fingerprint: undefined,
    accepted: undefined,
    location: desired?.location,
    pending: desired?.pending,
    ...draft,
    unchecked: presence.unchecked === undefined ? (live?.uncheckedProperties ?? []) : ['*'],
  };
}

function draftEntry(presence: Presence, options: FieldCompareOptions, released: boolean): Draft {
  if (presence.unchecked !== undefined) return uncheckedDraft(presence, options);
  const { desired, applied, live } = presence;
  if (desired === undefined) return goneDraft(presence, options, released);
  const findings = findFieldChanges(presence, options);
  const { ignored } = findings;
  if (live === undefined) {
    if (applied === undefined)
      return { action: 'create', cause: causeOfNew(options), changes: findings.changes };
    const cause: Cause = findings.changed ? 'both' : 'drift';
    return { action: 'create', cause, drift: 'missing', changes: withCause(findings.changes, cause) };
  }
  if (applied === undefined) {
    if (!options.appliedKnown) return { ...unknownAppliedDraft(findings.changes), ignored };
    return { action: 'adopt', cause: 'change', changes: withCause(findings.changes, 'change'), ignored };
  }
  const { accepted, changed, drifted } = findings;
  const { fingerprint } = findings;
  if (!changed && !drifted) return { action: 'none', changes: findings.changes, ignored, fingerprint };
  const cause: Cause = changed && drifted ? 'both' : changed ? 'change' : 'drift';
  return {
    action: 'update',
    cause,
    changes: findings.changes,
    ignored,
    drift: drifted ? 'modified' : undefined,
    fingerprint,
    accepted: accepted.length === 0 ? undefined : accepted,
  };
}

/** Without the stack's template it is unknown who made the difference, or whether the resource is managed already. */
function unknownAppliedDraft(changes: readonly FieldChange[]): Draft {
  if (changes.length === 0) return { action: 'none', changes };
  return { action: 'update', cause: 'unknown', changes };
}

function goneDraft(presence: Presence, options: FieldCompareOptions, released: boolean): Draft {
  if (presence.live === undefined)
    return { action: 'forget', cause: 'change', drift: 'missing', changes: [] };
  if (released) return { action: 'release', cause: 'change', changes: [] };
  const { changes } = findFieldChanges(presence, options);
  return { action: 'delete', cause: 'change', changes: withCause(changes, 'change') };
}

/** What the YAML alone says, for a resource whose live side could not be read. */
function uncheckedDraft({ desired, applied, ...rest }: Presence, options: FieldCompareOptions): Draft {
  if (desired === undefined) return { action: 'delete', cause: 'change', changes: [] };
  if (applied === undefined) return { action: 'create', cause: causeOfNew(options), changes: [] };
  const assumed = { resource: applied.resource, arn: '', id: '', uncheckedProperties: [], observations: [] };
  const { changes, changed } = findFieldChanges({ ...rest, desired, applied, live: assumed }, options);
  return changed ? { action: 'update', cause: 'change', changes } : { action: 'none', changes: [] };
}

function causeOfNew(options: FieldCompareOptions): Cause {
  return options.appliedKnown ? 'change' : 'unknown';
}

function withCause(changes: readonly FieldChange[], cause: Cause): readonly FieldChange[] {
  return changes.map((change) => ({ ...change, cause }));
}

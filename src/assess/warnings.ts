import { addressKey } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import {
  acknowledgement,
  type AcknowledgementKey,
  type Hold,
  type Integration,
} from '../model/integration.ts';
import { isJsonArray, isJsonObject, asText } from '../model/json.ts';
import type { LiveResource, Observation } from '../model/live.ts';
import type { FieldChange, PlanEntry } from '../model/plan.ts';
import type { PlanInput } from '../plan/input.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { dueDates } from './due-dates.ts';

/** What should be known of one integration and blocks nothing. */
export function warningsOf(
  integration: Integration | undefined,
  stack: AppliedStack | undefined,
  entries: readonly PlanEntry[],
  { today, applied }: Pick<PlanInput, 'today' | 'applied'>,
): readonly Diagnostic[] {
  return [
    ...(stack === undefined || readinessOf(stack.status) !== 'busy' ? [] : [busy(stack)]),
    ...(integration === undefined
      ? []
      : [
          ...dueDates(integration, entries, today),
          ...entries.flatMap(pendingRole),
          // What a stack has decides whether they acknowledge anything.
          ...(applied.known ? staleAcknowledgements(integration, entries) : []),
          ...staleHolds(integration, entries),
        ]),
  ];
}

/** Where its entry says it already, it is not said again. */
function pendingRole({ address, action, pending, location }: PlanEntry): readonly Diagnostic[] {
  if (pending !== true || action !== 'none') return [];
  return [
    {
      severity: 'warning',
      code: 'pending-role',
      message: `${address} is pending: no principal can assume it`,
      hint: 'once the vendor has named its principal and its external id, write AssumeRolePolicyDocument in place of "pending: true"',
      ...(location === undefined ? {} : { location }),
    },
  ];
}

function busy({ stackName, status }: AppliedStack): Diagnostic {
  return {
    severity: 'warning',
    code: 'stack-busy',
    message: `the stack ${stackName} is being changed right now (${status}): what differs may be on its way`,
    hint: 'apply waits until that has ended; plan again then',
  };
}

/**
 * Acknowledgements that acknowledge nothing. No error: what a pull request acknowledged is stale as soon as it is
 * applied, until the line is taken out.
 */
function staleAcknowledgements(
  integration: Integration,
  entries: readonly PlanEntry[],
): readonly Diagnostic[] {
  const by = new Map(entries.map((entry) => [addressKey(entry.address), entry]));
  const stale = (key: AcknowledgementKey, isMeant: (entry: PlanEntry) => boolean): readonly Diagnostic[] =>
    integration[key]
      .filter((address) => {
        const entry = by.get(addressKey(address));
        return entry === undefined || !(isMeant(entry) || entry.unchecked.includes('*'));
      })
      .map((address) => staleAcknowledgement(key, address, integration));
  const leaves = ({ action }: PlanEntry): boolean => ['delete', 'release', 'forget'].includes(action);
  return [...stale('delete', leaves), ...stale('release', leaves), ...stale('overwrite', isOverwritten)];
}

/** A hold whose drift is gone, or is another one by now: it holds nothing, and says that the drift is known. */
function staleHolds(integration: Integration, entries: readonly PlanEntry[]): readonly Diagnostic[] {
  const by = new Map(entries.map((entry) => [addressKey(entry.address), entry]));
  return integration.hold
    .filter((hold) => {
      const entry = by.get(addressKey(hold.address));
      if (entry === undefined) return true;
      const isUnknown = entry.unchecked.length > 0 || entry.cause === 'unknown';
      return !isUnknown && !entry.changes.some((change) => isHeldBy(hold, change, entry));
    })
    .map(({ address, field, drift }) => {
      const location = integration.acknowledgedAt?.[acknowledgement('hold', drift)];
      const what = field === undefined ? address : `${field} of ${address}`;
      return {
        severity: 'warning',
        code: 'stale-hold',
        message: `the hold of ${what} in ${integration.file} holds nothing: that drift is not there, or its date has come`,
        hint: 'remove it; the drift report prints the lines that hold what is there now',
        ...(location === undefined ? {} : { location }),
      };
    });
}

function isHeldBy(hold: Hold, { field, fingerprint, held }: FieldChange, entry: PlanEntry): boolean {
  if (held?.until === undefined) return false;
  return hold.field === undefined
    ? hold.drift === entry.fingerprint
    : hold.field === field && hold.drift === fingerprint;
}

/** Adoption that changes something, or drift: the acknowledgement lets even a denial be reverted. */
function isOverwritten({ action, drift, changes }: PlanEntry): boolean {
  return (action === 'adopt' && changes.length > 0) || drift === 'modified';
}

function staleAcknowledgement(
  key: AcknowledgementKey,
  subject: string,
  { file, acknowledgedAt = {} }: Pick<Integration, 'file' | 'acknowledgedAt'>,
): Diagnostic {
  const line = acknowledgement(key, subject);
  const location = acknowledgedAt[line];
  const place = location === undefined ? `in ${file}` : `at ${file}:${location.line}:${location.column}`;
  return {
    severity: 'warning',
    code: 'stale-acknowledgement',
    message: `"${line}" ${place} is no longer needed: the plan has nothing of the sort for ${subject}`,
    hint: 'remove it, so that it does not acknowledge something later without a review',
    ...(location === undefined ? {} : { location }),
  };
}

/** Integrations that the settings give up and that have no stack (any more). */
export function scopeWarnings({ scope, applied, only }: PlanInput): readonly Diagnostic[] {
  if (!applied.known || only !== undefined) return [];
  const { settings } = scope;
  const stacks = new Set(applied.stacks.map((stack) => stack.integration));
  return (['delete', 'release'] as const).flatMap((key) =>
    settings[key]
      .filter((name) => !stacks.has(name))
      .map((name) => staleAcknowledgement(key, name, settings)),
  );
}

/** What other tools usually write on what they manage. */
const TOOL = /^(terraform|opentofu|pulumi)\b/i;

/** Signs that another tool manages a resource that is to be adopted. */
export function signsOfOtherTools({ resource }: LiveResource): readonly Observation[] {
  const tags = resource.properties['Tags'];
  return (isJsonArray(tags) ? tags : []).flatMap((tag) => {
    const [key, value] = isJsonObject(tag) ? [asText(tag['Key']), asText(tag['Value'])] : ['', ''];
    const tool = TOOL.exec(value)?.[1] ?? TOOL.exec(key)?.[1];
    if (tool === undefined || /^(false|no)$/i.test(value)) return [];
    const name = tool.charAt(0).toUpperCase() + tool.slice(1).toLowerCase();
    return [
      {
        text:
          `warning: its tag ${key}=${value} says that ${name} manages it, and two tools undo each other's changes: ` +
          `take it out of ${name}'s state first, or watch it here with "observe: true"`,
      },
    ];
  });
}

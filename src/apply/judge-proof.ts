import { addressKey, type Address } from '../model/address.ts';
import type { IntegrationOutcome } from '../model/apply-result.ts';
import type { FailureReason } from '../model/failure.ts';
import { canonicalJson } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { FieldChange, Plan, PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import type { Failed } from './aborted-run.ts';
import { approvalOf } from './approval.ts';
import type { ReadPlan } from './ports.ts';
import { repairCommands, sayFiles } from './repair-command.ts';

/**
 * Why an entry is open after an apply: it was planned and is not so, what was written is not there, it came up while
 * apply ran, it was made and is not as it was made, it could not be read again, it was to be deleted and exists, or what was
 * held was written along.
 */
export type WhyOpen =
  'not-converged' | 'lacking' | 'came-up' | 'otherwise' | 'unread' | 'exists' | 'written-along';

export interface OpenEntry {
  readonly address: Address;
  readonly why: WhyOpen;
  /** The address, and what is open. */
  readonly text: string;
  /** What does it past CloudFormation: only where no apply would. */
  readonly commands: readonly string[];
  /** It was written, and IAM may not tell it everywhere yet. */
  readonly mayBeStale: boolean;
}

/** An integration before and after its apply. */
interface Proof {
  readonly planned: readonly PlanEntry[];
  readonly after: readonly PlanEntry[];
  readonly live: ReadPlan['input']['live'];
  readonly found: ReadonlyMap<string, LiveResource>;
  readonly approval: ReturnType<typeof approvalOf>;
  readonly isWritten: (address: Address) => boolean;
}

/**
 * What is not yet as planned: still to do, or planned for deletion and still there.
 *
 * @param isWritten of an address that the run has written
 */
export function openEntries(
  name: string,
  before: Plan,
  { plan, input }: ReadPlan,
  isWritten: (address: Address) => boolean,
): readonly OpenEntry[] {
  const proof: Proof = {
    planned: entriesOf(before, name),
    after: entriesOf(plan, name),
    live: input.live,
    found: new Map(input.live.found.map((item) => [addressKey(addressOfResource(item.resource)), item])),
    approval: approvalOf(before, name, input.scope.settings),
    isWritten,
  };
  const pending = proof.after.filter(isOpen).map((entry) => pendingEntry(entry, proof));
  const told = new Set(pending.map(({ address }) => addressKey(address)));
  return [
    ...pending,
    ...lackingEntries(proof),
    ...undeadEntries(proof).filter(({ address }) => !told.has(addressKey(address))),
    ...entriesWrittenAlong(proof),
  ];
}

function pendingEntry(entry: PlanEntry, proof: Proof): OpenEntry {
  const { address, action, unchecked } = entry;
  const { planned, found, approval, isWritten } = proof;
  const rest = { address, commands: [], mayBeStale: approval.has(address) && isWritten(address) };
  if (unchecked.length > 0)
    return { ...rest, why: 'unread', text: `${address} (${whyUnread(entry, proof)})`, mayBeStale: false };
  const text = `${address} (${action})`;
  if (!approval.covers(entry)) {
    // Whether it was edited at once, or IAM keeps it otherwise than CloudFormation was given it, nothing tells.
    const isMade = action === 'update' && entryAt(planned, address)?.action === 'create';
    return { ...rest, why: isMade ? 'otherwise' : 'came-up', text };
  }
  if (action === 'delete') return { ...rest, why: 'exists', text: `${address} (still exists)` };
  return { ...rest, why: 'not-converged', text, commands: repairCommands(entry, arnAt(address, found)) };
}

function whyUnread({ address, kind, unchecked }: PlanEntry, { live, found }: Proof): string {
  const listed = live.unchecked.find(
    (one) => one.kind === kind && (one.address === undefined || sameAddress(one.address, address)),
  );
  return listed?.reason ?? found.get(addressKey(address))?.unreadBecause ?? unchecked.join(', ');
}

function lackingEntries({ planned, after }: Proof): readonly OpenEntry[] {
  return after
    .filter((entry) => !isOpen(entry))
    .flatMap((entry): readonly OpenEntry[] => {
      const { address } = entry;
      const wanted = entryAt(planned, address);
      const missing = wanted === undefined ? [] : lackingIn(entry, wanted);
      if (missing.length === 0) return [];
      const text = `${address} (${missing.map(nameOf).join(', ')})`;
      return [{ address, why: 'lacking', text, commands: [], mayBeStale: true }];
    });
}

function undeadEntries({ planned, found }: Proof): readonly OpenEntry[] {
  return planned
    .filter(({ action, address }) => action === 'delete' && found.has(addressKey(address)))
    .map(({ address }): OpenEntry => ({
      address,
      why: 'exists',
      text: `${address} (still exists)`,
      commands: [],
      mayBeStale: true,
    }));
}

function entriesWrittenAlong({ planned, after, found }: Proof): readonly OpenEntry[] {
  return planned.flatMap((entry): readonly OpenEntry[] => {
    const { address } = entry;
    const now = entryAt(after, address);
    const written = now === undefined ? [] : writtenAlong(entry, now);
    if (written.length === 0) return [];
    const back = { ...entry, action: 'update', changes: written.map(reversed) } as const;
    const commands = repairCommands(back, arnAt(address, found));
    const members = written.map(nameOf).join(', ');
    return [{ address, why: 'written-along', text: `${address} (${members})`, commands, mayBeStale: false }];
  });
}

/**
 * What was planned to be written and is missing. A plan holds such a difference, for an admin may have taken the access
 * away; where apply has just written it, that it is there was not seen.
 */
function lackingIn(now: PlanEntry, planned: PlanEntry): readonly FieldChange[] {
  const isPlanned = ({ field, member, after }: FieldChange): boolean =>
    planned.changes.some(
      (change) =>
        change.held === undefined &&
        change.field === field &&
        change.member === member &&
        canonicalJson(change.after ?? null) === canonicalJson(after ?? null),
    );
  return now.changes.filter((change) => change.held !== undefined && isPlanned(change));
}

function nameOf({ field, member }: FieldChange): string {
  return member === undefined ? field : `${field}/${member}`;
}

/**
 * Members that were held and are as declared now. CloudFormation is given the applied value of what is held, and whether
 * a handler writes more of a list than what differs is not documented.
 */
function writtenAlong(before: PlanEntry, now: PlanEntry): readonly FieldChange[] {
  return before.changes.filter(
    ({ held, field, member }) =>
      held !== undefined &&
      member !== undefined &&
      !now.changes.some((change) => change.field === field && change.member === member),
  );
}

/** The change that makes a member again what it was. It is no longer held: a person is to carry it out. */
function reversed({ before, after, ...change }: FieldChange): FieldChange {
  return {
    ...change,
    held: undefined,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
}

/** What became of an integration that was applied, by what is open when it was read again. */
export function judgeOpen(
  outcome: Extract<IntegrationOutcome, { readonly outcome: 'applied' }>,
  open: readonly OpenEntry[],
): IntegrationOutcome {
  if (open.length === 0) return outcome;
  const { integration } = outcome;
  const of = (why: WhyOpen): readonly OpenEntry[] => open.filter((entry) => entry.why === why);
  const failed = (reason: FailureReason, message: string, hint: string): Failed => ({
    outcome: 'failed',
    integration,
    reason,
    message: `${integration} was applied, but ${message}`,
    hint,
  });
  const said = [
    sayAll('IAM still differs', [...of('not-converged'), ...of('exists')]),
    sayAll('IAM lacks what was written', of('lacking')),
    sayAll('CloudFormation also wrote what was held', of('written-along')),
    sayAll('not everything could be read again', of('unread')),
    sayAll('this changed while apply ran, and was left as it is', of('came-up')),
    sayAll('this is no longer as apply made it, and was left as it is', of('otherwise')),
  ].filter((text) => text !== undefined);
  const [worst] = WORST_FIRST.filter(({ why }) => of(why).length > 0);
  if (worst === undefined)
    return failed('plan-changed', said.join('; '), 'plan again, look at it, and apply that');
  const commands = of(worst.why).flatMap((entry) => entry.commands);
  const judged = failed(worst.reason, said.join('; '), worst.hint(commands));
  return worst.why === 'unread' ? { ...judged, known: 'not-confirmed' } : judged;
}

/** What an integration that was applied is said to have failed for, the worst first. */
const WORST_FIRST: readonly {
  readonly why: WhyOpen;
  readonly reason: FailureReason;
  readonly hint: (commands: readonly string[]) => string;
}[] = [
  {
    why: 'not-converged',
    reason: 'not-converged',
    hint: (commands) =>
      commands.length === 0
        ? 'run plan: it shows what differs'
        : `no change set can do the rest; run this, and then plan again: ${commands.join(' && ')}${sayFiles(commands)}`,
  },
  {
    why: 'lacking',
    reason: 'not-converged',
    hint: () =>
      'run plan: it shows what is missing, and that it is held until "overwrite" acknowledges it, for an admin may have taken it away',
  },
  {
    why: 'written-along',
    reason: 'not-converged',
    hint: (commands) =>
      `to have it as it was, run this, and then plan again: ${commands.join(' && ')}${sayFiles(commands)}`,
  },
  {
    why: 'exists',
    reason: 'not-converged',
    hint: () => 'run plan: it names what is in the way, and apply deletes it when that is gone',
  },
  {
    why: 'unread',
    reason: 'unchecked',
    hint: () =>
      'give the role the permission, where one is named, and run plan: it says whether IAM is as declared',
  },
];

function sayAll(what: string, open: readonly OpenEntry[]): string | undefined {
  return open.length === 0 ? undefined : `${what}: ${open.map(({ text }) => text).join(', ')}`;
}

/** Where nothing is left to change in IAM, only the template lags behind. */
function isOpen({ action, changes, unchecked }: PlanEntry): boolean {
  return unchecked.length > 0 || (action !== 'none' && (action !== 'update' || changes.length > 0));
}

function entriesOf(plan: Plan, name: string): readonly PlanEntry[] {
  return plan.integrations.find(({ integration }) => integration === name)?.entries ?? [];
}

function entryAt(entries: readonly PlanEntry[], address: Address): PlanEntry | undefined {
  return entries.find((one) => sameAddress(one.address, address));
}

function arnAt(address: Address, found: Proof['found']): string {
  return found.get(addressKey(address))?.arn ?? '';
}

function sameAddress(one: Address, other: Address): boolean {
  return addressKey(one) === addressKey(other);
}

import type { AccessDelta } from '../model/access.ts';
import type { Address } from '../model/address.ts';
import {
  isEditedInStack,
  type AssessedEntry,
  type AssessedIntegration,
  type AssessedPlan,
} from '../model/assessment.ts';
import type { FieldChange } from '../model/plan.ts';
import type { StatementChange } from '../model/statement.ts';
import { compareWeights, gainedBy, weighGained, type AccessGained } from './access-gained.ts';

/**
 * Classes of drift, in the order in which they are listed. `edited`: its stack was, and not by an apply; `extra`: only
 * things that the YAML does not declare; `pending`: the YAML changed and is not applied yet; `held`: known, and left alone
 * until a date.
 */
export const DRIFT_CLASSES = [
  'modified',
  'missing',
  'extra',
  'edited',
  'pending',
  'held',
  'unchecked',
] as const;

export type DriftClass = (typeof DRIFT_CLASSES)[number];

/** One resource of a drift report, with its changes seen from the declared state to the account. */
export interface DriftItem {
  readonly integration: AssessedIntegration;
  readonly entry: AssessedEntry;
  readonly driftClass: DriftClass;
  /** What was done to the account: before is what is declared, after is what is live. */
  readonly edits: readonly FieldChange[];
  /** The same as changes of the plan, from live to declared: what the report shows, with the signs of a plan. */
  readonly shown: readonly FieldChange[];
  /** Whose access that moved: its own, and that of the principals of the plan that have it. */
  readonly moved: readonly DriftedAccess[];
}

/** What one principal gained and lost by drift. */
export interface DriftedAccess {
  readonly address: Address;
  readonly access: AccessDelta;
}

/** Everything that is not in sync, what gained most access first. */
export function driftItemsOf(plan: AssessedPlan): readonly DriftItem[] {
  const drifted = driftedBy(plan);
  const items = plan.integrations.flatMap((integration) =>
    integration.entries.flatMap((entry): readonly DriftItem[] => {
      const driftClass = driftClassOf(entry, integration);
      if (driftClass === undefined) return [];
      const moved = accessMovedBy(entry, drifted);
      const edits = editsOf(entry, driftClass);
      return [{ integration, entry, driftClass, edits, shown: entry.changes, moved }];
    }),
  );
  const weights = new Map(items.map((item) => [item, weightOf(item)]));
  const weigh = (item: DriftItem): readonly number[] => weights.get(item) ?? [];
  return items.sort((a, b) => compareWeights(weigh(a), weigh(b)) || rank(a) - rank(b));
}

/** The account was edited, and no file agrees to it. */
export function isDrift({ driftClass }: DriftItem): boolean {
  return ['modified', 'missing', 'extra', 'edited'].includes(driftClass);
}

/** Undefined of what is in sync. */
export function driftClassOf(entry: AssessedEntry, integration: AssessedIntegration): DriftClass | undefined {
  if (entry.drift === 'missing') return 'missing';
  if (entry.drift === 'modified') return isExtra(entry) ? 'extra' : 'modified';
  if (isEditedInStack(integration, entry)) return 'edited';
  if (entry.unchecked.length > 0) return 'unchecked';
  if (entry.cause === 'unknown') return entry.action === 'create' ? 'missing' : 'modified';
  if (entry.action !== 'none') return 'pending';
  // Of an observed integration nothing is applied, whatever its file says by now.
  if (entry.changes.some(({ held }) => held === undefined)) return 'pending';
  return entry.changes.length > 0 ? 'held' : undefined;
}

/** All that drifted is members which the resource has and the YAML does not declare. */
function isExtra({ changes }: AssessedEntry): boolean {
  const drifted = changes.filter(({ cause, held }) => cause !== 'change' && held === undefined);
  const isMember = ({ member, before, after }: FieldChange): boolean =>
    member !== undefined && before !== undefined && after === undefined;
  return drifted.length > 0 && drifted.every(isMember);
}

/**
 * A change of the plan goes from live to desired; what accepts drift needs it the other way round. What was changed in
 * the YAML stays as it is, but where the stack was edited: there nothing tells the two apart.
 */
function editsOf({ changes }: AssessedEntry, driftClass: DriftClass): readonly FieldChange[] {
  return driftClass === 'edited'
    ? changes.map((change) => fromAccount({ ...change, cause: 'drift' }))
    : changes.map((change) => (change.cause === 'change' ? change : fromAccount(change)));
}

function fromAccount(change: FieldChange): FieldChange {
  const { before, after, statements, ...rest } = change;
  return {
    ...rest,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
    statements: statements?.map(turnStatement),
  };
}

function turnStatement(change: StatementChange): StatementChange {
  if (change.change === 'added') return { change: 'removed', statement: change.statement };
  if (change.change === 'removed') return { change: 'added', statement: change.statement };
  const { before, after, elements } = change;
  return {
    change: 'changed',
    before: after,
    after: before,
    elements: elements.map(({ element, added, removed }) => ({ element, added: removed, removed: added })),
  };
}

/** What drift moved, by the principal, in the order of the plan. */
function driftedBy(plan: AssessedPlan): ReadonlyMap<Address, DriftedAccess> {
  return new Map(
    plan.integrations
      .flatMap(({ entries }) => entries)
      .flatMap(({ address, drifted }) =>
        drifted === undefined ? [] : [[address, { address, access: drifted }]],
      ),
  );
}

function accessMovedBy(
  { address, holders }: AssessedEntry,
  drifted: ReadonlyMap<Address, DriftedAccess>,
): readonly DriftedAccess[] {
  const concerned = new Set([address, ...(holders?.moved ?? [])]);
  return [...concerned].flatMap((one) => drifted.get(one) ?? []);
}

/**
 * How much access the account gained by the drift. Where that was not compared (of a managed policy that no principal of
 * the plan has) statements and attachments count.
 */
function weightOf(item: DriftItem): readonly number[] {
  // What an edit of the stack gave is not compared: it weighs as much as it can give.
  if (item.driftClass === 'edited') return weighGained({ ...NOTHING, everything: 'certain' });
  if (item.edits.every(({ cause }) => cause === 'change')) return weighGained(NOTHING);
  if (item.moved.length > 0)
    return item.moved.map(({ access }) => weighGained(gainedBy(access))).sort(compareWeights)[0] ?? [];
  return weighGained({ ...NOTHING, unread: statementsGained(item) });
}

const NOTHING: AccessGained = {
  everything: 'no',
  entries: 0,
  permissions: [],
  unread: 0,
  trustUnread: false,
};

function statementsGained({ edits }: DriftItem): number {
  return edits
    .filter(({ cause }) => cause !== 'change')
    .map(({ field, before, after, statements }): number => {
      if (field === 'ManagedPolicyArns' || field === 'Groups') return before === undefined ? 1 : 0;
      if (field === 'PermissionsBoundary') return after === undefined ? 1 : 0;
      return (statements ?? []).filter(gains).length;
    })
    .reduce((sum, gained) => sum + gained, 0);
}

function gains(change: StatementChange): boolean {
  if (change.change === 'changed') return change.elements.some(({ added }) => added.length > 0);
  return (change.statement.effect === 'Allow') === (change.change === 'added');
}

function rank({ driftClass }: DriftItem): number {
  return DRIFT_CLASSES.indexOf(driftClass);
}

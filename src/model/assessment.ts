import type { AccessDelta } from './access.ts';
import { addressKey, type Address } from './address.ts';
import type { StackOrigin } from './applied.ts';
import type { CallCounts } from './call-counts.ts';
import type { Caution, LetsIn, Privilege } from './caution.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Inventory } from './inventory.ts';
import type { JsonObject } from './json.ts';
import type { ExpectationOutcome, JudgedExpectations } from './expectation.ts';
import { sortFindings, type Finding } from './finding.ts';
import type { Observation } from './live.ts';
import type { OutsideView } from './outside.ts';
import type { Action, Cause, IntegrationPlan, Plan, PlanEntry } from './plan.ts';

/** Why an entry, or a whole integration, is not applied. */
export interface Blocker {
  readonly code: BlockerCode;
  readonly message: string;
  /** What the user can do about it. */
  readonly hint: string;
  /** What the file says instead, where that is known: a list of the format with the resource as it is live. */
  readonly instead?: JsonObject;
}

export type BlockerCode =
  | 'replacement'
  | 'foreign-owner'
  | 'unacknowledged-deletion'
  | 'unacknowledged-difference'
  | 'ignored-access'
  | 'too-many-deletions'
  | 'empty-desired'
  | 'user-with-keys'
  | 'policy-in-use'
  | 'policy-versions'
  | 'role-in-profile'
  | 'group-with-members'
  | 'template-too-large'
  | 'expectation-failed'
  | 'access-too-complex'
  | 'own-role'
  | 'missing-reference'
  | 'moved-resource'
  | 'unchecked'
  | 'findings'
  | 'foreign-stack'
  | 'stack-state';

/** Who has a managed policy, or is in a group, that the plan changes. */
export interface Holders {
  /** Principals of the plan whose access moves with it: their own entries say how. */
  readonly moved: readonly Address[];
  /** Every other principal that has it, whose access moves too; absent where that was not looked up. */
  readonly others?: readonly Address[];
}

/** Another entry of the plan by which a principal's access moves, and why that one is there. */
export interface Mover {
  readonly address: Address;
  readonly cause: Cause;
}

/** What is said about one entry of a plan. */
export interface EntryAssessment {
  /**
   * Of a role, user or group: what it gains and loses, over all its policies. Empty when the changes of its policies
   * come to nothing; absent where there are none.
   */
  readonly access?: AccessDelta;
  /** `access` with AWS's own policies as ARNs, for the verdict alone: AWS changes their contents. Absent when it is the same. */
  readonly accessByArn?: AccessDelta;
  /** The same of the drift alone. */
  readonly drifted?: AccessDelta;
  /** Of a role whose access moves: which outside parties reach what through it; absent where none does. */
  readonly outside?: OutsideView;
  /** The same of the drift alone. */
  readonly outsideByDrift?: OutsideView;
  /** Managed policies and groups of the plan by which `access` moves; absent when it is the resource alone. */
  readonly movedBy?: readonly Mover[];
  /** Of a managed policy or group whose policies change. */
  readonly holders?: Holders;
  /** The principals that a role newly lets in and that were not trusted before; absent when there are none. */
  readonly letsIn?: LetsIn;
  /** What of `access` a person would ask about; absent when that is nothing. */
  readonly privileges?: readonly Privilege[];
  readonly blockers: readonly Blocker[];
  /** Shown, never compared. */
  readonly observations: readonly Observation[];
}

/** What is said about one integration of a plan, besides its entries. */
export interface IntegrationJudgement {
  /** Blockers of the whole integration. */
  readonly blockers: readonly Blocker[];
  /** What blocks nothing and should be known all the same; absent when there is nothing. */
  readonly warnings?: readonly Diagnostic[];
  /** What became of the tests in its file; absent when it has none. */
  readonly expectations?: JudgedExpectations;
  /** What the review rules say, the worst first; absent when that is nothing. */
  readonly findings?: readonly Finding[];
  /** Whether its stack is as it was applied; absent where that was not asked. */
  readonly stackOrigin?: StackOrigin;
}

export interface IntegrationAssessment extends IntegrationJudgement {
  /** What became of each expectation, for the verdict; absent when there is none. */
  readonly outcomes?: readonly ExpectationOutcome[];
  /** By address key: what moves between two integrations has an entry in both. */
  readonly entries: ReadonlyMap<string, EntryAssessment>;
}

/** What is said about the scope as a whole. */
export interface ScopeJudgement {
  /** Absent when there is nothing. */
  readonly warnings?: readonly Diagnostic[];
  /** What the review rules say of resources that no file declares; absent when that is nothing. */
  readonly findings?: readonly Finding[];
}

/**
 * Everything that is said about a plan: what follows from it, and whether the guards allow it. Nothing of it is in the
 * digest, and apply sees nothing of it but which integrations it may touch.
 */
export interface Assessment extends ScopeJudgement {
  /** By name. */
  readonly integrations: ReadonlyMap<string, IntegrationAssessment>;
}

export interface AssessedEntry extends PlanEntry, Omit<EntryAssessment, 'accessByArn'> {}

export interface AssessedIntegration extends IntegrationPlan, IntegrationJudgement {
  readonly entries: readonly AssessedEntry[];
}

/** A plan and its assessment side by side, as reports, `plan.json` and verdicts on a run take them. */
export interface AssessedPlan extends Plan, ScopeJudgement {
  readonly integrations: readonly AssessedIntegration[];
  /** What the change does to the guards that it, and those after it, are judged by; absent where not compared. */
  readonly cautions?: readonly Caution[];
  /** Who outside can use what no file declares; only where the whole account was read. */
  readonly undeclaredInventory?: Inventory;
  /** What was asked of AWS for it; absent where AWS was not asked. */
  readonly calls?: CallCounts;
}

/** The plan with what its assessment says at each place. */
export function assessedPlan(plan: Plan, assessment: Assessment): AssessedPlan {
  const { integrations, ...ofScope } = assessment;
  return {
    ...plan,
    ...ofScope,
    integrations: plan.integrations.map((one): AssessedIntegration => {
      const {
        entries: said,
        outcomes: _outcomes,
        ...judgement
      } = integrations.get(one.integration) ?? UNASSESSED;
      const entries = one.entries.map((entry): AssessedEntry => {
        const { accessByArn: _byArn, ...rest }: EntryAssessment =
          said.get(addressKey(entry.address)) ?? NOT_JUDGED;
        return { ...entry, ...rest };
      });
      return { ...one, ...judgement, entries };
    }),
  };
}

/** What was not judged is not allowed. */
const NOT_JUDGED: Pick<EntryAssessment, 'blockers' | 'observations'> = {
  blockers: [
    {
      code: 'unchecked',
      message: 'it was planned and not assessed',
      hint: 'this is a bug in rolekeeper: report it',
    },
  ],
  observations: [],
};

const UNASSESSED: IntegrationAssessment = { blockers: NOT_JUDGED.blockers, entries: new Map() };

/** Everything that forbids to apply an integration: nothing of it is applied when there is anything. */
export function blockersOf({
  blockers,
  entries,
}: Pick<AssessedIntegration, 'blockers'> & {
  readonly entries: readonly Pick<AssessedEntry, 'blockers'>[];
}): readonly Blocker[] {
  return [...blockers, ...entries.flatMap((entry) => entry.blockers)];
}

export function isBlocked(integration: Parameters<typeof blockersOf>[0]): boolean {
  return blockersOf(integration).length > 0;
}

/** The integrations that apply may touch: those that nothing blocks. */
export function applicableIn({ integrations }: Pick<AssessedPlan, 'integrations'>): ReadonlySet<string> {
  return new Set(integrations.filter((one) => !isBlocked(one)).map(({ integration }) => integration));
}

/** Everything that the review rules say of a plan, the worst first. */
export function findingsIn({
  integrations,
  findings = [],
}: Pick<AssessedPlan, 'integrations' | 'findings'>): readonly Finding[] {
  return sortFindings([...integrations.flatMap((integration) => integration.findings ?? []), ...findings]);
}

/** Whether the stack says something of a resource that neither the file declares nor the commit that it was applied from. */
export function isEditedInStack(
  { stackOrigin }: Pick<AssessedIntegration, 'stackOrigin'>,
  { address, action, changes }: Pick<PlanEntry, 'address' | 'action' | 'changes'>,
): boolean {
  if (action === 'none' && changes.length === 0) return false;
  // Who takes the commit out of a template does not get a lesser word for it.
  if (stackOrigin?.origin === 'untraced') return true;
  return (
    stackOrigin?.origin === 'edited' &&
    stackOrigin.addresses.some((one) => addressKey(one) === addressKey(address))
  );
}

/** The account is not as it was applied: an edit of the resource itself, or of its stack. */
export function hasDrifted(integration: AssessedIntegration, entry: AssessedEntry): boolean {
  return entry.drift !== undefined || isEditedInStack(integration, entry);
}

/** Counts of entries per action over a plan, and of entries with drift. */
export interface PlanTotals {
  readonly create: number;
  readonly adopt: number;
  readonly update: number;
  readonly delete: number;
  readonly release: number;
  readonly forget: number;
  readonly none: number;
  readonly drift: number;
  readonly blocked: number;
  readonly unchecked: number;
}

export function totalsOf(plan: Pick<AssessedPlan, 'integrations' | 'unchecked'>): PlanTotals {
  const entries = plan.integrations.flatMap((integration) => integration.entries);
  const count = (action: Action): number => entries.filter((entry) => entry.action === action).length;
  return {
    create: count('create'),
    adopt: count('adopt'),
    update: count('update'),
    delete: count('delete'),
    release: count('release'),
    forget: count('forget'),
    none: count('none'),
    drift: plan.integrations.flatMap((one) => one.entries.filter((entry) => hasDrifted(one, entry))).length,
    blocked:
      entries.filter((entry) => entry.blockers.length > 0).length +
      plan.integrations.filter((integration) => integration.blockers.length > 0).length,
    unchecked: entries.filter((entry) => entry.unchecked.length > 0).length + plan.unchecked.length,
  };
}

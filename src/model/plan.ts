import type { AccessDelta } from './access.ts';
import type { Address, Kind } from './address.ts';
import type { Diagnostic, Location } from './diagnostic.ts';
import type { JudgedExpectations } from './expectation.ts';
import { sortFindings, type Finding } from './finding.ts';
import type { Json } from './json.ts';
import type { Unchecked, Observation } from './live.ts';
import type { StatementChange } from './statement.ts';

export type Action = 'create' | 'adopt' | 'update' | 'delete' | 'release' | 'forget' | 'none';

/**
 * Why an entry is there: `change` somebody edited the YAML (desired ≠ applied), `drift` somebody edited the account
 * (live ≠ applied), `both`, or `unknown` when the applied side is not known.
 */
export type Cause = 'change' | 'drift' | 'both' | 'unknown';

/** Why drift is shown and not reverted. */
export interface Held {
  readonly reason: string;
  /** The first day on which it no longer holds, `YYYY-MM-DD`; absent: until it is acknowledged. */
  readonly until?: string;
}

/** One field that apply would change in IAM: `before` is live, `after` is desired. */
export interface FieldChange {
  /** CloudFormation property name. */
  readonly field: string;
  /** The inline policy, attachment, group or tag within the field, where the field is a collection. */
  readonly member?: string;
  /** Absent: not there. */
  readonly before?: Json;
  readonly after?: Json;
  readonly cause: Cause;
  /** Drift that is shown and not reverted: the desired file holds it, or reverting it would give access back. */
  readonly held?: Held;
  /** For a policy document: what moves, as sets of statements. */
  readonly statements?: readonly StatementChange[];
  readonly location?: Location;
}

/** Why an entry, or a whole integration, is not applied. */
export interface Blocker {
  readonly code: BlockerCode;
  readonly message: string;
  /** What the user can do about it. */
  readonly hint: string;
}

export type BlockerCode =
  | 'replacement'
  | 'foreign-owner'
  | 'unacknowledged-deletion'
  | 'unacknowledged-difference'
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
  | 'moved-resource'
  | 'unchecked'
  | 'findings'
  | 'foreign-stack'
  | 'stack-state';

/** Who has a managed policy, or is in a group, that the plan changes. */
export interface Holders {
  /** Principals of the plan whose access moves with it: their own entries say how. */
  readonly moved: readonly Address[];
  /** Everybody else who has it, whose access moves too; absent where nobody looked. */
  readonly others?: readonly Address[];
}

/** Another entry of the plan by which a principal's access moves, and why that one is there. */
export interface Mover {
  readonly address: Address;
  readonly cause: Cause;
}

/** What the plan says about one resource. */
export interface PlanEntry {
  readonly address: Address;
  readonly kind: Kind;
  readonly name: string;
  readonly action: Action;
  /** Absent when nothing differs. */
  readonly cause?: Cause;
  /** Drift class: what somebody did to the account since the last apply. Absent when live equals applied. */
  readonly drift?: 'modified' | 'missing';
  readonly changes: readonly FieldChange[];
  /** What somebody edited in the account and the file now says too; absent when there is nothing. */
  readonly accepted?: readonly Pick<FieldChange, 'field' | 'member'>[];
  /**
   * Of a role, user or group: what it gains and loses, over all its policies. Empty when the changes of its policies
   * come to nothing; absent where there are none, or nobody compared.
   */
  readonly access?: AccessDelta;
  /** The same of what somebody did in the account since the last apply. */
  readonly drifted?: AccessDelta;
  /** Managed policies and groups of the plan by which `access` moves; absent when it is the resource alone. */
  readonly movedBy?: readonly Mover[];
  /** Of a managed policy or group whose policies change. */
  readonly holders?: Holders;
  readonly blockers: readonly Blocker[];
  /** Properties of this resource that could not be read, by name; `*` when nothing of it could. */
  readonly unchecked: readonly string[];
  /** Fields that differ and that the desired file ignores. */
  readonly ignored: readonly string[];
  /** Shown, never compared. */
  readonly observations: readonly Observation[];
  /** Where the resource stands in the desired file. */
  readonly location?: Location;
}

export interface IntegrationPlan {
  readonly integration: string;
  readonly stackName: string;
  readonly description?: string;
  readonly vendor?: string;
  readonly owner?: string;
  readonly file?: string;
  /** SHA-256 in hex over what apply would do; the same for every spelling of the same plan. */
  readonly digest: string;
  /** Sorted by address. Entries with action `none` are in it. */
  readonly entries: readonly PlanEntry[];
  /** Blockers of the whole integration. */
  readonly blockers: readonly Blocker[];
  /** `observe: true`: compared and reported, never applied. */
  readonly observed: boolean;
  /** What stands in nobody's way and should be known all the same; absent when there is nothing. */
  readonly warnings?: readonly Diagnostic[];
  /** What became of the tests in its file; absent when it has none. */
  readonly expectations?: JudgedExpectations;
  /** What the review rules say, the worst first; absent when that is nothing. */
  readonly findings?: readonly Finding[];
}

/** A live resource that no desired file declares. */
export interface Undeclared {
  readonly address: Address;
  readonly arn: string;
  /** Outside accounts and identity providers that its trust policy lets in, e.g. `AWS:arn:aws:iam::464622532012:root`. */
  readonly trusts: readonly string[];
  /** Whether any of them is outside the account (another account, anybody, or an identity provider). */
  readonly trustsOutside: boolean;
}

/** What apply would do to one scope, why, and what was not seen. Plain, sorted, serialisable data. */
export interface Plan {
  readonly format: 1;
  readonly account: string;
  readonly region: string;
  /**
   * Where the live side came from: `iam`, the folder given to `--live`, or what the base branch declares (a run without
   * credentials).
   */
  readonly source:
    | { readonly kind: 'iam'; readonly endpoint?: string }
    | { readonly kind: 'files'; readonly directory: string }
    | { readonly kind: 'base'; readonly commit: string };
  /** Sorted by name. */
  readonly integrations: readonly IntegrationPlan[];
  /** Names of integrations that the command was not about. */
  readonly notCompared: readonly string[];
  /** Live resources that no file declares; only where everything was read. */
  readonly undeclared: readonly Undeclared[];
  readonly unchecked: readonly Unchecked[];
  /** Reports show nothing of external ids but a fingerprint; no part of any digest. */
  readonly hideExternalIds?: true;
  /** Of the scope as a whole; absent when there is nothing. */
  readonly warnings?: readonly Diagnostic[];
  /** What the review rules say of resources that no file declares; absent when that is nothing. */
  readonly findings?: readonly Finding[];
}

/** Everything that the review rules say of a plan, the worst first. */
export function findingsIn({
  integrations,
  findings = [],
}: Pick<Plan, 'integrations' | 'findings'>): readonly Finding[] {
  return sortFindings([...integrations.flatMap((integration) => integration.findings ?? []), ...findings]);
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

export function totalsOf(plan: Pick<Plan, 'integrations' | 'unchecked'>): PlanTotals {
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
    drift: entries.filter((entry) => entry.drift !== undefined).length,
    blocked:
      entries.filter((entry) => entry.blockers.length > 0).length +
      plan.integrations.filter((integration) => integration.blockers.length > 0).length,
    unchecked: entries.filter((entry) => entry.unchecked.length > 0).length + plan.unchecked.length,
  };
}

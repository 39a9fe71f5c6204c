import type { Address, Kind } from './address.ts';
import type { Dates } from './dates.ts';
import type { Location } from './diagnostic.ts';
import { SUSPENSION_POLICY } from './integration.ts';
import type { Json } from './json.ts';
import type { Unchecked } from './live.ts';
import type { StatementChange } from './statement.ts';

export type Action = 'create' | 'adopt' | 'update' | 'delete' | 'release' | 'forget' | 'none';

/**
 * Why an entry is there: `change` the YAML was edited (desired ≠ applied), `drift` the account was edited
 * (live ≠ applied), `both`, or `unknown` when the applied side is not known.
 */
export type Cause = 'change' | 'drift' | 'both' | 'unknown';

/** Why drift is shown and not reverted. */
export interface Held {
  readonly reason: string;
  /** The first day on which it no longer holds, `YYYY-MM-DD`; absent: until it is acknowledged. */
  readonly until: string | undefined;
}

/** One field that apply would change in IAM: `before` is live, `after` is desired. */
export interface FieldChange {
  /** CloudFormation property name. */
  readonly field: string;
  /** The inline policy, attachment, group or tag within the field, where the field is a collection. */
  readonly member: string | undefined;
  /** Absent: not there. */
  readonly before?: Json;
  readonly after?: Json;
  readonly cause: Cause;
  /** Where the account was edited: the fingerprint of the drift of the whole field, by which a file can hold it. */
  readonly fingerprint: string | undefined;
  /** Drift that is shown and not reverted: the desired file holds it, or reverting it would give access back. */
  readonly held: Held | undefined;
  /** For a policy document: what moves, as sets of statements. */
  readonly statements: readonly StatementChange[] | undefined;
  readonly location: Location | undefined;
}

/** What apply would do with one resource. */
export interface PlanEntry {
  readonly address: Address;
  readonly kind: Kind;
  readonly name: string;
  readonly action: Action;
  /** Undefined when nothing differs. */
  readonly cause: Cause | undefined;
  /** Drift class: what the account has been edited to since the last apply. Undefined when live equals applied. */
  readonly drift: 'modified' | 'missing' | undefined;
  /** Of all that was edited in the account, by which a file can hold it; undefined when nothing was. */
  readonly fingerprint: string | undefined;
  readonly changes: readonly FieldChange[];
  /** What was edited in the account and the file now says too; undefined when there is nothing. */
  readonly accepted: readonly Pick<FieldChange, 'field' | 'member'>[] | undefined;
  /** Properties of this resource that could not be read, by name; `*` when nothing of it could. */
  readonly unchecked: readonly string[];
  /** Fields that differ and that the desired file ignores. */
  readonly ignored: readonly string[];
  /** Where the resource stands in the desired file; undefined when no file declares it. */
  readonly location: Location | undefined;
  /** `pending: true`: no principal can assume it before its file has a trust policy. */
  readonly pending: true | undefined;
}

export interface IntegrationPlan extends Required<Dates> {
  readonly integration: string;
  readonly stackName: string;
  readonly description: string | undefined;
  readonly vendor: string | undefined;
  readonly owner: string | undefined;
  readonly file: string | undefined;
  /** SHA-256 in hex over what apply would do; the same for every spelling of the same plan. */
  readonly digest: string;
  /** Sorted by address. Entries with action `none` are in it. */
  readonly entries: readonly PlanEntry[];
  /** `observe: true`: compared and reported, never applied. */
  readonly observed: boolean;
  /** Its `expires` has come: it is planned as suspended though no line of its file says so. */
  readonly expired: true | undefined;
  /** What the third party is to be told once this is applied; of external ids it has fingerprints. */
  readonly handover: string | undefined;
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
    | { readonly kind: 'iam'; readonly endpoint: string | undefined }
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
  readonly hideExternalIds: true | undefined;
}

export function isActing({ action }: Pick<PlanEntry, 'action'>): boolean {
  return action !== 'none';
}

/** The YAML was edited, and the edit is not applied yet. */
export function isChanged({ entries }: Pick<IntegrationPlan, 'entries'>): boolean {
  return entries.some(isChange);
}

/** All that there is to do is to revert edits in the account. */
export function isPureDrift(integration: Pick<IntegrationPlan, 'entries'>): boolean {
  return integration.entries.some(isActing) && !isChanged(integration);
}

/**
 * All that a file asks for is the suspension that its date brings. Time did that and no pull request: it is told, and
 * applied once it has been reviewed.
 */
export function isExpiryAlone({ expired, entries }: Pick<IntegrationPlan, 'expired' | 'entries'>): boolean {
  const asked = entries.filter(isChange);
  return expired === true && asked.length > 0 && asked.every(isSuspensionAlone);
}

function isSuspensionAlone({ action, changes }: PlanEntry): boolean {
  const asked = changes.filter(({ cause }) => cause !== 'drift');
  return (
    action === 'update' &&
    asked.length > 0 &&
    asked.every(
      ({ field, member, before }) =>
        field === 'Policies' && member === SUSPENSION_POLICY && before === undefined,
    )
  );
}

/** An entry that the YAML asks for. */
export function isChange({ action, cause }: Pick<PlanEntry, 'action' | 'cause'>): boolean {
  return action !== 'none' && cause !== 'drift';
}

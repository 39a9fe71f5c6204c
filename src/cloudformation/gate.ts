import { parseAddress, type Address } from '../model/address.ts';
import type { ChangeSet, ChangeSetChange } from '../model/change-set.ts';
import { isPhysicalIdOf, kindSpec } from '../kinds/registry.ts';

export type ExpectedAction = 'Add' | 'Modify' | 'Remove' | 'Import';

/** One entry that a change set must have, because the plan has it. */
export interface ExpectedChange {
  readonly logicalId: string;
  /** Absent for the placeholder. */
  readonly address?: Address;
  readonly action: ExpectedAction;
  /** Other actions that do the same: what a drift-aware change set shows follows from what it finds. */
  readonly or?: readonly ExpectedAction[];
  /** It may be missing: CloudFormation need not see the drift that it is for. */
  readonly optional?: true;
  /** What must become of a removed resource. */
  readonly policyAction?: 'Delete' | 'Retain';
  /** The template in force says the same, so that a change set need not say it again. */
  readonly mayBeUnsaid?: true;
  /** Where a Modify must not reach beyond these attributes. */
  readonly scope?: readonly string[];
}

export interface ExpectedChanges {
  readonly changes: readonly ExpectedChange[];
  /**
   * Of a drift-aware change set, which may have entries that touch nothing: logical ids of resources whose live state
   * equals the desired one, so that writing them again changes nothing. In any other change set the properties of an
   * unchanged block are the applied ones byte for byte, and a Modify of it, be it harmless, proves that the stack has
   * moved since it was read.
   */
  readonly inSync?: ReadonlySet<string>;
  /** Nothing but the planned entries, not even another order of creation: an import changes nothing else. */
  readonly nothingElse?: true;
}

/**
 * Why a change set must not be executed: every entry that the plan does not have, and every one that it lacks.
 * An empty list means that executing it does what was planned and nothing else.
 */
export function findMismatches(changeSet: ChangeSet, expectation: ExpectedChanges): readonly string[] {
  const expected = new Map(expectation.changes.map((change) => [change.logicalId, change]));
  const actual = new Set(changeSet.changes.map((change) => change.logicalId));
  const unplanned = changeSet.changes.flatMap((change) =>
    mismatchOf(change, expected.get(change.logicalId), expectation),
  );
  const twice = changeSet.changes
    .filter(({ logicalId }, index) => changeSet.changes.findIndex((c) => c.logicalId === logicalId) < index)
    .map(({ logicalId }) => `${logicalId} is in the change set twice`);
  const lacking = expectation.changes
    .filter((change) => change.optional !== true && !actual.has(change.logicalId))
    .map((change) => `${change.action} of ${nameOf(change)} is planned and not in the change set`);
  return [...unplanned, ...twice, ...lacking];
}

function mismatchOf(
  change: ChangeSetChange,
  expected: ExpectedChange | undefined,
  { inSync, nothingElse }: ExpectedChanges,
): readonly string[] {
  if (expected === undefined) {
    const isHarmless = isOrderAlone(change) || (inSync !== undefined && touchesNothing(change, inSync));
    return isHarmless && nothingElse !== true
      ? []
      : [`${change.action} of ${change.logicalId} is not planned`];
  }
  const name = nameOf(expected);
  if (inSync !== undefined && change.action === 'SyncWithActual') return [];
  if (![expected.action, ...(expected.or ?? [])].some((action) => action === change.action)) {
    return [`${change.action} of ${name} where ${expected.action} is planned`];
  }
  const mismatches = [...wrongResource(change, expected)];
  if (change.action === 'Modify' && replaces(change)) mismatches.push(`Modify of ${name} would replace it`);
  const isUnsaid = change.policyAction === undefined && expected.mayBeUnsaid === true;
  if (expected.policyAction !== undefined && change.policyAction !== expected.policyAction && !isUnsaid) {
    mismatches.push(
      `Remove of ${name} would ${change.policyAction ?? 'have no policy action'}, not ${expected.policyAction}`,
    );
  }
  const beyond = change.scope.filter(
    (attribute) => expected.scope?.includes(attribute) === false && !isShadow(attribute, change),
  );
  if (beyond.length > 0)
    mismatches.push(`Modify of ${name} reaches ${beyond.join(', ')}, which is not planned`);
  return mismatches;
}

/**
 * CloudFormation may name these beside `Metadata` though the template has neither; then no detail is about them
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1185).
 */
function isShadow(attribute: string, { scope, details }: ChangeSetChange): boolean {
  if (attribute !== 'UpdatePolicy' && attribute !== 'CreationPolicy') return false;
  return scope.includes('Metadata') && details.every((detail) => detail.attribute !== attribute);
}

/** The entry must be about the very resource that is planned, whatever logical id it goes by. */
function wrongResource(change: ChangeSetChange, expected: ExpectedChange): readonly string[] {
  const planned = expected.address === undefined ? undefined : parseAddress(expected.address);
  if (planned === undefined) return [];
  const type = kindSpec(planned.kind).cloudFormationType;
  if (change.resourceType !== type) {
    return [`${change.action} of ${nameOf(expected)} is about a ${change.resourceType}`];
  }
  const { physicalId } = change;
  return physicalId === undefined || isPhysicalIdOf(planned.kind, planned.name, physicalId)
    ? []
    : [`${change.action} of ${nameOf(expected)} is about ${change.physicalId ?? ''}`];
}

/** The template leaves out that a resource depends on what is gone. A scope never names `DependsOn` (ResourceAttribute of the API). */
function isOrderAlone(change: ChangeSetChange): boolean {
  const { action, scope, details } = change;
  return action === 'Modify' && !replaces(change) && scope.length === 0 && details.length === 0;
}

/** Entries of a drift-aware set: CloudFormation records what is live, or writes what is there. */
function touchesNothing(change: ChangeSetChange, inSync: ReadonlySet<string>): boolean {
  if (change.action === 'SyncWithActual') return true;
  if (change.action !== 'Modify' || replaces(change)) return false;
  const recordsOnly =
    change.details.length > 0 && change.details.every((detail) => detail.source === 'NoModification');
  return recordsOnly || inSync.has(change.logicalId);
}

/** Only a Modify replaces: imports carry `Replacement: True` without meaning it. */
function replaces({ replacement, policyAction }: ChangeSetChange): boolean {
  return (
    replacement === 'True' || replacement === 'Conditional' || policyAction?.startsWith('Replace') === true
  );
}

function nameOf({ address, logicalId }: ExpectedChange): string {
  return address === undefined ? logicalId : `${address} (${logicalId})`;
}

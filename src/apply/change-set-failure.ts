import type { ChangeSet, ValidationEvent } from '../model/change-set.ts';
import type { Location } from '../model/diagnostic.ts';
import { type MissingReference, RolekeeperError } from '../model/failure.ts';
import type { LiveResource } from '../model/live.ts';
import type { StackEventRow } from '../model/stack-reader.ts';
import { explainFailure, type Explanation, findRootCause } from '../cloudformation/explain-failure.ts';
import type { ChangeSetContext } from './change-set-context.ts';

/** Why CloudFormation could not make a change set: nothing was executed. */
export function refusalOf(
  changeSet: ChangeSet,
  validations: readonly ValidationEvent[] | undefined,
  target: ChangeSetContext,
): RolekeeperError {
  const failures = (validations ?? []).filter((event) => event.mode !== 'WARN');
  const told = failures.map((event) => ({
    event,
    explanation: explainFailure(event.reason, event.validation),
  }));
  const [first] = told;
  const why = told.map(({ event, explanation }) => sayOf(event.logicalId, explanation, target)).join('; ');
  const alone = explainFailure(changeSet.reason ?? 'no reason given');
  const unseen = validations === undefined ? '; allow cloudformation:DescribeEvents to see more of it' : '';
  return failure(
    `CloudFormation refused the change set of ${target.stackName}: ${first === undefined ? quotedCause(alone) : why}`,
    `${(first?.explanation ?? alone).remedy}${unseen}; nothing was executed`,
    first === undefined ? [alone] : told.map(({ explanation }) => explanation),
    first === undefined ? undefined : locationOf(first.event.logicalId, first.explanation, target),
  );
}

/** Why an execution failed: the first failure of it, the rest follows from that. */
export function failureOfExecution(
  status: string,
  events: readonly StackEventRow[],
  target: ChangeSetContext,
): RolekeeperError {
  const undone = status.endsWith('ROLLBACK_COMPLETE');
  const outcome = undone ? ' and was rolled back' : `, the stack is in ${status}`;
  const found = findRootCause(events);
  const stuck = 'run plan: it says what to do with the stack';
  if (found === undefined) {
    return failure(
      `the change of ${target.stackName} failed${outcome}`,
      undone ? 'look at its events' : `look at its events; ${stuck}`,
      [],
    );
  }
  const explanation = explainFailure(found.reason);
  return failure(
    `the change of ${target.stackName} failed${outcome}: ${sayOf(found.logicalId, explanation, target)}`,
    undone ? explanation.remedy : joined(explanation.before, stuck),
    [explanation],
    locationOf(found.logicalId, explanation, target),
  );
}

/**
 * What CloudFormation could not delete when it cleaned up: it tries three times, lets go of the resource, and ends in
 * success ("Update successful. One or more resources could not be deleted.";
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html).
 */
export function failureOfCleanUp(
  events: readonly StackEventRow[],
  target: ChangeSetContext,
): RolekeeperError | undefined {
  const failed = new Map(
    events
      .filter(({ status }) => status === 'DELETE_FAILED')
      .map((event) => [event.logicalId, explainFailure(event.reason ?? 'CloudFormation gives no reason')]),
  );
  const [first] = failed.values();
  if (first === undefined) return undefined;
  const said = [...failed].map(([logicalId, explanation]) => sayOf(logicalId, explanation, target));
  const remedy = first.remedy.replace(/(^|; )run apply again.*$/, '');
  return new RolekeeperError(
    'not-converged',
    `${target.stackName} no longer has what it could not delete, and it still exists: ${said.join('; ')}`,
    { hint: joined(remedy, 'apply again, which adopts it and then deletes it') },
  );
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

function failure(
  message: string,
  hint: string,
  explanations: readonly Explanation[],
  location?: Location,
): RolekeeperError {
  const references = explanations.flatMap(({ missing }) => (missing === undefined ? [] : [missing]));
  return new RolekeeperError('change-set-failed', message, {
    hint,
    location,
    detail: references.length === 0 ? undefined : { detail: 'missing-references', references },
  });
}

/** A principal of a trust policy was refused: it does not exist, or not everywhere yet. */
export function refusesPrincipal(error: RolekeeperError): boolean {
  return missingReferencesOf(error).some(({ missing }) => missing === 'principal');
}

/**
 * What CloudFormation says does not exist, and does: the endpoint of IAM that it asked has not heard of it yet
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). It is
 * of any file and any writer; of several, IAM names one at a time.
 *
 * @param existing what was in IAM before the change set; what that one made is gone with its rollback
 */
export function notKnownYet(
  error: RolekeeperError,
  existing: readonly LiveResource[],
): LiveResource | undefined {
  const missing = new Set(missingReferencesOf(error).flatMap(({ arns }) => arns));
  return existing.find(({ arn }) => missing.has(arn.toLowerCase()));
}

function missingReferencesOf({ detail }: RolekeeperError): readonly MissingReference[] {
  return detail?.detail === 'missing-references' ? detail.references : [];
}

function sayOf(logicalId: string | undefined, explanation: Explanation, target: ChangeSetContext): string {
  const said = quotedCause(explanation);
  if (logicalId === undefined) return said;
  return `${target.resources.get(logicalId)?.address ?? logicalId}: ${said}`;
}

/** In quotes, which markdown shows as one code span: a handler's message can carry texts of others. */
function quotedCause({ cause }: Explanation): string {
  return JSON.stringify(cause);
}

/** The property that is to blame, else the resource, as it stands in the YAML. */
function locationOf(
  logicalId: string | undefined,
  { property }: Explanation,
  target: ChangeSetContext,
): Location | undefined {
  const resource = logicalId === undefined ? undefined : target.resources.get(logicalId);
  const exact = property === undefined ? undefined : resource?.propertyLocations?.[property];
  return exact ?? resource?.location;
}

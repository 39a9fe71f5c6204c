import { RolekeeperError } from '../model/failure.ts';
import { addressKey } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isActing } from '../model/plan.ts';
import { readinessOf } from '../plan/stack-state.ts';
import type { Approval } from './approval.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import { integrationStateOf, type IntegrationState } from './integration-state.ts';
import { sayWinner } from './say-winner.ts';
import type { Anew, ApplyPorts } from './ports.ts';

/**
 * Right before the first change set of a stack: reads its status and template again, and what is to be changed in IAM.
 * Between the plan and this moment lie the question to a person, or a queue of other stacks.
 *
 * @returns the integration as it is now; which of its entries are still those that were shown, the approval says
 * @throws RolekeeperError `plan-changed` when the stack has moved, or nothing is left of what was shown
 */
export async function stillPlanned(
  planned: IntegrationState,
  approval: Approval,
  ports: ApplyPorts,
): Promise<IntegrationState> {
  const { integration, stackName, entries } = planned.plan;
  const acting = entries.filter(isActing).map(({ address }) => address);
  const anew = { stacks: true, resources: true } as const;
  const now = integrationStateOf(integration, await ports.readState([integration], () => acting, anew));
  if (now === undefined || textOfStack(now.stack) !== textOfStack(planned.stack)) {
    throw new RolekeeperError(
      'plan-changed',
      `the stack ${stackName} has changed since the plan was read${sayStatus(now?.stack, planned.stack)}`,
      {
        hint: `${sayWinner(now?.stack)} was faster; nothing was changed by this run: plan again, and apply that`,
      },
    );
  }
  const left = now.plan.entries.filter(isActing);
  if (left.length > 0 && !left.some((entry) => approval.isSame(entry))) {
    const moved = await movedSince({ integration, stackName, startsFrom: now.stack }, ports);
    if (moved !== undefined) throw moved;
    throw new RolekeeperError(
      'plan-changed',
      `IAM has changed since the plan was read: ${left.map(({ address }) => address).join(', ')}`,
      { hint: 'nothing was changed; plan again, look at what changed, and apply that' },
    );
  }
  return now;
}

/**
 * After CloudFormation refused a move: nothing of it was executed, so the template is the one from before. Where it is
 * not, another writer was faster, and the difference to the file is what that one has just written.
 *
 * @throws RolekeeperError `plan-changed`
 */
export function requireSameTemplate(before: IntegrationState, now: IntegrationState | undefined): void {
  if (textOfTemplate(before.stack) === textOfTemplate(now?.stack)) return;
  throw movedMeanwhile(before.plan.stackName, now?.stack);
}

/** The same after a change set that was executed: the template is the one that was sent. */
export function requireSentTemplate(
  sent: JsonObject,
  stackName: string,
  stack: AppliedStack | undefined,
): void {
  if (stack === undefined || readinessOf(stack.status) !== 'ready' || stack.transient.length > 0) return;
  const resources = sent['Resources'];
  const blocks = isJsonObject(resources) ? resources : {};
  const there = new Map(stack.resources.map(({ logicalId, block }) => [logicalId, block] as const));
  const isOurs =
    [...there].every(([id, block]) => canonicalJson(blocks[id] ?? null) === canonicalJson(block)) &&
    Object.keys(blocks).every((id) => there.has(id) || stack.placeholders.includes(id));
  if (!isOurs) throw movedMeanwhile(stackName, stack);
}

/** What was edited while it was repaired keeps its stand-in until a plan has shown the edit. @throws RolekeeperError `plan-changed` */
export function requireNoneEdited({ plan, editedStandIns }: IntegrationState): void {
  const edited = plan.entries.filter(({ address }) => editedStandIns?.has(addressKey(address)));
  if (edited.length === 0) return;
  throw new RolekeeperError(
    'plan-changed',
    `this was edited while it was repaired, and its repair has not ended: ${edited.map(({ address }) => address).join(', ')}`,
    {
      hint: 'plan again, look at what changed, and apply that: it ends the repair, and does what is left to do',
    },
  );
}

/** What a stack has applied, as far as it is to be compared with what a step begins with. */
export async function stackNow(
  integration: string,
  ports: ApplyPorts,
  anew?: Anew,
): Promise<AppliedStack | undefined> {
  const { input } = await ports.readState([integration], () => [], anew);
  const stacks = input.applied.known ? input.applied.stacks : [];
  return stacks.find((stack) => stack.integration === integration);
}

/**
 * Asks, once CloudFormation has taken a change set, whether it makes it from the template that the step was worked out
 * from. An update that came between the last read and that moment would be undone by it; one that begins later makes
 * the change set obsolete
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html). So does
 * the deletion of a stack ask, just before, and what finds that IAM has changed: another apply may have changed it.
 *
 * @returns `plan-changed` where the stack has moved
 */
export async function movedSince(
  { integration, stackName, startsFrom }: Pick<ChangeSetContext, 'integration' | 'stackName' | 'startsFrom'>,
  ports: ApplyPorts,
): Promise<RolekeeperError | undefined> {
  if (startsFrom === undefined || readinessOf(startsFrom.status) === 'absent') return undefined;
  const now = await stackNow(integration, ports, { stacks: true });
  return textOfTemplate(startsFrom) === textOfTemplate(now) ? undefined : movedMeanwhile(stackName, now);
}

function movedMeanwhile(stackName: string, stack: AppliedStack | undefined): RolekeeperError {
  return new RolekeeperError(
    'plan-changed',
    `the stack ${stackName} has changed while it was applied: its template is another one`,
    { hint: `${sayWinner(stack)} was faster; plan again, look at what changed, and apply that` },
  );
}

function textOfTemplate(stack: AppliedStack | undefined): string {
  if (stack === undefined || readinessOf(stack.status) === 'absent') return '';
  const blocks = stack.resources.map(({ logicalId, block }): Json => [logicalId, block]);
  return canonicalJson([{ ...stack.ownership }, stack.transient, stack.placeholders, blocks]);
}

function sayStatus(now: AppliedStack | undefined, before: AppliedStack | undefined): string {
  if (now === undefined) return ': it does not exist any more';
  return now.status === before?.status ? ': its template is another one' : `: it is in ${now.status}`;
}

/** What counts of a stack; of one that holds nothing, nothing does. */
function textOfStack(stack: AppliedStack | undefined): string {
  if (stack === undefined || readinessOf(stack.status) === 'absent') return '';
  const { stackId, status, ownership, outputs = null, transient, placeholders, resources } = stack;
  const blocks = resources.map(({ logicalId, block }): Json => [logicalId, block]);
  return canonicalJson([stackId, status, { ...ownership }, outputs, transient, placeholders, blocks]);
}

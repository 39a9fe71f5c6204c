import type { AssessedPlan } from '../../src/model/assessment.ts';
import type { Scope } from '../../src/model/integration.ts';
import { applyScope } from './rehearsal.ts';
import { integration, resource, role, scope } from './resources.ts';
import type { Account } from './scenario/account.ts';

export const p = resource('managed-policy', 'p');

/** The integration `i`, and with one change. */
export const before = scope([integration('i', [role('r'), p])]);
export const after = scope([integration('i', [role('r', { Description: 'new' }), p])]);

/** The stack of the integration `i`. */
export const STACK = 'rolekeeper-i';

export function stackOf(account: Account) {
  const stack = account.sandbox.world.cloudFormation.find('eu-west-1', STACK);
  if (stack === undefined) throw new Error(`there is no ${STACK}`);
  return stack;
}

/** A request of CloudFormation about that stack, past rolekeeper. */
export function callStack(account: Account, call: Record<string, string>): Promise<string> {
  return account.call({ Version: '2010-05-15', StackName: STACK, ...call });
}

/** Reads the stack, which lets time pass, until it is as asked. @throws when it never is */
export async function untilStatus(account: Account, isThere: (status: string) => boolean): Promise<string> {
  for (let read = 0; read < 60; read += 1) {
    const { status } = stackOf(account);
    if (isThere(status)) return status;
    await callStack(account, { Action: 'DescribeStacks' });
  }
  throw new Error(`${STACK} stays in ${stackOf(account).status}`);
}

/** The change set that a run leaves which is killed just before it executes it. */
export async function leaveChangeSet(account: Account, subject: Scope): Promise<string> {
  const { faults } = account.sandbox.world;
  faults.add({ kind: 'deny', action: 'DeleteChangeSet' });
  faults.add({ kind: 'deny', action: 'ExecuteChangeSet' });
  await applyScope(subject);
  faults.clear();
  const left = stackOf(account).changeSets.find((one) => one.executionStatus === 'AVAILABLE');
  if (left === undefined) throw new Error('the run left no change set');
  return left.id;
}

/** What stands in the way of the integration: `stack-state: run "aws …"; then …`. */
export function blockersIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ blockers }) => blockers.map(({ code, hint }) => `${code}: ${hint}`));
}

export function driftIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ entries }) =>
    entries.filter((entry) => entry.drift !== undefined).map((entry) => entry.address),
  );
}

export function actionsIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ entries }) => entries.map((entry) => entry.action));
}

import type { Plan } from '../../src/model/plan.ts';
import type { Scope } from '../../src/model/integration.ts';
import { applyScope } from './rehearsal.ts';
import type { Account } from './scenario/account.ts';

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

/** The commands that a hint tells people to run. */
export function commandsIn(hint: string): readonly string[] {
  return [...hint.matchAll(/aws (?:cloudformation|iam) [a-z-]+(?: --[a-z-]+(?: [^\s"-][^\s"]*)?)+/g)].map(
    ([text]) => text,
  );
}

/** Does what the `aws` CLI makes of such a command. */
export async function runCommand(account: Account, command: string): Promise<void> {
  const [, service, verb = '', ...words] = command.split(' ');
  const call: Record<string, string> = { Action: pascal(verb) };
  if (service === 'cloudformation') call['Version'] = '2010-05-15';
  for (let at = 0; at < words.length; at += 2) call[pascal((words[at] ?? '').slice(2))] = words[at + 1] ?? '';
  await account.call(call);
}

function pascal(words: string): string {
  return words
    .split('-')
    .map((word) => SPELT[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

const SPELT: Readonly<Record<string, string>> = { mfa: 'MFA', ssh: 'SSH' };

/** What stands in the way of the integration: `stack-state: run "aws …"; then …`. */
export function blockersIn({ integrations }: Plan): readonly string[] {
  return integrations.flatMap(({ blockers }) => blockers.map(({ code, hint }) => `${code}: ${hint}`));
}

export function driftIn({ integrations }: Plan): readonly string[] {
  return integrations.flatMap(({ entries }) =>
    entries.filter((entry) => entry.drift !== undefined).map((entry) => entry.address),
  );
}

export function actionsIn({ integrations }: Plan): readonly string[] {
  return integrations.flatMap(({ entries }) => entries.map((entry) => entry.action));
}

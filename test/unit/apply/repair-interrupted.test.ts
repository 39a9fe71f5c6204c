import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { allow } from '../../helpers/resources.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

const ROWS = [
  'an extra inline policy',
  'an extra attachment',
  'an extra tag',
  'a detached policy',
  'another MaxSessionDuration',
  'a deleted managed policy',
];

let account: Account;

beforeEach(async () => {
  account = await openAccount({
    switches: {
      driftSeesExtras: 'never',
      driftUnsupportedTypes: ['AWS::IAM::Role'],
      revertDriftDeleted: 'ignore',
    },
  });
  await account.call({ Action: 'CreateGroup', GroupName: 'g2' });
  await applyScope(tamperedScope());
});

afterEach(() => account.sandbox.close());

async function tamper(name: string): Promise<void> {
  for (const call of TAMPERINGS[name] ?? []) await account.call(call);
}

/** Everything ends at the given attempt to execute a change set, as if the runner had been taken away. */
async function applyUntilExecution(number: number): Promise<void> {
  account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet', after: number - 1, times: 1 });
  const { outcomes } = await applyScope(tamperedScope());
  expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'access-denied' }]);
}

async function drifted(): Promise<readonly string[]> {
  const { integrations } = await planScope(tamperedScope());
  return integrations.flatMap(({ entries }) =>
    entries.filter((entry) => entry.drift !== undefined).map((entry) => entry.address),
  );
}

describe.each(ROWS)('a run that is killed between the two sets that repair %s', (name) => {
  it('leaves the drift to be seen, and the next run repairs it', async () => {
    await tamper(name);
    const before = await drifted();
    await applyUntilExecution(2);
    expect(await drifted()).toEqual(before);
    expect((await applyScope(tamperedScope())).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(await drifted()).toEqual([]);
  });
});

describe('an admin who removes the tampering while rolekeeper repairs it', () => {
  it('finds nothing of it again', async () => {
    await tamper('an extra inline policy');
    await applyUntilExecution(2);
    await account.call({ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'sneaky' });
    expect((await applyScope(tamperedScope())).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(await account.call({ Action: 'ListRolePolicies', RoleName: 'r' })).not.toContain('sneaky');
    expect(await drifted()).toEqual([]);
  });

  it('is not undone where it was an edited policy', async () => {
    await tamper('an edited inline policy');
    await applyUntilExecution(1);
    await account.call({ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'read' });
    await applyScope(tamperedScope());
    expect(await account.call({ Action: 'GetRolePolicy', RoleName: 'r', PolicyName: 'read' })).toContain(
      'GetObject',
    );
    expect(await drifted()).toEqual([]);
  });

  it('may make again himself what was deleted: it is adopted', async () => {
    await tamper('a deleted managed policy');
    await applyUntilExecution(2);
    await account.call({ Action: 'CreatePolicy', PolicyName: 'p', PolicyDocument: allow('iam:*', '*') });
    expect((await applyScope(tamperedScope())).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(await drifted()).toEqual([]);
  });
});

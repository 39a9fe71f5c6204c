import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UNSEEN } from '../../helpers/converge/executed-sets.ts';
import { openTampered } from '../../helpers/converge/open-applied.ts';
import { IN_TWO_SETS } from '../../helpers/converge/repair-rows.ts';
import { TAMPERINGS, tamperedScope, UNDONE_BY_HAND } from '../../helpers/converge/tamper-rows.ts';
import { carryOutByHand, waysOut } from '../../helpers/converge/way-out.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import type { OpenWritableSession } from '../../../src/commands/session.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { allow } from '../../helpers/resources.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { itThorough, rowsFor } from '../../helpers/thorough.ts';
import type { Account } from '../../helpers/scenario/account.ts';

const ROWS = rowsFor(IN_TWO_SETS, ['an extra inline policy', 'a deleted managed policy']);

let account: Account;

beforeEach(async () => {
  account = await openTampered(UNSEEN);
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

function driftIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ entries }) =>
    entries.filter((entry) => entry.drift !== undefined).map((entry) => entry.address),
  );
}

async function drifted(): Promise<readonly string[]> {
  return driftIn(await planScope(tamperedScope()));
}

/** Applies, and does what rolekeeper says to do, until it says nothing. */
async function applyToTheEnd(): Promise<void> {
  const result = await applyScope(tamperedScope());
  const commands = [...waysOut(result, await planScope(tamperedScope())).values()].flat();
  if (commands.length === 0) expect(result.outcomes).not.toMatchObject([{ outcome: 'failed' }]);
  for (const command of commands) await carryOutByHand(command, account);
}

describe.each(ROWS)('a run that is killed between the two sets that repair %s', (name) => {
  it('leaves the drift to be seen, and the next run repairs it', async () => {
    await tamper(name);
    const before = await drifted();
    await applyUntilExecution(2);
    expect(await drifted()).toEqual(before);
    await applyToTheEnd();
    expect(await drifted()).toEqual([]);
  });
});

/** What an admin does just before the given execution of a change set of one apply. */
async function applyWhile(name: string, number: number): Promise<void> {
  let count = 0;
  const open: OpenWritableSession = async (settings) => {
    const session = await openWritableSession(settings);
    const executeChangeSet: typeof session.writer.executeChangeSet = async (id, token) => {
      count += 1;
      if (count === number) {
        for (const call of UNDONE_BY_HAND[name] ?? []) await account.call(call).catch(() => undefined);
      }
      return session.writer.executeChangeSet(id, token);
    };
    return { ...session, writer: { ...session.writer, executeChangeSet } };
  };
  await applyScope(tamperedScope(), open);
}

describe('an admin who undoes the tampering while rolekeeper repairs it', () => {
  it('may do so with every repair of two sets', () => {
    expect(Object.keys(UNDONE_BY_HAND).sort()).toEqual([...IN_TWO_SETS].sort());
  });

  describe.each(ROWS)('of %s', (name) => {
    for (const number of [1, 2])
      (name === ROWS[number - 1] ? it : itThorough)(
        `finds nothing of it again, when that is just before set ${number}`,
        async () => {
          const untouched = JSON.stringify(tellingIam());
          await tamper(name);
          await applyWhile(name, number);
          await applyToTheEnd();
          expect(await drifted()).toEqual([]);
          expect(JSON.stringify(tellingIam())).toBe(untouched);
        },
      );
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

/** Names of everything that hangs on anything: what came back would be among them. */
function tellingIam(): readonly string[] {
  const { iam } = account.sandbox.world;
  const groups = [...iam.users.values()].map((user) => `${user.name} in ${user.groupIds.length} groups`);
  const members = [...iam.roles.values(), ...iam.users.values(), ...iam.groups.values()].flatMap((entity) => [
    ...entity.inline.map((policy) => `${entity.name} inline ${policy.name}`),
    ...entity.attached.map((arn) => `${entity.name} attached ${arn}`),
    ...('tags' in entity ? entity.tags.map((tag) => `${entity.name} tag ${tag.key} ${tag.value}`) : []),
    ...('boundary' in entity ? [`${entity.name} boundary ${entity.boundary ?? ''}`] : []),
  ]);
  return [...groups, ...members].sort();
}

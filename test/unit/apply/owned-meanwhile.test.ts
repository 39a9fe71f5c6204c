import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/commands/carry-out.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { readAssessedPlan } from '../../../src/commands/read-plan.ts';
import type { WritableSession } from '../../../src/commands/session.ts';
import { STACK } from '../../helpers/one-stack.ts';
import { applyScope, TODAY } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const subject = scope([integration('i', [role('first'), role('r')])]);

/** Role `r` stands in a stack of another team. */
async function makeTheirs(): Promise<void> {
  const Resources = { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', ...role('r').properties } } };
  const call = { Version: '2010-05-15', StackName: 'theirs' };
  await account.call({
    ...call,
    Action: 'CreateStack',
    TemplateBody: JSON.stringify({ Resources }),
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  for (let tick = 0; tick < 4; tick += 1) await account.call({ ...call, Action: 'DescribeStacks' });
}

/** Carries out a plan that was read when no stack had role `r`; the stack is being changed when apply comes. */
async function applyAfterWaiting(session: WritableSession) {
  const { stacks } = session;
  const early = { ...session, stacks: { ...stacks, owner: () => Promise.resolve(undefined) } };
  const planned = await readAssessedPlan({ scope: subject, session: early, live: 'wanted', today: TODAY });
  let isBusy = true;
  const stack: typeof stacks.stack = async (name) => {
    const row = await stacks.stack(name);
    if (row === undefined || name !== STACK || !isBusy) return row;
    isBusy = false;
    return { ...row, status: 'UPDATE_IN_PROGRESS' };
  };
  return carryOut({
    scope: subject,
    session: { ...session, stacks: { ...stacks, stack } },
    planned,
    today: TODAY,
    environment: capturedEnvironment(`${TODAY}T08:00:00Z`),
    onProgress: () => undefined,
    parallel: 1,
  });
}

describe('an integration that something forbids to touch once apply has waited for its stack', () => {
  it('is left alone, although its plan has the digest that it had', async () => {
    await applyScope(scope([integration('i', [role('first')])]));
    await makeTheirs();
    const changes = account.changes();
    const { outcomes, proof } = await applyAfterWaiting(await openWritableSession(subject.settings));
    expect(outcomes).toMatchObject([
      { outcome: 'failed', reason: 'plan-changed', message: expect.stringContaining('while apply waited') },
    ]);
    expect(account.changes()).toBe(changes);
    const [own] = proof.integrations;
    expect(own?.entries.find(({ name }) => name === 'r')?.blockers).toMatchObject([
      { code: 'foreign-owner' },
    ]);
  });

  it('is applied when nothing forbids it', async () => {
    await applyScope(scope([integration('i', [role('first')])]));
    const { outcomes } = await applyAfterWaiting(await openWritableSession(subject.settings));
    expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
  });
});

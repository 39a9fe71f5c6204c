import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { renderAppliedText } from '../../../src/report/apply-result.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { actionsIn, driftIn, STACK } from '../../helpers/one-stack.ts';
import { READ_ONLY } from '../../helpers/converge/desired-draw.ts';
import { interrupted } from '../../helpers/interrupted-session.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { allow, inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const files = (a: object = {}): Scope =>
  scope([integration('i', [role('a', { ...a }), role('b'), resource('managed-policy', 'p')])]);

describe('what an apply finds when it reads again', () => {
  it.each(['GetPolicy', 'GetPolicyVersion'])(
    'and may not read, for lack of iam:%s, is unchecked, and not said to differ',
    async (action) => {
      await applyScope(files());
      const wanted = scope([
        integration('i', [
          role('a', { Description: 'mine' }),
          role('b'),
          resource('managed-policy', 'p', { PolicyDocument: allow('s3:ListBucket', '*') }),
        ]),
      ]);
      const { outcomes } = await applyScope(wanted, undefined, undefined, () => {
        account.sandbox.inject({ kind: 'deny', action });
        account.sandbox.inject({ kind: 'deny', action: 'GetAccountAuthorizationDetails' });
        return Promise.resolve();
      });
      account.sandbox.world.faults.clear();
      expect(outcomes).toMatchObject([
        {
          outcome: 'failed',
          reason: 'unchecked',
          message: expect.stringMatching(new RegExp(`not everything could be read again: .*iam:${action}`)),
          hint: expect.stringContaining('give the role the permission'),
        },
      ]);
      expect(JSON.stringify(outcomes)).not.toMatch(/still differs|at the same time/);
    },
  );

  it.each([
    [
      'an inline policy',
      { Action: 'PutRolePolicy', RoleName: 'b', PolicyName: 'evil', PolicyDocument: allow('*', '*') },
    ],
    ['a Description', { Action: 'UpdateRole', RoleName: 'b', Description: 'by hand' }],
    ['a deletion', { Action: 'DeleteRole', RoleName: 'b' }],
  ])('does not speak of what came up on a resource that no change set touched: %s', async (_, call) => {
    await applyScope(files());
    const wanted = files({ Description: 'mine' });
    const result = await applyScope(wanted, undefined, undefined, () => account.call(call));
    expect(result.outcomes).toEqual([{ outcome: 'applied', integration: 'i', changeSets: 1 }]);
    expect(renderAppliedText(result, { color: false }).replace(/\s+/g, ' ')).toContain(
      'What apply changed of it was read again and is as declared; the next plan compares the rest.',
    );
    expect(account.sandbox.world.iam.roles.get('a')?.description).toBe('mine');
    expect(driftIn(await planScope(wanted))).toEqual(['role/b']);
    await applyScope(wanted);
    expect(actionsIn(await planScope(wanted))).toEqual(['none', 'none', 'none']);
  });

  it.each([
    ['an attachment', { Action: 'DetachRolePolicy', RoleName: 'a', PolicyArn: READ_ONLY }, READ_ONLY],
    ['an inline policy', { Action: 'DeleteRolePolicy', RoleName: 'a', PolicyName: 'read' }, 'Policies/read'],
  ])('and lacks, though it was just written, is not said to be as declared: %s', async (_, call, what) => {
    const wanted = scope([
      integration('i', [
        role('a', { ManagedPolicyArns: [READ_ONLY], Policies: [inline('read', allow('s3:GetObject', '*'))] }),
      ]),
    ]);
    let isTaken = false;
    const { outcomes } = await applyScope(wanted, async (settings) =>
      interrupted(await openWritableSession(settings), async () => {
        const stack = account.sandbox.world.cloudFormation.find('eu-west-1', STACK);
        if (isTaken || stack?.status !== 'CREATE_COMPLETE') return;
        isTaken = true;
        await account.call(call);
      }),
    );
    expect(outcomes).toMatchObject([
      {
        outcome: 'failed',
        reason: 'not-converged',
        message: expect.stringMatching(/IAM lacks what was written: role\/a \(/),
        hint: expect.stringMatching(/^run plan: /),
      },
    ]);
    expect(JSON.stringify(outcomes)).toContain(what);
    expect(JSON.stringify(outcomes)).not.toContain('aws iam');
  });
});

it('does not say of what was made and is otherwise that it was edited: IAM may keep it otherwise', async () => {
  let isDone = false;
  const before = async (request: string): Promise<void> => {
    if (isDone || request !== 'role' || !account.sandbox.world.iam.roles.has('a')) return;
    isDone = true;
    await account.call({ Action: 'UpdateRole', RoleName: 'a', MaxSessionDuration: '7200' });
  };
  const { outcomes } = await applyScope(scope([integration('i', [role('a')])]), async (settings) =>
    interrupted(await openWritableSession(settings), before),
  );
  expect(outcomes).toMatchObject([
    {
      reason: 'plan-changed',
      message:
        'i was applied, but this is no longer as apply made it, and was left as it is: role/a (update)',
    },
  ]);
});

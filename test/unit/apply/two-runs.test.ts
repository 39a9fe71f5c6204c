import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { adopt } from '../../../src/commands/adopt.ts';
import type { OpenSession } from '../../../src/commands/session.ts';
import { stateAfter } from '../../helpers/converge/open-applied.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { interrupted } from '../../helpers/interrupted-session.ts';
import { callStack, stackOf, untilStatus } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, role, scope } from '../../helpers/resources.ts';
import { openAccount } from '../../helpers/scenario/account.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from '../commands/desired-folder.ts';
import { itThorough } from '../../helpers/thorough.ts';

afterAll(removeDesiredFolders);

describe('two runs that apply the same at the same moment', () => {
  it.each([0, 4])(
    'leave one stack with its resources, and the loser says who was faster, with %i stale reads',
    async (staleReviewReads) => {
      for (const account of [await openAccount({ switches: { staleReviewReads } })]) {
        const subject = scope([integration('i', [role('a'), role('b')])]);
        const runs = await Promise.all([applyScope(subject), applyScope(subject)]);
        const outcomes = runs.flatMap((run) => run.outcomes);
        expect(outcomes.some(({ outcome }) => outcome === 'applied')).toBe(true);
        for (const one of outcomes) {
          if (one.outcome !== 'failed') continue;
          expect(one.message).toMatch(
            /another run|changed since|has changed while apply waited|is in .* state/,
          );
          expect(one.hint).toMatch(/plan again|run again/);
        }
        const { stacks } = account.sandbox.world.cloudFormation;
        expect(stacks.map(({ deletedAt }) => deletedAt)).toEqual([undefined]);
        expect((await planScope(subject)).integrations[0]?.entries.map(({ action }) => action)).toEqual([
          'none',
          'none',
        ]);
        expect(account.changesSince(0).filter((line) => line.includes('Delete'))).toEqual([]);
        await account.sandbox.close();
      }
    },
  );
});

describe('a run that comes too late', () => {
  const before = scope([integration('i', [role('a')])]);
  const mine = scope([integration('i', [role('a', { Description: 'mine' })])]);
  const theirs = scope([integration('i', [role('a', { Description: 'theirs' })])]);
  const WINNER = {
    run: 'https://github.com/acme/iam/actions/runs/42',
    commit: 'c'.repeat(40),
    pullRequest: 7,
  };

  const meanwhileBy = async (other: () => Promise<unknown>) => {
    const account = await openAccount();
    await applyScope(before);
    const { outcomes } = await applyScope(mine, undefined, undefined, other);
    await account.sandbox.close();
    return outcomes[0]?.outcome === 'failed' ? outcomes[0] : undefined;
  };

  it.each([
    [
      WINNER,
      'another run of rolekeeper: the run https://github.com/acme/iam/actions/runs/42, pull request #7, commit ' +
        'c'.repeat(40),
    ],
    [undefined, 'another run of rolekeeper'],
  ])('says that %j has won, and what to do', async (audit, winner) => {
    const other = () => applyScope(theirs, undefined, audit === undefined ? {} : { audit });
    expect(await meanwhileBy(other)).toMatchObject({
      reason: 'plan-changed',
      hint: `${winner} was faster; nothing was changed by this run: plan again, and apply that`,
    });
  });

  it('says who made the stack right before it would have', async () => {
    const account = await openAccount();
    let isFirst = true;
    const open: typeof openWritableSession = async (settings) =>
      interrupted(await openWritableSession(settings), async (request) => {
        if (request !== 'createChangeSet' || !isFirst) return;
        isFirst = false;
        await applyScope(theirs, undefined, { audit: WINNER });
      });
    const { outcomes } = await applyScope(mine, open);
    expect(outcomes).toMatchObject([
      {
        reason: 'change-set-failed',
        message: expect.stringMatching(
          /^another run of rolekeeper: .*runs\/42.* changed rolekeeper-i first, and the change set of this run is obsolete$/,
        ),
      },
    ]);
    await account.sandbox.close();
  });

  it('says that an edit outside rolekeeper has won', async () => {
    const account = await openAccount();
    await applyScope(before);
    const { outcomes } = await applyScope(mine, undefined, undefined, async () => {
      const TemplateBody = stackOf(account).deployment?.template.replace('sts:AssumeRole', 'sts:*') ?? '';
      const Capabilities = { 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' };
      await callStack(account, { Action: 'UpdateStack', TemplateBody, ...Capabilities });
      await untilStatus(account, (status) => status === 'UPDATE_COMPLETE');
    });
    expect(outcomes).toMatchObject([
      { reason: 'plan-changed', hint: expect.stringContaining('an edit outside rolekeeper was faster') },
    ]);
    await account.sandbox.close();
  });
});

describe('a run that reads the account while another one applies', () => {
  const file = (action: string) =>
    scope([integration('i', [role('a', { Policies: [inline('read', allow(action, '*'))] })])]);
  const [narrow, wide] = [file('s3:GetObject'), file('s3:*')];
  const none = scope([], { delete: ['i'], maxDeletes: 9 });

  /** A session of which one request, the nth of all, is preceded by an apply of the other. */
  const overtakenAt =
    (nth: number, theirs: typeof narrow, note: (request: string) => void): typeof openWritableSession =>
    async (settings) => {
      let count = 0;
      return interrupted(await openWritableSession(settings), async (request) => {
        count += 1;
        if (count !== nth) return;
        note(request);
        await applyScope(theirs);
      });
    };

  const ROWS = [
    [it, 'changes a role', narrow, wide, narrow],
    [itThorough, 'changes a role as the file says', narrow, wide, wide],
    [itThorough, 'makes a role', none, narrow, narrow],
    [it, 'makes a role that the file has otherwise', none, narrow, wide],
    [itThorough, 'deletes a role', narrow, none, narrow],
  ] as const;
  for (const [test, what, before, theirs, mine] of ROWS)
    test(`calls nothing drift, and nothing a stranger, when the other ${what}`, async () => {
      const state = await stateAfter(before);
      const reached: string[] = [];
      for (let nth = 1; reached.length === nth - 1; nth += 1) {
        const account = await openAccount({ state });
        const { integrations } = await planScope(
          mine,
          overtakenAt(nth, theirs, (request) => reached.push(request)),
        );
        const blamed = integrations.flatMap(({ entries }) =>
          entries.filter(
            ({ drift, action, blockers }) => drift ?? (action === 'adopt' || blockers.length > 0),
          ),
        );
        expect({ at: reached.at(-1), blamed }).toEqual({ at: reached.at(-1), blamed: [] });
        await account.sandbox.close();
      }
      expect(reached).toEqual(expect.arrayContaining(['stacks', 'accountDetails', 'roleRows']));
    });

  it('says so, and gives up, when the stack is another one at each reading', async () => {
    const account = await openAccount();
    await applyScope(narrow);
    let turn = 0;
    const open: typeof openWritableSession = async (settings) =>
      interrupted(await openWritableSession(settings), async (request) => {
        if (request === 'accountDetails') await applyScope(turn++ % 2 === 0 ? wide : narrow);
      });
    await expect(planScope(narrow, open)).rejects.toMatchObject({
      reason: 'stack-busy',
      message: 'rolekeeper-i changed each time that the account was read',
    });
    await account.sandbox.close();
  });
});

describe('a role that another run makes while adopt reads the account', () => {
  it.each(['stacks', 'accountDetails', 'roleRows', 'template'])(
    'at %s, is never written into a file',
    async (at) => {
      const account = await openAccount();
      await applyScope(scope([integration('other', [role('b')])]));
      const desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
      let isMade = false;
      const open: OpenSession = async (settings) =>
        interrupted(await openWritableSession(settings), async (request) => {
          if (isMade || request !== at) return;
          isMade = true;
          await applyScope(scope([integration('i', [role('a')])]));
        });
      const { stdout } = await runCommand((own) => adopt(['role/a'], { desired }, own, open), {
        rehearsal: true,
      });
      expect(isMade).toBe(true);
      expect(stdout).toMatch(/role\/a.* (stack rolekeeper-i|account does not have it)/);
      expect(readdirSync(desired)).toEqual(['rolekeeper.yaml']);
      await account.sandbox.close();
    },
  );
});

describe('what another run applies', () => {
  const file = (action: string, Description?: string) =>
    scope([
      integration('i', [
        role('a', {
          Policies: [inline('read', allow(action, '*'))],
          ...(Description === undefined ? {} : { Description }),
        }),
      ]),
    ]);

  // Each of these requests is the last before something that only an edit of the account would seem to have changed.
  it.each([
    ['role', 1],
    ['role', 2],
    ['roleHead', 1],
  ])(
    'right before request %s, the %ith since the plan, is not called an edit of the account',
    async (at, nth) => {
      const account = await openAccount();
      await applyScope(file('s3:GetObject'));
      let isPlanned = false;
      let count = 0;
      const open: typeof openWritableSession = async (settings) =>
        interrupted(await openWritableSession(settings), async (request) => {
          if (!isPlanned || request !== at) return;
          count += 1;
          if (count === nth) await applyScope(file('s3:*'));
        });
      const meanwhile = () => Promise.resolve((isPlanned = true));
      const { outcomes, progress } = await applyScope(file('s3:GetObject', 'mine'), open, {}, meanwhile);
      expect(JSON.stringify(progress)).not.toContain('this changed after it was read');
      expect(outcomes).toMatchObject([
        {
          outcome: 'failed',
          reason: 'plan-changed',
          message: 'the stack rolekeeper-i has changed while it was applied: its template is another one',
          hint: expect.stringContaining('another run of rolekeeper was faster'),
        },
      ]);
      await account.sandbox.close();
    },
  );
});

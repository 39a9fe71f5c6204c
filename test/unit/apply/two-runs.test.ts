import { describe, expect, it } from '@jest/globals';
import { callStack, stackOf, untilStatus } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount } from '../../helpers/scenario/account.ts';

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

import { describe, expect, it } from '@jest/globals';
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
          expect(one.message).toMatch(/another run|changed since|by somebody else|is in .* state/);
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

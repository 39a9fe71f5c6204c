import { afterAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { describeThorough, runsOf } from '../../helpers/thorough.ts';
import { History, initialFiles, type Edit, type Step } from './histories.ts';
import { openAppliedStage } from './stage.ts';

afterAll(removeTemporaryFolders);

const { numRuns } = runsOf(4, 160);
const seed = process.env['ROLEKEEPER_PROPERTY_SEED'];

const number = fc.nat({ max: 3 });
const edit: fc.Arbitrary<Edit> = fc.record({
  path: fc.constantFrom('one', 'one', 'one', 'two', 'settings', 'folder', 'drop', 'retire' as const),
  text: number,
});

/** What comes in between. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('push', 'push', 'approve' as const), pull: number, by: number, edit }),
  fc.record({
    what: fc.constantFrom('plan', 'dismiss', 'retarget', 'revert', 'again', 'forge' as const),
    pull: number,
  }),
  fc.record({ what: fc.constant('merge' as const), pull: number, method: number }),
  fc.record({ what: fc.constant('tamper' as const), name: fc.constantFrom('one', 'two' as const) }),
  fc.record({ what: fc.constant('check' as const) }),
);

/** The road that all wish for: so that histories have something to disturb. */
const road = fc
  .record({
    edit,
    by: number,
    approver: number,
    method: number,
    base: fc.constantFrom('main', 'main', 'dev' as const),
  })
  .map(({ edit, by, approver, method, base }): readonly Step[] => [
    { what: 'open', by, edit, base },
    { what: 'plan', pull: 0 },
    { what: 'approve', pull: 0, by: approver === by ? by + 1 : approver, edit },
    { what: 'merge', pull: 0, method },
    { what: 'apply' },
  ]);

/** Good roads that lack a step, or have another one somewhere. */
const disturbed = fc
  .tuple(road, fc.nat({ max: 4 }), fc.option(step), fc.boolean())
  .map(([steps, at, other, drop]) =>
    other === null ? steps : steps.toSpliced(at, drop && at < 4 ? 1 : 0, other),
  );

const history = fc.array(disturbed, { minLength: 1, maxLength: 2 }).map((roads) => roads.flat());

describeThorough('a history of pull requests and runs of the action', () => {
  it('changes nothing in IAM whose content was not shown, and where required approved by a reviewer who may', async () => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const stage = await openAppliedStage(initialFiles());
        try {
          await stage.github.push('dev', { 'dev.txt': 'a branch beside main' });
          const played = new History(stage);
          for (const one of steps) await played.happen(one);
          applied += played.applied;
          if (played.unaccounted.length > 0) throw new Error(JSON.stringify(played.unaccounted));
        } finally {
          await stage.close();
        }
      }),
      { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }), endOnFailure: true },
    );
    // Where nothing is ever applied, nothing is proved.
    if (numRuns > 50) expect(applied).toBeGreaterThan(numRuns / 10);
  });
});

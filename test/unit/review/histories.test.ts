import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runsOf } from '../../helpers/thorough.ts';
import { History, NAMES, type Happening } from './histories.ts';

const number = fc.nat({ max: 5 });
const text = fc.constantFrom('0', '1', '2', '3');
const path = fc.constantFrom('a', 'b', 'a', 'b', 'settings' as const);
const base = fc.constantFrom('main', 'main', 'main', 'dev' as const);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('open' as const), by: number, path, text, base }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('push' as const), pull: number, by: number, path, text }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'plan',
        'plan',
        'plan',
        'merge',
        'merge',
        'dismiss',
        'retarget',
        'revert',
        'again' as const,
      ),
      pull: number,
    }),
  },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('approve' as const), pull: number, by: number }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('forge' as const), pull: number, by: number }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('drift' as const), name: fc.constantFrom(...NAMES), text }),
  },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('apply' as const) }) },
);

/** The road that everybody wishes for: so that histories have something to disturb. */
const goodRoad = (path: 'a' | 'b', to: string): readonly Happening[] => [
  { what: 'open', by: 0, path, text: to, base: 'main' },
  { what: 'plan', pull: 0 },
  { what: 'approve', pull: 0, by: 1 },
  { what: 'merge', pull: 0 },
  { what: 'apply' },
];

/** Good roads with things that happen anywhere between their steps. */
const history: fc.Arbitrary<readonly Happening[]> = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('a', 'b' as const), text).map(([name, to]) => goodRoad(name, to)),
      happening.map((one) => [one]),
      fc
        .tuple(fc.constantFrom('a', 'b' as const), text, fc.nat({ max: 4 }), happening)
        .map(([name, to, at, one]) => goodRoad(name, to).toSpliced(at, 0, one)),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.flat());

describe('a history of pull requests', () => {
  it('changes nothing that was not shown to, and where required approved by, somebody who may, at that very content', async () => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(history, async (happenings) => {
        const history = new History();
        for (const one of happenings) await history.happen(one);
        applied += history.changes.length;
        expect(history.changes.filter(({ reason }) => reason !== undefined)).toEqual([]);
      }),
      { numRuns: Math.max(runsOf(300).numRuns, 300) },
    );
    // Where nothing is ever applied, nothing is proved.
    expect(applied).toBeGreaterThan(50);
  });
});

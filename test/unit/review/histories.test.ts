import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runsOf } from '../../helpers/thorough.ts';
import { History } from './histories.ts';
import { NAMES, type Happening } from './history-model.ts';

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
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('undo' as const), name: fc.constantFrom(...NAMES) }),
  },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('approve' as const), pull: number, by: number }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('forge' as const), pull: number, by: number }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('drift' as const), name: fc.constantFrom(...NAMES), text }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('apply' as const), dies: fc.constantFrom(false, false, true) }),
  },
);

/** The road that everybody wishes for: so that histories have something to disturb. */
const goodRoad = (path: 'a' | 'b', to: string): readonly Happening[] => [
  { what: 'open', by: 0, path, text: to, base: 'main' },
  { what: 'plan', pull: 0 },
  { what: 'approve', pull: 0, by: 1 },
  { what: 'merge', pull: 0 },
  { what: 'apply', dies: false },
];

type Road = (name: 'a' | 'b', to: string, other: string) => readonly Happening[];
const open = (path: 'a' | 'b' | 'settings', to: string, base: 'main' | 'dev' = 'main'): Happening => ({
  what: 'open',
  by: 0,
  path,
  text: to,
  base,
});
const push = (path: 'a' | 'b', to: string): Happening => ({ what: 'push', pull: 0, by: 0, path, text: to });
const on = (what: 'plan' | 'merge' | 'retarget' | 'dismiss', pull = 0): Happening => ({ what, pull });
const approve = (pull = 0): Happening => ({ what: 'approve', pull, by: 1 });
const apply = (dies = false): Happening => ({ what: 'apply', dies });

/** What people try, or what happens to them: each road ends where one control alone stands in the way. */
const CROOKED: Readonly<Record<string, Road>> = {
  'a push after the plan': (name, to, other) => [
    open(name, to),
    on('plan'),
    push(name, other),
    approve(),
    on('merge'),
    apply(),
  ],
  'an approval before the plan of what it is about': (name, to, other) => [
    open(name, to),
    on('plan'),
    push(name, other),
    approve(),
    on('plan'),
    on('merge'),
    apply(),
  ],
  'a plan for another branch': (name, to) => [
    open(name, to, 'dev'),
    on('plan'),
    approve(),
    on('retarget'),
    on('merge'),
    apply(),
  ],
  'an approval of a plan for another branch': (name, to) => [
    open(name, to, 'dev'),
    on('plan'),
    approve(),
    on('retarget'),
    on('plan'),
    on('merge'),
    apply(),
  ],
  'a policy that means more by now': (_name, to, other) => [
    open('a', to),
    on('plan'),
    approve(),
    open('b', other),
    on('plan', 1),
    approve(1),
    on('merge', 1),
    apply(),
    on('merge'),
    apply(),
  ],
  'a policy that means more by now, planned again': (_name, to, other) => [
    open('a', to),
    on('plan'),
    approve(),
    open('b', other),
    on('plan', 1),
    approve(1),
    on('merge', 1),
    on('plan'),
    on('merge'),
    apply(),
  ],
  'a stack that is put back by hand': (name, to) => [...goodRoad(name, to), { what: 'undo', name }, apply()],
  'an approval before the stack is put back by hand, planned again': (name, to, other) => [
    ...goodRoad(name, to),
    open(name, other),
    on('plan'),
    approve(),
    { what: 'undo', name },
    on('plan'),
    on('merge'),
    apply(),
  ],
  'the same after a run that was killed': (name, to) => [
    open(name, to),
    on('plan'),
    approve(),
    on('merge'),
    apply(true),
    { what: 'undo', name },
    apply(),
  ],
  'guards that are loosened on the way': (name, to) => [
    open('settings', '3'),
    push(name, to),
    on('plan'),
    on('merge'),
    apply(),
  ],
};

const name = fc.constantFrom('a', 'b' as const);
const crooked = fc
  .tuple(
    fc.constantFrom(...Object.values(CROOKED)),
    name,
    fc.constantFrom('1', '2'),
    fc.constantFrom('3', '4'),
  )
  .map(([road, of, to, other]) => road(of, to, other));

/** Good and crooked roads with things that happen anywhere between their steps. */
const history: fc.Arbitrary<readonly Happening[]> = fc
  .array(
    fc.oneof(
      fc.tuple(name, text).map(([of, to]) => goodRoad(of, to)),
      happening.map((one) => [one]),
      fc
        .tuple(name, text, fc.nat({ max: 4 }), happening)
        .map(([of, to, at, one]) => goodRoad(of, to).toSpliced(at, 0, one)),
      crooked,
      fc.tuple(crooked, fc.nat({ max: 8 }), happening).map(([road, at, one]) => road.toSpliced(at, 0, one)),
    ),
    { minLength: 1, maxLength: 8 },
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
      runsOf(100, 3_000),
    );
    // Where nothing is ever applied, nothing is proved.
    expect(applied).toBeGreaterThan(20);
  });
});

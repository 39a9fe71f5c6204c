import fc from 'fast-check';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { THOROUGH } from '../thorough.ts';
import { placed } from './names.ts';

const READS = [
  'DescribeStacks',
  'GetTemplate',
  'GetRole',
  'DescribeStackEvents',
  'GetAccountAuthorizationDetails',
  'ListAccessKeys',
] as const;
const WRITES = ['CreateChangeSet', 'ExecuteChangeSet', 'DeleteChangeSet', 'DeleteStack'] as const;
const NAMES = ['r1', 'r2', 'p1', 'u1', 'g1', 'x1'] as const;

const after = fc.nat({ max: 4 });
const times = fc.integer({ min: 1, max: 2 });
const once = fc.constant(1);
const write = fc.constantFrom(...WRITES);

const handler = {
  kind: fc.constant('handler' as const),
  operation: fc.constantFrom('create' as const, 'update' as const, 'delete' as const, 'import' as const),
  message: fc.constant('it went wrong'),
  during: fc.constantFrom('forward' as const, 'forward' as const, 'rollback' as const),
  times,
};

const request: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('deny' as const),
      action: fc.constantFrom(...READS, ...WRITES),
      after,
      times,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('drop' as const),
      action: write,
      when: fc.constantFrom('before' as const, 'after' as const),
      times: once,
      after,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('error' as const), action: write, times: once, after }),
  },
  // The SDK takes seconds of real time to calm down.
  {
    weight: THOROUGH ? 1 : 0,
    arbitrary: fc.record({ kind: fc.constant('throttle' as const), action: write, times: once, after }),
  },
);

const anywhere: fc.Arbitrary<Fault> = fc.oneof(fc.record({ ...handler, after }), request);
const ofTheFirst: fc.Arbitrary<Fault> = fc
  .record({ ...handler, name: fc.constantFrom(...NAMES) })
  .map((fault) => placed(fault, 'i'));

/** Up to three things that go wrong: anywhere, or with resources of one integration only. */
export const anyFaults: fc.Arbitrary<readonly Fault[]> = fc.oneof(
  { weight: 2, arbitrary: fc.array(anywhere, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(ofTheFirst, { minLength: 1, maxLength: 3 }) },
);

/** The one integration that the faults can hit; undefined when they may hit any. */
export function targetOfFaults(faults: readonly Fault[]): string | undefined {
  const names = faults.map((fault) => (fault.kind === 'handler' ? fault.name : undefined));
  const targets = new Set(names.map((name) => name?.split('-')[0]));
  return targets.size === 1 ? [...targets][0] : undefined;
}

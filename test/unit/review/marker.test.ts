import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BODY_LIMIT } from '../../../src/review/comment-body.ts';
import {
  parseDriftMarker,
  parsePlanMarker,
  sortDigests,
  writeMarker,
  type DriftMarker,
  type PlanMarker,
} from '../../../src/review/marker.ts';
import { anyText } from '../../helpers/arbitraries.ts';
import { runsOf } from '../../helpers/thorough.ts';

/** One integration as a marker holds it. */
const row = (digest = 'A'.repeat(22)): readonly unknown[] => [digest, 0, 'A'.repeat(22), 0, '', 0, ''];

const { numRuns } = runsOf(40, 3_000);

const MARKER: PlanMarker = {
  kind: 'plan',
  scope: 'desired',
  state: 'planned',
  head: 'a'.repeat(40),
  base: 'b'.repeat(40),
  baseRef: 'main',
  run: 17_000_000_001,
  attempt: 1,
  digests: [
    {
      integration: 'logzio-s3',
      digest: '3fa1c2'.padEnd(32, '0'),
      since: '2026-08-22T10:00:00Z',
      verdict: {
        hash: 'e'.repeat(32),
        since: '2026-08-22T11:00:00Z',
        kept: ['kept-one'],
        items: ['abcdefgh', 'ABCD-_01'],
      },
    },
  ],
  tool: '0.1.0',
  closed: false,
};

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const hostile = fc.oneof(
  anyText({ minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    '-->',
    '--!>',
    '<!--',
    '<!-- rolekeeper {} -->',
    '"}',
    '\u2028\n',
    '__proto__',
    '\u202e',
    '\ud800',
  ),
);
const time = fc
  .integer({ min: 1_700_000_000, max: 1_900_000_000 })
  .map((seconds) => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`);
const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,40}$/),
  fc.constantFrom('constructor', 'toString'),
);

const planMarker: fc.Arbitrary<PlanMarker> = fc.record({
  kind: fc.constant('plan' as const),
  scope: hostile,
  state: fc.constantFrom('planned', 'applying', 'interrupted', 'applied', 'failed'),
  head: hex(40),
  base: hex(40),
  baseRef: hostile,
  run: count,
  attempt: count,
  digests: fc
    .uniqueArray(
      fc.record(
        {
          integration: name,
          digest: hex(32),
          since: time,
          verdict: fc.record(
            {
              hash: hex(32),
              since: time,
              kept: fc.array(fc.stringMatching(/^[A-Za-z0-9_-]{8}$/), { maxLength: 3 }),
              items: fc.array(fc.stringMatching(/^[A-Za-z0-9_-]{8}$/), { maxLength: 3 }),
            },
            { requiredKeys: ['hash', 'since'] },
          ),
          spent: fc.constant(true as const),
        },
        { requiredKeys: ['integration', 'digest', 'since', 'verdict'] },
      ),
      {
        selector: ({ integration }) => integration,
        maxLength: 6,
      },
    )
    .map(sortDigests),
  tool: hostile,
  closed: fc.boolean(),
});

/** With and without the time of the last check: older versions wrote none. */
const driftMarker: fc.Arbitrary<DriftMarker> = fc.record(
  {
    kind: fc.constant('drift' as const),
    scope: hostile,
    state: fc.constantFrom('drift', 'clean', 'check-failed', 'apply-failed'),
    run: count,
    attempt: count,
    digest: fc.oneof(fc.constant(''), hex(64)),
    tool: hostile,
    checkedAt: time,
  },
  { requiredKeys: ['kind', 'scope', 'state', 'run', 'attempt', 'digest', 'tool'] },
);

describe('the marker', () => {
  it('comes back as it was written, whatever follows it', () => {
    fc.assert(
      fc.property(planMarker, anyText(), (marker, rest) => {
        expect(parsePlanMarker(`${writeMarker(marker)}\n${rest}`)).toEqual(marker);
        expect(parsePlanMarker(`${writeMarker(marker)}\r\n${rest}`)).toEqual(marker);
      }),
      { numRuns },
    );
    fc.assert(
      fc.property(driftMarker, (marker) => {
        expect(parseDriftMarker(writeMarker(marker))).toEqual(marker);
        expect(parsePlanMarker(writeMarker(marker))).toBeUndefined();
      }),
      { numRuns },
    );
  });

  it('is one HTML comment on one line, whatever its data', () => {
    fc.assert(
      fc.property(fc.oneof(planMarker, driftMarker), (marker) => {
        expect(writeMarker(marker)).toMatch(/^<!-- rolekeeper \{[^<>\r\n]*\} -->$/);
        expect(writeMarker(marker)).toMatch(/^[ -~]*$/);
      }),
      { numRuns },
    );
  });

  it('counts on the first line only', () => {
    const line = writeMarker(MARKER);
    for (const text of [
      `\n${line}`,
      ` ${line}`,
      `text\n${line}`,
      `> ${line}`,
      `\`\`\`\n${line}\n\`\`\``,
      `${line} text`,
    ]) {
      expect(parsePlanMarker(text)).toBeUndefined();
    }
  });

  it.each([
    ['another version of the format', { v: 1 }],
    ['another kind', { kind: 'drift' }],
    ['an unknown key', { more: 1 }],
    ['a run that is no number', { run: '1' }],
    ['a run below one', { run: 0 }],
    ['a run beyond exact integers', { run: 2 ** 60 }],
    ['a head that is no commit', { head: 'main' }],
    ['a digest that is too short', { digests: { a: row('abc') } }],
    ['a time that is none', { times: ['yesterday'], digests: { a: row() } }],
    ['a time that is not there', { times: [], digests: { a: row() } }],
    ['a name that no integration has', { digests: { 'a b': row() } }],
  ])('is nothing with %s', (_what, change) => {
    const sound = { v: 2, ...MARKER, times: ['2026-08-22T10:00:00Z'], digests: { a: row() } };
    const data = { ...sound, ...change };
    expect(parsePlanMarker(`<!-- rolekeeper ${JSON.stringify(sound)} -->`)).toBeDefined();
    expect(parsePlanMarker(`<!-- rolekeeper ${JSON.stringify(data)} -->`)).toBeUndefined();
  });

  it('is nothing when it does not parse, or pollutes', () => {
    for (const text of [
      '<!-- rolekeeper {} -->',
      '<!-- rolekeeper {"v":1 -->',
      '<!-- rolekeeper {"__proto__":{"v":1}} -->',
      '',
    ]) {
      expect(parsePlanMarker(text)).toBeUndefined();
    }
    expect(parsePlanMarker(`<!-- rolekeeper {${'['.repeat(100_000)}} -->`)).toBeUndefined();
  });

  it('holds the digests of 300 integrations in half a comment', () => {
    const digests = Array.from({ length: 300 }, (_item, index) => ({
      integration: `vendor-integration-${index}`,
      digest: 'f'.repeat(64),
      since: '2026-08-22T10:00:00Z',
      verdict: { hash: 'e'.repeat(32), since: '2026-08-22T10:00:00Z', kept: [], items: [] },
    }));
    expect(writeMarker({ ...MARKER, digests }).length).toBeLessThan(BODY_LIMIT / 2);
  });
});

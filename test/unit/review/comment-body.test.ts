import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BODY_LIMIT, composePlan, composeStatus, STATUS_LIMIT } from '../../../src/review/comment-body.ts';
import { parsePlanMarker, type PlanMarker } from '../../../src/review/marker.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { visible } from '../github/publications.ts';

const { numRuns } = runsOf(12, 1_000);

const markerWith = (digests: number): PlanMarker => ({
  kind: 'plan',
  scope: 'desired',
  state: 'planned',
  head: 'a'.repeat(40),
  base: 'b'.repeat(40),
  baseRef: 'main',
  run: 1,
  attempt: 1,
  digests: Array.from({ length: digests }, (_item, index) => ({
    integration: `integration-${String(index).padStart(4, '0')}`,
    digest: 'c'.repeat(32),
    since: '2026-08-22T10:00:00Z',
    verdict: { hash: 'e'.repeat(32), since: '2026-08-22T10:00:00Z', kept: [], items: [] },
  })),
  tool: '0.1.0',
  closed: false,
});

const hostile = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.constantFrom(
    '<!-- rolekeeper plan -->',
    '\n<!-- rolekeeper plan -->\n',
    '<!-- rolekeeper {} -->',
    '-->',
    '```',
    '\r\n',
  ),
);

describe('the body of a comment', () => {
  it('never outgrows GitHub, and keeps its marker and its plan through every status', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 }),
        fc.array(hostile, { maxLength: 4 }),
        fc.array(hostile, { minLength: 1, maxLength: 4 }),
        (count, plan, statuses) => {
          const marker = markerWith(count);
          const drawn = plan.join('');
          const first = composePlan(marker, () => drawn);
          const kept = first.digestsDropped ? { ...marker, digests: [] } : marker;
          let text = first.text;
          expect(parsePlanMarker(text)).toEqual(kept);
          for (const status of statuses) {
            text = composeStatus({ ...kept, state: 'failed' }, () => status, text);
            expect(parsePlanMarker(text)).toEqual({ ...kept, state: 'failed' });
            expect(text.endsWith(`\n<!-- rolekeeper plan -->\n${drawn}`)).toBe(true);
            expect(text.length).toBeLessThanOrEqual(BODY_LIMIT);
          }
        },
      ),
      { numRuns },
    );
  });

  it('gives the plan what marker and status leave', () => {
    let limit = 0;
    const fill = (units: number): string => {
      limit = units;
      return 'x'.repeat(units);
    };
    const { text } = composePlan(markerWith(300), fill);
    expect([text.length, limit > 30_000]).toEqual([BODY_LIMIT - STATUS_LIMIT, true]);
    const status = composeStatus({ ...markerWith(300), state: 'failed' }, fill, text);
    expect(visible(status).endsWith('xxx')).toBe(true);
    expect(status.length).toBeLessThanOrEqual(BODY_LIMIT);
  });
});

import { cautionLines } from '../../../src/report/caution-lines.ts';
import { alertBlock } from '../../../src/report/escape-markdown.ts';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { driftBody, openItems } from '../../../src/commands/action/text/drift-text.ts';
import { planText } from '../../../src/commands/action/text/plan-text.ts';
import { sayEnd, sayRefusals } from '../../../src/commands/action/text/status-text.ts';
import { changedGuards } from '../../../src/review/changed-guards.ts';
import { driftRemediesBlock } from '../../../src/report/drift-remedies.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { hostilePlan } from '../report/hostile-plans.ts';
import { intrudersOn } from './page.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { RUN } from './run.ts';

/** A page takes a thousand times what a text on it does: so many texts are drawn, several of them for each page. */
const TEXTS = runsOf(20, 3_000).numRuns;
const TEXTS_OF_A_PAGE = 10;
const numRuns = Math.ceil(TEXTS / TEXTS_OF_A_PAGE);

const PIECES = [
  '@octocat',
  '#1',
  'o/r#1',
  'deadbeef01',
  '`',
  '```',
  '<b>',
  '</details>',
  '<!--',
  '-->',
  '\n\n# x',
  '| a |',
  'https://evil.example',
  'www.evil.example',
  'a@b.example',
  '**',
  '_',
  '> [!TIP]',
  ':tada:',
  '[x](y)',
  ' ',
  '\u202e',
  '##[error]x',
  '\n::error::x',
];
const piece = fc.constantFrom(...PIECES);
const nasty = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

/** From one to twice as many as a page has on average: one alone is written in another form. */
const several = <T>(one: fc.Arbitrary<T>, average = TEXTS_OF_A_PAGE): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: 1, maxLength: 2 * average - 1, size: 'max' });

describe('hostile data in what the action says itself', () => {
  it('stays code in refusals and failures', () => {
    fc.assert(
      fc.property(several(fc.tuple(nasty, nasty, nasty)), hostilePlan, (texts, plan) => {
        const refused = texts.map(
          ([integration, message, hint]) =>
            ({
              verdict: 'plan-changed',
              integration,
              pullRequest: 7,
              reviewed: undefined,
              current: '',
              message,
              hint,
            }) as const,
        );
        const outcomes = texts.map(
          ([integration, message, hint]) =>
            ({ outcome: 'failed', integration, reason: 'change-set-failed', message, hint }) as const,
        );
        const end = { outcomes, refused, blocked: plan.integrations };
        expect(intrudersOn(alertBlock('CAUTION', sayRefusals(refused)))).toEqual([]);
        expect(intrudersOn(sayEnd(end, plan, RUN)(3_000 + 1_000 * texts.length))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('stays code in what a pull request changes about its guards', () => {
    fc.assert(
      // More than six of a kind become a count.
      fc.property(several(fc.tuple(nasty, nasty, nasty), 3), (texts) => {
        const [[name, reason, field] = ['', '', '']] = texts;
        const own = {
          settings: { stackPrefix: name, ignoreTags: [field], delete: [reason], maxDeletes: 1, tags: {} },
          integrations: texts.map(([integration, why, what]) => ({
            name: integration,
            observe: true,
            hold: [{ address: `role/${integration}`, reason: why, until: '2027-01-01' }],
            ignore: [{ address: `role/${integration}`, field: what, reason: why }],
            delete: [],
            release: [],
            overwrite: [],
          })),
        } as unknown as Scope;
        const base = {
          scope: undefined,
          settings: { ...own.settings, stackPrefix: reason, maxDeletes: 3 },
        };
        const lines = cautionLines(
          changedGuards(own, base, {
            everything: true,
            settings: true,
            integrations: texts.map(([integration]) => integration),
          }),
        );
        expect(lines.length).toBeGreaterThanOrEqual(4);
        expect(intrudersOn(alertBlock('CAUTION', lines))).toEqual([]);
      }),
      { numRuns: Math.ceil(TEXTS / 9) },
    );
  });

  // A plan has from 5 to 40 texts.
  it('stays code in the drift issue, with the YAML to write', () => {
    fc.assert(
      fc.property(hostilePlan, fc.integer({ min: 5_000, max: 60_000 }), (plan, limit) => {
        expect(intrudersOn(driftRemediesBlock(openItems(plan), limit))).toEqual([]);
        const body = driftBody({ plan, at: '2026-08-22 10:00 UTC', run: RUN, openPulls: [] })(limit);
        expect(intrudersOn(body)).toEqual([]);
        expect(body.length).toBeLessThanOrEqual(limit);
      }),
      { numRuns },
    );
  });

  it('keeps the plan with its cautions within the limit', () => {
    fc.assert(
      fc.property(
        hostilePlan,
        fc.array(nasty, { maxLength: 3 }),
        fc.integer({ min: 5_000, max: 60_000 }),
        (plan, names, limit) => {
          const cautions = sayRefusals(
            names.map((integration) => ({
              verdict: 'plan-changed',
              integration,
              pullRequest: 7,
              reviewed: undefined,
              current: '',
              message: integration,
              hint: integration,
            })),
          );
          const text = planText(
            { plan, command: 'plan', refusals: cautions, notes: [], footer: [] },
            RUN,
          )(limit);
          expect(text.length).toBeLessThanOrEqual(limit);
          expect(intrudersOn(text)).toEqual([]);
        },
      ),
      { numRuns },
    );
  });
});

import * as fc from 'fast-check';
import type { Json } from '../../../src/model/json.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { GOLDEN_PLANS } from './golden-plans.ts';

/** Pieces that mean something to a markdown renderer, to GitHub, to a terminal or to a runner's log. */
const PIECES: readonly string[] = [
  ['`', '``', '```', '````', '~~~', '|', '\\', '\\|', '\\`', '\n', '\r\n', '\n\n', '\t', ' ', '    ', '  '],
  [
    '<b>',
    '</details>',
    '<details>',
    '<script>alert(1)</script>',
    '<!--',
    '-->',
    '<img src=x>',
    '</code>',
    '&lt;',
  ],
  ['[a](https://evil.example)', '![i](x)', '[!CAUTION]', '[x]: https://evil.example', '[^1]', '[^1]: note'],
  [
    '**',
    '__',
    '*',
    '_',
    '~~',
    '# ',
    '## x',
    '- ',
    '1. ',
    '> ',
    '---',
    '===',
    '- [ ] ',
    '|---|',
    '$x$',
    ':tada:',
  ],
  ['@octocat', '#1', 'GH-1', 'o/r#1', 'o/r@deadbeef01', 'deadbeef01', '4f6a1c2d3e', 'a@b.example'],
  [
    'https://evil.example',
    'www.evil.example',
    'http://x',
    '::error::x',
    '##[error]x',
    '\u001b[31m',
    '\u202e',
  ],
  ['word', 'role/x', 'is', '"', '"quoted [words]"', '(', ')', '.', ',', 'Zürich', 'שלום', '\u200b', '\ud800'],
].flat();

const hostileText = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string() }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));

/** Members that carry our own words and not data. */
const OURS = new Set([
  'action',
  'cause',
  'drift',
  'change',
  'effect',
  'element',
  'kind',
  'code',
  'field',
  'digest',
  'rule',
  'level',
  'party',
  'proof',
  'becomes',
  'origin',
]);

/** A plan of the golden scenarios with hostile text for every piece of data, keys of documents included. */
export const hostilePlan: fc.Arbitrary<AssessedPlan> = fc
  .tuple(
    fc.constantFrom(...Object.values(GOLDEN_PLANS)),
    fc.array(hostileText, { minLength: 5, maxLength: 40 }),
  )
  .map(([plan, texts]) => {
    let next = 0;
    const replace = (value: Json, isDocument: boolean): Json => {
      if (typeof value === 'string') return texts[next++ % texts.length] ?? '';
      if (Array.isArray(value)) return value.map((item: Json) => replace(item, isDocument));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [
          isDocument ? (texts[next++ % texts.length] ?? '') : key,
          OURS.has(key)
            ? member
            : replace(member, isDocument || ('field' in value && (key === 'before' || key === 'after'))),
        ]),
      );
    };
    return replace(plan as unknown as Json, false) as unknown as AssessedPlan;
  });

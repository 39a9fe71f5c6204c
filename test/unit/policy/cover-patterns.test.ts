import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  ACTION_PATTERN,
  canonicalPattern,
  PatternCover,
  reducePatterns,
  RESOURCE_PATTERN,
} from '../../../src/policy/cover-patterns.ts';
import { matchResource } from '../../../src/policy/evaluation/match-resource.ts';
import { LONGEST_RUN, RUNS } from './generate-policy.ts';

function covers(wide: string, narrow: string): boolean {
  const cover = new PatternCover(RESOURCE_PATTERN, [wide, narrow]);
  return cover.coverageOf(wide)?.(narrow) === true;
}

const name = (...parts: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((list) => list.join(''));
const resource = fc
  .tuple(name('a', '*', '?'), name('1', '*'), name('a', 'b', '*', '?', ':', '/', '${*}', '${aws:x}'))
  .map(([region, account, rest]) =>
    canonicalPattern(`arn:aws:s3:${region}:${account}:${rest}`, RESOURCE_PATTERN),
  );

/** A pattern and one that it may well cover: its wildcards filled in, with other wildcards now and then. */
const pair = resource.chain((wide) =>
  fc
    .tuple(fc.constant(wide), name('a', '', '*', '?', ':', '/b'), fc.constantFrom('a', '?', '', '*'))
    .map(([text, star, any]) => [text, text.replaceAll('*', star).replaceAll('?', any)] as const)
    .map(([text, filled]) => [text, canonicalPattern(filled, RESOURCE_PATTERN)] as const),
);

function filledIn(pattern: string, star: string, any: string): string {
  const parts = pattern.split(/(\$\{[^}]*\}|\*|\?)/);
  const values: Record<string, string> = { '*': star, '?': any, '${*}': '*', '${aws:x}': 'ab' };
  return parts.map((part) => values[part] ?? part).join('');
}

describe('a pattern that covers another', () => {
  it(
    'matches everything that the other matches',
    () => {
      const filling = fc.tuple(name('a', 'b', ':', '/', '*'), fc.constantFrom('a', 'b', ':'));
      const context = new Map([['aws:x', ['ab']]]);
      fc.assert(
        fc.property(pair, fc.array(filling, { minLength: 10, maxLength: 10 }), ([wide, narrow], fillings) => {
          fc.pre(covers(wide, narrow));
          for (const text of fillings.map(([star, any]) => filledIn(narrow, star, any))) {
            if (!matchResource(narrow, text, context)) continue;
            expect([wide, narrow, text, matchResource(wide, text, context)]).toEqual([
              wide,
              narrow,
              text,
              true,
            ]);
          }
        }),
        { ...RUNS, maxSkipsPerRun: 1000 },
      );
    },
    LONGEST_RUN,
  );

  it('is not covered by it too', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(covers(one, other) && covers(other, one)).toBe(false);
      }),
      RUNS,
    );
  });

  it.each([
    ['arn:aws:s3:::*', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/?', true],
    ['arn:aws:s3:::b/?*', 'arn:aws:s3:::b/*a', true],
    ['arn:aws:s3:::b/?*', 'arn:aws:s3:::b/*', false],
    ['arn:aws:s3:::b/??', 'arn:aws:s3:::b/a?', true],
    ['arn:aws:s3:::b/?', 'arn:aws:s3:::b/ab', false],
    ['arn:aws:s3:::*a*b', 'arn:aws:s3:::xa*ayb', true],
    ['arn:aws:s3:::*aab', 'arn:aws:s3:::*ab', false],
    ['arn:aws:s3:::b/?*', 'arn:aws:s3:::b/${aws:username}', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/${aws:username}', true],
    ['arn:aws:s3:::b/*${aws:username}', 'arn:aws:s3:::b/x${aws:username}', true],
    ['arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/a', false],
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu*:1:q', true],
    ['arn:aws:sqs:*?:1:q', 'arn:aws:sqs:eu*:1:q', false],
    ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu-west-1:1:q', false],
    ['arn:aws:s3:*', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b', false],
    ['*', '*', false],
  ])('%s and %s: %s', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });
});

describe('a list of patterns', () => {
  it('loses what another member covers', () => {
    expect(
      reducePatterns(['s3:get*', 's3:get', 's3:*object', 's3:getobject', 's3:put'], ACTION_PATTERN),
    ).toEqual(['s3:*object', 's3:get*', 's3:put']);
    expect(reducePatterns(['s3:a', '*', 'iam:*'], ACTION_PATTERN)).toEqual(['*']);
    expect(reducePatterns(['s3:a', 's3:a'], ACTION_PATTERN)).toEqual(['s3:a']);
  });

  it('keeps one of two spellings', () => {
    expect(canonicalPattern('s3:a*?**?b', ACTION_PATTERN)).toBe('s3:a??*b');
    expect(canonicalPattern('arn:aws:s3:*?:1:a?*', RESOURCE_PATTERN)).toBe('arn:aws:s3:*?:1:a?*');
  });

  it('is left as it is where only a hostile document has so many', () => {
    const hostile = Array.from({ length: 3_000 }, (_, index) => `s3:a*${index}*b`);
    expect(reducePatterns([...hostile, 's3:*b'], ACTION_PATTERN)).toHaveLength(3_001);
  });
});

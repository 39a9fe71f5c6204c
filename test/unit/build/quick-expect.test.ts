import { describe, expect, it } from '@jest/globals';

/** jest's own, which the bundle of the suites replaces (scripts/test/quick-expect.mjs). */
const ofJest = (globalThis as unknown as { readonly expect: typeof expect }).expect;

const value = { a: [1, { b: undefined }], c: new Map([['k', new Set([1])]]) };
class Point {
  readonly x = 1;
}

const PAIRS: readonly (readonly [string, unknown, unknown])[] = [
  ['one value', value, value],
  ['equal values', value, structuredClone(value)],
  ['a member that is not defined', { a: 1, b: undefined }, { a: 1 }],
  ['another member', { a: 1, b: 2 }, { a: 1 }],
  ['zeros', 0, -0],
  ['no numbers', Number.NaN, Number.NaN],
  ['sets', new Set([1, 2]), new Set([2, 1])],
  ['other sets', new Set([1, 2]), new Set([1, 3])],
  ['maps', new Map([['k', [1]]]), new Map([['k', [2]]])],
  ['a class and an object', new Point(), { x: 1 }],
  ['errors', new Error('a'), new Error('a')],
  ['other errors', new Error('a'), new TypeError('b')],
  ['dates', new Date(1), new Date(2)],
  ['bytes', Buffer.from('a'), Buffer.from('b')],
  ['a pattern that matches', { a: 'text' }, { a: ofJest.stringContaining('ex') }],
  ['a pattern that does not', { a: 'text' }, { a: ofJest.stringContaining('xe') }],
  ['nothing', null, undefined],
  ['a text and an object', 'text', {}],
  ['a part of a text', 'text', 'ex'],
  ['no part of a text', 'text', 'xe'],
  ['a member of a list', ['text'], 'text'],
  ['a member of a member', [{ a: { b: 1, c: 2 } }], [{ a: { b: 1 } }]],
  ['a list and a longer one', [1], [1, 2]],
  ['what is inherited', new Point(), { constructor: Point }],
];

const MATCHERS = ['toBe', 'toEqual', 'toMatchObject', 'toContain'] as const;
type Matcher = (typeof MATCHERS)[number];

/** What comes of an assertion and of its opposite. */
function outcomes(assert: typeof expect, [actual, expected]: readonly [unknown, unknown], matcher: Matcher) {
  return [
    () => assert(actual)[matcher](expected as object),
    () => assert(actual).not[matcher](expected as object),
  ].map((one) => {
    try {
      one();
      return 'passes';
    } catch (error) {
      return (error as Error).message;
    }
  });
}

describe.each(MATCHERS)('what %s says', (matcher) => {
  it.each(PAIRS)('of %s is what jest says', (_name, ...pair) => {
    // Compared by jest's own, so that the other one does not judge itself.
    ofJest(outcomes(expect, pair, matcher)).toStrictEqual(outcomes(ofJest, pair, matcher));
  });
});

it('the stack of what fails begins where the matcher is called', () => {
  const fails = (): void => expect([1]).toEqual([2]);
  let stack: string | undefined = '';
  try {
    fails();
  } catch (error) {
    ({ stack } = error as Error);
  }
  expect(stack?.split('\n').find((line) => line.startsWith('    at '))).toContain('fails');
});

it('a value too many is for jest to refuse', () => {
  expect(() => (expect as (...given: unknown[]) => unknown)(1, 2)).toThrow('at most one argument');
});

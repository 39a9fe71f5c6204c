import { describe, expect, it } from '@jest/globals';
import type { FieldChange } from '../../../src/model/plan.ts';
import { describeChange } from '../../../src/report/describe-change.ts';
import { field, LOGZIO, trust } from './plan-builders.ts';

const lines = (change: FieldChange): readonly string[] =>
  describeChange(change, 'change').map(({ symbol, depth, text }) => `${symbol} ${depth} ${text}`);

describe('a changed field', () => {
  it.each([
    [field('Path', { after: '/' }), ['+ 1 path: "/"']],
    [field('Path', { before: '/' }), ['- 1 path: "/"']],
    [field('Description', { before: 'a', after: 'b' }), ['~ 1 description: "a" → "b"']],
    [
      field('MaxSessionDuration', { before: 3600, after: 5400 }),
      ['~ 1 maximum session duration: 3600 s (1 h) → 5400 s (1.5 h)'],
    ],
    [field('Tags', { member: 'team', after: 'x' }), ['+ 1 tag team: "x"']],
    [field('Roles', { member: 'r', before: 'r' }), ['- 1 role r']],
    [field('NewField', { after: true }), ['+ 1 NewField: true']],
    [field('Path', { after: '/', cause: 'drift' }), ['+ 1 path: "/" · drift: edited in the account']],
    [
      field('Path', { before: '/', held: { reason: 'known', until: '2027-01-01' } }),
      ['. 1 path: "/" · held until 2027-01-01: known'],
    ],
    [
      field('Path', { before: '/', held: { reason: 'known', until: undefined } }),
      ['. 1 path: "/" · held until it is acknowledged: known'],
    ],
  ])('%# is one line', (change, expected) => expect(lines(change)).toEqual(expected));

  it('that is a document without statement changes is shown whole', () =>
    expect(lines(field('PolicyDocument', { before: { a: 1 }, after: { a: 2 } }))).toEqual([
      '~ 1 policy document, as a whole',
      '- 2 {"a":1}',
      '+ 2 {"a":2}',
    ]));

  it('that is a changed statement names what it gained and lost, principals in words', () =>
    expect(
      lines(
        field('AssumeRolePolicyDocument', {
          before: {},
          after: {},
          statements: [
            {
              change: 'changed',
              before: trust([]),
              after: trust([LOGZIO]),
              elements: [{ element: 'Principal', added: [LOGZIO], removed: ['Service:ec2.amazonaws.com'] }],
            },
          ],
        }),
      ),
    ).toEqual([
      '~ 1 trust policy',
      '~ 2 Allow sts:assumerole to AWS account 406095609952',
      '- 3 Principal the service ec2.amazonaws.com',
      '+ 3 Principal AWS account 406095609952',
    ]));
});

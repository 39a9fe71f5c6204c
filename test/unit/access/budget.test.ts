import { describe, expect, it } from '@jest/globals';
import { identityDelta, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import { judgeAccess } from '../../../src/access/judge-expectation.ts';
import { RunBudget, StepBudget } from '../../../src/access/step-budget.ts';
import type { AccessExpectation } from '../../../src/model/expectation.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { describeAccess } from '../../../src/report/describe-access.ts';
import { AS_IT_IS } from '../../../src/report/say-statement.ts';
import { itThorough } from '../../helpers/thorough.ts';
import { SMALL_CATALOGUE } from './small-catalogue.ts';

const PLENTY = 1_000_000_000;

function options(steps: number) {
  const budget = new StepBudget(steps);
  return { context: { partition: 'aws' }, catalogue: SMALL_CATALOGUE, budget };
}

function policiesOf(...documents: readonly JsonObject[]): PrincipalPolicies {
  return { policies: documents.map((document, index) => ({ name: `p${index}`, document })) };
}

function document(Statement: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: [...Statement] };
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Documents of growing size, each of a family in which every pattern has to be compared with every other. */
const FAMILIES: Readonly<Record<string, (size: number) => PrincipalPolicies>> = {
  'denials in allowances': (size) =>
    policiesOf(
      ...(['Allow', 'Deny'] as const).map((Effect) =>
        document([
          {
            Effect,
            Action: 's3:*',
            Resource: times(size, (n) => `arn:aws:s3:::*${Effect}${n.toString(36)}*`),
          },
        ]),
      ),
    ),
  'conditions on both': (size) =>
    policiesOf(
      document(
        times(size, (n) => ({
          Effect: n % 2 === 0 ? 'Allow' : 'Deny',
          Action: 's3:*',
          Resource: `arn:aws:s3:::*${n.toString(36)}*`,
          Condition: { StringLike: { [`aws:PrincipalTag/${n % 7}`]: [`*${n}*`] } },
        })),
      ),
    ),
  'NotAction and NotResource': (size) =>
    policiesOf(
      document(
        times(size, (n) => ({
          Effect: n % 2 === 0 ? 'Allow' : 'Deny',
          NotAction: `s3:*${n.toString(36)}*`,
          NotResource: `arn:aws:s3:::*${n.toString(36)}*`,
        })),
      ),
    ),
};

describe.each(Object.entries(FAMILIES))('the comparison of %s', (name, make) => {
  it('ends when the budget does, with an upper bound and words that say so', () => {
    const delta = identityDelta(undefined, make(40), options(5_000));
    expect(delta.tooComplex).toEqual(['gains']);
    expect(delta.gains).toEqual([]);
    expect(delta.mayGain.length).toBeGreaterThan(0);
    const texts = describeAccess(delta, 'it', AS_IT_IS).map(({ text }) => text);
    expect(texts).toContain(
      'the policies of it are too complex to compare exactly: what may be gained is at most this, and may be nothing',
    );
  });

  (name === 'denials in allowances' ? it : itThorough)(
    'never takes more steps than its part of a pass',
    () => {
      const budget = options(PLENTY);
      identityDelta(undefined, make(300), budget);
      expect(PLENTY - budget.budget.left).toBeLessThan(2_500_000);
    },
  );
});

it('an ordinary role of ten policies is compared exactly, within a hundredth of a pass', () => {
  const documents = times(10, (n) =>
    document(
      times(60, (m) => ({
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: `arn:aws:s3:::b-${n}-${m}/*`,
      })),
    ),
  );
  const budget = options(PLENTY);
  const delta = identityDelta(undefined, policiesOf(...documents), budget);
  expect(delta.tooComplex).toBeUndefined();
  expect(PLENTY - budget.budget.left).toBeLessThan(60_000);
});

it.each([
  ['values', (n: number) => `v${n}`],
  ['policy variables', (n: number) => `\${aws:PrincipalTag/t${n}}`],
])('forty statements that ask for forty tags by %s are compared exactly', (_what, valueOf) => {
  const statements = times(40, (n) => ({
    Effect: n % 4 === 0 ? 'Deny' : 'Allow',
    Action: 'ec2:*',
    Resource: '*',
    Condition: { StringEquals: { [`ec2:ResourceTag/t${n}`]: valueOf(n) } },
  }));
  const budget = options(PLENTY);
  const delta = identityDelta(undefined, policiesOf(document(statements)), budget);
  expect(delta.tooComplex).toBeUndefined();
  expect(delta.mayGain).toEqual([]);
  expect(delta.gains.length).toBeGreaterThan(0);
  expect(PLENTY - budget.budget.left).toBeLessThan(100_000);
});

it('a principal does not use up what others of the pass are compared with', () => {
  const shared = options(6_000_000);
  const hostile = FAMILIES['denials in allowances'];
  if (hostile === undefined) throw new Error('no such family');
  identityDelta(undefined, hostile(300), shared);
  const plain = policiesOf(
    document([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }]),
  );
  expect(identityDelta(undefined, plain, shared).tooComplex).toBeUndefined();
});

it('what a principal has on both sides only explains, and takes nothing of what decides', () => {
  const on = (bucket: string) =>
    policiesOf(document([{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }]));
  const compare = (explaining?: StepBudget) => {
    const own = options(PLENTY);
    const delta = identityDelta(on('a'), on('b'), { ...own, ...(explaining ? { explaining } : {}) });
    return { delta, spent: PLENTY - own.budget.left };
  };
  const apart = compare(new StepBudget(PLENTY));
  expect(apart.delta.held).toBeDefined();
  expect(apart.spent).toBeLessThan(compare().spent);
  const without = compare(new StepBudget(0));
  expect(without.delta.held).toBeUndefined();
  expect({ ...without.delta, held: apart.delta.held }).toEqual(apart.delta);
  expect(without.spent).toBe(apart.spent);
});

it.each(['allow', 'deny'] as const)(
  'an expectation to %s is broken where the policies are too complex for it',
  (verdict) => {
    const expectation: AccessExpectation = {
      expects: 'access',
      principal: 'role/x',
      verdict,
      action: 's3:DeleteObject',
      on: ['*'],
      location: { file: 'x.yaml', line: 1, column: 1 },
    };
    const hostile = FAMILIES['denials in allowances'];
    if (hostile === undefined) throw new Error('no such family');
    const judgement = judgeAccess(expectation, hostile(40), options(2_000));
    expect(judgement).toEqual({ holds: 'no', tooComplex: true });
  },
);

describe('the budget of a run', () => {
  const hostile = FAMILIES['denials in allowances'];
  const plain = policiesOf(
    document([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }]),
  );
  const of = (budget: StepBudget) => ({ ...options(0), budget });

  it('keeps a share for each file that no hostile one uses up', () => {
    const run = new RunBudget(1_000_000);
    for (let principal = 0; principal < 5; principal += 1)
      identityDelta(undefined, hostile?.(300), of(run.of('hostile')));
    expect(identityDelta(undefined, hostile?.(300), of(run.of('hostile'))).tooComplex).toEqual(['gains']);
    expect(identityDelta(undefined, plain, of(run.of('ordinary'))).tooComplex).toBeUndefined();
  });

  it('is one for access, expectations and rules: what one of them took, the others do not have', () => {
    const run = new RunBudget(0);
    const file = run.of('a');
    expect(file.spend(250_000)).toBe(true);
    expect(run.of('a').spend(1)).toBe(false);
    expect(run.of('b').spend(1)).toBe(true);
  });
});

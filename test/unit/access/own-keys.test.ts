import { describe, expect, it, test } from '@jest/globals';
import * as fc from 'fast-check';
import { identityDelta, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import { judgeAccess } from '../../../src/access/judge-expectation.ts';
import { ownKeys } from '../../../src/access/own-keys.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { evaluate } from '../../../src/policy/evaluate.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { resource } from '../../helpers/resources.ts';
import { speaksOf } from './draw-request.ts';
import { planWithAccess } from './plan-with-access.ts';
import { SMALL_CATALOGUE } from './small-catalogue.ts';

const ROLE = 'arn:aws:iam::111122223333:role/p/x';
const USER = 'arn:aws:iam::111122223333:user/x';
const AWS = { partition: 'aws' };
const OPTIONS = { context: AWS, catalogue: SMALL_CATALOGUE };

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const statement = (Effect: 'Allow' | 'Deny', Condition?: Condition): JsonObject => ({
  Effect,
  Action: 's3:*',
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});

const holding = (arn: string | undefined, ...Statement: readonly JsonObject[]): PrincipalPolicies => ({
  policies: [{ name: 'p', document: { Version: '2012-10-17', Statement } }],
  ...(arn === undefined ? {} : { arn }),
});

/** What a Deny under a condition takes from a principal that may do all of S3: everything, nothing, or a part. */
const DENIES: readonly (readonly [arn: string, condition: Condition, loses: 'all' | 'nothing' | 'part'])[] = [
  [ROLE, { StringNotEquals: { 'aws:PrincipalArn': ROLE } }, 'nothing'],
  [ROLE, { ArnNotLike: { 'aws:principalarn': 'arn:aws:iam::*:role/p/*' } }, 'nothing'],
  [ROLE, { ArnNotEqualsIfExists: { 'aws:PrincipalArn': [ROLE, USER] } }, 'nothing'],
  [ROLE, { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/x' } }, 'all'],
  [ROLE, { StringEquals: { 'aws:PrincipalArn': ROLE } }, 'all'],
  [ROLE, { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } }, 'nothing'],
  [ROLE, { StringNotEquals: { 'aws:PrincipalAccount': '999988887777' } }, 'all'],
  [ROLE, { StringNotEquals: { 'aws:PrincipalType': 'AssumedRole' } }, 'nothing'],
  [ROLE, { Null: { 'aws:PrincipalArn': 'true' } }, 'nothing'],
  [ROLE, { StringNotEquals: { 'aws:PrincipalArn': USER, 'aws:PrincipalOrgID': 'o-abcdef1234' } }, 'part'],
  [ROLE, { StringNotEquals: { 'aws:PrincipalArn': ROLE, 'aws:PrincipalOrgID': 'o-abcdef1234' } }, 'nothing'],
  // What else a request says decides.
  [ROLE, { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/${aws:PrincipalTag/team}/x' } }, 'part'],
  // Sessions that a user gives to others have an ARN of their own, in the account of the user.
  [USER, { StringNotEquals: { 'aws:PrincipalArn': USER } }, 'part'],
  [USER, { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } }, 'nothing'],
];

describe('a condition on who makes the request', () => {
  test.each(DENIES)('%s loses by a Deny under %j: %s', (arn, condition, expected) => {
    const { loses, mayLose, gains } = identityDelta(
      holding(arn, statement('Allow')),
      holding(arn, statement('Allow'), statement('Deny', condition)),
      OPTIONS,
    );
    const lost = [...loses, ...mayLose];
    const isWhole = lost.every(({ when, except }) => when.length + except.length === 0);
    expect([lost.length === 0 ? 'nothing' : isWhole ? 'all' : 'part', gains]).toEqual([expected, []]);
  });

  test.each([
    ['allow', ROLE, 'yes'],
    ['allow', USER, 'no'],
    ['deny', ROLE, 'no'],
    ['deny', USER, 'yes'],
  ] as const)('decides an expectation to %s, by a Deny unless %s calls: %s', (verdict, spared, holds) => {
    const deny = statement('Deny', { ArnNotEquals: { 'aws:PrincipalArn': spared } });
    const location = { file: 'x.yaml', line: 1, column: 1 };
    const asked = {
      expects: 'access',
      principal: 'role/x',
      action: 's3:GetObject',
      on: ['*'],
      location,
    } as const;
    const judged = judgeAccess({ ...asked, verdict }, holding(ROLE, statement('Allow'), deny), OPTIONS);
    expect(judged.holds).toBe(holds);
    const decision = judged.holds === 'no' ? judged.decision?.verdict : undefined;
    expect(decision).toBe(
      holds === 'yes' ? undefined : verdict === 'allow' ? 'explicitly-denied' : 'allowed',
    );
  });

  it('is one like any other of a principal that is not known', () => {
    const deny = statement('Deny', { StringNotEquals: { 'aws:PrincipalArn': ROLE } });
    const { loses } = identityDelta(
      holding(undefined, statement('Allow')),
      holding(undefined, statement('Allow'), deny),
      OPTIONS,
    );
    expect(loses).toMatchObject([{ when: [{ key: 'aws:principalarn' }] }]);
  });

  it('is decided in a plan', async () => {
    const role = (...Statement: readonly JsonObject[]) =>
      resource('role', 'x', {
        Path: '/p/',
        Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }],
      });
    const deny = (arn: string) => statement('Deny', { ArnNotEquals: { 'aws:PrincipalArn': arn } });
    const losing = async (arn: string) => {
      const plan = await planWithAccess({
        desired: [role(statement('Allow'), deny(arn))],
        applied: [role(statement('Allow'))],
      });
      const entries = plan.integrations.flatMap((one) => one.entries);
      return entries.flatMap(({ access }) => [...(access?.loses ?? []), ...(access?.mayLose ?? [])]).length;
    };
    expect([await losing(ROLE), await losing('arn:aws:iam::111122223333:role/x')]).toEqual([0, 1]);
  });
});

const GROUP = 'arn:aws:iam::111122223333:group/g';

describe('a variable in a resource', () => {
  const on = (Effect: 'Allow' | 'Deny', path: string): JsonObject => ({
    ...statement(Effect),
    Resource: `arn:aws:s3:::b/${path}`,
  });

  test.each<readonly [arn: string, path: string, reaches: string]>([
    [USER, '${aws:username}/*', 'x/*'],
    [USER, '${AWS:UserName}/*', 'x/*'],
    [USER, '${aws:PrincipalAccount}/*', '111122223333/*'],
    [USER, '${aws:PrincipalArn}/*', '${aws:principalarn}/*'],
    [ROLE, '${aws:PrincipalAccount}/*', '111122223333/*'],
    [ROLE, '${aws:PrincipalArn}', ROLE],
    [ROLE, '${aws:PrincipalTag/t}/*', '${aws:principaltag/t}/*'],
    [ROLE, "${aws:PrincipalAccount, 'none'}", '111122223333'],
    [GROUP, '${aws:username}/${aws:PrincipalAccount}', '${aws:username}/111122223333'],
  ])('of %s, %s, reaches %s', (arn, path, reaches) => {
    const { gains, mayGain } = identityDelta(holding(arn), holding(arn, on('Allow', path)), OPTIONS);
    expect([...new Set([...gains, ...mayGain].flatMap((one) => one.on))]).toEqual([
      `arn:aws:s3:::b/${reaches}`,
    ]);
  });

  it('moves nothing where its value is written in its place', () => {
    const [name, variable] = [on('Allow', '111122223333/*'), on('Allow', '${aws:PrincipalAccount}/*')];
    const { gains, loses } = identityDelta(holding(ROLE, name), holding(ROLE, variable), OPTIONS);
    expect([gains, loses]).toEqual([[], []]);
  });

  test.each([
    ['allow', 'x/*', '${aws:username}/*', 'yes'],
    ['allow', 'y/*', '${aws:username}/*', 'no'],
    ['deny', 'y/*', '${aws:username}/*', 'yes'],
    ['deny', 'x/*', '${aws:username}/*', 'no'],
  ] as const)('decides an expectation to %s %s by %s: %s', (verdict, path, allowed, holds) => {
    const asked = {
      expects: 'access',
      principal: 'user/x',
      action: 's3:GetObject',
      on: [`arn:aws:s3:::b/${path}`],
      location: { file: 'x.yaml', line: 1, column: 1 },
    } as const;
    const judged = judgeAccess({ ...asked, verdict }, holding(USER, on('Allow', allowed)), OPTIONS);
    expect(judged.holds).toBe(holds);
  });

  it.each([
    ['role', 'sts:AssumeRole', 'a/*'],
    ['role', ['sts:AssumeRole', 'sts:TagSession'], '${aws:PrincipalTag/team}/*'],
    ['role', 'sts:*', '${aws:PrincipalTag/team}/*'],
    ['user', undefined, 'a/*'],
  ] as const)('of a tag of a %s whose trust policy allows %s reaches %s', async (kind, Action, reaches) => {
    const principal = (...Statement: readonly JsonObject[]) =>
      resource(kind, 'x', {
        Tags: [{ Key: 'Team', Value: 'a' }],
        ...(Action === undefined
          ? {}
          : {
              AssumeRolePolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action }],
              },
            }),
        Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }],
      });
    const plan = await planWithAccess({
      desired: [principal(on('Allow', 'x'), on('Allow', '${aws:PrincipalTag/team}/*'))],
      applied: [principal(on('Allow', 'x'))],
    });
    const entries = plan.integrations.flatMap((one) => one.entries);
    const gains = entries.flatMap(({ access }) => access?.gains ?? []);
    expect([...new Set(gains.flatMap((one) => one.on))]).toEqual([`arn:aws:s3:::b/${reaches}`]);
  });

  it('denies nothing to a session that a user gives to others', () => {
    const deny = on('Deny', '${aws:username}/*');
    const asked = {
      expects: 'access',
      principal: 'user/x',
      action: 's3:GetObject',
      on: ['arn:aws:s3:::b/x/*'],
      location: { file: 'x.yaml', line: 1, column: 1 },
    } as const;
    const judged = judgeAccess(
      { ...asked, verdict: 'deny' },
      holding(USER, statement('Allow'), deny),
      OPTIONS,
    );
    expect(judged.holds).toBe('no');
  });
});

const condition = fc
  .tuple(
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'ArnLike',
      'ArnNotEquals',
      'StringEqualsIfExists',
      'StringNotEqualsIfExists',
      'ForAnyValue:StringLike',
      'ForAllValues:StringNotLike',
    ),
    fc.constantFrom('aws:PrincipalArn', 'aws:PrincipalAccount', 'aws:PrincipalType', 'aws:PrincipalOrgID'),
    fc.subarray(
      [
        ROLE,
        USER,
        'arn:aws:iam::*:role/*',
        '111122223333',
        '9*',
        'AssumedRole',
        'o-a',
        '${aws:PrincipalTag/t}',
      ],
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([operator, key, values]): Condition => ({ [operator]: { [key]: values } }));

const drawn = fc.array(
  fc
    .tuple(fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'), fc.option(condition))
    .map(([effect, when]) => statement(effect, when ?? undefined)),
  { maxLength: 3 },
);

const request = fc.record({
  org: fc.constantFrom('o-a', 'o-b', undefined),
  tag: fc.constantFrom(ROLE, '9', undefined),
});

it('what turns for the requests of a role is what its delta says', () => {
  fc.assert(
    fc.property(drawn, drawn, fc.array(request, { minLength: 4, maxLength: 4 }), (old, now, requests) => {
      const delta = identityDelta(holding(ROLE, ...old), holding(ROLE, ...now), OPTIONS);
      for (const { org, tag } of requests) {
        const context = {
          ...Object.fromEntries([...ownKeys(ROLE)].map(([key, values]) => [key, values[0] ?? ''])),
          ...(org === undefined ? {} : { 'aws:PrincipalOrgID': org }),
          ...(tag === undefined ? {} : { 'aws:PrincipalTag/t': tag }),
        };
        const asked = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b', context };
        const [before, after] = [old, now].map((Statement) => {
          const policies = [{ name: 'p', document: { Version: '2012-10-17', Statement } }];
          return (
            Statement.length > 0 && evaluate({ kind: 'identity', policies }, asked, AWS).verdict === 'allowed'
          );
        });
        const said = (lists: readonly (typeof delta.gains)[]) =>
          lists.flat().some((one) => speaksOf(one, asked));
        expect([said([delta.gains, delta.mayGain]), said([delta.loses, delta.mayLose])]).toEqual([
          after === true && before === false,
          before === true && after === false,
        ]);
      }
    }),
    runsOf(300, 3000),
  );
});

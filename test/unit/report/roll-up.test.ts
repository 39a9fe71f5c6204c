import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { identityDelta, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import type { AccessDelta, Permission } from '../../../src/model/access.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { notability } from '../../../src/model/notable-actions.ts';
import { MOST_LINES, rollUpAccess, type RolledSentence } from '../../../src/report/roll-up.ts';
import { BRIEFLY } from '../../../src/report/say-statement.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { identityPolicy, LONGEST_RUN } from '../policy/generate-policy.ts';
import { deltaOfCase, readCases, type CaseSide } from '../access/cases.ts';
import { SMALL_CATALOGUE } from '../access/small-catalogue.ts';

const say = (delta: AccessDelta): readonly string[] =>
  rollUpAccess(delta, 'it', BRIEFLY).map(({ symbol, text }) => `${symbol} ${text}`);

type Statement = JsonObject;

function allow(
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: JsonObject,
): Statement {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

function policy(...statements: readonly Statement[]): CaseSide {
  return { policies: [statements] };
}

const LOGS = 'arn:aws:s3:::logs/*';
const read = allow('s3:GetObject', LOGS);

describe('a roll-up tells', () => {
  it.each(readCases().flatMap((one) => (one.rolled === undefined ? [] : [{ ...one, rolled: one.rolled }])))(
    '$it',
    async ({ before, after, rolled }) => {
      expect(say(await deltaOfCase({ before, after }))).toEqual(rolled);
    },
  );

  it("AWS's policies by name, before what they allow", async () => {
    const arn = 'arn:aws:iam::aws:policy/SecurityAudit';
    const delta = await deltaOfCase({ before: policy(), after: policy(read) });
    const attached = { ...delta, awsManaged: [{ arn, version: 'v7', change: 'attached' as const }] };
    expect(say(attached)).toEqual([
      "+ it gets AWS's policy SecurityAudit (version v7)",
      '+ it gains Read on s3 logs/*: GetObject',
    ]);
    const back = await deltaOfCase({ before: policy(read), after: policy() });
    const detached = { ...back, awsManaged: [{ arn, version: 'v7', change: 'detached' as const }] };
    expect(say(detached)).toEqual([
      "- it no longer has AWS's policy SecurityAudit (version v7)",
      '- it loses Read on s3 logs/*: GetObject',
    ]);
  });

  it('who comes and who goes, where there is no room for each of them', async () => {
    const trustOf = (first: string): CaseSide => ({
      policies: [],
      trust: Array.from({ length: 12 }, (_, index) => ({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${first}0000000000${index % 10}:role/r${index}` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': `id-${index}` } },
      })),
    });
    const lines = say(await deltaOfCase({ before: trustOf('1'), after: trustOf('2') }));
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect(lines.filter((line) => line.startsWith('+')).join()).toContain('can newly assume');
    expect(lines.filter((line) => line.startsWith('-')).join()).toContain('can no longer assume');
  });
});

const side = fc.array(identityPolicy, { minLength: 0, maxLength: 3 });
const pairs = fc
  .tuple(side, side, fc.nat(2))
  .map(([one, other, kept]) => [one, [...one.slice(0, kept), ...other]] as const);

/** Everything in a service, told in one line by every action: neither side names one that is notable. */
const NAMED_BY_EVERY_ACTION: readonly [readonly JsonObject[], readonly JsonObject[]] = [
  [
    statements(
      allow('s3:Get*', '*', { StringEquals: { 'aws:username': 'a' } }),
      allow('*', 'arn:aws:s3:::a'),
      allow('*', 'arn:aws:s3:*:*:a', { StringEquals: { 'aws:username': 'b' } }),
    ),
  ],
  [statements(allow('s3:*?'))],
];

function statements(...Statement: readonly Statement[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

function principal(documents: readonly JsonObject[]): PrincipalPolicies {
  return { policies: documents.map((document, index) => ({ name: `p${index}`, document })) };
}

const LISTS = ['gains', 'mayGain', 'loses', 'mayLose'] as const;

/** What a line must be about, by its sign. */
const ABOUT: Readonly<Record<RolledSentence['symbol'], readonly (typeof LISTS)[number][]>> = {
  '+': ['gains', 'mayGain'],
  '-': ['loses', 'mayLose'],
  '~': LISTS,
  '?': [],
};

describe('the laws of a roll-up', () => {
  it(
    'at most ten lines, each about permissions of its sign, and every permission is in one',
    () => {
      fc.assert(
        fc.property(pairs, ([before, after]) => {
          const options = { context: { partition: 'aws' }, catalogue: SMALL_CATALOGUE };
          checkLaws(identityDelta(principal(before), principal(after), options));
        }),
        { ...runsOf(6, 2_000), examples: [[NAMED_BY_EVERY_ACTION]] },
      );
    },
    LONGEST_RUN,
  );

  it('hold for a policy of many services, places and conditions', async () => {
    const services = [
      's3',
      'ec2',
      'iam',
      'kms',
      'sqs',
      'sns',
      'lambda',
      'rds',
      'ssm',
      'logs',
      'glue',
      'sts',
      'ecs',
    ];
    const statements = services.flatMap((service, index) => [
      allow(
        [`${service}:Get*`, `${service}:Put*`, `${service}:Create*`, `${service}:A*`],
        `arn:aws:${service}:*:111122223333:x${index}/*`,
      ),
      allow(`${service}:*`, '*', { StringEquals: { 'aws:RequestedRegion': `eu-west-${index}` } }),
    ]);
    const both = await Promise.all([
      deltaOfCase({ before: policy(), after: policy(...statements) }),
      deltaOfCase({ before: policy(...statements), after: policy(read) }),
      deltaOfCase({ before: policy(...statements.slice(0, 14)), after: policy(...statements.slice(12)) }),
    ]);
    for (const delta of both) {
      checkLaws(delta);
      const { gains, loses, held: _held, ...rest } = delta;
      checkLaws({ ...rest, gains: [], loses: [], mayGain: gains, mayLose: loses });
    }
  });
});

function checkLaws(delta: AccessDelta): void {
  const lines = rollUpAccess(delta, 'it', BRIEFLY);
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
  for (const { symbol, of, text } of lines) {
    const allowed = ABOUT[symbol].flatMap((list) => delta[list]);
    expect({
      text,
      isTrue: of.every((one) => allowed.includes(one)) && (symbol === '?' || of.length > 0),
    }).toEqual({
      text,
      isTrue: true,
    });
  }
  for (const line of lines) expect(isInItsWords(line, delta)).toBe(true);
  const told = new Set(lines.flatMap(({ of }) => of));
  const all = LISTS.flatMap((list) => delta[list]);
  expect(all.filter((one) => !told.has(one))).toEqual([]);
  for (const { text, of, symbol } of lines) {
    const gravest = gravestOf(of);
    if (gravest !== undefined && symbol !== '~' && !TOLD_WITHOUT_NAMES.test(text))
      expect(text).toContain(gravest);
  }
}

/** What is told by what there is now, by everything, or by every action of a service needs no names of actions. */
const TOLD_WITHOUT_NAMES = /keeps only|keeps every action of|can now do|can now call every action of/;

/** Whether a line says by its words what its sign says, and whether that is certain. */
function isInItsWords({ symbol, of, text }: RolledSentence, { mayGain, mayLose }: AccessDelta): boolean {
  if (of.length === 0 || symbol === '~') return true;
  const opens = / gains | may gain | newly | can now /.test(text);
  const closes = / loses | may lose | no longer | keeps (?:only |.* only on )/.test(text);
  const isUnsure = of.every((one) => [...mayGain, ...mayLose].includes(one));
  return opens !== closes && opens === (symbol === '+') && isUnsure === / may /.test(text);
}

/** The name of the gravest action that a line is about, where it names actions and one of them is notable. */
function gravestOf(permissions: readonly Permission[]): string | undefined {
  const all = permissions.flatMap(({ service, actions }) => actions.map((action) => ({ service, action })));
  const [first] = [...all].sort((a, b) => notability(a.service, a.action) - notability(b.service, b.action));
  if (first === undefined || notability(first.service, first.action) === Number.MAX_SAFE_INTEGER)
    return undefined;
  return NAMED_BY_MEANING[`${first.service}:${first.action}`] ?? first.action;
}

const NAMED_BY_MEANING: Readonly<Record<string, string>> = { 'sts:AssumeRole': 'ssume' };

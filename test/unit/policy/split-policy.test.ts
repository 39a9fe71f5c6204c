import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { countedSize } from '../../../src/policy/document-size.ts';
import { splitPolicy } from '../../../src/policy/split-policy.ts';

const MOST = 600;

function statement(index: number): JsonObject {
  const actions = Array.from({ length: 10 }, (_, one) => `ec2:DescribeThing${index}x${one}`);
  return { Effect: 'Allow', Action: actions, Resource: '*' };
}

const statementsOf = (parts: ReturnType<typeof splitPolicy>): readonly unknown[] =>
  (parts ?? []).flatMap(({ document }) => document['Statement'] as readonly unknown[]);

test('statements that differ by their actions alone come into parts that fit, of different names', () => {
  const statements = Array.from({ length: 12 }, (_, index) => statement(index));
  const parts = splitPolicy({ Version: '2012-10-17', Statement: statements }, MOST);
  expect(new Set(statementsOf(parts))).toEqual(new Set(statements));
  expect(statementsOf(parts)).toHaveLength(statements.length);
  for (const { document } of parts ?? []) expect(countedSize(document)).toBeLessThanOrEqual(MOST);
  const suffixes = (parts ?? []).map(({ suffix }) => suffix);
  expect(new Set(suffixes).size).toBe(suffixes.length);
  expect(suffixes.join()).toMatch(/^[ab]{1,8}(,[ab]{1,8})*$/);
});

test('a statement that cannot be taken apart and does not fit is not split', () => {
  const resources = Array.from({ length: 60 }, (_, index) => `arn:aws:s3:::bucket-${index}`);
  const long = { Effect: 'Allow', Action: 's3:GetObject', Resource: resources };
  expect(splitPolicy({ Version: '2012-10-17', Statement: [long, statement(1)] }, MOST)).toBeUndefined();
});

test('one action more moves no other statement while its part has room', () => {
  const statements = Array.from({ length: 8 }, (_, index): JsonObject => ({
    Sid: `S${index}`,
    ...statement(index),
  }));
  const withMore = statements.map((one, index) =>
    index === 0 ? { ...one, Action: ['ec2:RunInstances', ...(one['Action'] as readonly string[])] } : one,
  );
  const homes = (all: readonly JsonObject[]): ReadonlyMap<unknown, string> =>
    new Map(
      (splitPolicy({ Statement: all }, MOST * 2 + 100) ?? []).flatMap(({ suffix, document }) =>
        (document['Statement'] as readonly JsonObject[]).map((one) => [one['Sid'], suffix] as const),
      ),
    );
  const before = homes(statements);
  expect(before.size).toBe(statements.length);
  expect(homes(withMore)).toEqual(before);
});

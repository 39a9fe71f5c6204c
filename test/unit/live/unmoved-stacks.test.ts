import { describe, expect, it } from '@jest/globals';
import { whileUnmoved } from '../../../src/live/unmoved-stacks.ts';
import { hasMoved, operationsSince } from '../../../src/live/stack-operations.ts';
import type { StackRow } from '../../../src/model/stack-reader.ts';

const row = (operation: string): StackRow => ({
  stackName: 'rk-i',
  stackId: 'arn:rk-i',
  status: 'UPDATE_COMPLETE',
  terminationProtection: false,
  lastUpdated: '2026-11-22T00:00:00.000Z',
  operations: [operation],
});

/** Reads with rows that are these, one after the other, and then the last of them; says how often it read. */
async function readingsWith(operations: readonly string[], doubtful: readonly string[]): Promise<number> {
  let asked = 0;
  const next = (): StackRow => row(operations[Math.min(asked++, operations.length - 1)] ?? '');
  const reader = {
    stack: () => Promise.resolve(next()),
    stacks: () => Promise.resolve([next()]),
  };
  let readings = 0;
  await whileUnmoved(
    reader,
    { stackPrefix: 'rk-' },
    'all',
    () => Promise.resolve((readings += 1)),
    () => doubtful,
  );
  return readings;
}

describe('between two looks at a stack', () => {
  it.each([
    ['nothing came', ['1'], ['1'], []],
    ['one operation came', ['1'], ['2', '1'], ['2']],
    ['several came', ['1'], ['3', '2', '1'], ['3', '2']],
    ['one came that is not listed first', ['1'], ['1', '2'], ['2']],
    ['one came, and the old ones are not listed any more', ['2', '1'], ['3'], ['3']],
    ['nothing came, and an old one is not listed any more', ['2', '1'], ['2'], []],
  ])('%s', (_, before, now, since) => {
    const [then, later] = [before, now].map((operations) => ({ ...row(''), operations }));
    expect(operationsSince(then ?? row(''), later ?? row(''))).toEqual(since);
    expect(hasMoved(then ?? row(''), later ?? row(''))).toBe(since.length > 0);
  });

  it.each([
    ['another status', { status: 'UPDATE_IN_PROGRESS' }],
    ['another stack of the name', { stackId: 'arn:rk-i-again' }],
    ['a later update', { lastUpdated: '2026-11-22T00:00:01.000Z' }],
  ])('it has %s, where CloudFormation lists no operations', (_, change) => {
    const { operations: _none, ...before } = row('');
    expect(hasMoved(before, { ...before, ...change })).toBe(true);
  });
});

describe('what is compared with stacks is read', () => {
  it.each([
    ['once, where nothing of it is doubtful', ['1', '2'], [], 1],
    ['once, where the stacks stand still', ['1', '1'], ['i'], 1],
    ['again, where another operation came in between', ['1', '2', '2'], ['i'], 2],
  ])('%s', async (_, operations, doubtful, readings) => {
    expect(await readingsWith(operations, doubtful)).toBe(readings);
  });

  it('three times at most', async () => {
    await expect(readingsWith(['1', '2', '3', '4', '5', '6'], ['i'])).rejects.toMatchObject({
      reason: 'stack-busy',
      message: 'rk-i changed each time that the account was read',
    });
  });
});

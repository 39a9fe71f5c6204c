import { expect, it } from '@jest/globals';
import { printCalls } from '../../../src/commands/print-calls.ts';
import { whileReading } from '../../../src/commands/show-reading.ts';
import { showWork } from '../../../src/commands/show-work.ts';
import { CallTally } from '../../../src/model/call-counts.ts';
import { integration, role, scope } from '../../helpers/resources.ts';

/** A run whose seconds pass as the test says. */
function rehearsedRun() {
  const lines: string[] = [];
  const ticks = new Set<() => void>();
  const calls = new CallTally();
  let seconds = 0;
  return {
    lines,
    ticks,
    calls,
    environment: {
      calls,
      progressTerminal: undefined,
      err: (text: string) => void lines.push(text),
      clock: { now: () => new Date(seconds * 1000), sleep: () => Promise.resolve() },
      every: (_milliseconds: number, tick: () => void) => {
        ticks.add(tick);
        return () => void ticks.delete(tick);
      },
    },
    pass: (count: number) => {
      for (let second = 0; second < count; second += 1) {
        seconds += 1;
        for (const tick of ticks) tick();
      }
    },
  };
}

const two = ['a', 'b'].map((name) => scope([integration(name, [role(name)])]));

it('a read of less than two seconds says nothing', async () => {
  const { environment, pass, lines } = rehearsedRun();
  await whileReading(environment, two, () => Promise.resolve(pass(1)));
  expect(lines).toEqual([]);
});

it('a longer one says after two seconds, and then every ten, how far it is', async () => {
  const { environment, pass, lines, calls } = rehearsedRun();
  calls.add('sts:GetCallerIdentity');
  await whileReading(environment, two, ({ scopeDone }) => {
    for (const operation of [
      'iam:GetAccountAuthorizationDetails',
      'iam:ListRoles',
      'cloudformation:GetTemplate',
    ])
      calls.add(operation);
    pass(3);
    calls.add('iam:ListRoles');
    scopeDone();
    pass(18);
    return Promise.resolve();
  });
  expect(lines).toEqual([
    'Still at work after 2 s: 0 of 2 scopes, 1 of 2 integrations, 2 pages of IAM, 3 calls\n',
    'Still at work after 12 s: 1 of 2 scopes, 1 of 2 integrations, 3 pages of IAM, 4 calls\n',
  ]);
});

it('no timer is left, also where the read fails', async () => {
  const { environment, ticks } = rehearsedRun();
  const reading = whileReading(environment, two, () => {
    expect(ticks.size).toBe(1);
    return Promise.reject(new Error('unreachable'));
  });
  await expect(reading).rejects.toThrow('unreachable');
  expect(ticks.size).toBe(0);
});

it('the closing line has the calls by operation; a command without calls has none', () => {
  const { environment, lines, calls } = rehearsedRun();
  printCalls(environment);
  expect(lines).toEqual([]);
  for (const operation of ['iam:ListRoles', 'cloudformation:DescribeStacks', 'iam:ListRoles'])
    calls.add(operation);
  printCalls(environment);
  expect(lines).toEqual(['3 calls to AWS: cloudformation:DescribeStacks 1, iam:ListRoles 2\n']);
});

it('long work on files, which lets no timer run, says at the same times how far it is', () => {
  const { environment, pass, lines, ticks } = rehearsedRun();
  const work = showWork(environment);
  const checked = work.counting((files) => `${files} files checked`);
  for (let second = 0; second < 13; second += 1) {
    pass(1);
    checked();
  }
  work.end();
  expect(lines).toEqual([
    'Still at work after 2 s: 2 files checked\n',
    'Still at work after 12 s: 12 files checked\n',
  ]);
  expect(ticks.size).toBe(0);
});

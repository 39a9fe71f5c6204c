import { PassThrough } from 'node:stream';
import { afterAll, expect, it } from '@jest/globals';
import { plan } from '../../../src/commands/plan.ts';
import { printCalls } from '../../../src/commands/print-calls.ts';
import { whileReading } from '../../../src/commands/show-reading.ts';
import { whileWorking } from '../../../src/commands/show-work.ts';
import { CallTally } from '../../../src/model/call-counts.ts';
import { JudgedTally } from '../../../src/model/judged-tally.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

afterAll(removeDesiredFolders);

/** A run whose seconds pass as the test says. */
function rehearsedRun() {
  const lines: string[] = [];
  const ticks = new Set<() => void>();
  const calls = new CallTally();
  const judged = new JudgedTally();
  let seconds = 0;
  return {
    lines,
    ticks,
    calls,
    judged,
    environment: {
      calls,
      judged,
      progressTerminal: undefined,
      err: (text: string) => void lines.push(text),
      clock: { now: () => new Date(seconds * 1000), sleep: () => Promise.resolve() },
      every: (_milliseconds: number, tick: () => void) => {
        ticks.add(tick);
        return () => void ticks.delete(tick);
      },
    },
    /** Time in which no timer runs. */
    work: (count: number) => {
      seconds += count;
    },
    pass: (count: number) => {
      for (let second = 0; second < count; second += 1) {
        seconds += 1;
        for (const tick of ticks) tick();
      }
    },
  };
}

/** A terminal that writes down what is done to it. */
function rehearsedTerminal(columns: number) {
  const screen: string[] = [];
  let at = '';
  const progressTerminal = Object.assign(new PassThrough(), {
    columns,
    write: (text: string) => screen.push(text) > 0,
    cursorTo: (x: number) => (at = `(${x}`) !== '',
    moveCursor: (_x: number, y: number) => (at = `${at}, ${y})`) !== '',
    clearScreenDown: () => screen.push(`${at} cleared`) > 0,
  }) as unknown as NodeJS.WriteStream;
  return { progressTerminal, screen };
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

it('what AWS does not answer is named', async () => {
  const { environment, pass, lines, calls } = rehearsedRun();
  const run = new CallTally(calls);
  await whileReading(environment, two, () => {
    const [details, ...roles] = ['iam:GetAccountAuthorizationDetails', 'iam:ListRoles', 'iam:ListRoles'].map(
      (operation) => run.begin(operation),
    );
    pass(15);
    run.add('iam:ListRoles');
    roles[0]?.();
    pass(10);
    roles[1]?.();
    pass(10);
    details?.();
    pass(10);
    return Promise.resolve();
  });
  expect(lines.map((line) => line.trim().replace(/.*IAM, /, ''))).toEqual([
    '0 calls',
    '0 calls; no answer for 12 s to iam:GetAccountAuthorizationDetails, iam:ListRoles',
    '1 call',
    '1 call; no answer for 10 s to iam:GetAccountAuthorizationDetails',
    '1 call',
  ]);
});

it('judging, which lets no timer run, says how far it is with what is judged', async () => {
  const { environment, work, lines, judged, calls } = rehearsedRun();
  judged.add('rules');
  await whileReading(environment, two, () => {
    calls.add('iam:ListRoles');
    for (const part of ['access', 'access', 'expectations', 'rules', 'rules'] as const) {
      work(5);
      judged.add(part);
    }
    return Promise.resolve();
  });
  work(20);
  judged.add('rules');
  expect(lines).toEqual([
    'Still at work after 5 s: 0 of 2 scopes, 0 of 2 integrations, 1 page of IAM, 1 call; judgements: 1 of access\n',
    'Still at work after 15 s: 0 of 2 scopes, 0 of 2 integrations, 1 page of IAM, 1 call; judgements: 2 of access, 1 of expectations\n',
    'Still at work after 25 s: 0 of 2 scopes, 0 of 2 integrations, 1 page of IAM, 1 call; judgements: 2 of access, 1 of expectations, 2 by the rules\n',
  ]);
});

it('on a terminal the line is written over once a second at most, however much is judged', async () => {
  const { environment, work, judged } = rehearsedRun();
  const { progressTerminal, screen } = rehearsedTerminal(200);
  await whileReading({ ...environment, progressTerminal }, two, () => {
    work(2);
    for (let count = 0; count < 100; count += 1) judged.add('access');
    work(1);
    judged.add('rules');
    return Promise.resolve();
  });
  expect(screen.map((line) => line.replace(/.*; /, ''))).toEqual([
    'judgements: 1 of access',
    '(0, 0) cleared',
    'judgements: 100 of access, 1 by the rules',
    '(0, 0) cleared',
  ]);
});

it('a line that is longer than the terminal is wide goes whole, also where the work fails', async () => {
  const { environment, work } = rehearsedRun();
  const { progressTerminal, screen } = rehearsedTerminal(20);
  const working = whileWorking({ ...environment, progressTerminal }, ({ counting }) => {
    work(3);
    counting((files) => `${files} file checked`)();
    return Promise.reject(new Error('no such folder'));
  });
  await expect(working).rejects.toThrow('no such folder');
  expect(screen).toEqual(['Still at work after 3 s: 1 file checked', '(0, -1) cleared']);
});

it('a terminal on which nothing was said is left as it is', async () => {
  const { environment } = rehearsedRun();
  const { progressTerminal, screen } = rehearsedTerminal(20);
  await whileWorking({ ...environment, progressTerminal }, () => Promise.resolve());
  expect(screen).toEqual([]);
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

it('long work on files, which lets no timer run, says at the same times how far it is', async () => {
  const { environment, pass, lines, ticks } = rehearsedRun();
  await whileWorking(environment, ({ counting }) => {
    const checked = counting((files) => `${files} files checked`);
    for (let second = 0; second < 13; second += 1) {
      pass(1);
      checked();
    }
    return Promise.resolve();
  });
  expect(lines).toEqual([
    'Still at work after 2 s: 2 files checked\n',
    'Still at work after 12 s: 12 files checked\n',
  ]);
  expect(ticks.size).toBe(0);
});

it('a plan says how far each of its steps is: files, expectations, access and rules', async () => {
  const expected = '    Policies: []\nexpect:\n  - { principal: role/one, deny: ["s3:*"], on: ["*"] }\n';
  const desired = desiredFolder({
    'rolekeeper.yaml': settingsFile('111122223333'),
    'one.yaml': integrationFile('one', 'one', expected),
    'two.yaml': integrationFile('two', 'two'),
  });
  const live = desiredFolder({
    'details.json': '{"RoleDetailList":[],"UserDetailList":[],"GroupDetailList":[],"Policies":[]}',
    'roles.json': '{"Roles":[]}',
    'profiles.json': '{"InstanceProfiles":[]}',
    'providers.json': '{"OpenIDConnectProviderList":[]}',
  });
  let seconds = 0;
  const { stderr } = await runCommand((own) => plan({ desired, live, format: 'json' }, own, openSession), {
    calls: new CallTally(),
    judged: new JudgedTally(),
    every: () => () => undefined,
    clock: { now: () => new Date(1000 * (seconds += 11)), sleep: () => Promise.resolve() },
  });
  const said = stderr.replace(/ after \d+ s/g, '').replace(/.*; judgements: /gm, '');
  expect(said.trimEnd().split('\n')).toEqual([
    'Still at work: 1 file checked',
    'Still at work: 2 files checked',
    'Still at work: the expectations of 1 integration judged',
    '1 of expectations',
    ...[1, 2, 3, 4].map((count) => `${count} of access, 1 of expectations`),
    '4 of access, 2 of expectations',
    ...[1, 2].map((count) => `4 of access, 2 of expectations, ${count} by the rules`),
  ]);
});

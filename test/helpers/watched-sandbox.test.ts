import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROLEKEEPERS_KEY, startWatchedSandbox } from './watched-sandbox.ts';

type Call = Readonly<Record<string, string>>;

const CLOUDFORMATION = { Version: '2010-05-15', StackName: 's' };
const group = (name: string) => ({ Type: 'AWS::IAM::Group', Properties: { GroupName: name } });
const templateOf = (...names: readonly string[]): string =>
  JSON.stringify({ Resources: Object.fromEntries(names.map((name) => [name, group(name)])) });
const NAMED = { 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' };
const create: Call = {
  ...CLOUDFORMATION,
  ...NAMED,
  Action: 'CreateStack',
  TemplateBody: templateOf('a', 'b'),
};
const read: Call = { ...CLOUDFORMATION, Action: 'DescribeStacks' };

/** What the ledger is blamed for after these calls with one access key. */
async function blamed(key: string, calls: readonly Call[]): Promise<string> {
  const sandbox = await startWatchedSandbox();
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/iam/aws4_request`;
  for (const call of calls) {
    const body = new URLSearchParams({ Version: '2010-05-08', ...call });
    const response = await fetch(sandbox.url, { method: 'POST', headers: { authorization }, body });
    if (!response.ok) throw new Error(await response.text());
  }
  return sandbox.close().then(
    () => '',
    (error: unknown) => String(error),
  );
}

const changeSet = (template: string): readonly Call[] => [
  { ...CLOUDFORMATION, ...NAMED, Action: 'CreateChangeSet', ChangeSetName: 'c', TemplateBody: template },
  read,
  read,
  read,
  { ...CLOUDFORMATION, Action: 'ExecuteChangeSet', ChangeSetName: 'c' },
  read,
  read,
  read,
];

it.each([
  ['a call of IAM', [{ Action: 'CreateGroup', GroupName: 'g' }], 'CreateGroup of group/g by api'],
  ['a stack without a change set', [create, read, read, read], 'CreateGroup of group/a by stack-operation'],
  [
    'a change set that deletes what no template had let go',
    [create, read, read, read, ...changeSet(templateOf('a'))],
    'DeleteGroup of group/b by change-set, without DeletionPolicy: Delete',
  ],
  [
    'the deletion of a stack that has something',
    [create, read, read, read, { ...CLOUDFORMATION, Action: 'DeleteStack' }, read],
    'DeleteGroup of group/a by delete-stack',
  ],
] as const)('%s is found when rolekeeper does it, and not when somebody does', async (_, calls, wrong) => {
  expect(await blamed(ROLEKEEPERS_KEY, calls)).toContain(wrong);
  expect(await blamed('somebody', calls)).toBe('');
});

it('every suite in which rolekeeper works has its sandbox watched', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const unwatched = files.filter((file) => /\bstartSandbox\b/.test(readFileSync(join('test', file), 'utf8')));
  // The sandbox itself, the clients of src/aws alone, and code that only lint reads.
  expect(unwatched.filter((file) => !/^unit\/(sandbox|aws|lint)\//.test(file)).sort()).toEqual([
    'helpers/watched-sandbox.ts',
  ]);
});

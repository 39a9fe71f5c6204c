import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adopt } from '../../../src/commands/adopt.ts';
import { adoptStack, type AdoptStackOptions } from '../../../src/commands/adopt-stack.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { itThorough, sampleOf } from '../../helpers/thorough.ts';
import { VENDOR_STACKS, type VendorStack } from '../../helpers/vendor-stacks.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from '../commands/desired-folder.ts';

let account: Account;
let desired: string;

beforeEach(async () => {
  account = await openAccount();
  desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
});

afterEach(async () => account.sandbox.close());
afterAll(removeDesiredFolders);

async function send(call: Readonly<Record<string, string>>): Promise<string> {
  return account.call({ Version: '2010-05-15', ...call });
}

async function settle(): Promise<void> {
  for (let tick = 0; tick < 12; tick += 1) await send({ Action: 'DescribeStacks', StackName: 'vendor' });
}

async function create({ file, parameters }: Pick<VendorStack, 'file' | 'parameters'>): Promise<void> {
  const given = Object.entries(parameters).flatMap(([key, value], index) => [
    [`Parameters.member.${index + 1}.ParameterKey`, key],
    [`Parameters.member.${index + 1}.ParameterValue`, value],
  ]);
  await send({
    Action: 'CreateStack',
    StackName: 'vendor',
    TemplateBody: readFileSync(file, 'utf8'),
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    'Capabilities.member.2': 'CAPABILITY_AUTO_EXPAND',
    ...(Object.fromEntries(given) as Record<string, string>),
  });
  await settle();
}

function take(options: Partial<AdoptStackOptions> = {}): Promise<CommandResult> {
  return runCommand((own) =>
    adoptStack({ desired, fromStack: 'vendor', ...options }, own, openWritableSession),
  );
}

/** What is in IAM, but for what no file declares: when it was made. */
function iam(): unknown {
  return account.sandbox.world.iam.save();
}

const EACH = VENDOR_STACKS.map((stack) => [stack.name, stack] as const);

describe.each(EACH)("a vendor's stack is taken over: %s", (vendor, stack) => {
  test('by steps that are looked at, into files whose plan changes nothing', async () => {
    await create(stack);
    const before = iam();
    const made = account.changes();
    const staying = account.sandbox.world.cloudFormation.stacks[0]?.resources
      .filter(({ type }) => !type.startsWith('AWS::IAM::'))
      .map(({ logicalId, physicalId }) => [logicalId, physicalId]);
    const result = await take({ execute: true });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(iam()).toEqual(before);
    const [scope] = (await loadDesired({ directory: desired })).scopes;
    if (scope === undefined) throw new Error('the folder is not a scope');
    const applied = await applyScope(scope);
    expect(applied.outcomes.map(({ outcome }) => outcome)).toEqual(scope.integrations.map(() => 'applied'));
    const plan = await planScope(scope);
    expect(
      plan.integrations.flatMap(({ entries }) => entries).filter(({ action }) => action !== 'none'),
    ).toEqual([]);
    expect(account.changesSince(made)).toEqual([]);
    expect(iam()).toEqual(before);
    const left = account.sandbox.world.cloudFormation.stacks[0]?.resources.filter(
      ({ status, type }) =>
        !status.startsWith('DELETE') && type !== 'AWS::CloudFormation::WaitConditionHandle',
    );
    expect(left?.map(({ logicalId, physicalId }) => [logicalId, physicalId])).toEqual(staying);
    expect(await take()).toMatchObject({ exitCode: 0 });
  });

  test('nothing is deployed without --execute', async () => {
    await create(stack);
    const since = account.sandbox.world.requests.length;
    const result = await take();
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toContain('Step 1 of 3');
    expect(result.stdout).toContain('DeletionPolicy');
    const actions = account.sandbox.world.requests.slice(since).map(({ action }) => action);
    expect(actions.filter((action) => !/^(Get|List|Describe)/.test(action))).toEqual([]);
  });

  (vendor === EACH[0]?.[0] ? test : itThorough)(
    'killed after any call it goes on, and nothing is lost or deleted',
    async () => {
      await create(stack);
      const state = account.sandbox.saveState();
      const before = JSON.stringify(iam());
      const since = account.sandbox.world.requests.length;
      expect(await take({ execute: true })).toMatchObject({ exitCode: 0 });
      const calls = account.sandbox.world.requests.length - since;
      await account.sandbox.close();
      for (const after of sampleOf(
        Array.from({ length: calls }, (__, index) => index),
        60,
      )) {
        account = await openAccount({ state });
        desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
        account.sandbox.inject({ kind: 'drop', action: '*', after, when: 'after' });
        await take({ execute: true });
        account.sandbox.world.faults.clear();
        await settle();
        expect(await take({ execute: true })).toMatchObject({ exitCode: 0, reason: undefined });
        expect(JSON.stringify(iam())).toBe(before);
        await account.sandbox.close();
      }
      account = await openAccount();
    },
  );
});

/** Templates as vendors publish them, which macros make into what the stack has. */
const BEFORE_MACROS: Readonly<Record<string, string>> = {
  SAM: `Transform: AWS::Serverless-2016-10-31
Resources:
  Sender: { Type: AWS::Serverless::Function, Properties: { Policies: [AWSLambdaBasicExecutionRole] } }
`,
  'AWS::Include in a resource': `Resources:
  ReaderRole:
    Type: AWS::IAM::Role
    Properties:
      Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://vendor/role.yaml } }
`,
  'AWS::Include as a tag': `Resources:
  ReaderRole:
    Type: AWS::IAM::Role
    Properties: !Transform { Name: AWS::Include, Parameters: { Location: s3://vendor/role.yaml } }
`,
  'Fn::ForEach of the language extensions': `Transform: [AWS::LanguageExtensions]
Resources:
  Fn::ForEach::Roles:
    - Name
    - [Reader, Writer]
    - \${Name}Role: { Type: AWS::IAM::Role, Properties: { RoleName: !Sub 'vendor-\${Name}' } }
`,
};

describe('a stack whose template has a Transform is taken over by the template that came of it', () => {
  const [, [, stack]] = EACH as unknown as readonly [unknown, readonly [string, VendorStack]];
  let original: string | undefined;

  /** The stack keeps what was sent, until a step sends the template that came of it. */
  function takeProcessed(template: string, processed = true): Promise<CommandResult> {
    return runCommand((own) =>
      adoptStack({ desired, fromStack: 'vendor', execute: true }, own, async (...given) => {
        const session = await openWritableSession(...given);
        const { stacks } = session;
        const read: typeof stacks.template = async (id, stage) => {
          const kept = await stacks.template(id);
          original ??= kept;
          if (kept !== original) return kept;
          return stage === 'Processed' ? (processed ? kept : undefined) : template;
        };
        return { ...session, stacks: { ...stacks, template: read } };
      }),
    );
  }

  beforeEach(async () => {
    original = undefined;
    await create(stack);
  });

  test.each(Object.entries(BEFORE_MACROS))('%s', async (_, template) => {
    const before = iam();
    const since = account.sandbox.world.requests.length;
    const result = await takeProcessed(template);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('below is the processed template');
    expect(iam()).toEqual(before);
    const sent = account.sandbox.world.requests
      .slice(since)
      .flatMap(({ parameters }) => parameters['TemplateBody'] ?? []);
    expect(sent).toHaveLength(2);
    expect(sent.join('\n')).not.toContain('Transform');
  });

  test('or left alone, where CloudFormation does not give that', async () => {
    const result = await takeProcessed(BEFORE_MACROS['SAM'] ?? '', false);
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stderr).toContain('does not give the processed template');
    expect(account.sandbox.world.requests.filter(({ action }) => action === 'CreateChangeSet')).toEqual([]);
  });
});

test('a stack whose other resources are all under a condition that does not hold keeps a placeholder', async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '464622532012' }, Action: 'sts:AssumeRole' }],
  };
  await send({
    Action: 'CreateStack',
    StackName: 'vendor',
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    TemplateBody: JSON.stringify({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'scan', AssumeRolePolicyDocument: trust } },
        Others: {
          Type: 'AWS::CloudFormation::StackSet',
          Condition: 'Never',
          Properties: { StackSetName: 'x' },
        },
      },
    }),
  });
  await settle();
  expect(await take({ execute: true })).toMatchObject({ exitCode: 0, stderr: '' });
  expect(account.sandbox.world.iam.role('scan').name).toBe('scan');
});

test('a template that is too long for a request is printed for a bucket, and not deployed', async () => {
  const [[, stack] = [undefined, undefined]] = EACH;
  if (stack === undefined) throw new Error('there is no stack of a vendor');
  await create(stack);
  const result = await runCommand((own) =>
    adoptStack({ desired, fromStack: 'vendor', execute: true }, own, async (...given) => {
      const session = await openWritableSession(...given);
      const { stacks } = session;
      const template: typeof stacks.template = async (id) =>
        `${(await stacks.template(id)) ?? ''}\n# ${'x'.repeat(51_200)}\n`;
      return { ...session, stacks: { ...stacks, template } };
    }),
  );
  expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
  expect(result.stdout).toContain('--template-url https://BUCKET.s3.amazonaws.com/KEY');
  expect(result.stderr).toContain('bytes, and CloudFormation takes 51200 with a request');
  expect(account.sandbox.world.requests.filter(({ action }) => action === 'CreateChangeSet')).toEqual([]);
});

test('adopt of what a stack has leaves it out, and names the command that takes it over', async () => {
  const [[, stack] = [undefined, undefined]] = EACH;
  if (stack === undefined) throw new Error('there is no stack of a vendor');
  await create(stack);
  const { stdout } = await runCommand((own) => adopt([], { desired, all: true }, own, openSession));
  expect(stdout).toContain('belongs to the CloudFormation stack vendor');
  expect(stdout).toContain('rolekeeper adopt --from-stack vendor takes it over from there');
});

describe('a stack is left alone', () => {
  const [, [, stack]] = EACH as unknown as readonly [unknown, readonly [string, VendorStack]];

  test('that does not exist', async () => {
    expect((await take()).stderr).toContain('eu-west-1 has no stack vendor');
  });

  test('that is one of rolekeeper', async () => {
    await send({
      Action: 'CreateStack',
      StackName: 'rolekeeper-x',
      TemplateBody: JSON.stringify({
        Resources: { W: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
      }),
    });
    await send({ Action: 'DescribeStacks', StackName: 'rolekeeper-x' });
    expect((await take({ fromStack: 'rolekeeper-x' })).stderr).toContain(
      'rolekeeper-x is a stack of rolekeeper',
    );
  });

  test('whose change set would do more than it is for', async () => {
    await create(stack);
    // An edit that GetTemplate garbles: the description of the role would be written with question marks.
    const template = JSON.parse(readFileSync(stack.file, 'utf8')) as {
      Resources: Record<string, { Properties: Record<string, unknown> }>;
    };
    Object.assign(template.Resources['ReaderRole']?.Properties ?? {}, { Description: 'für alle' });
    await send({
      Action: 'UpdateStack',
      StackName: 'vendor',
      TemplateBody: JSON.stringify(template),
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    });
    await settle();
    const made = account.changes();
    const result = await take({ execute: true });
    expect(result).toMatchObject({ exitCode: 1, reason: 'change-set-mismatch' });
    expect(result.stderr).toContain('Modify of ReaderRole (AWS::IAM::Role) changes its Properties');
    expect(account.changesSince(made)).toEqual([]);
  });
});

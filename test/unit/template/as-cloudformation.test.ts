import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toJson } from '../../../src/desired/source-tree.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import { KIND_SPECS, kindOfType } from '../../../src/kinds/registry.ts';
import { convertTemplate, type Conversion } from '../../../src/template/convert-template.ts';
import type { Question } from '../../../src/template/question.ts';
import { readTemplate } from '../../../src/template/read-template.ts';
import { planScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { VENDOR_STACKS } from '../../helpers/vendor-stacks.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from '../commands/desired-folder.ts';
import { anyTemplate } from './any-template.ts';

afterAll(removeDesiredFolders);

const DEPLOYMENT = { account: '111122223333', partition: 'aws', region: 'eu-west-1' };

type Parameters = Readonly<Record<string, string>>;

/** The stack as the sandbox makes it: the sandbox has an evaluator of its own, which shares nothing with the converter. */
async function deploy(text: string, parameters: Parameters): Promise<Account> {
  const account = await openAccount();
  const call = async (more: Parameters): Promise<string> => account.call({ Version: '2010-05-15', ...more });
  const given = Object.entries(parameters).flatMap(([key, value], index) => [
    [`Parameters.member.${index + 1}.ParameterKey`, key],
    [`Parameters.member.${index + 1}.ParameterValue`, value],
  ]);
  await call({
    Action: 'CreateStack',
    StackName: 'vendor',
    TemplateBody: text,
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    ...(Object.fromEntries(given) as Parameters),
  });
  let status = '';
  for (let tick = 0; tick < 30 && !status.includes('_COMPLETE'); tick += 1)
    status = await call({ Action: 'DescribeStacks', StackName: 'vendor' });
  expect(status).toContain('CREATE_COMPLETE');
  return account;
}

/** What the stack that was made answers to a question about it. */
function answerOf({ id, proposal }: Question, parameters: Parameters, account: Account): string {
  const stack = account.sandbox.world.cloudFormation.stacks[0];
  if (id === 'AWS::StackName') return 'vendor';
  if (id === 'AWS::StackId') return stack?.id ?? '';
  const [logicalId = '', property] = id.split('.');
  const resource = stack?.resources.find((one) => one.logicalId === logicalId);
  if (resource === undefined) return parameters[id] ?? proposal ?? '';
  const physicalId = resource.physicalId ?? '';
  if (property === undefined) return physicalId;
  if (KIND_SPECS.some(({ nameProperty }) => nameProperty === property))
    return physicalId.split('/').at(-1) ?? '';
  const service = resource.type.split('::')[1]?.toLowerCase() ?? '';
  return property === 'Arn' ? `arn:aws:${service}:::${physicalId}` : `${physicalId}-${property}`;
}

function convert(text: string, parameters: Parameters, account: Account) {
  const { template, diagnostics } = readTemplate(text, 'vendor.yaml');
  if (template === undefined) throw new Error(JSON.stringify(diagnostics));
  // What is left out is not asked for: it has the name that the stack gave it.
  const answers = new Map<string, string>(
    [...template.resources.values()].flatMap(({ id, type, properties }) => {
      const spec = kindOfType(type);
      const made = account.sandbox.world.cloudFormation.stacks[0]?.resources.find(
        ({ logicalId }) => logicalId === id,
      );
      return spec === undefined ||
        made === undefined ||
        properties.entries.some(({ key }) => key === spec.nameProperty)
        ? []
        : [[`${id}.${spec.nameProperty}`, (made.physicalId ?? '').split('/').at(-1) ?? ''] as const];
    }),
  );
  for (;;) {
    const conversion: Conversion = convertTemplate(
      template,
      { ...DEPLOYMENT, integration: 'vendor', unique: '11111111-2222-3333-4444-555555555555' },
      { ...DEPLOYMENT, tags: {} },
      { answers, takes: false, serviceRoles: false, nested: new Map() },
    );
    if (conversion.state !== 'asks') return conversion;
    for (const question of conversion.questions)
      answers.set(question.id, answerOf(question, parameters, account));
  }
}

/** Every name of IAM in the account with its kind's list, as the differences have them. */
function madeIn({ sandbox }: Account): readonly string[] {
  const { roles, users, groups, policies, instanceProfiles } = sandbox.world.iam;
  const lists = { roles, users, groups, managedPolicies: policies, instanceProfiles };
  return Object.entries(lists).flatMap(([list, all]) =>
    [...all.values()].map(({ name }) => `${list} ${name}`),
  );
}

/**
 * The file adopts the stack's own resources without a difference, and what of them it does not have is listed: so nothing
 * that CloudFormation makes of IAM is other than the file says, unless the command says so.
 */
async function expectAsDeployed(text: string, parameters: Parameters): Promise<void> {
  const account = await deploy(text, parameters);
  try {
    const conversion = convert(text, parameters, account);
    if (conversion.state === 'wrong') throw new Error(JSON.stringify(conversion.diagnostics, null, 1));
    const left = conversion.differences.serviceRoles;
    if (conversion.state === 'nothing') {
      expect(madeIn(account).filter((one) => !left.includes(one))).toEqual([]);
      return;
    }
    const folder = desiredFolder({
      'rolekeeper.yaml': settingsFile('111122223333'),
      'vendor.yaml': JSON.stringify(toJson(conversion.root)),
    });
    const loaded = await loadDesired({ directory: folder });
    const [scope] = loaded.scopes;
    if (scope === undefined) throw new Error(JSON.stringify(loaded.diagnostics, null, 1));
    const entries = (await planScope(scope)).integrations.flatMap((one) => one.entries);
    expect(
      entries.filter(
        ({ action, changes, unchecked }) => action !== 'adopt' || changes.length + unchecked.length > 0,
      ),
    ).toEqual([]);
    const declared = scope.integrations.flatMap(({ resources }) =>
      resources.map(
        ({ resource: { kind, name } }) =>
          `${KIND_SPECS.find((spec) => spec.kind === kind)?.list ?? ''} ${name}`,
      ),
    );
    expect([...declared, ...left].sort()).toEqual([...madeIn(account)].sort());
  } finally {
    await account.sandbox.close();
  }
}

describe('a converted template is what CloudFormation makes of it', () => {
  test.each(VENDOR_STACKS.map((stack) => [stack.name, stack] as const))(
    '%s',
    async (_, { file, parameters }) => {
      // What is NoEcho is refused: it would stand in the file.
      const text = readFileSync(file, 'utf8').replaceAll(/^ *NoEcho: true\n/gm, '');
      await expectAsDeployed(text, parameters);
    },
  );

  test.each([
    ['nested-conditions.yaml', { ExternalId: '3f9a8c1d2e4b5a69' }],
    ['sub-with-maps.yaml', { ExternalId: '3f9a8c1d2e4b5a69', Bucket: 'acme-logs' }],
    ['shared-policies.json', { Ext: '3f9a8c1d2e4b5a69' }],
    ['users-and-groups.yaml', {}],
  ])('%s', async (file, parameters) => {
    await expectAsDeployed(readFileSync(`test/fixtures/vendor-templates/${file}`, 'utf8'), parameters);
  });

  test('whatever functions and conditions it has', async () => {
    await fc.assert(
      fc.asyncProperty(anyTemplate, async ({ template, parameters }) => {
        await expectAsDeployed(JSON.stringify(template), parameters);
      }),
      { ...runsOf(5, 200), includeErrorInReport: true },
    );
  }, 60_000);
});

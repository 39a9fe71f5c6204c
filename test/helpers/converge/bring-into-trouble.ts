import type { Integration } from '../../../src/model/integration.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { isJsonArray } from '../../../src/model/json.ts';
import { makeByHand } from '../make-by-hand.ts';
import { applyScope, planScope } from '../rehearsal.ts';
import { allow, inline, integration, resource, scope } from '../resources.ts';
import type { Account } from '../scenario/account.ts';
import type { Chapter, Trouble } from './chapter.ts';
import { fileAfter, fileBefore } from './chapter.ts';
import { stackNameOf, type IntegrationName } from './names.ts';

const STACKS = '2010-05-15';

/** Troubles of a first creation: they come instead of it. */
const OF_CREATION: readonly (Trouble | undefined)[] = [
  'killed before the creation',
  'creation rolled back',
  'creation half undone',
  'creation left as it failed',
  'somebody has a stack of that name',
];

export function isOfCreation({ trouble }: Chapter): boolean {
  return OF_CREATION.includes(trouble);
}

/** Brings the stack of one integration into the state that its trouble stands for, as far as it has anything. */
export async function bringIntoTrouble(
  chapter: Chapter,
  name: IntegrationName,
  account: Account,
): Promise<void> {
  const before = fileBefore(chapter, name);
  const after = fileAfter(chapter, name);
  const created = chapter.before === 'no file yet' && after !== undefined ? after : before;
  const [first] = created.resources;
  const changed = changedFile(before, name);
  const { sandbox } = account;
  const fail = (fault: Partial<Fault>): void =>
    sandbox.inject({ kind: 'handler', operation: '*', message: 'no', times: 1, ...fault } as Fault);
  const owner = changed?.resources[0]?.resource.name;
  switch (chapter.trouble) {
    case undefined:
      return;
    case 'killed before the creation':
      return killed(created, account);
    case 'creation rolled back':
    case 'creation half undone':
      if (first === undefined) return;
      fail({ operation: 'create', name: created.resources.at(-1)?.resource.name ?? '' });
      if (chapter.trouble === 'creation half undone') fail({ operation: 'delete', during: 'rollback' });
      return run(created, account);
    case 'creation left as it failed':
      await killed(created, account);
      fail({ operation: 'create' });
      return executeWithoutRollback(name, account);
    case 'update rolled back':
    case 'update half undone':
      if (changed === undefined || owner === undefined) return;
      fail({ operation: 'update', name: owner, times: chapter.trouble === 'update half undone' ? 2 : 1 });
      return run(changed, account);
    case 'update left as it failed':
      if (changed === undefined || owner === undefined) return;
      await killed(changed, account);
      fail({ operation: 'update', name: owner });
      return executeWithoutRollback(name, account);
    case 'adoption failed':
      if (chapter.before !== 'no file yet' || after === undefined) return;
      await makeByHand(
        account,
        after.resources.map((item) => item.resource),
      ).catch(() => undefined);
      fail({ operation: 'import' });
      return run(after, account);
    case 'deletion failed': {
      const stack = sandbox.world.cloudFormation.find('eu-west-1', stackNameOf(name));
      if (stack !== undefined) stack.status = 'DELETE_FAILED';
      return;
    }
    case 'somebody has a stack of that name':
      await account.call({
        Action: 'CreateStack',
        Version: STACKS,
        StackName: stackNameOf(name),
        TemplateBody: {
          Resources: { R: { Type: 'AWS::IAM::Group', Properties: { GroupName: `theirs-${name}` } } },
        },
        'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
      });
      return pass(name, account);
  }
}

/** Applies one file, whatever becomes of it; what was to fail and did not will not later. */
async function run(file: Integration, { sandbox }: Account): Promise<void> {
  await applyScope(scope([file], { maxDeletes: 99 }));
  sandbox.world.faults.clear();
  await planScope(scope([file]));
}

/** A run that ends before its first change set is executed, and cannot take it away again. */
async function killed(file: Integration, account: Account): Promise<void> {
  account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet' });
  account.sandbox.inject({ kind: 'deny', action: 'DeleteChangeSet' });
  await run(file, account);
}

/** Somebody executes in the console what a killed run left there, and wants to keep what fails. */
async function executeWithoutRollback(name: IntegrationName, account: Account): Promise<void> {
  const stack = account.sandbox.world.cloudFormation.find('eu-west-1', stackNameOf(name));
  const left = stack?.changeSets.find((one) => one.executionStatus === 'AVAILABLE');
  if (left !== undefined) {
    await account.call({
      Action: 'ExecuteChangeSet',
      Version: STACKS,
      ChangeSetName: left.id,
      DisableRollback: 'true',
    });
    await pass(name, account);
  }
  account.sandbox.world.faults.clear();
}

async function pass(name: IntegrationName, account: Account): Promise<void> {
  for (let count = 0; count < 12; count += 1) {
    const StackName = stackNameOf(name);
    await account.call({ Action: 'DescribeStacks', Version: STACKS, StackName }).catch(() => undefined);
  }
}

/** The file with one more inline policy on one of its resources, which stands first; undefined when none can have one. */
function changedFile(file: Integration, name: IntegrationName): Integration | undefined {
  const resources = file.resources.map((item) => item.resource);
  const one = resources.find(({ kind }) => kind === 'role' || kind === 'user' || kind === 'group');
  if (one === undefined) return undefined;
  const had = one.properties['Policies'];
  const Policies = [...(isJsonArray(had) ? had : []), inline('more', allow('s3:GetObject', '*'))];
  const changed = resource(one.kind, one.name, { ...one.properties, Policies });
  return integration(name, [changed, ...resources.filter((other) => other !== one)]);
}

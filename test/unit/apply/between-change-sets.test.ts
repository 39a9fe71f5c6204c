import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { UNSEEN } from '../../helpers/converge/executed-sets.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { interrupted } from '../../helpers/interrupted-session.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { callStack, stackOf, untilStatus } from '../../helpers/one-stack.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

/** What another writer does between two requests of one apply, where a plan was shown that does not have it. */

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const narrow = { Policies: [inline('read', allow('s3:GetObject', '*'))] };
const mine = { ...narrow, Description: 'mine' };
const tagged = (last: string) => ({
  Tags: [...Array.from({ length: 49 }, (_, index) => `t${index}`), last].map((Key) => ({ Key, Value: 'v' })),
});
const file = (...roles: readonly (readonly [string, JsonObject])[]): Scope =>
  scope([
    integration(
      'i',
      roles.map(([name, properties]) => role(name, properties)),
    ),
  ]);

/** Applies, and lets something happen right before the request that is the nth of its name after the plan was read. */
async function applyWith(subject: Scope, request: string, nth: number, act: () => Promise<unknown>) {
  let isPlanned = false;
  let count = 0;
  const before = async (name: string): Promise<void> => {
    if (!isPlanned || name !== request) return;
    count += 1;
    if (count === nth) await act();
  };
  const { outcomes } = await applyScope(
    subject,
    async (settings) => interrupted(await openWritableSession(settings), before),
    {},
    () => Promise.resolve((isPlanned = true)),
  );
  expect(count).toBeGreaterThanOrEqual(nth);
  const [outcome] = outcomes;
  return outcome?.outcome === 'failed' ? `${outcome.reason}: ${outcome.message}` : outcome?.outcome;
}

/** An update of the stack to an edited template, to its end. */
async function updateStack(edit: (resources: Record<string, JsonObject>) => void): Promise<void> {
  const template = JSON.parse(stackOf(account).deployment?.template ?? '{}') as {
    Resources: Record<string, JsonObject>;
  };
  edit(template.Resources);
  await callStack(account, {
    Action: 'UpdateStack',
    TemplateBody: JSON.stringify(template),
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  await untilStatus(account, (status) => status === 'UPDATE_COMPLETE');
}

const addX = () =>
  updateStack((resources) => {
    const AssumeRolePolicyDocument = trustOf('AWS', '406095609952');
    resources['X'] = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'x', AssumeRolePolicyDocument } };
  });

const describeByStack = (Description: string) => () =>
  updateStack((resources) => {
    for (const [id, block] of Object.entries(resources)) {
      const Properties = block['Properties'] as JsonObject;
      if (Properties['RoleName'] === 'a')
        resources[id] = { ...block, Properties: { ...Properties, Description } };
    }
  });

const describeByHand = (RoleName: string) => () =>
  account.call({ Action: 'UpdateRole', RoleName, Description: 'theirs' });

const descriptionOf = (name: string) => account.sandbox.world.iam.roles.get(name)?.description;

describe('an update of the stack', () => {
  it('between two change sets of one move is not undone by the second', async () => {
    await applyScope(file(['a', tagged('old')]));
    const ended = await applyWith(
      file(['a', tagged('new')]),
      'createChangeSet',
      2,
      describeByStack('theirs'),
    );
    expect(ended).toContain('plan-changed: the stack rolekeeper-i has changed while it was applied');
    expect(descriptionOf('a')).toBe('theirs');
  });

  it('that ends before the run sees the end of its first change set is not undone by the second', async () => {
    await applyScope(file(['a', tagged('old')]));
    let isDone = false;
    const before = async (): Promise<void> => {
      if (isDone || stackOf(account).status !== 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') return;
      isDone = true;
      await untilStatus(account, (status) => status === 'UPDATE_COMPLETE');
      await describeByStack('theirs')();
    };
    const { outcomes } = await applyScope(file(['a', tagged('new')]), async (settings) =>
      interrupted(await openWritableSession(settings), before),
    );
    expect(isDone).toBe(true);
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'plan-changed' }]);
    expect(descriptionOf('a')).toBe('theirs');
  });

  it.each([{ delete: ['i'] }, { release: ['i'] }])(
    'that adds a role just before the emptied stack is deleted (%j) keeps the stack',
    async (acknowledged) => {
      await applyScope(file(['a', narrow]));
      const gone = scope([], { ...acknowledged, maxDeletes: 9 });
      const isEmptied = () => {
        const { Resources } = JSON.parse(stackOf(account).deployment?.template ?? '{}') as {
          Resources: object;
        };
        return Object.keys(Resources).length === 1 && stackOf(account).status === 'UPDATE_COMPLETE';
      };
      let isDone = false;
      const before = async (name: string): Promise<void> => {
        if (isDone || name !== 'stack' || !isEmptied()) return;
        isDone = true;
        await addX();
      };
      const { outcomes } = await applyScope(gone, async (settings) =>
        interrupted(await openWritableSession(settings), before),
      );
      expect(isDone).toBe(true);
      expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'plan-changed' }]);
      expect(account.sandbox.world.iam.roles.has('x')).toBe(true);
      expect(stackOf(account).status).toBe('UPDATE_COMPLETE');
    },
  );
});

describe('an edit in the account of what is being applied', () => {
  it('stays and is shown, when it comes while CloudFormation makes the change set', async () => {
    await applyScope(file(['a', narrow], ['b', narrow]));
    const subject = file(['a', mine], ['b', mine]);
    const ended = await applyWith(subject, 'describeChangeSet', 1, describeByHand('a'));
    expect(ended).toBe(
      'plan-changed: i was applied, but this changed while apply ran, and was left as it is: role/a (update)',
    );
    expect([descriptionOf('a'), descriptionOf('b')]).toEqual(['theirs', 'mine']);
  });

  it('stays and is shown, when it comes while another resource is repaired', async () => {
    await account.sandbox.close();
    account = await openAccount({ switches: UNSEEN });
    await applyScope(file(['a', narrow], ['b', narrow]));
    const tag = { 'Tags.member.1.Key': 'x', 'Tags.member.1.Value': 'y' };
    await account.call({ Action: 'TagRole', RoleName: 'b', ...tag });
    const ended = await applyWith(
      file(['a', mine], ['b', narrow]),
      'createChangeSet',
      2,
      describeByHand('a'),
    );
    expect(ended).toContain('this changed while apply ran, and was left as it is: role/a (update)');
    expect(descriptionOf('a')).toBe('theirs');
  });

  it('stays and is shown, when it comes before the second change set of a deletion', async () => {
    await applyScope(file(['a', narrow], ['b', narrow]));
    const PolicyDocument = allow('ec2:*', '*');
    const put = { Action: 'PutRolePolicy', RoleName: 'b', PolicyName: 'theirs', PolicyDocument } as const;
    const subject = scope([integration('i', [role('a', narrow)], { delete: ['role/b'] })]);
    const ended = await applyWith(subject, 'createChangeSet', 2, () => account.call(put));
    expect(ended).toContain('role/b (delete)');
    expect(account.sandbox.world.iam.roles.get('b')?.inline.map(({ name }) => name)).toEqual([
      'read',
      'theirs',
    ]);
  });

  it.each([false, true])(
    'stays when it comes while it is adopted, where an import writes properties: %j',
    async (importWritesProperties) => {
      account.sandbox.world.switches = { ...account.sandbox.world.switches, importWritesProperties };
      await makeByHand(account, [role('a', narrow)]);
      const ended = await applyWith(file(['a', narrow]), 'describeChangeSet', 2, describeByHand('a'));
      expect(ended).toContain('role/a');
      expect(descriptionOf('a')).toBe('theirs');
    },
  );
});

describe('an edit in the account of what is being repaired, where CloudFormation does not see it', () => {
  const subject = file(['a', narrow], ['b', narrow]);
  const put = (action: string, RoleName = 'a') =>
    account.call({
      Action: 'PutRolePolicy',
      RoleName,
      PolicyName: 'extra',
      PolicyDocument: allow(action, '*'),
    });
  const policiesOf = (name: string) =>
    Object.fromEntries(
      (account.sandbox.world.iam.roles.get(name)?.inline ?? []).map((policy) => [
        policy.name,
        policy.document,
      ]),
    );

  // The first change set is drift-aware, and finds nothing; the second puts stand-ins there, the third takes them out.
  beforeEach(async () => {
    await account.sandbox.close();
    account = await openAccount({ switches: UNSEEN });
    await applyScope(subject);
    await put('ec2:*');
    await put('ec2:*', 'b');
  });

  it.each([
    ['createChangeSet', 3],
    ['describeChangeSet', 3],
  ])(
    'stays when it comes before the stand-in is taken out, at %s; the others are repaired',
    async (request, nth) => {
      const ended = await applyWith(subject, request, nth, () => put('s3:*'));
      expect(ended).toBe(
        'plan-changed: this was edited while it was repaired, and its repair has not ended: role/a',
      );
      expect(Object.keys(policiesOf('b'))).toEqual(['read']);
      expect(policiesOf('a')['extra']).toContain('s3:*');
      // The next plan shows it.
      expect(await applyScope(subject)).toMatchObject({ outcomes: [{ outcome: 'applied' }] });
      expect(Object.keys(policiesOf('a'))).toEqual(['read']);
    },
  );

  it('stays and is shown, when it comes before the stand-in is put there', async () => {
    const ended = await applyWith(subject, 'describeChangeSet', 2, () => put('s3:*'));
    expect(ended).toContain('this changed while apply ran, and was left as it is: role/a (update)');
    expect(policiesOf('a')['extra']).toContain('s3:*');
    expect(Object.keys(policiesOf('b'))).toEqual(['read']);
  });

  it.each(['tag-first', 'untag-first'] as const)(
    'stays on a role with all the tags that IAM allows, of which one took the place of another (%s)',
    async (tagOrder) => {
      await account.sandbox.close();
      account = await openAccount({ switches: { ...UNSEEN, tagOrder } });
      const full = file(['a', { ...narrow, ...tagged('last') }], ['b', narrow]);
      await applyScope(full);
      await put('ec2:*');
      await put('ec2:*', 'b');
      await account.call({ Action: 'UntagRole', RoleName: 'a', 'TagKeys.member.1': 'last' });
      const tag = { 'Tags.member.1.Key': 'additional', 'Tags.member.1.Value': 'x' };
      await account.call({ Action: 'TagRole', RoleName: 'a', ...tag });
      const ended = await applyWith(full, 'createChangeSet', 3, () => put('s3:*'));
      expect(ended).toBe(
        'plan-changed: this was edited while it was repaired, and its repair has not ended: role/a',
      );
      expect(Object.keys(policiesOf('b'))).toEqual(['read']);
      expect(policiesOf('a')['extra']).toContain('s3:*');
      // The next plan shows it.
      expect(await applyScope(full)).toMatchObject({ outcomes: [{ outcome: 'applied' }] });
      expect(Object.keys(policiesOf('a'))).toEqual(['read']);
      expect(account.sandbox.world.iam.roles.get('a')?.tags.map(({ key }) => key)).toContain('last');
    },
  );

  it('is none where it makes at once what the file declares', async () => {
    const remove = { Action: 'DeleteRolePolicy', RoleName: 'a', PolicyName: 'extra' } as const;
    expect(await applyWith(subject, 'createChangeSet', 3, () => account.call(remove))).toBe('applied');
    expect([Object.keys(policiesOf('a')), Object.keys(policiesOf('b'))]).toEqual([['read'], ['read']]);
    // The first of them made the stack, and none of the others was made twice.
    const { requests } = account.sandbox.world;
    expect(requests.filter(({ action }) => action === 'CreateChangeSet')).toHaveLength(4);
  });

  it('is none where the file changes the same role: the stand-in is what the run itself has put there', async () => {
    const { outcomes, progress } = await applyScope(file(['a', mine], ['b', narrow]));
    expect(outcomes).toMatchObject([{ outcome: 'applied', changeSets: 3 }]);
    expect(JSON.stringify(progress)).not.toContain('came up');
    expect([Object.keys(policiesOf('a')), descriptionOf('a')]).toEqual([['read'], 'mine']);
  });
});

describe('an edit in the account of a tag that is being written', () => {
  const tag = (value: string, RoleName = 'a', key = 'new') =>
    account.call({
      Action: 'TagRole',
      RoleName,
      'Tags.member.1.Key': key,
      'Tags.member.1.Value': value,
    });
  const valueOf = (key: string) =>
    account.sandbox.world.iam.roles.get('a')?.tags.find((one) => one.key === key)?.value;

  it('stays when it comes between the change set that makes room for it and the one that adds it', async () => {
    await applyScope(file(['a', tagged('old')], ['b', narrow]));
    const ended = await applyWith(file(['a', tagged('new')], ['b', mine]), 'createChangeSet', 2, () =>
      tag('theirs'),
    );
    expect(ended).toContain('role/a');
    expect([valueOf('new'), descriptionOf('b')]).toEqual(['theirs', 'mine']);
  });

  it.each([
    ['createChangeSet', 2],
    ['describeChangeSet', 2],
    ['createChangeSet', 3],
    ['describeChangeSet', 3],
  ])('stays when it comes while the tag is repaired, at %s %i', async (request, nth) => {
    await account.sandbox.close();
    account = await openAccount({ switches: UNSEEN });
    const subject = file(['a', { Tags: [{ Key: 'new', Value: 'declared' }] }], ['b', narrow]);
    await applyScope(subject);
    await tag('shown');
    await tag('x', 'b', 'extra');
    const ended = await applyWith(subject, request, nth, () => tag('theirs'));
    expect(ended).toContain('plan-changed');
    expect(valueOf('new')).toBe('theirs');
    expect(account.sandbox.world.iam.roles.get('b')?.tags).toEqual([]);
  });
});

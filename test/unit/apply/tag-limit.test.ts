import { afterEach, describe, expect, it } from '@jest/globals';
import type { Switches } from '../../../src/sandbox/switches.ts';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { explainFailure } from '../../../src/cloudformation/explain-failure.ts';
import { stateAfter } from '../../helpers/converge/open-applied.ts';
import { UNSEEN } from '../../helpers/converge/executed-sets.ts';
import { actionsIn } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { sampleOf, settingsFor } from '../../helpers/thorough.ts';

let account: Account;

afterEach(() => account.sandbox.close());

type Tag = Readonly<Record<'Key' | 'Value', string>>;

const tags: readonly Tag[] = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
const full = scope([integration('i', [role('r', { Tags: tags })])]);

const untag = (key: string) => account.call({ Action: 'UntagRole', RoleName: 'r', 'TagKeys.member.1': key });
const tag = (key: string) =>
  account.call({ Action: 'TagRole', RoleName: 'r', 'Tags.member.1.Key': key, 'Tags.member.1.Value': 'x' });

const ALL: Readonly<Record<string, Partial<Switches>>> = {
  'untags first': { tagOrder: 'untag-first' },
  'tags first': { tagOrder: 'tag-first' },
  'untags first and sees no drift': { ...UNSEEN, tagOrder: 'untag-first' },
  'tags first and sees no drift': { ...UNSEEN, tagOrder: 'tag-first' },
};
const SETTINGS = settingsFor(ALL, ['untags first', 'tags first and sees no drift']);

let applied: SandboxState | undefined;

/** An account in which the role is applied with all of its tags. */
async function openFull(switches: Partial<Switches>): Promise<Account> {
  applied ??= await stateAfter(full);
  return openAccount({ switches, state: applied });
}

const EDITS: Readonly<Record<string, () => Promise<unknown>>> = {
  'one tag that took the place of another': async () => {
    await untag('k0');
    await tag('additional');
  },
  'several that took the place of others': async () => {
    for (const key of ['k0', 'k7', 'k49']) await untag(key);
    for (const key of ['one', 'two', 'three']) await tag(key);
  },
  'a tag that is gone': () => untag('k3'),
  'a tag with another value': () => tag('k3'),
};

describe.each(Object.entries(EDITS))('of a role with all the tags that IAM allows, %s', (_edit, edit) => {
  it.each(SETTINGS)('is repaired where CloudFormation %s', async (_how, switches) => {
    account = await openFull(switches);
    await edit();
    expect((await applyScope(full)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(actionsIn(await planScope(full))).toEqual(['none']);
  });

  it.each(sampleOf([1, 2, 3], 3))(
    'is repaired by the next run, when one was killed after %i change sets',
    async (after) => {
      account = await openFull({ tagOrder: 'tag-first' });
      await edit();
      account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet', after, times: 1 });
      await applyScope(full);
      account.sandbox.world.faults.clear();
      await applyScope(full);
      expect(actionsIn(await planScope(full))).toEqual(['none']);
    },
  );
});

const RENAMED: Readonly<Record<string, (tags: readonly Tag[]) => readonly Tag[]>> = {
  'another name': (all) => all.map((one) => (one.Key === 'k7' ? { ...one, Key: 'seven' } : one)),
  'another name, and others another value': (all) =>
    all.map(({ Key, Value }) => ({ Key: Key === 'k7' ? 'seven' : Key, Value: Key < 'k3' ? 'new' : Value })),
  'another case': (all) => all.map((one) => (one.Key === 'k7' ? { ...one, Key: 'K7' } : one)),
  'other names, all of them': (all) => all.map((one) => ({ ...one, Key: `other-${one.Key}` })),
};

/** How many tags the role has, and in which order CloudFormation writes them. */
const TO_SPARE = settingsFor<{ readonly count: number; readonly tagOrder: Switches['tagOrder'] }>(
  {
    'where CloudFormation untags first': { count: 50, tagOrder: 'untag-first' },
    'where CloudFormation tags first': { count: 50, tagOrder: 'tag-first' },
    'with tags to spare': { count: 9, tagOrder: 'tag-first' },
  },
  ['where CloudFormation tags first', 'with tags to spare'],
);

describe.each(Object.entries(RENAMED))('a tag key that gets %s in the file', (_renamed, rename) => {
  it.each(TO_SPARE)('is changed by one apply, %s', async (_how, { count, tagOrder }) => {
    account = await openAccount({ switches: { tagOrder } });
    const had = tags.slice(0, count);
    await applyScope(scope([integration('i', [role('r', { Tags: had })])]));
    const subject = scope([integration('i', [role('r', { Tags: rename(had) })])]);
    expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(actionsIn(await planScope(subject))).toEqual(['none']);
    expect(account.sandbox.world.iam.roles.get('r')?.tags).toHaveLength(had.length);
  });
});

it('a tag key that is renamed in the file is no part of the repair of another role', async () => {
  account = await openAccount({ switches: UNSEEN });
  const files = (all: readonly Tag[]) => scope([integration('i', [role('r', { Tags: all }), role('other')])]);
  await applyScope(files(tags));
  await account.call({
    Action: 'TagRole',
    RoleName: 'other',
    'Tags.member.1.Key': 'x',
    'Tags.member.1.Value': 'x',
  });
  const subject = files(RENAMED['another name']?.(tags) ?? []);
  expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'applied' }]);
  expect(actionsIn(await planScope(subject))).toEqual(['none', 'none']);
});

it('a quota that cannot be raised is not told to be raised', async () => {
  account = await openAccount();
  const { remedy } = explainFailure(
    'Resource handler returned message: "Cannot exceed quota for TagsPerEntity: 50" (RequestToken: a, HandlerErrorCode: ServiceLimitExceeded)',
  );
  expect(remedy).toContain('50 tags at most');
  expect(remedy).not.toContain('servicequotas');
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { makeByHand, policyArn, seeEverything } from '../../helpers/make-by-hand.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { SETTINGS } from './settings.ts';

const ALL: readonly Resource[] = [
  role('r', { ManagedPolicyArns: [policyArn('p')] }),
  resource('managed-policy', 'p'),
  resource('user', 'u', { Groups: ['g'], Policies: [inline('read', allow('s3:GetObject', '*'))] }),
  resource('group', 'g'),
  resource('instance-profile', 'r'),
];
const ADDRESSES = ['role/r', 'managed-policy/p', 'user/u', 'group/g', 'instance-profile/r'] as const;
const kept = role('kept');

let account: Account;

afterEach(() => account.sandbox.close());

async function apply(subject: Scope): Promise<readonly unknown[]> {
  const before = account.changes();
  const { outcomes } = await applyScope(subject);
  const elsewhere = account.changesSince(before).filter((line) => !line.startsWith('change-set'));
  expect(elsewhere).toEqual([]);
  return outcomes.map((outcome) =>
    outcome.outcome === 'failed'
      ? [outcome.message, outcome.hint]
      : outcome.outcome === 'applied'
        ? outcome.changeSets
        : outcome.outcome,
  );
}

/** What IAM has, by address. */
function living(): readonly string[] {
  const { iam } = account.sandbox.world;
  return iam
    .entities()
    .map(([kind, entity]) => `${kind}/${entity.name}`)
    .sort();
}

describe.each(SETTINGS)('deletion %s', (_, switches) => {
  beforeEach(async () => {
    account = await openAccount({ switches });
    expect(await apply(scope([integration('i', [...ALL, kept])]))).toEqual([1]);
    await seeEverything(account);
  });

  it('of every kind takes two change sets', async () => {
    const subject = scope([integration('i', [kept], { delete: ADDRESSES })], { maxDeletes: 5 });
    expect(await apply(subject)).toEqual([2]);
    expect(living()).toEqual(['role/kept']);
    expect(await apply(subject)).toEqual(['unchanged']);
  });

  it('of a whole integration takes two, and the stack goes with it', async () => {
    const subject = scope([], { delete: ['i'], maxDeletes: 6 });
    expect(await apply(subject)).toEqual([2]);
    expect(living()).toEqual([]);
    expect((await planScope(subject)).integrations).toEqual([]);
  });

  it('is a release when the file says so: one change set, and everything lives', async () => {
    const before = living();
    const subject = scope([integration('i', [kept], { release: ADDRESSES })]);
    expect(await apply(subject)).toEqual([1]);
    expect(living()).toEqual(before);
  });

  it('releases a whole integration', async () => {
    const before = living();
    expect(await apply(scope([], { release: ['i'] }))).toEqual([1]);
    expect(living()).toEqual(before);
    expect(account.sandbox.world.cloudFormation.stacks.filter((one) => one.deletedAt === undefined)).toEqual(
      [],
    );
  });

  it('of some, release of others and an update go together', async () => {
    const subject = scope([
      integration('i', [role('kept', { Description: 'new' }), resource('managed-policy', 'p')], {
        delete: ['user/u', 'group/g'],
        release: ['role/r', 'instance-profile/r'],
      }),
    ]);
    expect(await apply(subject)).toEqual([2]);
    expect(living()).toEqual(['role/kept', 'role/r']);
    expect(await apply(subject)).toEqual(['unchanged']);
  });

  it('of what was adopted takes two as well', async () => {
    await makeByHand(account, [role('old')]);
    const first = integration('i', [...ALL, kept]);
    expect(await apply(scope([first, integration('j', [role('old'), role('stays')])]))).toEqual([
      'unchanged',
      2,
    ]);
    await seeEverything(account);
    const after = integration('j', [role('stays')], { delete: ['role/old'] });
    expect(await apply(scope([first, after]))).toEqual(['unchanged', 2]);
    expect(living()).not.toContain('role/old');
  });
});

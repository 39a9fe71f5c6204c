import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { makeByHand, policyArn } from '../../helpers/make-by-hand.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { SETTINGS } from './settings.ts';

const reader = role('r', {
  ManagedPolicyArns: [policyArn('p')],
  Policies: [inline('a', allow('s3:GetObject', '*'))],
});
const BEFORE = [
  reader,
  resource('managed-policy', 'p'),
  resource('user', 'u', { Groups: ['g'] }),
  resource('group', 'g'),
  resource('instance-profile', 'r'),
];
const AFTER = [
  role('r', { ManagedPolicyArns: [policyArn('p')], Policies: [inline('a', allow('s3:PutObject', '*'))] }),
  resource('managed-policy', 'p', { PolicyDocument: allow('s3:DeleteObject', '*') }),
  resource('user', 'u', { Groups: ['g'], Tags: [{ Key: 'team', Value: 'data' }] }),
  resource('group', 'g', { Policies: [inline('b', allow('s3:ListBucket', '*'))] }),
  resource('instance-profile', 'r'),
];
const ALL = ['role/r', 'managed-policy/p', 'user/u', 'group/g', 'instance-profile/r'] as const;
const of = (resources: typeof BEFORE, overrides = {}): Scope =>
  scope([integration('i', resources, overrides)], { maxDeletes: 9 });

let account: Account;

/** The mutating requests of one apply, in their order. */
async function requestsOf(subject: Scope): Promise<readonly string[]> {
  const { requests } = account.sandbox.world;
  const before = requests.length;
  await applyScope(subject);
  return requests
    .slice(before)
    .map(({ action }) => action)
    .filter((action) => !/^(Get|List|Describe)/.test(action));
}

const ONE = ['CreateChangeSet', 'ExecuteChangeSet'];

describe.each(SETTINGS)('every kind at once, %s: change sets are as few as can be', (_, switches) => {
  beforeEach(async () => {
    account = await openAccount({ switches });
  });

  afterEach(() => account.sandbox.close());

  it('creation 1, nothing to do 0, update 1, deletion 2', async () => {
    const kept = role('kept');
    expect(await requestsOf(of([...BEFORE, kept]))).toEqual(ONE);
    expect(await requestsOf(of([...BEFORE, kept]))).toEqual([]);
    expect(await requestsOf(of([...AFTER, kept]))).toEqual(ONE);
    expect(await requestsOf(of([kept], { delete: ALL }))).toEqual([...ONE, ...ONE]);
    expect(await requestsOf(of([kept]))).toEqual([]);
  });

  it('adoption without differences 1', async () => {
    await makeByHand(account, BEFORE);
    expect(await requestsOf(of(BEFORE))).toEqual(ONE);
    expect(await requestsOf(of(BEFORE))).toEqual([]);
  });

  it('adoption with differences 2', async () => {
    await makeByHand(account, BEFORE);
    expect(await requestsOf(of(AFTER, { overwrite: ALL }))).toEqual([...ONE, ...ONE]);
    expect(await requestsOf(of(AFTER, { overwrite: ALL }))).toEqual([]);
  });
});

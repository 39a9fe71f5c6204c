import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IntegrationOutcome } from '../../../src/model/apply-result.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { makeByHand, policyArn } from '../../helpers/make-by-hand.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { SETTINGS } from './settings.ts';

const READ = inline('read', allow('s3:GetObject', '*'));
const WRITE = inline('read', allow(['s3:GetObject', 's3:PutObject'], '*'));

/** One of every kind, as they are in the account. */
const EXISTING: readonly Resource[] = [
  role('r', { Policies: [READ], ManagedPolicyArns: [policyArn('p')], Description: 'by hand' }),
  resource('managed-policy', 'p', { Description: 'by hand' }),
  resource('user', 'u', { Groups: ['g'], Policies: [READ] }),
  resource('group', 'g', { Policies: [READ] }),
  resource('instance-profile', 'r'),
  resource('oidc-provider', 'id.example.com/Acme', { ClientIdList: ['acme'] }),
];

/** What the files want otherwise, where it can be changed in place. */
const WANTED: Readonly<Record<string, Resource>> = {
  role: role('r', { Policies: [WRITE], ManagedPolicyArns: [policyArn('p')], MaxSessionDuration: 7200 }),
  'managed-policy': resource('managed-policy', 'p', {
    Description: 'by hand',
    PolicyDocument: allow('s3:PutObject', '*'),
  }),
  user: resource('user', 'u', { Groups: ['g'], Policies: [WRITE], Tags: [{ Key: 'a', Value: 'b' }] }),
  group: resource('group', 'g', { Policies: [WRITE] }),
  'oidc-provider': resource('oidc-provider', 'id.example.com/Acme', { ClientIdList: ['other'] }),
};

const ALL = [
  'role/r',
  'managed-policy/p',
  'user/u',
  'group/g',
  'instance-profile/r',
  'oidc-provider/id.example.com/Acme',
] as const;

function differing(): readonly Resource[] {
  return EXISTING.map((item) => WANTED[item.kind] ?? item);
}

function of(resources: readonly Resource[], overrides = {}): Scope {
  return scope([integration('i', resources, overrides)]);
}

function outcomesOf(outcomes: readonly IntegrationOutcome[]): readonly unknown[] {
  return outcomes.map((outcome) =>
    outcome.outcome === 'failed' ? [outcome.message, outcome.hint] : outcome,
  );
}

const applied = (changeSets: number) => [{ outcome: 'applied', integration: 'i', changeSets }];
const UNCHANGED = [{ outcome: 'unchanged', integration: 'i' }];

let account: Account;

afterEach(() => account.sandbox.close());

/** Applies, and then again: the second run has nothing to do, and only reads. Nothing but change sets changes IAM. */
async function converges(subject: Scope, changeSets: number): Promise<void> {
  const before = account.changes();
  const result = await applyScope(subject);
  expect(outcomesOf(result.outcomes)).toEqual(applied(changeSets));
  expect(account.changesSince(before).filter((line) => !line.startsWith('change-set'))).toEqual([]);
  const after = await planScope(subject);
  expect(after.integrations.flatMap(({ entries }) => entries.map((entry) => entry.action))).toEqual(
    subject.integrations.flatMap(({ resources }) => resources.map(() => 'none')),
  );
  const requests = account.sandbox.world.requests.length;
  expect((await applyScope(subject)).outcomes).toEqual(UNCHANGED);
  const sent = account.sandbox.world.requests.slice(requests).map((request) => request.action);
  expect(sent.filter((action) => !/^(Get|List|Describe)/.test(action))).toEqual([]);
}

describe.each(SETTINGS)('adoption %s', (_, switches: Partial<Switches>) => {
  beforeEach(async () => {
    account = await openAccount({ switches });
  });

  it('of every kind without differences takes one change set and changes nothing', async () => {
    await makeByHand(account, EXISTING);
    const before = account.changes();
    await converges(of(EXISTING), 1);
    expect(account.changesSince(before)).toEqual([]);
  });

  it('of every kind with differences takes two', async () => {
    await makeByHand(account, EXISTING);
    await converges(of(differing(), { overwrite: ALL }), 2);
  });

  it.each(Object.keys(switches).length > 0 ? EXISTING.slice(0, 1) : EXISTING)(
    'of one $kind with a difference, beside what is not adopted',
    async (item) => {
      await makeByHand(account, EXISTING);
      const overwrite = [`${item.kind}/${item.name}`];
      await converges(of([WANTED[item.kind] ?? item], { overwrite }), item.kind in WANTED ? 2 : 1);
    },
  );

  it('mixed with creations takes two, into a new stack', async () => {
    await makeByHand(account, EXISTING);
    await converges(of([...EXISTING, role('new', { ManagedPolicyArns: [policyArn('p')] })]), 2);
  });

  it('mixed with creations takes two, into an existing stack', async () => {
    await converges(of([role('first')]), 1);
    await makeByHand(account, EXISTING);
    await converges(of([...differing(), role('first'), role('new')], { overwrite: ALL }), 2);
  });

  it('into a stack that has only a placeholder', async () => {
    await converges(of([role('first')]), 1);
    // The stack is emptied, and the run killed before it deletes the shell.
    account.sandbox.inject({ kind: 'deny', action: 'DeleteStack', times: 1 });
    const emptied = scope([], { release: ['i'] });
    expect((await applyScope(emptied)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    await makeByHand(account, EXISTING);
    await converges(of(EXISTING), 1);
    await converges(of([...EXISTING, role('new')]), 1);
  });

  it('keeps names in the case that IAM has them', async () => {
    await makeByHand(account, [role('CamelCase')]);
    await converges(of([role('camelcase')]), 1);
  });
});

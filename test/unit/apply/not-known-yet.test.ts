import { afterEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '../../../src/model/resource.ts';
import { arnOf } from '../../../src/kinds/arn.ts';
import type { Environment } from '../../../src/commands/environment.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { ACCOUNT, CONTEXT, integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { itThorough } from '../../helpers/thorough.ts';

let account: Account;

afterEach(() => account.sandbox.close());

type Files = Readonly<Record<string, readonly Resource[]>>;

const scopeOf = (files: Files) =>
  scope(Object.entries(files).map(([name, resources]) => integration(name, resources)));

/** A role that these may assume. */
function trusting(name: string, ...principals: readonly Resource[]): Resource {
  const AWS = principals.map((one) => arnOf(one, CONTEXT));
  const Statement = [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }];
  return role(name, { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement } });
}

async function applied(files: Files, overrides: Partial<Environment> = {}) {
  const { outcomes, progress } = await applyScope(scopeOf(files), openWritableSession, overrides);
  const failed = outcomes.flatMap((one) => (one.outcome === 'failed' ? [one] : []));
  const sets = progress.filter(
    (item) => item.progress === 'step' && item.text.endsWith(': executing'),
  ).length;
  return { failed, sets, outcomes: outcomes.map(({ outcome }) => outcome) };
}

async function expectClean(files: Files): Promise<void> {
  const { integrations } = await planScope(scopeOf(files));
  expect(integrations.flatMap(({ entries }) => entries.filter(({ action }) => action !== 'none'))).toEqual(
    [],
  );
}

const s = role('s');
const t = role('t');
const own = role('own');
const user = resource('user', 'u');

/** What is there first, and what is then applied. */
const CASES: Readonly<Record<string, readonly [Files, Files]>> = {
  'two roles of another file': [{}, { a: [trusting('r', s, t)], z: [s, t] }],
  'a role and a user of other files, and a role of its own': [
    {},
    { a: [trusting('r', s, user, own), own], y: [s], z: [user] },
  ],
  'three of other files that an existing role begins to trust': [
    { a: [role('r')] },
    { a: [trusting('r', s, t, user)], x: [s], y: [t], z: [user] },
  ],
  'roles of two files that trust each other, and a third': [
    {},
    { a: [trusting('s', t, user)], y: [trusting('t', s, user)], z: [user] },
  ],
};

describe('a principal that is not known everywhere yet', () => {
  describe.each<Partial<Switches>>([{ principalDelay: 1 }, { principalDelay: 3 }])('%j', (switches) => {
    for (const [index, [name, [before, after]]] of Object.entries(CASES).entries())
      (index % 2 === ((switches.principalDelay ?? 0) - 1) / 2 ? it : itThorough)(
        `is waited for: ${name}`,
        async () => {
          account = await openAccount();
          if (Object.keys(before).length > 0) await applyScope(scopeOf(before));
          account.sandbox.world.switches = { ...account.sandbox.world.switches, ...switches };
          expect((await applied(after)).failed).toEqual([]);
          await expectClean(after);
        },
      );
  });

  it('is waited for while a role that trusts it is made again', async () => {
    account = await openAccount({ switches: { revertDriftDeleted: 'ignore' } });
    await applyScope(scopeOf({ a: [role('r')] }));
    await account.call({ Action: 'DeleteRole', RoleName: 'r' });
    account.sandbox.world.switches = { ...account.sandbox.world.switches, principalDelay: 2 };
    const files = { a: [trusting('r', s, t)], z: [s, t] };
    expect((await applied(files)).failed).toEqual([]);
    await expectClean(files);
  });

  it.each<readonly [string, Files, Files]>([
    ['of its own file', { a: [role('r')] }, { a: [trusting('r', s), s] }],
    ['of another file', { a: [role('r')] }, { a: [trusting('r', s)], z: [s] }],
    ['that the run before made', { a: [role('r'), s] }, { a: [trusting('r', s), s] }],
    [
      'that the run before made for another file',
      { a: [role('r')], z: [s] },
      { a: [trusting('r', s)], z: [s] },
    ],
  ])('keeps nothing else from being rolled back: one %s', async (_, before, after) => {
    account = await openAccount({ switches: { principalDelay: 1, removalOfMissing: 'fail' } });
    await applyScope(scopeOf(before));
    const more = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] };
    const wider = (one: Resource): Resource =>
      one.name === 'r' ? role('r', { ...one.properties, ...more }) : one;
    const all = Object.fromEntries(Object.entries(after).map(([name, own]) => [name, own.map(wider)]));
    expect((await applied(all)).failed).toEqual([]);
    await expectClean(all);
  });

  it('is waited for ten minutes, and named', async () => {
    account = await openAccount({ switches: { principalDelay: 1_000 } });
    let waited = 0;
    const clock = {
      now: () => new Date(Date.parse('2026-11-22T08:00:00Z') + waited),
      sleep: (milliseconds: number): Promise<void> => {
        waited += milliseconds;
        return Promise.resolve();
      },
    };
    const { failed, outcomes } = await applied({ a: [trusting('r', s)], z: [s] }, { clock });
    expect(outcomes).toEqual(['failed', 'applied']);
    expect(Math.round(waited / 60_000)).toBe(10);
    expect(failed[0]?.message).toContain(`Invalid principal in policy`);
    expect(failed[0]?.hint).toBe(
      'role/s exists, and has not propagated in IAM after ten minutes: apply again later',
    );
  });

  it('is not waited for where it does not exist any more: two tries tell that', async () => {
    account = await openAccount();
    await makeByHand(account, [s]);
    account.sandbox.world.switches = { ...account.sandbox.world.switches, staleReads: 3 };
    await account.call({ Action: 'DeleteRole', RoleName: 's' });
    const { failed, sets } = await applied({ a: [trusting('r', s)], z: [t] });
    expect(failed[0]?.hint).toBe(
      'the trust policy names a role, user or account that does not exist: correct its "Principal"',
    );
    expect(sets).toBe(3);
  });

  it('is not waited for any longer when it is deleted meanwhile', async () => {
    account = await openAccount({ switches: { principalDelay: 1_000 } });
    let now = Date.parse('2026-11-22T08:00:00Z');
    const clock = {
      now: () => new Date(now),
      sleep: async (milliseconds: number): Promise<void> => {
        now += milliseconds;
        if (milliseconds === 10_000)
          await account.call({ Action: 'DeleteRole', RoleName: 's' }).catch(() => undefined);
      },
    };
    const { failed, sets } = await applied({ a: [trusting('r', s)], z: [s] }, { clock });
    expect(failed[0]?.hint).toContain('does not exist');
    expect(sets).toBe(4);
  });
});

describe('a role that begins to trust another principal, and of which more changes', () => {
  const trustingAlso = (principal: string) =>
    role('r', {
      Description: 'new',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
        ],
      },
    });
  const iam = (id: string, path: string) => `arn:aws:iam::${id}:${path}`;

  it.each([
    ['one of its own file', iam(ACCOUNT, 'role/own'), 2],
    ['one of another file', iam(ACCOUNT, 'role/s'), 2],
    ['one of no file', iam(ACCOUNT, 'role/by-hand'), 2],
    ['one that it spells in another case', iam(ACCOUNT, 'role/BY-hand'), 2],
    ['one of the same name in another account', iam('999988887777', 'role/own'), 1],
    ['the account itself', iam(ACCOUNT, 'root'), 1],
    ['the account itself, by its id', ACCOUNT, 1],
    ['another account', iam('999988887777', 'root'), 1],
  ])('takes as many change sets as it needs for %s', async (_, principal, sets) => {
    account = await openAccount();
    await account.call({
      Action: 'CreateRole',
      RoleName: 'by-hand',
      AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com'),
    });
    await applyScope(scopeOf({ a: [role('r'), own], z: [s] }));
    const wanted = { a: [trustingAlso(principal), own], z: [s] };
    const ended = await applied(wanted);
    expect({ failed: ended.failed, sets: ended.sets }).toEqual({ failed: [], sets });
    await expectClean(wanted);
  });
});

describe('a policy that is not known everywhere yet', () => {
  const shared = resource('managed-policy', 'shared');
  const arn = `arn:aws:iam::${ACCOUNT}:policy/shared`;
  it.each([
    [
      'attached',
      role('r', { ManagedPolicyArns: [arn] }),
      `Policy ${arn} does not exist or is not attachable.`,
    ],
    [
      'a boundary',
      role('r', { PermissionsBoundary: arn }),
      `Scope ARN: ${arn} does not exist or is not attachable.`,
    ],
  ])('is waited for when it is %s', async (_, wanting, message) => {
    account = await openAccount();
    account.sandbox.inject({
      kind: 'handler',
      operation: 'create',
      name: wanting.name,
      code: 'NotFound',
      message,
      times: 2,
    });
    const files = { a: [wanting], z: [shared] };
    expect((await applied(files)).failed).toEqual([]);
    await expectClean(files);
  });
});

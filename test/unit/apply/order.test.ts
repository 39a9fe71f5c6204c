import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '../../../src/model/resource.ts';
import { carryOut } from '../../../src/commands/carry-out.ts';
import { readAssessedPlan } from '../../../src/commands/read-plan.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { applyScope, planScope, TODAY } from '../../helpers/rehearsal.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { ACCOUNT, integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';
import { itThorough } from '../../helpers/thorough.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const arn = (what: string): string => `arn:aws:iam::${ACCOUNT}:${what}`;

async function apply(
  files: Readonly<Record<string, readonly Resource[]>>,
  parallel: number,
  only?: readonly string[],
) {
  const subject = scope(Object.entries(files).map(([name, resources]) => integration(name, resources)));
  const session = await openWritableSession(subject.settings);
  const planned = await readAssessedPlan({
    scope: subject,
    session,
    live: 'wanted',
    today: TODAY,
    ...(only === undefined ? {} : { only }),
  });
  const result = await carryOut({
    scope: subject,
    session,
    planned,
    today: TODAY,
    environment: capturedEnvironment(`${TODAY}T08:00:00Z`),
    onProgress: () => undefined,
    parallel,
  });
  session.close();
  const open = (await planScope(subject)).integrations.flatMap(({ entries }) =>
    entries.filter(({ action }) => action !== 'none').map(({ address }) => address),
  );
  return { outcomes: result.outcomes, open };
}

const shared = resource('managed-policy', 'shared');
const attached = { ManagedPolicyArns: [arn('policy/shared')] };

const CASES: Readonly<Record<string, Readonly<Record<string, readonly Resource[]>>>> = {
  'an attached policy': { a: [role('r', attached)], z: [shared] },
  'a permissions boundary': {
    a: [role('r', { PermissionsBoundary: arn('policy/shared') })],
    z: [shared],
  },
  'the group of a user': { a: [resource('user', 'u', { Groups: ['g'] })], z: [resource('group', 'g')] },
  'the role of an instance profile': {
    a: [resource('instance-profile', 'x', { Roles: ['r'] })],
    z: [role('r')],
  },
  'a principal': {
    a: [role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) })],
    z: [role('s')],
  },
  'an identity provider': {
    a: [role('r', { AssumeRolePolicyDocument: trustOf('Federated', arn('oidc-provider/o.example.com')) })],
    z: [resource('oidc-provider', 'o.example.com')],
  },
  'a chain of three': {
    a: [role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) })],
    b: [role('s', attached)],
    z: [shared],
  },
  'two files that need a policy of each other': {
    a: [role('r', attached), resource('managed-policy', 'own')],
    z: [shared, role('s', { ManagedPolicyArns: [arn('policy/own')] })],
  },
  'two files of which one makes what waits for the other, and what waits for that': {
    a: [
      role('r', attached),
      resource('instance-profile', 'x', { Roles: ['r'] }),
      resource('oidc-provider', 'o.example.com'),
    ],
    z: [
      shared,
      role('s', { AssumeRolePolicyDocument: trustOf('Federated', arn('oidc-provider/o.example.com')) }),
    ],
  },
  'two files that need each other more than once': {
    a: [role('r', attached), resource('instance-profile', 'y', { Roles: ['s'] })],
    z: [
      shared,
      role('s', { PermissionsBoundary: arn('policy/shared') }),
      resource('instance-profile', 'x', { Roles: ['r'] }),
    ],
  },
  'two files that need each other, and a third one': {
    a: [role('r', { ManagedPolicyArns: [arn('policy/other')] })],
    b: [
      resource('managed-policy', 'other'),
      role('s', { ...attached, AssumeRolePolicyDocument: trustOf('AWS', arn('role/r')) }),
    ],
    z: [shared],
  },
  'two files whose roles trust each other': {
    a: [role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) })],
    z: [role('s', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/r')) })],
  },
};

describe.each([1, 5])('what a file needs of another one is there first, with --parallel %i', (parallel) => {
  for (const [index, [name, files]] of Object.entries(CASES).entries())
    // Every case with one of the two numbers at least.
    (index % 2 === parallel % 2 || parallel === 5 ? it : itThorough)(name, async () => {
      const { outcomes, open } = await apply(files, parallel);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(outcomes.map(() => 'applied'));
      expect(open).toEqual([]);
      // Nothing was made, and taken away again.
      expect(account.changesSince(0).filter((line) => /Delete|Detach/.test(line))).toEqual([]);
    });
});

describe('an integration whose provider fails', () => {
  it('is held back with that reason, and nothing of it is made', async () => {
    account.sandbox.inject({ kind: 'handler', operation: 'create', name: 'shared', message: 'no such luck' });
    const { outcomes } = await apply(CASES['an attached policy'] ?? {}, 1);
    expect(outcomes).toMatchObject([
      {
        outcome: 'failed',
        integration: 'a',
        reason: 'change-set-failed',
        message: expect.stringMatching(/held back.*managed-policy\/shared of z.*no such luck/),
      },
      { outcome: 'failed', integration: 'z' },
    ]);
    expect(account.sandbox.world.iam.roles.size).toBe(0);
  });

  it('holds back a row of them, each of which says what is at its beginning', async () => {
    account.sandbox.inject({ kind: 'handler', operation: 'create', name: 'shared', message: 'no such luck' });
    const trusting = (next: string) => ({ AssumeRolePolicyDocument: trustOf('AWS', arn(`role/${next}`)) });
    const files = { a: [role('r', trusting('s'))], b: [role('s', trusting('t'))], c: [role('t', attached)] };
    const { outcomes } = await apply({ ...files, z: [shared] }, 5);
    const failed = outcomes.flatMap((one) => (one.outcome === 'failed' ? [one] : []));
    const root = failed.at(-1)?.message ?? '';
    expect(root).toContain('no such luck');
    expect(failed.map(({ message }) => message)).toEqual([
      `a is held back: it needs role/s of b, and b waits for z, which failed: ${root}`,
      `b is held back: it needs role/t of c, and c waits for z, which failed: ${root}`,
      `c is held back: it needs managed-policy/shared of z, and z failed: ${root}`,
      root,
    ]);
    expect(failed[0]?.hint).toBe('resolve what is reported of z, and apply again; nothing of a was changed');
  });

  it('is not said to be untouched where a part of it was made', async () => {
    account.sandbox.inject({ kind: 'handler', operation: 'create', name: 's', message: 'no such luck' });
    const { outcomes } = await apply(
      {
        a: [role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) })],
        z: [role('s', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/r')) })],
      },
      1,
    );
    expect(account.sandbox.world.iam.roles.has('r')).toBe(true);
    expect(outcomes[0]).toMatchObject({
      outcome: 'failed',
      integration: 'a',
      hint: expect.stringMatching(/what a can have without it is made, and the next apply does the rest/),
    });
  });
});

/** What a file names of another one. */
const REFERENCES: Readonly<Record<string, readonly [needs: Resource, needed: Resource]>> = {
  'an attached policy': [role('r', attached), shared],
  'a permissions boundary': [resource('user', 'u', { PermissionsBoundary: arn('policy/shared') }), shared],
  'a group': [resource('user', 'u', { Groups: ['g'] }), resource('group', 'g')],
  'the role of a profile': [resource('instance-profile', 'x', { Roles: ['r'] }), role('r')],
  'a principal': [role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) }), role('s')],
};

describe('what an integration needs of one that is only observed', () => {
  const files = ([needs, needed]: readonly [Resource, Resource]) =>
    scope([integration('a', [needs]), integration('z', [needed], { observe: true })]);

  it.each(Object.entries(REFERENCES))('holds it back while that does not exist: %s', async (_, row) => {
    const { outcomes } = await applyScope(files(row));
    expect(outcomes).toMatchObject([
      {
        outcome: 'failed',
        reason: 'blocked',
        message: expect.stringMatching(
          /^a is held back: it needs \S+ of z, which does not exist, and z is only observed$/,
        ),
        hint: expect.stringContaining('take "observe: true" out of the file of z'),
      },
      { outcome: 'observed' },
    ]);
    expect(account.changesSince(0)).toEqual([]);
  });

  it.each(Object.entries(REFERENCES))('does not where that exists: %s', async (_, row) => {
    await makeByHand(account, [row[1]]);
    expect((await applyScope(files(row))).outcomes).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'observed' },
    ]);
  });

  it('does not hold back what the observed one needs', async () => {
    const subject = scope([
      integration('a', [role('r', attached)], { observe: true }),
      integration('z', [shared]),
    ]);
    expect((await applyScope(subject)).outcomes).toMatchObject([
      { outcome: 'observed' },
      { outcome: 'applied' },
    ]);
  });
});

describe('an integration that is applied without the one that it needs', () => {
  it.each(Object.entries(REFERENCES))(
    'is held back while that does not exist: %s',
    async (_, [needs, needed]) => {
      const files = { a: [needs], z: [needed] };
      expect((await apply(files, 1, ['a'])).outcomes).toMatchObject([
        {
          outcome: 'failed',
          reason: 'blocked',
          message: expect.stringMatching(/which does not exist, and z is no part of this run$/),
          hint: 'apply z first, or both at once; nothing of a was changed',
        },
      ]);
      expect(account.changesSince(0)).toEqual([]);
      expect((await apply(files, 1, ['z'])).outcomes).toMatchObject([{ outcome: 'applied' }]);
      expect((await apply(files, 1, ['a'])).outcomes).toMatchObject([{ outcome: 'applied' }]);
    },
  );
});

describe('files that need each other, of which one meets a failure', () => {
  const files = {
    i: [
      role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) }),
      resource('instance-profile', 'y', { Roles: ['s'] }),
      resource('user', 'u', { Groups: ['g'] }),
    ],
    j: [
      role('s', { ...attached, AssumeRolePolicyDocument: trustOf('AWS', arn('user/u')) }),
      resource('group', 'g'),
    ],
    k: [shared, resource('user', 'v', { Groups: ['g'], PermissionsBoundary: arn('policy/shared') })],
  };
  const rows = ['r', 's', 'u', 'v', 'g', 'y', 'shared'].flatMap((name, index) => [
    { name, code: ['AccessDenied', 'Throttling', 'ServiceLimitExceeded'][index % 3] ?? '', parallel: 1 },
    { name, code: ['GeneralServiceException', 'NotStabilized'][index % 2] ?? '', parallel: 5 },
  ]);
  /** One of each code, each of another resource. */
  const quick = (index: number): boolean => [0, 3, 5, 8, 10].includes(index);

  for (const [index, { name, code, parallel }] of rows.entries())
    (quick(index) ? it : itThorough)(
      `are done by the next run: ${code} of ${name}, --parallel ${parallel}`,
      async () => {
        account.sandbox.inject({
          kind: 'handler',
          operation: 'create',
          name,
          code,
          message: 'no such luck',
          times: 1,
        });
        const { outcomes } = await apply(files, parallel);
        const failed = outcomes.flatMap((one) => (one.outcome === 'failed' ? [one] : []));
        expect(failed.map(({ message }) => message)).toContainEqual(expect.stringContaining('no such luck'));
        for (const { message } of failed) expect(message).toMatch(/no such luck/);
        const next = await apply(files, parallel);
        expect(next.outcomes.filter(({ outcome }) => !['applied', 'unchanged'].includes(outcome))).toEqual(
          [],
        );
        expect(next.open).toEqual([]);
      },
    );
});

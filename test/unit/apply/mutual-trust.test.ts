import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { Json } from '../../../src/model/json.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { driftIn } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { ACCOUNT, integration, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const VENDOR = 'arn:aws:iam::406095609952:root';
const arn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A role that some principals may assume. */
function trusting(name: string, ...principals: readonly string[]) {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: [...principals] as Json }, Action: 'sts:AssumeRole' }],
  };
  return role(name, { AssumeRolePolicyDocument: document });
}

async function applied(subject: Scope): Promise<unknown> {
  const [outcome] = (await applyScope(subject)).outcomes;
  return outcome?.outcome === 'failed'
    ? [outcome.message, outcome.hint]
    : outcome?.outcome === 'applied'
      ? outcome.changeSets
      : outcome?.outcome;
}

async function expectClean(subject: Scope): Promise<void> {
  const plan = await planScope(subject);
  expect(plan.integrations.flatMap(({ entries }) => entries.map(({ action }) => action))).not.toContain(
    'update',
  );
  expect(driftIn(plan)).toEqual([]);
  expect(await applied(subject)).toBe('unchanged');
}

describe('roles of one file that trust each other', () => {
  const each = scope([integration('i', [trusting('a', arn('b')), trusting('b', arn('a'), VENDOR)])]);

  it('are made first, and then trusted: two change sets', async () => {
    expect(await applied(each)).toBe(2);
    await expectClean(each);
  });

  it('let no undeclared principal in while only the first set is there, and that is no drift', async () => {
    account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet', after: 1 });
    await applyScope(each);
    account.sandbox.world.faults.clear();
    expect(account.sandbox.world.iam.role('a').trust).toContain('"Effect":"Deny"');
    expect(account.sandbox.world.iam.role('b').trust).toContain(VENDOR);
    const plan = await planScope(each);
    expect(driftIn(plan)).toEqual([]);
    expect(plan.integrations[0]?.entries).toMatchObject([
      { action: 'update', cause: 'change' },
      { action: 'update', cause: 'change' },
    ]);
    expect(await applied(each)).toBe(1);
    await expectClean(each);
  });

  it('in a circle of three, one of them trusting itself too', async () => {
    const three = scope([
      integration('i', [trusting('a', arn('b'), arn('a')), trusting('b', arn('c')), trusting('c', arn('a'))]),
    ]);
    expect(await applied(three)).toBe(2);
    await expectClean(three);
  });

  it('although each becomes known only after it was refused once', async () => {
    account.sandbox.world.switches = { ...account.sandbox.world.switches, principalDelay: 1 };
    const all = [trusting('a', arn('b'), arn('a')), trusting('b', arn('c')), trusting('c', arn('a'))];
    const three = scope([integration('i', all)]);
    expect(await applied(three)).toEqual(expect.any(Number));
    await expectClean(three);
  });

  it('when one of them is there already', async () => {
    await applied(scope([integration('i', [trusting('b', VENDOR)])]));
    expect(await applied(each)).toEqual(expect.any(Number));
    await expectClean(each);
  });

  it('are adopted by one import', async () => {
    await makeByHand(account, [trusting('a', VENDOR), trusting('b', arn('a'), VENDOR)]);
    await account.call({
      Action: 'UpdateAssumeRolePolicy',
      RoleName: 'a',
      PolicyDocument: trustOf('AWS', arn('b')),
    });
    expect(await applied(each)).toBe(1);
    await expectClean(each);
  });

  it.each([{ gone: ['a'] }, { gone: ['b'] }, { gone: ['a', 'b'] }])(
    'are made again when $gone is deleted',
    async ({ gone }) => {
      await applied(each);
      for (const RoleName of gone) await account.call({ Action: 'DeleteRole', RoleName });
      expect(driftIn(await planScope(each))).toContain(`role/${gone[0] ?? ''}`);
      expect(await applied(each)).toEqual(expect.any(Number));
      await expectClean(each);
    },
  );
});

describe('a role that trusts itself, as some vendors ask for', () => {
  const self = scope([integration('i', [trusting('s', arn('s'), VENDOR)])]);

  it('is made without that, and then with it', async () => {
    expect(await applied(self)).toBe(2);
    await expectClean(self);
    expect(account.sandbox.world.iam.role('s').trust).toContain(VENDOR);
  });

  it('is made again when it is deleted', async () => {
    await applied(self);
    await account.call({ Action: 'DeleteRole', RoleName: 's' });
    expect(await applied(self)).toEqual(expect.any(Number));
    await expectClean(self);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});
afterEach(() => account.sandbox.close());

const files = (a: object = {}, b: object = {}, overrides: object = {}) =>
  scope([integration('i', [role('a', { ...a }), role('b', { ...b })], overrides)]);

async function written(subject: ReturnType<typeof files>): Promise<readonly string[]> {
  const before = account.changes();
  const { outcomes } = await applyScope(subject);
  expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
  const { integrations } = await planScope(subject);
  expect(integrations.flatMap(({ entries }) => entries.map(({ action }) => action))).toEqual([
    'none',
    'none',
  ]);
  return account.changesSince(before);
}

const descriptionOf = (name: string): string => account.sandbox.world.iam.roles.get(name)?.description ?? '';

describe('a role without a Description', () => {
  it('is not written when the drift of another role is reverted', async () => {
    await applyScope(files());
    await account.call({ Action: 'UpdateRole', RoleName: 'a', MaxSessionDuration: '7200' });
    expect(await written(files())).toEqual(['change-set UpdateRole role/a']);
  });

  it('is not written either when it was adopted', async () => {
    const made = role('b').properties['AssumeRolePolicyDocument'] as object;
    await account.call({
      Action: 'CreateRole',
      RoleName: 'b',
      AssumeRolePolicyDocument: made as Record<string, never>,
    });
    await applyScope(files());
    await account.call({ Action: 'UpdateRole', RoleName: 'a', MaxSessionDuration: '7200' });
    expect(await written(files())).toEqual(['change-set UpdateRole role/a']);
  });

  it('loses the one that was set in the account', async () => {
    await applyScope(files());
    await account.call({ Action: 'UpdateRole', RoleName: 'b', Description: 'by hand' });
    expect(await written(files())).toEqual(['change-set UpdateRole role/b']);
    expect(descriptionOf('b')).toBe('');
  });

  it('loses the one that its file no longer has', async () => {
    await applyScope(files({}, { Description: 'declared' }));
    expect(await written(files())).toEqual(['change-set UpdateRole role/b']);
    expect(descriptionOf('b')).toBe('');
  });

  it('keeps the one that its file ignores', async () => {
    const ignoring = { ignore: [{ address: 'role/b', field: 'Description', reason: 'theirs' }] };
    await applyScope(files({}, {}, ignoring));
    await account.call({ Action: 'UpdateRole', RoleName: 'b', Description: 'theirs' });
    expect(await written(files({ MaxSessionDuration: 7200 }, {}, ignoring))).toEqual([
      'change-set UpdateRole role/a',
    ]);
    expect(descriptionOf('b')).toBe('theirs');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTampered } from '../../helpers/converge/open-applied.ts';
import { tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow } from '../../helpers/resources.ts';
import type { Account } from '../../helpers/scenario/account.ts';
import type { ApiCall } from '../../helpers/scenario/scenario.ts';

let account: Account;

beforeEach(async () => {
  account = await openTampered({});
});

afterEach(() => account.sandbox.close());

const POLICY = 'arn:aws:iam::111122223333:policy/p';
const DEVICE = 'arn:aws:iam::111122223333:mfa/u';
const ENABLED: ApiCall = { Action: 'EnableMFADevice', UserName: 'u', SerialNumber: DEVICE };

/** What somebody did, by the observation that shows it. */
const ROWS: readonly (readonly [string, readonly ApiCall[], string | RegExp])[] = [
  [
    'user/u',
    [{ Action: 'CreateAccessKey', UserName: 'u' }],
    /^has the access key AKIA\w+, which is active, made on \d{4}-\d\d-\d\d$/,
  ],
  [
    'user/u',
    [{ Action: 'CreateLoginProfile', UserName: 'u', Password: 'x' }],
    'has a console password and no MFA device',
  ],
  ['user/u', [ENABLED], `has the MFA device ${DEVICE}`],
  [
    'user/u',
    [{ Action: 'CreateLoginProfile', UserName: 'u', Password: 'x' }, ENABLED],
    'has a console password',
  ],
  [
    'group/g',
    [
      { Action: 'CreateUser', UserName: 'stranger' },
      { Action: 'AddUserToGroup', UserName: 'stranger', GroupName: 'g' },
    ],
    'user/stranger, which no file declares, is a member and has everything that the group allows',
  ],
  [
    'role/r',
    [
      { Action: 'CreateInstanceProfile', InstanceProfileName: 'theirs' },
      { Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'theirs', RoleName: 'r' },
    ],
    'instance-profile/theirs, which no file declares, holds it and gives it to any instance that has the profile',
  ],
  [
    'managed-policy/p',
    [{ Action: 'CreatePolicyVersion', PolicyArn: POLICY, PolicyDocument: allow('iam:*', '*') }],
    'keeps 1 older version',
  ],
];

async function observationsOf(address: string): Promise<readonly string[]> {
  const { integrations } = await planScope(tamperedScope());
  const entries = integrations.flatMap((one) => one.entries);
  expect(entries.filter((entry) => entry.action !== 'none')).toEqual([]);
  return entries
    .filter((entry) => entry.address === address)
    .flatMap((entry) => entry.observations.map(({ text }) => text));
}

describe('what is shown and never compared', () => {
  it.each(ROWS)('of %s: %j', async (address, calls, text) => {
    expect(await observationsOf(address)).toEqual([]);
    for (const call of calls) await account.call(call);
    const shown = await observationsOf(address);
    expect(shown).toContainEqual(typeof text === 'string' ? text : expect.stringMatching(text));
    expect((await applyScope(tamperedScope())).outcomes).toEqual([
      { outcome: 'unchanged', integration: 'i' },
    ]);
  });

  it.each(['ListAccessKeys', 'GetLoginProfile', 'ListMFADevices'])(
    'is said not to have been read where %s is denied, and no run fails because of it',
    async (action) => {
      account.sandbox.inject({ kind: 'deny', action });
      expect(await observationsOf('user/u')).toEqual([
        expect.stringMatching(/^its access keys, password and MFA devices were not read: .*denied/),
      ]);
      expect((await applyScope(tamperedScope())).outcomes).toEqual([
        { outcome: 'unchanged', integration: 'i' },
      ]);
    },
  );

  it('is asked of the users that a file declares, in three calls each, and not again to prove an apply', async () => {
    await account.call({ Action: 'CreateUser', UserName: 'stranger' });
    await account.call({
      Action: 'TagUser',
      UserName: 'u',
      'Tags.member.1.Key': 'k',
      'Tags.member.1.Value': '',
    });
    const before = account.sandbox.world.requests.length;
    await applyScope(tamperedScope());
    const asked = account.sandbox.world.requests
      .slice(before)
      .filter(({ action }) => ['ListAccessKeys', 'GetLoginProfile', 'ListMFADevices'].includes(action))
      .map(({ action, parameters }) => `${action} ${parameters['UserName'] ?? ''}`);
    expect([...asked].sort()).toEqual(['GetLoginProfile u', 'ListAccessKeys u', 'ListMFADevices u']);
  });
});

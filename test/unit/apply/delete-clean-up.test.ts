import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { carryOutByHand, commandsIn } from '../../helpers/converge/way-out.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import type { ApiCall } from '../../helpers/scenario/scenario.ts';
import { rowsFor } from '../../helpers/thorough.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
  await applyScope(scope([integration('i', [role('a'), role('b')])]));
});

afterEach(() => account.sandbox.close());

const kept: Scope = scope([integration('i', [role('a'), role('b')])]);
const doomed: Scope = scope([integration('i', [role('b')], { delete: ['role/a'] })]);
const retired: Scope = scope([], { delete: ['i'] });
const exists = () => account.sandbox.world.iam.roles.has('a');

/** What a user can have got since the plan was read. */
const CREDENTIALS: Readonly<Record<string, ApiCall>> = {
  'MFA device': { Action: 'EnableMFADevice', SerialNumber: 'arn:aws:iam::111122223333:mfa/u' },
  'SSH public key': { Action: 'UploadSSHPublicKey', SSHPublicKeyBody: 'ssh-rsa AAAA' },
  'signing certificate': { Action: 'UploadSigningCertificate', CertificateBody: 'PEM' },
  'service specific credential': {
    Action: 'CreateServiceSpecificCredential',
    ServiceName: 'codecommit.amazonaws.com',
  },
  'access key': { Action: 'CreateAccessKey' },
  'login profile': { Action: 'CreateLoginProfile', Password: 'x' },
};

const FAULTS = [
  ['AccessDenied', 'User: arn:aws:iam::1:role/x is not authorized to perform: iam:DeleteRole', 'allow that'],
  ['Throttling', 'Rate exceeded', 'IAM limits how many calls it takes'],
  ['GeneralServiceException', 'Something broke', 'AWS had a problem'],
] as const;

describe('a resource that CloudFormation cannot delete when it cleans up', () => {
  it.each(FAULTS)('is named with its cause and remedy: %s', async (code, message, remedy) => {
    account.sandbox.inject({ kind: 'handler', operation: 'delete', name: 'a', code, message });
    const { outcomes } = await applyScope(doomed);
    expect(outcomes).toMatchObject([
      {
        outcome: 'failed',
        reason: 'not-converged',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(remedy),
      },
    ]);
    expect(exists()).toBe(true);
  });

  it('is work to do until it is gone: a plan deletes it, and apply adopts it first', async () => {
    account.sandbox.inject({
      kind: 'handler',
      operation: 'delete',
      name: 'a',
      code: 'AccessDenied',
      message: 'no',
    });
    await applyScope(doomed);
    const [plan] = (await planScope(doomed)).integrations;
    expect(plan?.entries.map(({ address, action }) => [address, action])).toEqual([
      ['role/a', 'delete'],
      ['role/b', 'none'],
    ]);
    expect(plan?.warnings ?? []).toEqual([]);
    const second = await applyScope(doomed);
    expect(second.outcomes).toMatchObject([{ outcome: 'failed' }]);
    account.sandbox.world.faults.clear();
    const third = await applyScope(doomed);
    expect(third.outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(exists()).toBe(false);
    expect((await planScope(doomed)).integrations[0]?.entries.map(({ action }) => action)).toEqual(['none']);
  });

  it('is work to do as well when its integration is given up', async () => {
    account.sandbox.inject({
      kind: 'handler',
      operation: 'delete',
      name: 'a',
      code: 'AccessDenied',
      message: 'no',
    });
    expect((await applyScope(retired)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    expect((await applyScope(retired)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    account.sandbox.world.faults.clear();
    expect((await applyScope(retired)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(exists()).toBe(false);
  });

  it('has what is in the way named by the next plan, with the commands that take it away', async () => {
    await applyScope(doomed, undefined, undefined, async () => {
      await account.call({ Action: 'CreateInstanceProfile', InstanceProfileName: 'ip' });
      await account.call({ Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'ip', RoleName: 'a' });
    });
    const [plan] = (await planScope(doomed)).integrations;
    expect(plan?.entries[0]?.blockers).toMatchObject([
      { code: 'role-in-profile', hint: expect.stringContaining('remove-role-from-instance-profile') },
    ]);
    await account.call({ Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'ip', RoleName: 'a' });
    expect((await applyScope(doomed)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(exists()).toBe(false);
  });

  it.each(rowsFor(Object.keys(CREDENTIALS), ['MFA device']))(
    'is named when a credential came after the plan, and goes after the command of the next: %s',
    async (credential) => {
      await applyScope(scope([integration('k', [resource('user', 'u'), role('kept')])]));
      const gone = scope([integration('k', [role('kept')], { delete: ['user/u'] })]);
      const all = { ...gone, integrations: [...gone.integrations, ...kept.integrations] };
      const call = CREDENTIALS[credential] ?? { Action: '' };
      const { outcomes } = await applyScope(all, undefined, undefined, () =>
        account.call({ ...call, UserName: 'u' }),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
        { reason: 'not-converged', message: expect.stringMatching(new RegExp(credential, 'i')) },
      ]);
      const entries = (await planScope(all)).integrations.flatMap((one) => one.entries);
      const [blocker] = entries.flatMap(({ blockers }) => blockers);
      for (const command of commandsIn(blocker?.hint ?? '')) await carryOutByHand(command, account);
      expect((await applyScope(all)).outcomes.map(({ outcome }) => outcome)).toContain('applied');
      expect(account.sandbox.world.iam.users.size).toBe(0);
    },
  );

  it('is not deleted by the line of another file while one declares it', async () => {
    const moved = scope([
      integration('i', [role('a'), role('b')]),
      integration('j', [role('c')], { delete: ['role/a'] }),
    ]);
    const plan = await planScope(moved);
    expect(plan.integrations.flatMap(({ entries }) => entries.map(({ action }) => action))).not.toContain(
      'delete',
    );
  });
});

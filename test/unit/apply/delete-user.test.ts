import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { carryOutByHand, commandsIn } from '../../helpers/converge/way-out.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const kept = role('kept');

it('a user with credentials of every kind is blocked at plan time, and goes after the commands', async () => {
  await applyScope(scope([integration('i', [resource('user', 'u'), kept])]));
  const UserName = 'u';
  const SerialNumber = 'arn:aws:iam::111122223333:mfa/u';
  await account.call({ Action: 'CreateAccessKey', UserName });
  await account.call({ Action: 'CreateLoginProfile', UserName, Password: 'x' });
  await account.call({ Action: 'EnableMFADevice', UserName, SerialNumber });
  await account.call({ Action: 'UploadSSHPublicKey', UserName, SSHPublicKeyBody: 'ssh-rsa AAAA' });
  await account.call({ Action: 'UploadSigningCertificate', UserName, CertificateBody: 'PEM' });
  await account.call({
    Action: 'CreateServiceSpecificCredential',
    UserName,
    ServiceName: 'codecommit.amazonaws.com',
  });
  const subject = scope([integration('i', [kept], { delete: ['user/u'] })]);
  const changes = account.changes();
  const blocker = (await planScope(subject)).integrations[0]?.entries.find(({ name }) => name === 'u')
    ?.blockers[0];
  expect(blocker?.code).toBe('user-with-keys');
  expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'blocked' }]);
  expect(account.changes()).toBe(changes);
  const commands = commandsIn(blocker?.hint ?? '');
  expect(commands).toHaveLength(6);
  for (const command of commands) await carryOutByHand(command, account);
  expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'applied', changeSets: 2 }]);
  expect(account.sandbox.world.iam.users.size).toBe(0);
});

it('a credential that may not be listed makes the deletion unchecked, with the call that was denied', async () => {
  await applyScope(scope([integration('i', [resource('user', 'u'), kept])]));
  account.sandbox.inject({ kind: 'deny', action: 'ListSSHPublicKeys' });
  const subject = scope([integration('i', [kept], { delete: ['user/u'] })]);
  const [plan] = (await planScope(subject)).integrations;
  expect(plan?.entries.flatMap(({ blockers }) => blockers)).toMatchObject([
    { code: 'unchecked', message: expect.stringContaining('iam:ListSSHPublicKeys') },
  ]);
});

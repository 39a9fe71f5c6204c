import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { openWritableSession } from '../../../src/commands/open-session.ts';
import { planScope } from '../../helpers/rehearsal.ts';
import { allow, integration, resource, role, scope, settings, trustOf } from '../../helpers/resources.ts';
import { useAccount } from '../../helpers/scenario/account.ts';
import { NOT_THOROUGH, saySkipped, THOROUGH } from '../../helpers/thorough.ts';

/** Another emulator, where it is there: `pip install 'moto[server,iam]'`. */
const installed = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((one) => existsSync(join(one, 'moto_server')));
const URL = 'http://127.0.0.1:5978';
const MOTO = { account: '123456789012' };
if (installed && !THOROUGH) saySkipped('what needs moto_server', NOT_THOROUGH);
if (!installed) saySkipped('what needs moto_server', 'it is not installed');

(installed && THOROUGH ? describe : describe.skip)('moto', () => {
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    server = spawn('moto_server', ['-H', '127.0.0.1', '-p', '5978'], { stdio: 'ignore' });
    for (;;) {
      const answer = await fetch(`${URL}/moto-api/`).catch(() => undefined);
      if (answer !== undefined) return;
      await new Promise((resolve) => void setTimeout(resolve, 100));
    }
  });

  afterAll(() => void server?.kill());

  const client = new IAMClient({
    region: 'us-east-1',
    endpoint: URL,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  it('is read like an account, under the account that stands in examples', async () => {
    useAccount(URL);
    const AssumeRolePolicyDocument = JSON.stringify(trustOf('Service', 'ec2.amazonaws.com'));
    await client.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify(allow('s3:GetObject', '*'));
    await client.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument }));
    const session = await openWritableSession(settings(MOTO));
    const details = await session.iam.accountDetails();
    expect(details.RoleDetailList.map((one) => one.RoleName)).toEqual(['r']);
    expect(details.Policies.map((policy) => policy.PolicyName)).toEqual(['p']);
    expect(await session.iam.instanceProfileRows()).toEqual([]);
    session.close();
  });

  it('is planned like an account: what is as declared would be adopted, and an edit in it is told', async () => {
    useAccount(URL);
    const plan = (): ReturnType<typeof planScope> =>
      planScope(scope([integration('v', [declared])], MOTO), openWritableSession);
    const declared = role('v-a', { AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com') });
    const AssumeRolePolicyDocument = JSON.stringify(declared.properties['AssumeRolePolicyDocument']);
    await client.send(new CreateRoleCommand({ RoleName: 'v-a', AssumeRolePolicyDocument }));
    expect((await plan()).integrations[0]?.entries).toMatchObject([{ action: 'adopt', changes: [] }]);
    const PolicyDocument = JSON.stringify(allow('*', '*'));
    await client.send(new PutRolePolicyCommand({ RoleName: 'v-a', PolicyName: 'evil', PolicyDocument }));
    expect((await plan()).integrations[0]?.entries).toMatchObject([
      { action: 'adopt', changes: [{ field: 'Policies', member: 'evil' }] },
    ]);
  });

  it('has the other kinds read, too: what is as declared would be adopted unchanged', async () => {
    useAccount(URL);
    await client.send(new CreateGroupCommand({ GroupName: 'k-g' }));
    await client.send(new CreateUserCommand({ UserName: 'k-u' }));
    await client.send(new AddUserToGroupCommand({ UserName: 'k-u', GroupName: 'k-g' }));
    await client.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'k-x' }));
    const ThumbprintList = ['a'.repeat(40)];
    const provider = { Url: 'https://id.example.com', ClientIDList: ['acme'], ThumbprintList };
    await client.send(new CreateOpenIDConnectProviderCommand(provider));
    const wanted = integration('k', [
      resource('group', 'k-g'),
      resource('user', 'k-u', { Groups: ['k-g'] }),
      resource('instance-profile', 'k-x', { Roles: [] }),
      resource('oidc-provider', 'id.example.com', { ClientIdList: ['acme'], ThumbprintList }),
    ]);
    const { integrations } = await planScope(scope([wanted], MOTO), openWritableSession);
    expect(
      integrations[0]?.entries.map(({ address, action, changes }) => [address, action, changes]),
    ).toEqual(
      ['group/k-g', 'instance-profile/k-x', 'oidc-provider/id.example.com', 'user/k-u'].map((address) => [
        address,
        'adopt',
        [],
      ]),
    );
  });
});

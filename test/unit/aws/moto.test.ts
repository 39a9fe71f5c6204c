import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateRoleCommand, CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { openWritableSession } from '../../../src/commands/open-session.ts';
import { settings } from '../../helpers/resources.ts';
import { useAccount } from '../../helpers/scenario/account.ts';
import { saySkipped } from '../../helpers/thorough.ts';

/** Another emulator, where it is there: `pip install 'moto[server,iam]'`. */
const installed = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((one) => existsSync(join(one, 'moto_server')));
const URL = 'http://127.0.0.1:5978';
if (!installed) saySkipped('what needs moto_server', 'it is not installed');

(installed ? describe : describe.skip)('moto', () => {
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

  it('is read like an account, under the account that stands in examples', async () => {
    useAccount(URL);
    const iam = new IAMClient({ region: 'us-east-1' });
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    });
    await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument }));
    const session = await openWritableSession(settings({ account: '123456789012' }));
    const details = await session.iam.accountDetails();
    expect(details.RoleDetailList.map((role) => role.RoleName)).toEqual(['r']);
    expect(details.Policies.map((policy) => policy.PolicyName)).toEqual(['p']);
    expect(await session.iam.instanceProfileRows()).toEqual([]);
  });
});

import { DescribeStacksCommand, ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../../src/sandbox/server.ts';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { withoutPauses } from '../../helpers/without-pauses.ts';
import { sdkClients } from './clients.ts';
import { serving, stopAfterEach } from './running.ts';
import { failure, handle, prepare, role as block, settled, template, trust } from './stacks.ts';

stopAfterEach();
const role = (RoleName: string) =>
  new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust()) });

describe('the server', () => {
  it('answers errors in the XML of AWS', async () => {
    const { sandbox } = await serving();
    const response = await fetch(sandbox.url, {
      method: 'POST',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/iam/aws4_request' },
      body: 'Action=GetRole&Version=2010-05-08&RoleName=%3Cx%3E',
    });
    expect(response.status).toBe(404);
    const id = response.headers.get('x-amzn-requestid') ?? '';
    expect(await response.text()).toBe(
      [
        '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">',
        '  <Error>',
        '    <Type>Sender</Type>',
        '    <Code>NoSuchEntity</Code>',
        '    <Message>The role with name &lt;x&gt; cannot be found.</Message>',
        '  </Error>',
        `  <RequestId>${id}</RequestId>`,
        '</ErrorResponse>',
        '',
      ].join('\n'),
    );
  });

  it('refuses what is not signed, not known, or not complete', async () => {
    const { sandbox, clients } = await serving();
    const unsigned = await fetch(sandbox.url, {
      method: 'POST',
      body: 'Action=ListRoles&Version=2010-05-08',
    });
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('MissingAuthenticationToken'),
    ]);
    const { SimulatePrincipalPolicyCommand } = await import('@aws-sdk/client-iam');
    const unknown = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: 'arn:aws:iam::1:role/r',
      ActionNames: ['a'],
    });
    expect((await failure(clients.iam.send(unknown))).name).toBe('InvalidAction');
    expect((await failure(clients.iam.send(new GetRoleCommand({ RoleName: undefined })))).message).toMatch(
      /null/,
    );
  });

  it('logs every request with its parameters and status', async () => {
    const { sandbox, clients } = await serving();
    await failure(clients.iam.send(new GetRoleCommand({ RoleName: 'r' })));
    await clients.iam.send(role('r'));
    expect(sandbox.world.requests.map((one) => [one.service, one.action, one.status, one.error])).toEqual([
      ['iam', 'GetRole', 404, 'NoSuchEntity'],
      ['iam', 'CreateRole', 200, undefined],
    ]);
    expect(sandbox.world.requests[1]?.parameters['RoleName']).toBe('r');
  });

  it('accepts the credentials it is told to, and no expired ones', async () => {
    const credentials = [
      { accessKeyId: 'good', arn: 'arn:aws:iam::111122223333:user/deployer' },
      { accessKeyId: 'other', account: '999988887777' },
      { accessKeyId: 'old', expired: true },
    ];
    const { sandbox } = await serving({ credentials });
    const identity = async (accessKeyId: string) => {
      const clients = sdkClients(sandbox, { accessKeyId });
      try {
        return await clients.sts.send(new GetCallerIdentityCommand({}));
      } finally {
        clients.destroy();
      }
    };
    expect(await identity('good')).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:user/deployer',
      Account: '111122223333',
    });
    expect(await identity('other')).toMatchObject({ Account: '999988887777' });
    expect((await failure(identity('old'))).name).toBe('ExpiredToken');
    expect((await failure(identity('none'))).name).toBe('InvalidClientTokenId');
  });

  it('gives sessions of roles, to unsigned federated callers too', async () => {
    const { sandbox, clients } = await serving();
    await clients.iam.send(role('r'));
    const RoleArn = 'arn:aws:iam::111122223333:role/r';
    const session = await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }));
    const assumed = sdkClients(sandbox, { accessKeyId: session.Credentials?.AccessKeyId ?? '' });
    expect((await assumed.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
      'arn:aws:sts::111122223333:assumed-role/r/session',
    );
    assumed.destroy();
    const federated = new AssumeRoleWithWebIdentityCommand({
      RoleArn,
      RoleSessionName: 'file',
      WebIdentityToken: 'jwt',
    });
    expect((await clients.sts.send(federated)).AssumedRoleUser?.Arn).toMatch(/assumed-role\/r\/file$/);
  });

  it.each([
    [
      '',
      "1 validation error detected: Value '' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      'dependabot[bot]',
      String.raw`1 validation error detected: Value 'dependabot[bot]' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
    ],
    [
      '/',
      String.raw`2 validation errors detected: Value '/' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*; Value '/' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2`,
    ],
    [
      'x'.repeat(65),
      `1 validation error detected: Value '${'x'.repeat(65)}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
  ])('refuses the session name %j', async (RoleSessionName, message) => {
    const { clients } = await serving();
    await clients.iam.send(role('r'));
    const RoleArn = 'arn:aws:iam::111122223333:role/r';
    const refusal = await failure(clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName })));
    expect([refusal.name, refusal.message]).toEqual(['ValidationError', message]);
  });

  it('keeps stacks apart by region, and IAM together', async () => {
    const { sandbox, clients } = await serving();
    await clients.iam.send(role('r'));
    const far = sdkClients(sandbox, { region: 'us-west-2' });
    expect((await far.iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
    expect((await far.cloudFormation.send(new DescribeStacksCommand({}))).Stacks).toEqual([]);
    far.destroy();
  });
});

describe('faults', () => {
  it('throttle the next requests of an action, and the SDK gets through by itself', async () => {
    const { sandbox } = await serving();
    sandbox.inject({ kind: 'throttle', action: 'ListRoles', times: 2 });
    const patient = sdkClients(sandbox, { maxAttempts: 3 });
    await withoutPauses(() => patient.iam.send(new ListRolesCommand({})));
    patient.destroy();
    expect(sandbox.world.requests.map((one) => one.status)).toEqual([400, 400, 200]);
  });

  it('deny, expire and break actions, after letting some pass', async () => {
    const { sandbox, clients } = await serving();
    const list = () => clients.iam.send(new ListRolesCommand({}));
    sandbox.inject({ kind: 'deny', action: 'ListRoles', after: 1, times: 1 });
    await list();
    expect(await failure(list())).toEqual({
      name: 'AccessDenied',
      message:
        'User: arn:aws:iam::111122223333:root is not authorized to perform: iam:ListRoles because no identity-based policy allows the iam:ListRoles action',
      status: 403,
    });
    sandbox.inject({ kind: 'expired-token', action: '*', times: 1 });
    expect((await failure(list())).name).toBe('ExpiredToken');
    sandbox.inject({ kind: 'error', action: 'ListRoles', times: 1 });
    expect(await failure(list())).toMatchObject({ name: 'ServiceFailureException', status: 500 });
    await list();
    expect(sandbox.world.faults.list()).toEqual([]);
  });

  it('break the connection before or after the action is carried out', async () => {
    const { sandbox, clients } = await serving();
    sandbox.inject({ kind: 'drop', action: 'CreateRole', times: 1 });
    await failure(clients.iam.send(role('before')));
    sandbox.inject({ kind: 'drop', action: 'CreateRole', when: 'after', times: 1 });
    await failure(clients.iam.send(role('after')));
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['after']);
  });

  it('leave a request without an answer', async () => {
    const { sandbox, clients } = await serving();
    sandbox.inject({ kind: 'hang', action: 'ListRoles', times: 1 });
    const abort = new AbortController();
    const call = clients.iam.send(new ListRolesCommand({}), { abortSignal: abort.signal });
    while (sandbox.world.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect((await failure(call)).name).toBe('AbortError');
    expect(sandbox.world.requests[0]?.status).toBe(0);
  });
});

describe('the state', () => {
  it('saves and loads as plain JSON', async () => {
    const { sandbox, clients } = await serving();
    await clients.iam.send(role('r'));
    const saved = sandbox.saveState();
    const copy = JSON.parse(JSON.stringify(saved)) as typeof saved;
    expect(copy).toEqual(saved);
    const again = await serving({ state: copy });
    expect((await again.clients.iam.send(new GetRoleCommand({ RoleName: 'r' }))).Role?.RoleName).toBe('r');
    await again.clients.iam.send(role('s'));
    const ids = [...again.sandbox.world.iam.roles.values()].map((one) => one.id);
    expect(new Set(ids).size).toBe(2);
    expect(saved.iam.roles).toHaveLength(1);
    expect(again.sandbox.world.ledger).toHaveLength(2);
  });

  it('can be saved in the middle of an operation, which goes on where it is loaded', async () => {
    const { sandbox, clients } = await serving();
    const changeSet = await prepare(clients, template({ A: handle, R: block('r', {}, { DependsOn: 'A' }) }), {
      ChangeSetType: 'CREATE',
    });
    await clients.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
    const again = await serving({ state: JSON.parse(JSON.stringify(sandbox.saveState())) as SandboxState });
    const stack = await settled(again.clients, 'stack');
    expect([stack.StackStatus, again.sandbox.world.iam.roles.size]).toEqual(['CREATE_COMPLETE', 1]);
    expect(sandbox.world.iam.roles.size).toBe(0);
  });

  it('of another version is refused', async () => {
    const saved = (await serving()).sandbox.saveState();
    const other = { ...saved, version: 2 } as unknown as typeof saved;
    await expect(startSandbox({ state: other })).rejects.toThrow(/version 2/);
  });
});

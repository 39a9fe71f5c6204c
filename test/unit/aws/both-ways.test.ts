import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  EnableMFADeviceCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { assumedCredentials, type RoleToAssume } from '../../../src/aws/assume-role.ts';
import { buildConnections, type Connections } from '../../../src/aws/clients.ts';
import { createStackReader } from '../../../src/aws/cloudformation-reader.ts';
import { createStackWriter } from '../../../src/aws/cloudformation-writer.ts';
import { createCredentialReader } from '../../../src/aws/iam-credentials.ts';
import { createIamReader } from '../../../src/aws/iam-reader.ts';
import { createIamUseReader } from '../../../src/aws/iam-uses.ts';
import { callerIdentity } from '../../../src/aws/identity.ts';
import { createPolicyReader } from '../../../src/aws/policy-reader.ts';
import type { ChangeSetRequest } from '../../../src/model/stack-writer.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import {
  createSandbox,
  startSandbox,
  type QuietSandbox,
  type SandboxOptions,
} from '../../../src/sandbox/server.ts';
import { connectionsTo } from '../../helpers/in-process/connections.ts';
import { useDummyCredentials, useEndpoint } from './fake-endpoint.ts';
import { itThorough, THOROUGH } from '../../helpers/thorough.ts';
import { withoutPauses } from '../../helpers/without-pauses.ts';
import { comparable, recording, sorted, type Exchange } from './record.ts';
import { ACCOUNT, fillAccount, TRUST } from './sandbox-account.ts';
import { roleTemplate } from './template.ts';

/** A part of what rolekeeper asks of AWS. */
type Story = (connections: Connections, sandbox: QuietSandbox) => Promise<void>;

const ATTEMPTS = 2;
const POLICY = `arn:aws:iam::${ACCOUNT}:policy`;
const GUARDED = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'the one & <more>' } },
    },
  ],
});
const ask = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined);
const seen = new Set<string>();

/** Tells a story to the SDK's clients over HTTP and to those in this process, each with an account of its own. */
async function tellBothWays(
  story: Story,
  options: SandboxOptions = {},
  requestMilliseconds = 10_000,
): Promise<void> {
  const served = await startSandbox(options);
  useDummyCredentials();
  useEndpoint(served.url);
  const overHttp: Exchange[] = [];
  const inProcess: Exchange[] = [];
  const called = createSandbox(options);
  const timeouts = { attempts: ATTEMPTS, connectionMilliseconds: 10_000, requestMilliseconds };
  const config = { region: 'eu-central-1', version: '0.0.0', timeouts, identityTimeouts: timeouts };
  const connections = buildConnections(config);
  try {
    await story(recording(connections, overHttp), served);
    await story(recording(connectionsTo(called, '', 'AKIDEXAMPLE', config), inProcess), called);
  } finally {
    connections.close();
    await served.close();
  }
  expect(overHttp.length).toBeGreaterThan(0);
  expect(sorted(inProcess)).toEqual(sorted(overHttp));
  expect(logOf(called)).toEqual(logOf(served));
  for (const { action } of overHttp) seen.add(action);
}

/**
 * What the sandbox says of its requests: their parameters and attempts are the same, too. Whether the siblings of a read
 * that failed had left already when they were aborted is chance, so those about what does not exist are left out.
 */
function logOf({ world }: QuietSandbox): readonly unknown[] {
  const number = 0;
  const certain = world.requests.filter(({ parameters }) => parameters['UserName'] !== 'none');
  return sorted(certain.map((request) => comparable({ ...request, number })));
}

const fill: Story = async ({ iam: { client } }) => {
  await fillAccount(client);
  const UserName = 'robot';
  await client.send(new CreateLoginProfileCommand({ UserName, Password: 'ä & b%20"<' }));
  await client.send(new CreateAccessKeyCommand({ UserName }));
  const SerialNumber = `arn:aws:iam::${ACCOUNT}:mfa/robot`;
  await client.send(
    new EnableMFADeviceCommand({
      UserName,
      SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    }),
  );
  await client.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa AAAA' }));
  await client.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: 'body' }));
  const ServiceName = 'codecommit.amazonaws.com';
  await client.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName }));
};

const readIam: Story = async (connections) => {
  const iam = createIamReader(connections.iam, { account: ACCOUNT, partition: 'aws' });
  await iam.accountDetails();
  await iam.roleRows();
  await iam.instanceProfileRows();
  await iam.oidcProviderRows();
  for (const name of ['Fetcher', 'plain', 'robot', 'robots', 'writes', 'orphan', 'none']) {
    await iam.role(name);
    await iam.user(name);
    await iam.group(name);
    await iam.managedPolicy(name);
    await iam.instanceProfile(name);
  }
  for (const name of ['id.example.com/Acme', 'id.example.com/acme']) await iam.oidcProvider(name);
  for (const name of ['Fetcher', 'none']) await iam.roleHead(name);
  for (const name of ['robot', 'none']) await iam.userHead(name);
  for (const arn of [`${POLICY}/reads`, `${POLICY}/none`]) {
    await iam.policyHead(arn);
    await iam.policyVersions(arn);
  }
  const uses = createIamUseReader(connections.iam);
  await uses.uses({ kind: 'user', name: 'robot', arn: '' });
  await uses.uses({ kind: 'role', name: 'Fetcher', arn: '' });
  await uses.uses({ kind: 'group', name: 'robots', arn: '' });
  await uses.uses({ kind: 'managed-policy', name: 'reads', arn: `${POLICY}/reads` });
  const credentials = createCredentialReader(connections.iam);
  for (const name of ['robot', 'none'])
    for (const one of await credentials.credentials(name))
      if (one.credential === 'access-key') await credentials.keyUse(one.id);
  await credentials.passwordUse('robot');
  const policies = createPolicyReader(connections.iam);
  for (const arn of [`${POLICY}/reads`, `${POLICY}/none`, 'arn:aws:iam::aws:policy/ReadOnlyAccess']) {
    await policies.policy(arn);
  }
};

const request = (overrides: Partial<ChangeSetRequest> = {}): ChangeSetRequest => ({
  stackName: 'rk-logs',
  changeSetName: 'first',
  type: 'CREATE',
  template: roleTemplate({ One: 'one', Two: 'two', Three: 'three' }, '<&> "ä"'),
  description: 'a change \u0001 & <more>\r\n',
  clientToken: 'token',
  ...overrides,
});

/** Makes a change set, executes it, and reads whatever can be read of the stack meanwhile. */
async function change(
  { cloudFormation, changes }: Connections,
  overrides: Partial<ChangeSetRequest> = {},
): Promise<void> {
  const reader = createStackReader(cloudFormation);
  const writer = createStackWriter(cloudFormation, changes);
  const { changeSetId, stackId } = await writer.createChangeSet(request(overrides));
  for (let read = 0; read < 4; read += 1) await writer.describeChangeSet(changeSetId);
  await writer.validationEvents(changeSetId);
  await reader.changeSets(stackId);
  await ask(writer.executeChangeSet(changeSetId, `run-${overrides.changeSetName ?? ''}`));
  for (let read = 0; read < 20; read += 1) await reader.stack(stackId);
  await reader.events(stackId);
  await reader.template(stackId);
  await reader.logicalIds(stackId);
}

const stacks: Story = async (connections, { world }) => {
  const reader = createStackReader(connections.cloudFormation);
  const writer = createStackWriter(connections.cloudFormation, connections.changes);
  await change(connections);
  await change(connections, { changeSetName: 'nothing', type: 'UPDATE', clientToken: 'nothing' });
  await change(connections, { changeSetName: 'revert', type: 'UPDATE', deploymentMode: 'REVERT_DRIFT' });
  await change(connections, {
    changeSetName: 'import',
    type: 'IMPORT',
    clientToken: 'import',
    template: roleTemplate({ One: 'one', Two: 'two', Three: 'three', Plain: 'plain' }, '<&> "ä"'),
    resourcesToImport: [
      { resourceType: 'AWS::IAM::Role', logicalId: 'Plain', identifier: { RoleName: 'plain' } },
    ],
  });
  await reader.stacks('rk-');
  await reader.owner('one', 'AWS::IAM::Role');
  await reader.owner('nobody', 'AWS::IAM::Role');
  await reader.stack('none');
  await reader.changeSets('none');
  await writer.deleteChangeSet(
    (await writer.createChangeSet(request({ changeSetName: 'left', type: 'UPDATE' }))).changeSetId,
  );
  await ask(writer.createChangeSet(request({ template: '{ "Resources": { "R": {} } }' })));
  await ask(writer.createChangeSet(request({ stackName: 'no good name', changeSetName: '' })));
  const stack = world.cloudFormation.find('eu-central-1', 'rk-logs');
  await writer.deleteStack(stack?.id ?? '', 'delete');
  for (let read = 0; read < 10; read += 1) await reader.stack(stack?.id ?? '');
};

describe('the clients in this process answer as those of the SDK do', () => {
  // What is answered in one page is answered in several of them first.
  for (const [test, pageSize] of [
    [it, 2],
    [itThorough, 1000],
  ] as const) {
    test(`what IAM tells, in pages of ${pageSize}`, async () => {
      await tellBothWays(
        async (...stage) => {
          await fill(...stage);
          await readIam(...stage);
        },
        { pageSize },
      );
    });

    test(`what CloudFormation does, in pages of ${pageSize}`, async () => {
      await tellBothWays(
        async (connections, sandbox) => {
          const { client } = connections.iam;
          await client.send(new CreateRoleCommand({ RoleName: 'plain', AssumeRolePolicyDocument: TRUST }));
          await stacks(connections, sandbox);
        },
        { pageSize },
      );
    });
  }

  const keys: readonly SandboxOptions[] = [
    {},
    { credentials: [] },
    { credentials: [{ accessKeyId: 'AKIDEXAMPLE', expired: true }] },
    { credentials: [{ accessKeyId: 'AKIDEXAMPLE', account: '999988887777' }] },
  ];
  it.each(keys)('who asks, of an account with %j', async (options) => {
    await tellBothWays(async ({ sts }) => {
      await ask(callerIdentity(sts));
    }, options);
  });

  const RoleArn = `arn:aws:iam::${ACCOUNT}:role`;
  const roles: readonly Partial<RoleToAssume>[] = [
    {},
    { durationSeconds: 900 },
    { durationSeconds: 43_200 },
    { arn: `${RoleArn}/guarded`, externalId: 'the one & <more>' },
    { arn: `${RoleArn}/guarded`, externalId: 'another' },
    { arn: `${RoleArn}/guarded` },
    { arn: `${RoleArn}/none` },
  ];
  it.each(roles)('the session of a role, asked for with %j', async (asked) => {
    const role = {
      arn: `${RoleArn}/plain`,
      sessionName: 'rolekeeper-1-1',
      file: 'rolekeeper.yaml',
      ...asked,
    };
    await tellBothWays(async ({ iam: { client }, sts }) => {
      await client.send(new CreateRoleCommand({ RoleName: 'plain', AssumeRolePolicyDocument: TRUST }));
      await client.send(new CreateRoleCommand({ RoleName: 'guarded', AssumeRolePolicyDocument: GUARDED }));
      await ask(assumedCredentials(sts, role, () => 0)());
    });
  });

  const faults: readonly Fault[] = [
    { kind: 'throttle', action: 'ListRoles' },
    { kind: 'deny', action: 'ListRoles' },
    { kind: 'expired-token', action: 'ListRoles' },
    { kind: 'error', action: 'ListRoles' },
    { kind: 'error', action: 'ListRoles', times: 1 },
    { kind: 'error', action: 'ListRoles', status: 503, code: 'ServiceUnavailable', times: 1 },
    { kind: 'error', action: 'ListRoles', status: 400, code: 'SomethingNew', message: 'a & b' },
    { kind: 'error', action: 'ListRoles', status: 409, code: 'LimitExceeded', times: 1 },
    { kind: 'error', action: 'ListRoles', status: 404, code: 'NoSuchEntity', message: 'gone' },
    { kind: 'drop', action: 'ListRoles' },
    { kind: 'drop', action: 'ListRoles', when: 'after', times: 1 },
    { kind: 'hang', action: 'ListRoles', times: 1 },
    { kind: 'hang', action: 'ListRoles', when: 'after' },
  ];
  it.each(faults)('a request of IAM that meets %j', async (fault) => {
    const story: Story = async ({ iam }, sandbox) => {
      sandbox.inject(fault);
      await ask(createIamReader(iam, { account: ACCOUNT, partition: 'aws' }).roleRows());
    };
    // CI's machine is busy for longer: what is answered must not take that long.
    if (fault.kind === 'hang') await tellBothWays(story, {}, THOROUGH ? 1_000 : 300);
    else await withoutPauses(() => tellBothWays(story));
  });

  it.each([
    { kind: 'error', action: 'DescribeStacks' },
    { kind: 'error', action: 'DescribeStacks', status: 400, code: 'LimitExceededException', times: 1 },
    { kind: 'error', action: 'DescribeStacks', status: 404, code: 'ChangeSetNotFound', message: 'gone' },
    { kind: 'deny', action: 'DescribeStacks' },
  ] satisfies readonly Fault[])('a request of CloudFormation that meets %j', async (fault) => {
    const story: Story = async ({ cloudFormation }, sandbox) => {
      sandbox.inject(fault);
      await ask(createStackReader(cloudFormation).stacks('rk-'));
    };
    await withoutPauses(() => tellBothWays(story));
  });

  it('every request that rolekeeper makes is among them', () => {
    const folder = fileURLToPath(new URL('../../../src/aws/', import.meta.url));
    const sources = readdirSync(folder).map((file) => readFileSync(folder + file, 'utf8'));
    const made = sources.flatMap((text) => [...text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name));
    expect(made.length).toBeGreaterThan(30);
    // The sandbox has no AWS Organizations: who asks it there is denied, as in an account outside of any.
    const unknown = [...new Set(made)].flatMap((name = '') => (seen.has(name) ? [] : [name]));
    expect(unknown.sort()).toEqual(['DescribeOrganization', 'ListAccounts']);
  });
});

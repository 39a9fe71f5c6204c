import * as cfn from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { isList, type Answer } from '../../../src/sandbox/xml.ts';
import { createSandbox } from '../../../src/sandbox/server.ts';
import { ACCOUNT, fillAccount, TRUST } from '../aws/sandbox-account.ts';
import { callingClients, type Clients } from './clients.ts';
import { deploy, execute, managedPolicy, prepare, role, template } from './stacks.ts';

/**
 * The answers of the sandbox against the SDK's schemas: what AWS always sends is there, nothing else is, and in its type. Every
 * answer in this process is read by them (helpers/in-process/serialise.ts), here one at least of each operation in use.
 */

/** Clients of a sandbox, the answers of which may be changed before they are read. */
function watched(change: (action: string, answer: Answer) => Answer = (_, answer) => answer) {
  const seen = new Set<string>();
  const sandbox = createSandbox();
  const clients = callingClients({
    ...sandbox,
    reply: (params, signature) => {
      const action = params.get('Action') ?? '';
      seen.add(`${action}Command`);
      const reply = sandbox.reply(params, signature);
      return reply.kind === 'result' ? { ...reply, answer: change(action, reply.answer) } : reply;
    },
  });
  return { clients, seen };
}

/** An answer in which each structure that has the member has it otherwise. */
function altered(answer: Answer, member: string, value: Answer): Answer {
  if (typeof answer !== 'object') return answer;
  if (isList(answer)) return answer.map((item) => altered(item, member, value));
  const members = Object.entries(answer).map(
    ([name, item]) => [name, name === member ? value : altered(item, member, value)] as const,
  );
  return Object.fromEntries(members);
}

it.each([
  ['GetRole', 'Arn', undefined, 'GetRole.Role otherwise than the schema of the SDK: Arn is missing'],
  ['ListRoles', 'CreateDate', undefined, 'ListRoles.Roles[] otherwise than .*: CreateDate is missing'],
  ['GetRole', 'Role', { Rolle: 'r' }, 'GetRole.Role otherwise than .*: Rolle is unknown'],
  ['GetRole', 'CreateDate', 'today', 'GetRole.Role.CreateDate otherwise than .*: it is no time'],
  ['GetRole', 'MaxSessionDuration', '3600', 'MaxSessionDuration otherwise than .*: it is no number'],
  ['ListRoles', 'IsTruncated', 'false', 'ListRoles.IsTruncated otherwise than .*: it is no boolean'],
  ['ListRoles', 'Roles', {}, 'ListRoles.Roles otherwise than .*: it is no list'],
  ['GetRole', 'Role', [], 'GetRole.Role otherwise than .*: it is no structure'],
  ['GetRole', 'RoleName', 1, 'GetRole.Role.RoleName otherwise than .*: it is not text'],
  // What the schema does not require may be missing.
  ['ListRoles', 'AssumeRolePolicyDocument', undefined, undefined],
] as const)('an answer to %s with another %s (%j) is seen', async (of, member, value, refused) => {
  const { clients } = watched((action, answer) => (action === of ? altered(answer, member, value) : answer));
  await clients.iam.send(new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }));
  const read =
    of === 'GetRole'
      ? clients.iam.send(new iam.GetRoleCommand({ RoleName: 'r' }))
      : clients.iam.send(new iam.ListRolesCommand({}));
  if (refused === undefined) await read;
  else await expect(read).rejects.toThrow(new RegExp(refused.replaceAll('[]', '\\[\\]')));
});

/** An account with everything that a field can hold, and all that a user can sign in with. */
async function fill({ iam: i }: Clients): Promise<string | undefined> {
  await fillAccount(i);
  const UserName = 'robot';
  await i.send(new iam.CreateLoginProfileCommand({ UserName, Password: 'Passw0rd!' }));
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  const SerialNumber = `arn:aws:iam::${ACCOUNT}:mfa/robot`;
  await i.send(new iam.EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  await i.send(new iam.UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa AAAA' }));
  await i.send(new iam.UploadSigningCertificateCommand({ UserName, CertificateBody: 'body' }));
  const ServiceName = 'codecommit.amazonaws.com';
  await i.send(new iam.CreateServiceSpecificCredentialCommand({ UserName, ServiceName }));
  const { AccessKey } = await i.send(new iam.CreateAccessKeyCommand({ UserName }));
  return AccessKey?.AccessKeyId;
}

/** Change sets of every sort, those that fail in each way included. */
async function change(clients: Clients): Promise<void> {
  const { cloudFormation: c, iam: i } = clients;
  const base = template({ M: managedPolicy('m'), R: role('r', { Tags: [{ Key: 'k', Value: 'v' }] }) });
  await deploy(clients, base, { ChangeSetType: 'CREATE', Tags: [{ Key: 'k', Value: 'v' }] });
  await i.send(new iam.UpdateRoleCommand({ RoleName: 'r', Description: 'edited', MaxSessionDuration: 7200 }));
  const { Id } = await c.send(
    new cfn.CreateChangeSetCommand({
      StackName: 'stack',
      ChangeSetName: 'revert',
      TemplateBody: template({ M: managedPolicy('m'), R: role('r', { MaxSessionDuration: 3600 }) }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      DeploymentMode: 'REVERT_DRIFT',
    }),
  );
  for (const IncludePropertyValues of [false, true])
    await c.send(new cfn.DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues }));
  await c.send(new cfn.ListChangeSetsCommand({ StackName: 'stack' }));
  await execute(clients, await c.send(new cfn.DescribeChangeSetCommand({ ChangeSetName: Id })));
  // Refused by early validation, without a change, and rolled back.
  const taken = await prepare(clients, template({ M: managedPolicy('m'), R: role('r'), T: role('plain') }));
  await c.send(new cfn.DescribeEventsCommand({ ChangeSetName: taken.ChangeSetId }));
  await c.send(new cfn.DeleteChangeSetCommand({ ChangeSetName: taken.ChangeSetId }));
  const broken = role('x', { ManagedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/none`] });
  await deploy(clients, template({ M: managedPolicy('m'), R: role('r'), X: broken }));
  const ResourceToImport = {
    ResourceType: 'AWS::IAM::Role',
    LogicalResourceId: 'P',
    ResourceIdentifier: { RoleName: 'plain' },
  };
  await deploy(clients, template({ P: role('plain') }), {
    StackName: 'imported',
    ChangeSetType: 'IMPORT',
    ResourcesToImport: [ResourceToImport],
  });
}

it('every operation that rolekeeper calls answers as its schema says', async () => {
  const { clients, seen } = watched();
  const { cloudFormation: c, iam: i } = clients;
  const [UserName, GroupName, RoleName, InstanceProfileName] = ['robot', 'robots', 'Fetcher', 'Fetcher'];
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/reads`;
  const AccessKeyId = await fill(clients);
  await change(clients);

  await clients.sts.send(new GetCallerIdentityCommand({}));
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/vendors/${RoleName}`;
  await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }));
  await i.send(new iam.GetAccountAuthorizationDetailsCommand({}));
  await i.send(new iam.GetGroupCommand({ GroupName }));
  await i.send(new iam.GetGroupPolicyCommand({ GroupName, PolicyName: 'in' }));
  await i.send(new iam.GetInstanceProfileCommand({ InstanceProfileName }));
  await i.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId }));
  await i.send(new iam.GetLoginProfileCommand({ UserName }));
  await i.send(
    new iam.GetOpenIDConnectProviderCommand({
      OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com/Acme`,
    }),
  );
  await i.send(new iam.GetPolicyCommand({ PolicyArn }));
  await i.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  await i.send(new iam.GetRoleCommand({ RoleName }));
  await i.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName: 'a' }));
  await i.send(new iam.GetUserCommand({ UserName }));
  await i.send(new iam.GetUserPolicyCommand({ UserName, PolicyName: 'own' }));
  await i.send(new iam.ListAccessKeysCommand({ UserName }));
  await i.send(new iam.ListAttachedGroupPoliciesCommand({ GroupName }));
  await i.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
  await i.send(new iam.ListAttachedUserPoliciesCommand({ UserName }));
  await i.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }));
  await i.send(new iam.ListGroupPoliciesCommand({ GroupName }));
  await i.send(new iam.ListGroupsForUserCommand({ UserName }));
  await i.send(new iam.ListInstanceProfilesCommand({}));
  await i.send(new iam.ListInstanceProfilesForRoleCommand({ RoleName }));
  await i.send(new iam.ListOpenIDConnectProvidersCommand({}));
  await i.send(new iam.ListMFADevicesCommand({ UserName }));
  await i.send(new iam.ListPoliciesCommand({}));
  await i.send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
  await i.send(new iam.ListRolePoliciesCommand({ RoleName }));
  await i.send(new iam.ListRolesCommand({}));
  await i.send(new iam.ListSSHPublicKeysCommand({ UserName }));
  await i.send(new iam.ListServiceSpecificCredentialsCommand({ UserName }));
  await i.send(new iam.ListSigningCertificatesCommand({ UserName }));
  await i.send(new iam.ListUserPoliciesCommand({ UserName }));
  for (const StackName of ['stack', 'imported']) {
    await c.send(new cfn.DescribeStacksCommand({ StackName }));
    await c.send(new cfn.DescribeEventsCommand({ StackName }));
    await c.send(new cfn.DescribeStackEventsCommand({ StackName }));
    await c.send(new cfn.DescribeStackResourcesCommand({ StackName }));
    await c.send(new cfn.ListStackResourcesCommand({ StackName }));
    await c.send(new cfn.GetTemplateCommand({ StackName }));
    await c.send(new cfn.DeleteStackCommand({ StackName }));
  }

  const called = readdirSync('src/aws')
    .flatMap((file) => [...readFileSync(`src/aws/${file}`, 'utf8').matchAll(/new ([A-Za-z]+Command)\(/g)])
    .map((match) => match[1] ?? '');
  // The sandbox has no AWS Organizations.
  const unknown = [...new Set(called)].filter((name) => !seen.has(name));
  expect(unknown.sort()).toEqual(['DescribeOrganizationCommand', 'ListAccountsCommand']);
});

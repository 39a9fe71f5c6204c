import * as cfn from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import type { Clients } from './clients.ts';
import { serving, stopAfterEach } from './running.ts';
import { allow, deploy, managedPolicy, prepare, role, template } from './stacks.ts';

/** The answers of the sandbox against the SDK's schemas: what AWS always sends is there. */

stopAfterEach();
let clients: Clients;
const seen = new Set<string>();
const missing: string[] = [];
let required = 0;
/** What an answer loses before it is looked at. */
let lost: { readonly of: string; readonly member: string } | undefined;

/** `[kind, namespace, name, traits, members, member schemas, how many of the members are required]` */
type Schema = readonly [number, string, string, unknown, unknown, unknown, number?];

function resolved(schema: unknown): Schema | undefined {
  const value: unknown = typeof schema === 'function' ? (schema as () => unknown)() : schema;
  const inner: unknown = Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
  if (!Array.isArray(inner)) return undefined;
  return typeof inner[0] === 'function' ? resolved(inner[0]) : (inner as unknown as Schema);
}

function check(value: unknown, of: unknown, path: string): void {
  const schema = resolved(of);
  if (schema === undefined || value === undefined) return;
  const [kind, , , , members, schemas, least = 0] = schema;
  if (kind === 1 && Array.isArray(value)) for (const item of value) check(item, members, `${path}[]`);
  if (kind !== 3 || typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  (members as readonly string[]).forEach((name, index) => {
    if (index < least) required += 1;
    if (index < least && record[name] === undefined) missing.push(`${path}.${name}`);
    check(record[name], (schemas as readonly unknown[])[index], `${path}.${name}`);
  });
}

beforeEach(async () => {
  ({ clients } = await serving());
  seen.clear();
  missing.length = 0;
  required = 0;
  lost = undefined;
  for (const client of [clients.iam, clients.cloudFormation, clients.sts]) {
    const stack = client.middlewareStack as iam.IAMClient['middlewareStack'];
    stack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        const inner = context['__smithy_context'] as { operationSchema?: readonly unknown[] } | undefined;
        const { commandName = '' } = context;
        seen.add(commandName);
        if (commandName === lost?.of) drop(result.output, lost.member);
        check(result.output, inner?.operationSchema?.[5], commandName);
        return result;
      },
      { step: 'initialize', name: 'shapes' },
    );
  }
});

function drop(value: unknown, member: string): void {
  if (typeof value !== 'object' || value === null) return;
  Reflect.deleteProperty(value, member);
  for (const inner of Object.values(value)) drop(inner, member);
}

it.each([
  ['GetRoleCommand', 'Arn', 'GetRoleCommand.Role.Arn'],
  ['ListRolesCommand', 'AssumeRolePolicyDocument', undefined],
  ['ListRolesCommand', 'CreateDate', 'ListRolesCommand.Roles[].CreateDate'],
] as const)('an answer to %s without %s is seen', async (of, member, place) => {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const AssumeRolePolicyDocument = document.replace(
    '[]',
    '[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]',
  );
  await clients.iam.send(new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
  lost = { of, member };
  await clients.iam.send(new iam.GetRoleCommand({ RoleName: 'r' }));
  await clients.iam.send(new iam.ListRolesCommand({}));
  // What the schema does not require may be missing.
  expect(missing).toEqual(place === undefined ? [] : [place]);
});

it('every operation that rolekeeper calls answers with all that its schema requires', async () => {
  const c = clients.cloudFormation;
  const i = clients.iam;
  const [UserName, GroupName, RoleName, InstanceProfileName] = ['u', 'g', 'r', 'ip'];
  const PolicyName = 'p';
  const policy = { PolicyName, PolicyDocument: JSON.stringify(allow('s3:GetObject')) };
  const PolicyArn = 'arn:aws:iam::111122223333:policy/m';
  const StackName = 'stack';
  await deploy(clients, template({ M: managedPolicy('m'), R: role('r') }), { ChangeSetType: 'CREATE' });
  await i.send(new iam.CreateUserCommand({ UserName, PermissionsBoundary: PolicyArn }));
  await i.send(new iam.CreateGroupCommand({ GroupName }));
  await i.send(new iam.AddUserToGroupCommand({ UserName, GroupName }));
  await i.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName }));
  await i.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  await i.send(new iam.PutUserPolicyCommand({ UserName, ...policy }));
  await i.send(new iam.PutGroupPolicyCommand({ GroupName, ...policy }));
  await i.send(new iam.PutRolePolicyCommand({ RoleName, ...policy }));
  await i.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
  await i.send(new iam.AttachGroupPolicyCommand({ GroupName, PolicyArn }));
  await i.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { AccessKey } = await i.send(new iam.CreateAccessKeyCommand({ UserName }));
  await i.send(new iam.CreateLoginProfileCommand({ UserName, Password: 'Passw0rd!' }));
  const provider = { Url: 'https://id.example.com', ThumbprintList: ['a'.repeat(40)] };
  const { OpenIDConnectProviderArn } = await i.send(new iam.CreateOpenIDConnectProviderCommand(provider));

  await clients.sts.send(new GetCallerIdentityCommand({}));
  const RoleArn = `arn:aws:iam::111122223333:role/${RoleName}`;
  await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }));
  await i.send(new iam.GetAccountAuthorizationDetailsCommand({}));
  await i.send(new iam.GetGroupCommand({ GroupName }));
  await i.send(new iam.GetGroupPolicyCommand({ GroupName, PolicyName }));
  await i.send(new iam.GetInstanceProfileCommand({ InstanceProfileName }));
  await i.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: AccessKey?.AccessKeyId }));
  await i.send(new iam.GetLoginProfileCommand({ UserName }));
  await i.send(new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  await i.send(new iam.GetPolicyCommand({ PolicyArn }));
  await i.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  await i.send(new iam.GetRoleCommand({ RoleName }));
  await i.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
  await i.send(new iam.GetUserCommand({ UserName }));
  await i.send(new iam.GetUserPolicyCommand({ UserName, PolicyName }));
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
  const changeSet = await prepare(clients, template({ R: role('r') }));
  await c.send(new cfn.ListChangeSetsCommand({ StackName }));
  await c.send(new cfn.DescribeEventsCommand({ StackName }));
  await c.send(new cfn.DescribeStackEventsCommand({ StackName }));
  await c.send(new cfn.DescribeStackResourcesCommand({ StackName }));
  await c.send(new cfn.ListStackResourcesCommand({ StackName }));
  await c.send(new cfn.GetTemplateCommand({ StackName }));
  await c.send(new cfn.DeleteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
  await c.send(new cfn.DeleteStackCommand({ StackName }));

  const called = readdirSync('src/aws')
    .flatMap((file) => [...readFileSync(`src/aws/${file}`, 'utf8').matchAll(/new ([A-Za-z]+Command)\(/g)])
    .map((match) => match[1] ?? '');
  // The sandbox has no AWS Organizations.
  const unknown = [...new Set(called)].filter((name) => !seen.has(name));
  expect(unknown.sort()).toEqual(['DescribeOrganizationCommand', 'ListAccountsCommand']);
  expect(missing).toEqual([]);
  // Schemas that say nothing would let everything pass.
  expect(required).toBeGreaterThan(100);
});

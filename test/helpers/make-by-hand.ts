import { isJsonArray, isJsonObject, type Json } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { ACCOUNT } from './resources.ts';
import type { Account } from './scenario/account.ts';
import type { ApiCall } from './scenario/scenario.ts';

const ORDER = ['managed-policy', 'group', 'role', 'user', 'instance-profile', 'oidc-provider'];

/** Makes resources in the account past rolekeeper, as somebody does in the console. */
export async function makeByHand(account: Account, resources: readonly Resource[]): Promise<void> {
  const sorted = [...resources].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  for (const resource of sorted) for (const call of callsOf(resource)) await account.call(call);
  await seeEverything(account);
}

/** Reads until IAM tells of everything that was done by hand. */
export async function seeEverything(account: Account): Promise<void> {
  const { staleReads } = account.sandbox.world.switches;
  for (let read = 0; read < staleReads; read += 1) await account.call({ Action: 'ListRoles' });
}

function callsOf({ kind, name, properties }: Resource): readonly ApiCall[] {
  switch (kind) {
    case 'managed-policy':
      return [
        {
          Action: 'CreatePolicy',
          PolicyName: name,
          PolicyDocument: properties['PolicyDocument'] ?? {},
          ...texts(properties, ['Path', 'Description']),
        } as ApiCall,
      ];
    case 'instance-profile':
      return [
        { Action: 'CreateInstanceProfile', InstanceProfileName: name, ...texts(properties, ['Path']) },
        ...list(properties['Roles']).map((role) => ({
          Action: 'AddRoleToInstanceProfile',
          InstanceProfileName: name,
          RoleName: text(role),
        })),
      ];
    case 'role':
      return [
        {
          Action: 'CreateRole',
          RoleName: name,
          AssumeRolePolicyDocument: properties['AssumeRolePolicyDocument'] ?? {},
          ...texts(properties, ['Path', 'Description', 'MaxSessionDuration', 'PermissionsBoundary']),
          ...tags(properties['Tags']),
        } as ApiCall,
        ...members('Role', name, properties),
      ];
    case 'user':
      return [
        {
          Action: 'CreateUser',
          UserName: name,
          ...texts(properties, ['Path', 'PermissionsBoundary']),
          ...tags(properties['Tags']),
        },
        ...members('User', name, properties),
        ...list(properties['Groups']).map((group) => ({
          Action: 'AddUserToGroup',
          UserName: name,
          GroupName: text(group),
        })),
      ];
    case 'oidc-provider':
      return [
        {
          Action: 'CreateOpenIDConnectProvider',
          Url: `https://${name}`,
          ...strings('ClientIDList', properties['ClientIdList']),
          ...strings('ThumbprintList', properties['ThumbprintList']),
          ...tags(properties['Tags']),
        },
      ];
    case 'group':
      return [
        { Action: 'CreateGroup', GroupName: name, ...texts(properties, ['Path']) },
        ...members('Group', name, properties),
      ];
  }
}

function members(type: string, name: string, properties: Resource['properties']): readonly ApiCall[] {
  const subject = { [`${type}Name`]: name };
  return [
    ...list(properties['ManagedPolicyArns']).map((arn) => ({
      Action: `Attach${type}Policy`,
      ...subject,
      PolicyArn: text(arn),
    })),
    ...list(properties['Policies'])
      .filter(isJsonObject)
      .map(
        (policy) =>
          ({
            Action: `Put${type}Policy`,
            ...subject,
            PolicyName: text(policy['PolicyName']),
            PolicyDocument: policy['PolicyDocument'] ?? {},
          }) as ApiCall,
      ),
  ];
}

function texts(properties: Resource['properties'], names: readonly string[]): Record<string, string> {
  const given = names.filter((name) => properties[name] !== undefined && properties[name] !== '');
  return Object.fromEntries(given.map((name) => [name, text(properties[name])]));
}

function tags(value: Json | undefined): Record<string, string> {
  const pairs = list(value).filter(isJsonObject);
  return Object.fromEntries(
    pairs.flatMap((tag, index) => [
      [`Tags.member.${index + 1}.Key`, text(tag['Key'])],
      [`Tags.member.${index + 1}.Value`, text(tag['Value'])],
    ]),
  );
}

function strings(parameter: string, value: Json | undefined): Record<string, string> {
  return Object.fromEntries(list(value).map((one, index) => [`${parameter}.member.${index + 1}`, text(one)]));
}

function list(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

export function policyArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:policy/${name}`;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

import {
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesCommand,
  ListOpenIDConnectProvidersCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import pLimit, { type LimitFunction } from 'p-limit';
import { callerOf, type SendOptions } from './call.ts';
import type { Connection } from './clients.ts';
import { readTogether, type ReadTogether } from './read-together.ts';

/** IAM throttles early: more requests at a time make a read slower, not faster. */
const REQUESTS_AT_A_TIME = 5;

/**
 * The requests to IAM that rolekeeper can make, all of them. The client of the SDK stays inside: nothing that gets a
 * ReadClient can send another command.
 */
export interface IamReadClient extends ReturnType<typeof requestsOf> {
  /** Reads that are made at the same time, by a client of their own: when one fails the others are aborted. */
  readonly together: <Reads extends readonly unknown[] | []>(
    start: (reads: IamReadClient) => Reads,
  ) => Promise<ReadTogether<Reads>>;
}

export function iamReadClient(
  connection: Connection<IAMClient>,
  limit: LimitFunction = pLimit(REQUESTS_AT_A_TIME),
): IamReadClient {
  return {
    ...requestsOf(connection, limit),
    together: (start) =>
      readTogether(connection.signal, (signal) => start(iamReadClient({ ...connection, signal }, limit))),
  };
}

function requestsOf(connection: Connection<IAMClient>, limit: LimitFunction) {
  const { client } = connection;
  const call = callerOf(connection);
  const send = <T>(action: string, request: (options: SendOptions) => Promise<T>): Promise<T> =>
    limit(() => call(action, request));
  return {
    accountDetailsPage: (marker: string | undefined) =>
      send('iam:GetAccountAuthorizationDetails', (options) =>
        client.send(
          new GetAccountAuthorizationDetailsCommand({
            Filter: ['Role', 'User', 'Group', 'LocalManagedPolicy'],
            ...page(marker),
          }),
          options,
        ),
      ),
    roles: (marker: string | undefined) =>
      send('iam:ListRoles', (options) => client.send(new ListRolesCommand(page(marker)), options)),
    instanceProfiles: (marker: string | undefined) =>
      send('iam:ListInstanceProfiles', (options) =>
        client.send(new ListInstanceProfilesCommand(page(marker)), options),
      ),
    oidcProviders: () =>
      send('iam:ListOpenIDConnectProviders', (options) =>
        client.send(new ListOpenIDConnectProvidersCommand({}), options),
      ),
    localPolicies: (marker: string | undefined) =>
      send('iam:ListPolicies', (options) =>
        client.send(new ListPoliciesCommand({ Scope: 'Local', ...page(marker) }), options),
      ),

    role: (RoleName: string) =>
      send('iam:GetRole', (options) => client.send(new GetRoleCommand({ RoleName }), options)),
    rolePolicies: (RoleName: string, marker: string | undefined) =>
      send('iam:ListRolePolicies', (options) =>
        client.send(new ListRolePoliciesCommand({ RoleName, ...page(marker) }), options),
      ),
    rolePolicy: (RoleName: string, PolicyName: string) =>
      send('iam:GetRolePolicy', (options) =>
        client.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options),
      ),
    roleAttachments: (RoleName: string, marker: string | undefined) =>
      send('iam:ListAttachedRolePolicies', (options) =>
        client.send(new ListAttachedRolePoliciesCommand({ RoleName, ...page(marker) }), options),
      ),

    user: (UserName: string) =>
      send('iam:GetUser', (options) => client.send(new GetUserCommand({ UserName }), options)),
    userPolicies: (UserName: string, marker: string | undefined) =>
      send('iam:ListUserPolicies', (options) =>
        client.send(new ListUserPoliciesCommand({ UserName, ...page(marker) }), options),
      ),
    userPolicy: (UserName: string, PolicyName: string) =>
      send('iam:GetUserPolicy', (options) =>
        client.send(new GetUserPolicyCommand({ UserName, PolicyName }), options),
      ),
    userAttachments: (UserName: string, marker: string | undefined) =>
      send('iam:ListAttachedUserPolicies', (options) =>
        client.send(new ListAttachedUserPoliciesCommand({ UserName, ...page(marker) }), options),
      ),
    userGroups: (UserName: string, marker: string | undefined) =>
      send('iam:ListGroupsForUser', (options) =>
        client.send(new ListGroupsForUserCommand({ UserName, ...page(marker) }), options),
      ),

    group: (GroupName: string) =>
      send('iam:GetGroup', (options) =>
        client.send(new GetGroupCommand({ GroupName, MaxItems: 1 }), options),
      ),
    groupPolicies: (GroupName: string, marker: string | undefined) =>
      send('iam:ListGroupPolicies', (options) =>
        client.send(new ListGroupPoliciesCommand({ GroupName, ...page(marker) }), options),
      ),
    groupPolicy: (GroupName: string, PolicyName: string) =>
      send('iam:GetGroupPolicy', (options) =>
        client.send(new GetGroupPolicyCommand({ GroupName, PolicyName }), options),
      ),
    groupAttachments: (GroupName: string, marker: string | undefined) =>
      send('iam:ListAttachedGroupPolicies', (options) =>
        client.send(new ListAttachedGroupPoliciesCommand({ GroupName, ...page(marker) }), options),
      ),

    policy: (PolicyArn: string) =>
      send('iam:GetPolicy', (options) => client.send(new GetPolicyCommand({ PolicyArn }), options)),
    policyVersions: (PolicyArn: string, marker: string | undefined) =>
      send('iam:ListPolicyVersions', (options) =>
        client.send(new ListPolicyVersionsCommand({ PolicyArn, ...page(marker) }), options),
      ),
    policyVersion: (PolicyArn: string, VersionId: string) =>
      send('iam:GetPolicyVersion', (options) =>
        client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), options),
      ),

    instanceProfile: (InstanceProfileName: string) =>
      send('iam:GetInstanceProfile', (options) =>
        client.send(new GetInstanceProfileCommand({ InstanceProfileName }), options),
      ),

    oidcProvider: (OpenIDConnectProviderArn: string) =>
      send('iam:GetOpenIDConnectProvider', (options) =>
        client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }), options),
      ),
  };
}

/** The largest page that IAM gives. It may give fewer rows and still have more. */
function page(marker: string | undefined): { MaxItems: number; Marker?: string } {
  return marker === undefined ? { MaxItems: 1000 } : { MaxItems: 1000, Marker: marker };
}

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
import pLimit from 'p-limit';
import { callerOf } from './call.ts';
import type { Connection } from './clients.ts';

/** IAM throttles early: more requests at a time make a read slower, not faster. */
const REQUESTS_AT_A_TIME = 5;

/**
 * The requests to IAM that rolekeeper can make, all of them. The client of the SDK stays inside: nothing that gets a
 * ReadClient can send another command.
 */
export type IamReadClient = ReturnType<typeof iamReadClient>;

export function iamReadClient(connection: Connection<IAMClient>) {
  const { client } = connection;
  const call = callerOf(connection);
  const limit = pLimit(REQUESTS_AT_A_TIME);
  const send = <T>(action: string, request: () => Promise<T>): Promise<T> =>
    limit(() => call(action, request));
  return {
    accountDetailsPage: (marker: string | undefined) =>
      send('iam:GetAccountAuthorizationDetails', () =>
        client.send(
          new GetAccountAuthorizationDetailsCommand({
            Filter: ['Role', 'User', 'Group', 'LocalManagedPolicy'],
            ...page(marker),
          }),
        ),
      ),
    roles: (marker: string | undefined) =>
      send('iam:ListRoles', () => client.send(new ListRolesCommand(page(marker)))),
    instanceProfiles: (marker: string | undefined) =>
      send('iam:ListInstanceProfiles', () => client.send(new ListInstanceProfilesCommand(page(marker)))),
    oidcProviders: () =>
      send('iam:ListOpenIDConnectProviders', () => client.send(new ListOpenIDConnectProvidersCommand({}))),
    localPolicies: (marker: string | undefined) =>
      send('iam:ListPolicies', () =>
        client.send(new ListPoliciesCommand({ Scope: 'Local', ...page(marker) })),
      ),

    role: (RoleName: string) => send('iam:GetRole', () => client.send(new GetRoleCommand({ RoleName }))),
    rolePolicies: (RoleName: string, marker: string | undefined) =>
      send('iam:ListRolePolicies', () =>
        client.send(new ListRolePoliciesCommand({ RoleName, ...page(marker) })),
      ),
    rolePolicy: (RoleName: string, PolicyName: string) =>
      send('iam:GetRolePolicy', () => client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    roleAttachments: (RoleName: string, marker: string | undefined) =>
      send('iam:ListAttachedRolePolicies', () =>
        client.send(new ListAttachedRolePoliciesCommand({ RoleName, ...page(marker) })),
      ),

    user: (UserName: string) => send('iam:GetUser', () => client.send(new GetUserCommand({ UserName }))),
    userPolicies: (UserName: string, marker: string | undefined) =>
      send('iam:ListUserPolicies', () =>
        client.send(new ListUserPoliciesCommand({ UserName, ...page(marker) })),
      ),
    userPolicy: (UserName: string, PolicyName: string) =>
      send('iam:GetUserPolicy', () => client.send(new GetUserPolicyCommand({ UserName, PolicyName }))),
    userAttachments: (UserName: string, marker: string | undefined) =>
      send('iam:ListAttachedUserPolicies', () =>
        client.send(new ListAttachedUserPoliciesCommand({ UserName, ...page(marker) })),
      ),
    userGroups: (UserName: string, marker: string | undefined) =>
      send('iam:ListGroupsForUser', () =>
        client.send(new ListGroupsForUserCommand({ UserName, ...page(marker) })),
      ),

    group: (GroupName: string) =>
      send('iam:GetGroup', () => client.send(new GetGroupCommand({ GroupName, MaxItems: 1 }))),
    groupPolicies: (GroupName: string, marker: string | undefined) =>
      send('iam:ListGroupPolicies', () =>
        client.send(new ListGroupPoliciesCommand({ GroupName, ...page(marker) })),
      ),
    groupPolicy: (GroupName: string, PolicyName: string) =>
      send('iam:GetGroupPolicy', () => client.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))),
    groupAttachments: (GroupName: string, marker: string | undefined) =>
      send('iam:ListAttachedGroupPolicies', () =>
        client.send(new ListAttachedGroupPoliciesCommand({ GroupName, ...page(marker) })),
      ),

    policy: (PolicyArn: string) =>
      send('iam:GetPolicy', () => client.send(new GetPolicyCommand({ PolicyArn }))),
    policyVersions: (PolicyArn: string, marker: string | undefined) =>
      send('iam:ListPolicyVersions', () =>
        client.send(new ListPolicyVersionsCommand({ PolicyArn, ...page(marker) })),
      ),
    policyVersion: (PolicyArn: string, VersionId: string) =>
      send('iam:GetPolicyVersion', () => client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))),

    instanceProfile: (InstanceProfileName: string) =>
      send('iam:GetInstanceProfile', () =>
        client.send(new GetInstanceProfileCommand({ InstanceProfileName })),
      ),

    oidcProvider: (OpenIDConnectProviderArn: string) =>
      send('iam:GetOpenIDConnectProvider', () =>
        client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
      ),
  };
}

/** The largest page that IAM gives. It may give fewer rows and still have more. */
function page(marker: string | undefined): { MaxItems: number; Marker?: string } {
  return marker === undefined ? { MaxItems: 1000 } : { MaxItems: 1000, Marker: marker };
}

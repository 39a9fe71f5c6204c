import { iamArn } from '../model/arn.ts';
import type { GetAccountAuthorizationDetailsResponse, IAMClient } from '@aws-sdk/client-iam';
import type { BoundedIamReader, WorthAPage } from '../model/bounded-iam-reader.ts';
import type { AccountDetails } from '../model/iam-reader.ts';
import type { Connection } from './clients.ts';
import { allIamRows, pagesWithin } from './iam-pages.ts';
import { iamReadClient, type IamReadClient } from './iam-read-client.ts';
import {
  groupDetailOf,
  instanceProfileRowOf,
  managedPolicyOf,
  roleDetailOf,
  roleRowOf,
  userDetailOf,
} from './iam-rows.ts';
import {
  readGroup,
  readInstanceProfile,
  readOidcProvider,
  readRole,
  readRoleHead,
  readUser,
  readUserHead,
} from './iam-single.ts';
import { readManagedPolicy, readPolicyHead, readPolicyVersions, type IamPlace } from './iam-single-policy.ts';
import { present } from './call.ts';

/** Reads IAM over the SDK. It has no operation that changes anything, and sends none. */
export function createIamReader(connection: Connection<IAMClient>, place: IamPlace): BoundedIamReader {
  const client = iamReadClient(connection);
  return {
    accountDetails: async () => (await detailsWithin(client, Number.POSITIVE_INFINITY)) ?? NOTHING,
    accountDetailsWithin: (pages) => detailsWithin(client, pages),
    roleRows: () => {
      const action = 'iam:ListRoles';
      return allIamRows(action, client.roles, (page) =>
        present(page.Roles, action, 'Roles').map((row) => roleRowOf(row, action)),
      );
    },
    instanceProfileRows: () => {
      const action = 'iam:ListInstanceProfiles';
      return allIamRows(action, client.instanceProfiles, (page) =>
        present(page.InstanceProfiles, action, 'InstanceProfiles').map((row) =>
          instanceProfileRowOf(row, action),
        ),
      );
    },
    oidcProviderRows: async () => {
      const action = 'iam:ListOpenIDConnectProviders';
      const list = present(
        (await client.oidcProviders()).OpenIDConnectProviderList,
        action,
        'OpenIDConnectProviderList',
      );
      const rows = await Promise.all(
        list.map(({ Arn }) => readOidcProvider(client, present(Arn, action, 'Arn'))),
      );
      // One that is gone by the time it is asked for does not exist.
      return rows.filter((row) => row !== undefined);
    },
    role: (name) => readRole(client, name),
    user: (name) => readUser(client, name),
    group: (name) => readGroup(client, name),
    managedPolicy: (name) => readManagedPolicy(client, name, place),
    instanceProfile: (name) => readInstanceProfile(client, name),
    oidcProvider: (name) => readOidcProvider(client, iamArn(place, `oidc-provider/${name}`)),
    roleHead: (name) => readRoleHead(client, name),
    userHead: (name) => readUserHead(client, name),
    policyHead: (arn) => readPolicyHead(client, arn),
    policyVersions: (arn) => readPolicyVersions(client, arn),
  };
}

const NOTHING: AccountDetails = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] };

async function detailsWithin(
  client: IamReadClient,
  most: number | WorthAPage,
): Promise<AccountDetails | undefined> {
  const pages = await pagesWithin(
    'iam:GetAccountAuthorizationDetails',
    most,
    client.accountDetailsPage,
    detailsOf,
  );
  if (pages === undefined) return undefined;
  return {
    RoleDetailList: pages.flatMap((page) => page.RoleDetailList),
    UserDetailList: pages.flatMap((page) => page.UserDetailList),
    GroupDetailList: pages.flatMap((page) => page.GroupDetailList),
    Policies: pages.flatMap((page) => page.Policies),
  };
}

/** A page may lack the lists that it has no rows of. */
function detailsOf(page: GetAccountAuthorizationDetailsResponse): AccountDetails {
  return {
    RoleDetailList: (page.RoleDetailList ?? []).map(roleDetailOf),
    UserDetailList: (page.UserDetailList ?? []).map(userDetailOf),
    GroupDetailList: (page.GroupDetailList ?? []).map(groupDetailOf),
    Policies: (page.Policies ?? []).map((row) => managedPolicyOf(row)),
  };
}

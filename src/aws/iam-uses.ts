import {
  GetGroupCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient, PolicyUsageType } from '@aws-sdk/client-iam';
import { kindFacts } from '../model/address.ts';
import { BOUNDED_KINDS, HOLDER_KINDS, type IamUseReader, type Use } from '../model/iam-uses.ts';
import { awsCodeOf, callerOf, orUndefined, present } from './call.ts';
import type { Connection } from './clients.ts';
import { allPages } from './iam-pages.ts';
import { readTogether } from './read-together.ts';
import { usesOfUser } from './iam-user-credentials.ts';

/** Reads over the SDK what hangs on a resource. It has no operation that changes anything, and sends none. */
export function createIamUseReader(connection: Connection<IAMClient>): IamUseReader {
  return {
    uses: async ({ kind, name, arn }) => {
      const read = (): Promise<readonly Use[]> => {
        switch (kindFacts(kind).usedBy) {
          case 'credentials':
            return usesOfUser(connection, name);
          case 'policy-holders':
            return usesOfPolicy(connection, arn);
          case 'instance-profiles':
            return profilesOfRole(connection, name);
          case 'members':
            return membersOfGroup(connection, name);
          case 'nothing':
            return Promise.resolve([]);
        }
      };
      return (await orUndefined(read(), isMissing)) ?? [];
    },
  };
}

async function usesOfPolicy(connection: Connection<IAMClient>, PolicyArn: string): Promise<readonly Use[]> {
  const action = 'iam:ListEntitiesForPolicy';
  const { client } = connection;
  const entities = async (PolicyUsageFilter: PolicyUsageType, signal: AbortSignal) => {
    const call = callerOf({ ...connection, signal });
    const pages = await allPages(action, (Marker) =>
      call(action, (options) =>
        client.send(
          new ListEntitiesForPolicyCommand({ PolicyArn, PolicyUsageFilter, ...marker(Marker) }),
          options,
        ),
      ),
    );
    return {
      role: pages.flatMap((page) => (page.PolicyRoles ?? []).map((row) => row.RoleName ?? '')),
      user: pages.flatMap((page) => (page.PolicyUsers ?? []).map((row) => row.UserName ?? '')),
      group: pages.flatMap((page) => (page.PolicyGroups ?? []).map((row) => row.GroupName ?? '')),
    };
  };
  const [attached, boundary] = await readTogether(connection.signal, (signal) => [
    entities('PermissionsPolicy', signal),
    entities('PermissionsBoundary', signal),
  ]);
  return [
    ...HOLDER_KINDS.flatMap((kind) => attached[kind].map((name): Use => ({ use: 'attachment', kind, name }))),
    ...BOUNDED_KINDS.flatMap((kind) => boundary[kind].map((name): Use => ({ use: 'boundary', kind, name }))),
  ];
}

async function profilesOfRole(connection: Connection<IAMClient>, RoleName: string): Promise<readonly Use[]> {
  const action = 'iam:ListInstanceProfilesForRole';
  const call = callerOf(connection);
  const pages = await allPages(action, (Marker) =>
    call(action, (options) =>
      connection.client.send(
        new ListInstanceProfilesForRoleCommand({ RoleName, ...marker(Marker) }),
        options,
      ),
    ),
  );
  return pages
    .flatMap((page) => present(page.InstanceProfiles, action, 'InstanceProfiles'))
    .map((profile): Use => ({ use: 'profile', name: profile.InstanceProfileName ?? '' }));
}

async function membersOfGroup(connection: Connection<IAMClient>, GroupName: string): Promise<readonly Use[]> {
  const action = 'iam:GetGroup';
  const call = callerOf(connection);
  const pages = await allPages(action, (Marker) =>
    call(action, (options) =>
      connection.client.send(new GetGroupCommand({ GroupName, ...marker(Marker) }), options),
    ),
  );
  return pages
    .flatMap((page) => present(page.Users, action, 'Users'))
    .map((user): Use => ({ use: 'member', name: user.UserName ?? '' }));
}

function marker(Marker: string | undefined): { readonly Marker?: string } {
  return Marker === undefined ? {} : { Marker };
}

function isMissing(error: unknown): boolean {
  return awsCodeOf(error) === 'NoSuchEntity';
}

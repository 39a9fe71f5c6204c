import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Credential, CredentialReader } from '../model/credential.ts';
import type { LastUse } from '../model/live.ts';
import { awsCodeOf, callerOf, orUndefined, present } from './call.ts';
import type { Connection } from './clients.ts';
import { allPages } from './iam-pages.ts';
import { readTogether } from './read-together.ts';

/** Reads over the SDK what users sign in with, in three calls a user, and when, in one for each. It has no operation that changes anything. */
export function createCredentialReader(connection: Connection<IAMClient>): CredentialReader {
  const { client } = connection;
  const call = callerOf(connection);
  return {
    credentials: async (userName) =>
      (await orUndefined(credentialsOf(connection, userName), isMissing)) ?? [],
    keyUse: async (AccessKeyId) => {
      const { AccessKeyLastUsed } = await call('iam:GetAccessKeyLastUsed', (options) =>
        client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }), options),
      );
      return useOf(AccessKeyLastUsed?.LastUsedDate, AccessKeyLastUsed?.Region);
    },
    passwordUse: async (UserName) => {
      const { User } = await call('iam:GetUser', (options) =>
        client.send(new GetUserCommand({ UserName }), options),
      );
      return useOf(User?.PasswordLastUsed);
    },
  };
}

/** A key that was never used has `N/A` for a region (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html). */
function useOf(date: Date | undefined, region?: string): LastUse {
  if (date === undefined) return { used: false };
  const day = date.toISOString().slice(0, 10);
  return { used: true, day, ...(region === undefined || region === 'N/A' ? {} : { region }) };
}

async function credentialsOf(
  connection: Connection<IAMClient>,
  UserName: string,
): Promise<readonly Credential[]> {
  const { client } = connection;
  const [keys, login, devices] = await readTogether(connection.signal, (signal) => {
    const call = callerOf({ ...connection, signal });
    return [
      allPages('iam:ListAccessKeys', (Marker) =>
        call('iam:ListAccessKeys', (options) =>
          client.send(new ListAccessKeysCommand({ UserName, ...markerOf(Marker) }), options),
        ),
      ),
      orUndefined(
        call('iam:GetLoginProfile', (options) =>
          client.send(new GetLoginProfileCommand({ UserName }), options),
        ),
        isMissing,
      ),
      allPages('iam:ListMFADevices', (Marker) =>
        call('iam:ListMFADevices', (options) =>
          client.send(new ListMFADevicesCommand({ UserName, ...markerOf(Marker) }), options),
        ),
      ),
    ];
  });
  return [
    ...keys
      .flatMap((page) => present(page.AccessKeyMetadata, 'iam:ListAccessKeys', 'AccessKeyMetadata'))
      .map(({ AccessKeyId = '', Status, CreateDate }): Credential => ({
        credential: 'access-key',
        id: AccessKeyId,
        active: Status !== 'Inactive',
        ...(CreateDate === undefined ? {} : { created: CreateDate.toISOString().slice(0, 10) }),
      })),
    ...(login === undefined ? [] : [{ credential: 'password' } as const]),
    ...devices
      .flatMap((page) => present(page.MFADevices, 'iam:ListMFADevices', 'MFADevices'))
      .map(({ SerialNumber = '' }): Credential => ({ credential: 'mfa-device', serial: SerialNumber })),
  ];
}

function markerOf(Marker: string | undefined): { readonly Marker?: string } {
  return Marker === undefined ? {} : { Marker };
}

function isMissing(error: unknown): boolean {
  return awsCodeOf(error) === 'NoSuchEntity';
}

import {
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Use } from '../model/iam-uses.ts';
import { awsCodeOf, type Caller, callerOf, orUndefined, present, type SendOptions } from './call.ts';
import type { Connection } from './clients.ts';
import { allPages, type IamPage } from './iam-pages.ts';
import { readTogether } from './read-together.ts';

/**
 * The credentials of a user, all of which IAM wants gone before the user goes
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html).
 *
 * @throws NoSuchEntity as the SDK throws it, when there is no such user
 */
export async function usesOfUser(
  connection: Connection<IAMClient>,
  UserName: string,
): Promise<readonly Use[]> {
  const [keys, login, devices, sshKeys, certificates, services] = await credentialPages(connection, UserName);
  return [
    ...keys
      .flatMap((page) => present(page.AccessKeyMetadata, 'iam:ListAccessKeys', 'AccessKeyMetadata'))
      .map((key): Use => ({ use: 'access-key', id: key.AccessKeyId ?? '' })),
    ...(login === undefined ? [] : [{ use: 'login-profile' } as const]),
    ...devices
      .flatMap((page) => present(page.MFADevices, 'iam:ListMFADevices', 'MFADevices'))
      .map((device): Use => ({ use: 'mfa-device', serial: device.SerialNumber ?? '' })),
    // The model of these two does not promise the list.
    ...sshKeys
      .flatMap((page) => page.SSHPublicKeys ?? [])
      .map((key): Use => ({ use: 'ssh-key', id: key.SSHPublicKeyId ?? '' })),
    ...certificates
      .flatMap((page) => present(page.Certificates, 'iam:ListSigningCertificates', 'Certificates'))
      .map((one): Use => ({ use: 'signing-certificate', id: one.CertificateId ?? '' })),
    ...services
      .flatMap((page) => page.ServiceSpecificCredentials ?? [])
      .map((one): Use => ({
        use: 'service-credential',
        id: one.ServiceSpecificCredentialId ?? '',
        service: one.ServiceName ?? '',
      })),
  ];
}

function credentialPages(connection: Connection<IAMClient>, UserName: string) {
  const { client } = connection;
  return readTogether(connection.signal, (signal) => {
    const call = callerOf({ ...connection, signal });
    const pages = pagesOf(call, UserName);
    return [
      pages('iam:ListAccessKeys', (input, options) => client.send(new ListAccessKeysCommand(input), options)),
      orUndefined(
        call('iam:GetLoginProfile', (options) =>
          client.send(new GetLoginProfileCommand({ UserName }), options),
        ),
        (error) => awsCodeOf(error) === 'NoSuchEntity',
      ),
      pages('iam:ListMFADevices', (input, options) => client.send(new ListMFADevicesCommand(input), options)),
      pages('iam:ListSSHPublicKeys', (input, options) =>
        client.send(new ListSSHPublicKeysCommand(input), options),
      ),
      pages('iam:ListSigningCertificates', (input, options) =>
        client.send(new ListSigningCertificatesCommand(input), options),
      ),
      // It had no pages once, and its documented answer still says nothing of them.
      pages('iam:ListServiceSpecificCredentials', async (input, options) => {
        const { ServiceSpecificCredentials, IsTruncated, Marker } = await client.send(
          new ListServiceSpecificCredentialsCommand(input),
          options,
        );
        const isLast = ServiceSpecificCredentials === undefined ? undefined : false;
        return { ServiceSpecificCredentials, IsTruncated: IsTruncated ?? isLast, Marker };
      }),
    ];
  });
}

/** All pages of a list that is about one user. */
function pagesOf(call: Caller, UserName: string) {
  return <P extends IamPage>(
    action: string,
    send: (
      input: { readonly UserName: string; readonly Marker?: string },
      options: SendOptions,
    ) => Promise<P>,
  ): Promise<readonly P[]> =>
    allPages(action, (Marker) =>
      call(action, (options) => send(Marker === undefined ? { UserName } : { UserName, Marker }, options)),
    );
}

import pLimit from 'p-limit';
import { addressKey, parseAddress, type Address } from '../model/address.ts';
import type { Credential, CredentialReader } from '../model/credential.ts';
import { RolekeeperError } from '../model/failure.ts';
import { known, notKnown, type Known, type SignIn } from '../model/inventory.ts';
import type { LastUse } from '../model/live.ts';
import { entrancesOfUser } from '../inventory/sign-ins.ts';
import { readCredentials } from '../live/credentials.ts';

/** An account may have thousands of users: no more than so many are asked about. */
export const MOST_USERS = 500;
const AT_A_TIME = 5;

/** What users sign in with, and when those that can be used from outside did so last. */
export async function readSignIns(
  reader: CredentialReader,
  users: readonly Address[],
): Promise<ReadonlyMap<string, Known<readonly SignIn[]>>> {
  const names = users.slice(0, MOST_USERS).map((address) => parseAddress(address)?.name ?? '');
  const reads = await readCredentials(reader, names);
  const limit = pLimit(AT_A_TIME);
  const signIns = await Promise.all(
    users.map(async (address, index): Promise<readonly [string, Known<readonly SignIn[]>]> => {
      const key = addressKey(address);
      const read = reads[index];
      if (read === undefined) return [key, notKnown(`keys are read for ${MOST_USERS} users only`)];
      if (read.result === 'unchecked') return [key, notKnown(read.reason)];
      const { credentials } = read;
      if (entrancesOfUser(known(credentials)).length === 0) return [key, known(credentials)];
      const uses = credentials.map((one) => limit(() => withUse(one, names[index] ?? '', reader)));
      return [key, known(await Promise.all(uses))];
    }),
  );
  return new Map(signIns);
}

async function withUse(credential: Credential, user: string, reader: CredentialReader): Promise<SignIn> {
  switch (credential.credential) {
    case 'access-key':
      return { ...credential, lastUsed: await knownUse(reader.keyUse(credential.id)) };
    case 'password':
      return { ...credential, lastUsed: await knownUse(reader.passwordUse(user)) };
    case 'mfa-device':
      return credential;
  }
}

async function knownUse(use: Promise<LastUse>): Promise<Known<LastUse>> {
  try {
    return known(await use);
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return notKnown(error.message);
  }
}

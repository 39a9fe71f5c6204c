import pLimit from 'p-limit';
import type { Credential, CredentialReader } from '../model/credential.ts';
import { RolekeeperError } from '../model/failure.ts';

const USERS_AT_A_TIME = 5;

/** What a user signs in with, or why it is unchecked. */
export type CredentialsRead =
  | { readonly result: 'credentials'; readonly credentials: readonly Credential[] }
  | { readonly result: 'unchecked'; readonly reason: string };

/**
 * Reads what each user signs in with, in the order of the question. It is shown only: that it cannot be read is told
 * with it, and ends no run.
 */
export async function readCredentials(
  reader: CredentialReader,
  userNames: readonly string[],
): Promise<readonly CredentialsRead[]> {
  const limit = pLimit(USERS_AT_A_TIME);
  return Promise.all(
    userNames.map((name) =>
      limit(async (): Promise<CredentialsRead> => {
        try {
          return { result: 'credentials', credentials: await reader.credentials(name) };
        } catch (error) {
          if (!(error instanceof RolekeeperError)) throw error;
          return { result: 'unchecked', reason: error.message };
        }
      }),
    ),
  );
}

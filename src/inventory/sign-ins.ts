import type { Credential } from '../model/credential.ts';
import type { Entrance, Known } from '../model/inventory.ts';

/**
 * By what a user can be used from outside: its access keys, and its password. A user with nothing but a password beside an
 * MFA device is a person of the account, and is not listed. Of one that was not read there may be keys.
 */
export function entrancesOfUser(credentials: Known<readonly Credential[]>): readonly Entrance[] {
  if (!credentials.known) return [KEY_HOLDER];
  const has = (kind: Credential['credential']): boolean =>
    credentials.value.some(({ credential }) => credential === kind);
  const withMfa = has('mfa-device');
  if (!has('access-key') && (withMfa || !has('password'))) return [];
  return [...(has('access-key') ? [KEY_HOLDER] : []), ...(has('password') ? [passwordHolder(withMfa)] : [])];
}

const KEY_HOLDER: Entrance = {
  party: { party: 'key-holder' },
  principal: 'access key',
  proof: { proof: 'access-key' },
};

function passwordHolder(withMfa: boolean): Entrance {
  return {
    party: { party: 'password-holder' },
    principal: 'password',
    proof: { proof: 'password', withMfa },
  };
}

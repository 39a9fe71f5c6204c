import type { LastUse } from './live.ts';

/** What a user signs in with. It is shown and never compared: no template declares it. */
export type Credential =
  | {
      readonly credential: 'access-key';
      readonly id: string;
      readonly active: boolean;
      /** `YYYY-MM-DD`; absent when IAM does not say. */
      readonly created?: string;
    }
  | { readonly credential: 'password' }
  | { readonly credential: 'mfa-device'; readonly serial: string };

/** Reads what users sign in with. It changes nothing. */
export interface CredentialReader {
  /** Of one user, by name; nothing when there is no such user. */
  credentials(userName: string): Promise<readonly Credential[]>;
  /** When an access key was used last. */
  keyUse(id: string): Promise<LastUse>;
  /** When a user signed in with its password last. */
  passwordUse(userName: string): Promise<LastUse>;
}

import type { Kind } from './address.ts';

/**
 * Something that hangs on a resource and that IAM does not delete along with it
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html and its siblings).
 */
export type Use =
  | { readonly use: 'access-key'; readonly id: string }
  | { readonly use: 'login-profile' }
  | { readonly use: 'mfa-device'; readonly serial: string }
  | { readonly use: 'ssh-key'; readonly id: string }
  | { readonly use: 'signing-certificate'; readonly id: string }
  | { readonly use: 'service-credential'; readonly id: string; readonly service: string }
  /** A managed policy that somebody has attached, or as permissions boundary. */
  | { readonly use: 'attachment'; readonly kind: 'role' | 'user' | 'group'; readonly name: string }
  | { readonly use: 'boundary'; readonly kind: 'role' | 'user'; readonly name: string }
  | { readonly use: 'instance-profile'; readonly name: string }
  | { readonly use: 'member'; readonly name: string };

/** The half of reading IAM that deletions need: it changes nothing either. */
export interface IamUseReader {
  /** Everything that hangs on a resource; nothing when the resource does not exist. */
  uses(resource: {
    readonly kind: Kind;
    readonly name: string;
    readonly arn: string;
  }): Promise<readonly Use[]>;
}

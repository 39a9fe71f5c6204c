import { addressOf, type Address, type Kind } from './address.ts';

/** The kinds to which a managed policy can be attached, and those whose permissions boundary it can be. */
export const HOLDER_KINDS = ['role', 'user', 'group'] as const satisfies readonly Kind[];
export const BOUNDED_KINDS = ['role', 'user'] as const satisfies readonly Kind[];

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
  /** A managed policy that is attached, or used as permissions boundary. */
  | { readonly use: 'attachment'; readonly kind: (typeof HOLDER_KINDS)[number]; readonly name: string }
  | { readonly use: 'boundary'; readonly kind: (typeof BOUNDED_KINDS)[number]; readonly name: string }
  | { readonly use: 'profile'; readonly name: string }
  | { readonly use: 'member'; readonly name: string };

/** The resource that uses another one; undefined for credentials, which are no resources. */
export function addressOfUser(use: Use): Address | undefined {
  switch (use.use) {
    case 'attachment':
    case 'boundary':
      return addressOf(use.kind, use.name);
    case 'profile':
      return addressOf('instance-profile', use.name);
    case 'member':
      return addressOf('user', use.name);
    case 'access-key':
    case 'login-profile':
    case 'mfa-device':
    case 'ssh-key':
    case 'signing-certificate':
    case 'service-credential':
      return undefined;
  }
}

/** The half of reading IAM that deletions need: it changes nothing either. */
export interface IamUseReader {
  /** Everything that hangs on a resource; nothing when the resource does not exist. */
  uses(resource: {
    readonly kind: Kind;
    readonly name: string;
    readonly arn: string;
  }): Promise<readonly Use[]>;
}

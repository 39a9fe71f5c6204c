import type { Address, Kind } from './address.ts';
import type { Resource } from './resource.ts';

/** Something about a live resource that is shown and never compared, e.g. an access key of a user. */
export interface Observation {
  readonly text: string;
}

/** When a role, a key or a password was last used: of a role IAM keeps it for 400 days (https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html). */
export type LastUse =
  | { readonly used: false }
  | { readonly used: true; /** `YYYY-MM-DD` */ readonly day: string; readonly region?: string };

export interface LiveResource {
  readonly resource: Resource;
  readonly arn: string;
  /** IAM's unique id (`AROA…`), by which rows of different calls are joined. */
  readonly id: string;
  /** Names of properties that could not be read. They are never reported as in sync. */
  readonly uncheckedProperties: readonly string[];
  /** Why they could not be read, where that is known. */
  readonly unreadBecause?: string;
  readonly observations: readonly Observation[];
  /** `YYYY-MM-DD`; absent where IAM did not say. */
  readonly created?: string;
  /** Of a role; absent where IAM did not say. */
  readonly lastUsed?: LastUse;
  /** The ISO time of it. */
  readonly createdAt?: string;
  /** Of a managed policy that was read with all its versions: those besides the default one, the oldest first. */
  readonly olderVersions?: readonly string[];
}

/** What could not be read: one resource, or a whole kind when there is no address. */
export interface Unchecked {
  readonly kind: Kind;
  readonly address?: Address;
  readonly reason: string;
}

/** What IAM says now. A resource that is neither found nor covered by an unchecked entry does not exist. */
export interface Live {
  readonly found: readonly LiveResource[];
  readonly unchecked: readonly Unchecked[];
  /** Where the account was listed: what it has of some kinds, and that was not asked for, too. */
  readonly listed?: Listed;
}

/** What IAM lists. */
export interface Listed {
  /** The kinds that were listed whole. */
  readonly kinds: ReadonlySet<Kind>;
  /** The ARN of each of them, in lower case, and the key of its address. */
  readonly names: ReadonlySet<string>;
}

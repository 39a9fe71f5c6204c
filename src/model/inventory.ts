import type { Address } from './address.ts';
import type { Credential } from './credential.ts';
import type { Finding } from './finding.ts';
import type { Json } from './json.ts';
import type { LastUse } from './live.ts';
import type { ConditionLine } from './statement.ts';

/** A column that was read, or the reason why it was not: what is not known never looks like what is not there. */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };

/** Who stands behind a principal of a trust policy. */
export type Party =
  /** With an identity of any provider, where the role is not assumed with credentials of AWS. */
  | { readonly party: 'anybody'; readonly with?: 'OIDC' | 'SAML' }
  /** A company known by its account; `settings` is the list of this repository, `published` everybody's. */
  | {
      readonly party: 'vendor';
      readonly name: string;
      readonly account: string;
      readonly origin: 'published' | 'settings';
    }
  /** An account of the own organisation, or of `ownAccounts:`; its name where Organizations gives one. */
  | { readonly party: 'own-account'; readonly account: string; readonly name?: string }
  | { readonly party: 'organization'; readonly id: string }
  | { readonly party: 'unknown-account'; readonly account: string }
  | { readonly party: 'identity-provider'; readonly name: string; readonly provider: string }
  /** The trust policy has no certain meaning here. */
  | { readonly party: 'unclear'; readonly principal: string }
  /** The holder of the access keys of a user. */
  | { readonly party: 'key-holder' }
  /** The holder of the console password of a user. */
  | { readonly party: 'password-holder' };

/** What a caller must show besides being the principal; `also` is what is asked for beside the strongest. */
export type Proof =
  | {
      readonly proof: 'external-id' | 'organization' | 'subject';
      readonly lines: readonly ConditionLine[];
      readonly also?: readonly ConditionLine[];
    }
  | { readonly proof: 'conditions'; readonly lines: readonly ConditionLine[] }
  /** What a SAML provider signs: who comes in is for it to say. */
  | { readonly proof: 'assertion' }
  | { readonly proof: 'access-key' }
  | { readonly proof: 'password'; readonly withMfa: boolean }
  | { readonly proof: 'none' }
  | { readonly proof: 'unclear' };

/** One way by which an outside party comes in. */
export interface Entrance {
  readonly party: Party;
  /** As the canonical form writes it: `AWS:arn:…`, `Federated:arn:…`, `*`. */
  readonly principal: string;
  readonly proof: Proof;
}

/** How bad a reach is, the worst first. */
export const REACH_LEVELS = [
  'everything',
  'rights',
  'credentials',
  'data',
  'writes',
  'reads',
  'nothing',
] as const;

export type ReachLevel = (typeof REACH_LEVELS)[number];

/** What of a reach is of one level. */
export interface ReachPart {
  readonly level: Exclude<ReachLevel, 'nothing'>;
  /** `s3:GetObject`, `s3:*`, `*`; the most telling first. */
  readonly actions: readonly string[];
  /** Patterns; `*` alone where one of the actions reaches every resource. */
  readonly on: readonly string[];
  /** Holds under conditions only, or with exceptions. */
  readonly limited: boolean;
}

export interface Reach {
  readonly level: ReachLevel;
  /** The worst first. */
  readonly parts: readonly ReachPart[];
  /** Policies whose contents are not known, so that the reach may be more. */
  readonly unread: readonly string[];
  /** A boundary whose contents are not known, so that the reach may be less. */
  readonly unreadBoundary?: string;
}

export type Manager =
  | { readonly by: 'rolekeeper'; readonly stack: string }
  | { readonly by: 'stack'; readonly stack: string }
  | { readonly by: 'tool'; readonly tool: string; readonly tag: string }
  /** No stack of the region that was asked has it, and no tag names a tool. */
  | { readonly by: 'none-seen' };

export interface InventoryDocument {
  readonly name: string;
  readonly role: 'trust' | 'inline' | 'attached' | 'boundary';
  /** Absent where it was not read. */
  readonly document?: Json;
}

/** How urgent it is to look, the worst first. */
export const DANGERS = ['critical', 'high', 'medium', 'low'] as const;

export type Danger = (typeof DANGERS)[number];

/** What a user signs in with, and when that was last used; absent of a device. */
export type SignIn = Credential & { readonly lastUsed?: Known<LastUse> };

/** A role or user that an outside party can use. */
export interface InventoryEntry {
  readonly address: Address;
  readonly arn: string;
  readonly danger: Danger;
  readonly entrances: readonly Entrance[];
  /** Of a user; keys, password and MFA devices. */
  readonly credentials?: Known<readonly SignIn[]>;
  readonly reach: Known<Reach>;
  readonly lastUsed: Known<LastUse>;
  readonly created: Known<string>;
  readonly manager: Known<Manager>;
  readonly findings: readonly Finding[];
  readonly boundary?: string;
  readonly documents: readonly InventoryDocument[];
}

/** Where the inventory comes from. */
export type InventorySource =
  | { readonly kind: 'iam'; readonly region: string; readonly endpoint?: string }
  | { readonly kind: 'files'; readonly directory: string };

/** Who can use an account from outside, and what with. */
export interface Inventory {
  readonly format: 1;
  readonly account: string;
  readonly partition: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly source: InventorySource;
  /** The most dangerous first. */
  readonly entries: readonly InventoryEntry[];
  /** What is there and not listed. */
  readonly notListed: {
    /** On the paths that only AWS uses. */
    readonly awsRoles: number;
    readonly insideRoles: number;
    /** Without access keys, and without a password that lets in without MFA. */
    readonly insideUsers: number;
  };
  /** What could not be read, by the column that lacks it. */
  readonly unchecked: readonly { readonly column: string; readonly reason: string }[];
}

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function notKnown(reason: string): Known<never> {
  return { known: false, reason };
}

import type { Address } from './address.ts';

/**
 * What a reviewer must not miss, the most dangerous first: what lowers a guard, who may newly come in, new privilege,
 * what goes for good, lifted limits, tests that go, and what only changes the words.
 */
export const CAUTION_KINDS = [
  'folder',
  'rule-level',
  'settings',
  'exception',
  'observe',
  'suspension-lifted',
  'date',
  'ignore',
  'hold',
  'anybody',
  'stranger',
  'trust-unread',
  'wider-trust',
  'drift-trust',
  'everything',
  'drift-everything',
  'perhaps-everything',
  'drift-perhaps-everything',
  'rights',
  'credentials',
  'data',
  'destruction',
  'deletion',
  'limit',
  'expectation',
  'external-ids',
  'tags',
  'acknowledgement',
  'words',
  'blocked',
] as const;

export type CautionKind = (typeof CAUTION_KINDS)[number];

/** Our own words, data (names, values and reasons that others wrote), or a sentence of ours with data in it. */
export type CautionWord = string | { readonly text: string } | { readonly message: string };

/** One thing that a reviewer must not miss, as data. */
export interface Caution {
  readonly kind: CautionKind;
  /** What stands for it where there is room for names only: an address, an account, a setting. */
  readonly subject: string;
  readonly integration?: string;
  /** The rest of its line. */
  readonly words: readonly CautionWord[];
}

/** A right that weighs more than others. */
export type PrivilegeKind = 'rights' | 'credentials' | 'data' | 'destruction';

/** What a principal newly may that a person would ask about. */
export interface Privilege {
  readonly kind: PrivilegeKind;
  /** False where the access is an upper bound only. */
  readonly certain: boolean;
  /** `iam:PutRolePolicy`, `s3:*`. */
  readonly actions: readonly string[];
}

/** What a trust policy newly lets in, as far as that is dangerous. */
export interface LetsIn {
  /** Everybody with an AWS account: what the review rule `trust-anybody` asks. */
  readonly anybody: boolean;
  /** Outside accounts and identity providers that no role trusted before, among those that were read. */
  readonly strangers: readonly string[];
}

/** The most dangerous first, else in their order. */
export function sortCautions(cautions: readonly Caution[]): readonly Caution[] {
  return [...cautions].sort((a, b) => CAUTION_KINDS.indexOf(a.kind) - CAUTION_KINDS.indexOf(b.kind));
}

export function aboutEntry(
  kind: CautionKind,
  address: Address,
  integration: string,
  after: readonly CautionWord[] = [],
): Caution {
  return {
    kind,
    subject: address,
    integration,
    words: [{ text: address }, ' in ', { text: integration }, ...after],
  };
}

import { keysOf } from './keys.ts';
/** What every layer must know of a kind, those too that may not ask `src/kinds`. */
interface KindFacts {
  /** How IAM tells names apart. */
  readonly names: 'any-case' | 'exact';
  /** What can stand in the way of deleting one, and be asked of IAM. */
  readonly usedBy: 'credentials' | 'policy-holders' | 'instance-profiles' | 'members' | 'nothing';
  /** How it comes to act; absent for what does not act. */
  readonly actsBy?: 'being-assumed' | 'signing-in';
  /** How others have the access that it grants. */
  readonly heldBy?: 'attachment' | 'membership';
}

/** The kinds of resource that rolekeeper keeps, in the order in which reports list them. */
const FACTS = {
  role: { names: 'any-case', usedBy: 'instance-profiles', actsBy: 'being-assumed' },
  'managed-policy': { names: 'any-case', usedBy: 'policy-holders', heldBy: 'attachment' },
  user: { names: 'any-case', usedBy: 'credentials', actsBy: 'signing-in' },
  group: { names: 'any-case', usedBy: 'members', heldBy: 'membership' },
  'instance-profile': { names: 'any-case', usedBy: 'nothing' },
  // Roles that trust a provider do not keep it: IAM deletes it all the same.
  'oidc-provider': { names: 'exact', usedBy: 'nothing' },
} as const satisfies Readonly<Record<string, KindFacts>>;

export type Kind = keyof typeof FACTS;

export const KINDS = keysOf(FACTS);

export function kindFacts(kind: Kind): KindFacts {
  return FACTS[kind];
}

/** How a resource is named everywhere: `role/logzio-s3-fetcher`. */
export type Address = `${Kind}/${string}`;

export function addressOf(kind: Kind, name: string): Address {
  return `${kind}/${name}`;
}

/**
 * The key under which an address is looked up. IAM names are unique without regard to case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html); URLs of identity providers are not.
 */
export function addressKey(address: Address): string {
  return kindFacts(kindOf(address)).names === 'exact' ? address : address.toLowerCase();
}

/** The kind of an address. */
export function kindOf(address: Address): Kind {
  const kind = address.slice(0, address.indexOf('/'));
  if (!isKind(kind)) throw new TypeError(`${address} is not an address`);
  return kind;
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(FACTS, text);
}

/** Whether a text names a resource: `role/name`. */
export function isAddress(text: string): text is Address {
  return parseAddress(text) !== undefined;
}

/** Splits `role/name`; undefined when the text is not an address. */
export function parseAddress(text: string): { readonly kind: Kind; readonly name: string } | undefined {
  const slash = text.indexOf('/');
  const kind = text.slice(0, slash);
  const name = text.slice(slash + 1);
  return !isKind(kind) || name === '' ? undefined : { kind, name };
}

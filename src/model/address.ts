/** The kinds of resource that rolekeeper keeps, in the order in which reports list them. */
export const KINDS = ['role', 'managed-policy', 'user', 'group', 'instance-profile'] as const;

export type Kind = (typeof KINDS)[number];

/** How a resource is named everywhere: `role/logzio-s3-fetcher`. */
export type Address = `${Kind}/${string}`;

export function addressOf(kind: Kind, name: string): Address {
  return `${kind}/${name}`;
}

/**
 * The key under which an address is looked up. IAM names are unique without regard to case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export function addressKey(address: Address): string {
  return address.toLowerCase();
}

/** Splits `role/name`; undefined when the text is no address. */
export function parseAddress(text: string): { readonly kind: Kind; readonly name: string } | undefined {
  const slash = text.indexOf('/');
  const kind = KINDS.find((candidate) => candidate === text.slice(0, slash));
  const name = text.slice(slash + 1);
  return kind === undefined || name === '' ? undefined : { kind, name };
}

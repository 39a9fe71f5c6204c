import { COMMUNITY } from './community.ts';
import { OVERLAY } from './overlay.ts';
import type { VendorAccounts } from './vendor-accounts.ts';

/** The name by which an AWS account outside is known, and who says so. */
export interface KnownVendor {
  readonly name: string;
  /** All who may change the repository may write settings: reports tell their names from published ones. */
  readonly origin: 'published' | 'settings';
  readonly isAws: boolean;
}

/** By account id, twelve digits. */
export type KnownVendors = ReadonlyMap<string, KnownVendor>;

/**
 * The vendors that are known by their accounts: the published lists, and those of the settings. A published name wins, so
 * that no setting gives an account another company's face; nor may a setting take the name of a published vendor for an
 * account that this vendor does not publish: {@link borrowedNames} finds those.
 */
export function knownVendors(own: readonly VendorAccounts[] = NONE): KnownVendors {
  const known = KNOWN.get(own);
  if (known !== undefined) return known;
  const vendors = new Map([...rowsOf(own, 'settings'), ...rowsOf([...COMMUNITY, ...OVERLAY], 'published')]);
  KNOWN.set(own, vendors);
  return vendors;
}

const NONE: readonly VendorAccounts[] = [];

/** By the list of the settings, which does not change: rules ask for it at every principal. */
const KNOWN = new WeakMap<readonly VendorAccounts[], KnownVendors>();

/** Entries of the settings under the name of a published vendor, with accounts that this vendor does not publish. */
export function borrowedNames(own: readonly VendorAccounts[]): readonly VendorAccounts[] {
  if (own.length === 0) return [];
  published ??= publishedNames();
  const names = published;
  return own.flatMap((vendor) => {
    const known = names.get(readAs(vendor.name));
    const accounts = known === undefined ? [] : vendor.accounts.filter((account) => !known.has(account));
    return accounts.length === 0 ? [] : [{ ...vendor, accounts }];
  });
}

/** Made once: settings may have thousands of entries, each of which is looked at by itself. */
let published: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The accounts of each published vendor, by the name as it is read. */
function publishedNames(): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { name, accounts } of [...COMMUNITY, ...OVERLAY]) {
    const key = readAs(name);
    const known = names.get(key) ?? new Set();
    for (const account of accounts) known.add(account);
    names.set(key, known);
  }
  return names;
}

/** What a reader takes a name for: spaces, marks and the case of letters make no other company. */
function readAs(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]/gu, '');
}

function rowsOf(
  vendors: readonly VendorAccounts[],
  origin: KnownVendor['origin'],
): readonly (readonly [string, KnownVendor])[] {
  return vendors.flatMap(({ name, isAws, accounts }) =>
    accounts.map((account) => [account, { name, origin, isAws: isAws === true }] as const),
  );
}

import type { Kind } from '../model/address.ts';
import type { BoundedIamReader } from '../model/bounded-iam-reader.ts';
import type { AccountDetails, IamReader } from '../model/iam-reader.ts';
import type { AccountRows, IamReadCall } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { keysOf } from '../model/keys.ts';
import type { BulkResult } from './live-of-rows.ts';
import { uncheckedReason } from './read-singly.ts';

/**
 * Makes the bulk calls that the kinds need, in parallel.
 *
 * @param kinds all when undefined
 * @param pages give up with `too-big` when the account has more pages than that; no limit when undefined
 */
export async function readBulk(
  reader: IamReader | BoundedIamReader,
  kinds: ReadonlySet<Kind> | undefined,
  pages: number | undefined,
): Promise<BulkResult | 'too-big'> {
  const calls = callsOf(kinds);
  const detailsOf = async (): Promise<AccountDetails | undefined> =>
    pages === undefined || !('accountDetailsWithin' in reader)
      ? reader.accountDetails()
      : reader.accountDetailsWithin(pages);

  const rows: { -readonly [Call in IamReadCall]?: AccountRows[Call] | undefined } = {};
  const denied: { -readonly [Call in IamReadCall]?: string } = {};
  const make = async <Call extends IamReadCall>(
    call: Call,
    read: () => Promise<AccountRows[Call] | undefined>,
  ): Promise<void> => {
    if (!calls.has(call)) return;
    try {
      rows[call] = await read();
    } catch (error) {
      denied[call] = uncheckedReason(error);
    }
  };
  const details = make('GetAccountAuthorizationDetails', detailsOf);
  const isTooBig = (): boolean =>
    calls.has('GetAccountAuthorizationDetails') &&
    rows.GetAccountAuthorizationDetails === undefined &&
    denied.GetAccountAuthorizationDetails === undefined;
  // With a limit the other calls wait: they would be for nothing in a big account.
  if (pages !== undefined) {
    await details;
    if (isTooBig()) return 'too-big';
  }
  await Promise.all([details, ...keysOf(OTHERS).map((call) => make(call, () => OTHERS[call](reader)))]);
  return isTooBig() ? 'too-big' : { kinds, rows, denied };
}

/** Beside GetAccountAuthorizationDetails, which has so many pages that it can be given up. */
const OTHERS: {
  readonly [Call in Exclude<IamReadCall, 'GetAccountAuthorizationDetails'>]: (
    reader: IamReader,
  ) => Promise<AccountRows[Call]>;
} = {
  ListRoles: (reader) => reader.roleRows(),
  ListInstanceProfiles: (reader) => reader.instanceProfileRows(),
  ListOpenIDConnectProviders: (reader) => reader.oidcProviderRows(),
};

/** The bulk calls that the kinds need. */
export function callsOf(kinds: ReadonlySet<Kind> | undefined): ReadonlySet<IamReadCall> {
  const specs = KIND_SPECS.filter((spec) => kinds?.has(spec.kind) ?? true);
  return new Set(specs.flatMap((spec) => spec.fields.map((field) => field.source)));
}

/** The pages of the bulk call that cost about as much as so many resources read singly. */
export function pagesWorth(addresses: number): number {
  return Math.ceil(addresses / 2);
}

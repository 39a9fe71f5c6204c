import type { Kind } from '../model/address.ts';
import type { BoundedIamReader } from '../model/bounded-iam-reader.ts';
import type { AccountDetails, IamReader } from '../model/iam-reader.ts';
import type { IamReadCall } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { BulkResult, CallResult } from './live-of-rows.ts';
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
  const needs = (call: IamReadCall): boolean => calls.has(call);
  const detailsOf = async (): Promise<AccountDetails | undefined> =>
    pages === undefined || !('accountDetailsWithin' in reader)
      ? reader.accountDetails()
      : reader.accountDetailsWithin(pages);

  // With a limit the other calls wait: they would be for nothing in a big account.
  const first = needs('GetAccountAuthorizationDetails') ? attempt(detailsOf) : notMade();
  const early = pages === undefined ? undefined : await first;
  if (early?.result === 'rows' && early.rows === undefined) return 'too-big';
  const [details, roleRows, instanceProfileRows, oidcProviderRows] = await Promise.all([
    first,
    needs('ListRoles') ? attempt(() => reader.roleRows()) : notMade(),
    needs('ListInstanceProfiles') ? attempt(() => reader.instanceProfileRows()) : notMade(),
    needs('ListOpenIDConnectProviders') ? attempt(() => reader.oidcProviderRows()) : notMade(),
  ]);
  if (details.result !== 'rows') return { kinds, details, roleRows, instanceProfileRows, oidcProviderRows };
  const { rows } = details;
  if (rows === undefined) return 'too-big';
  return {
    kinds,
    details: { result: 'rows', rows },
    roleRows,
    instanceProfileRows,
    oidcProviderRows,
  };
}

/** The bulk calls that the kinds need. */
export function callsOf(kinds: ReadonlySet<Kind> | undefined): ReadonlySet<IamReadCall> {
  const specs = KIND_SPECS.filter((spec) => kinds?.has(spec.kind) ?? true);
  return new Set(specs.flatMap((spec) => spec.fields.map((field) => field.source)));
}

/** The pages of the bulk call that cost about as much as so many resources read singly. */
export function pagesWorth(addresses: number): number {
  return Math.ceil(addresses / 2);
}

async function attempt<T>(read: () => Promise<T>): Promise<CallResult<T>> {
  try {
    return { result: 'rows', rows: await read() };
  } catch (error) {
    return { result: 'denied', reason: uncheckedReason(error) };
  }
}

async function notMade(): Promise<{ readonly result: 'not-made' }> {
  return { result: 'not-made' };
}

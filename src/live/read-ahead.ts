import type { BoundedIamReader } from '../model/bounded-iam-reader.ts';
import type { IamReader } from '../model/iam-reader.ts';
import { begun } from '../model/begun.ts';
import type { IamReadCall } from '../kinds/kind.ts';
import type { ComingAddresses } from './coming-addresses.ts';
import { callsOf, pagesWorth } from './read-bulk.ts';

/**
 * A reader that asks for the lists of the account at once, so that they are read and parsed while stacks and their templates
 * are, and while files are checked. It asks for no page that would not be asked for later. It is for one reading of the account.
 *
 * @param wanted the addresses that will be asked for, as far as they are known; `all` for the whole account
 */
export function readAhead(
  reader: IamReader | BoundedIamReader,
  wanted: ComingAddresses | 'all',
): IamReader | BoundedIamReader {
  if (wanted === 'all') {
    return {
      ...reader,
      accountDetails: ahead(() => reader.accountDetails()),
      roleRows: ahead(() => reader.roleRows()),
      instanceProfileRows: ahead(() => reader.instanceProfileRows()),
    };
  }
  if (!('accountDetailsWithin' in reader)) return reader;
  const areFor = (call: IamReadCall) => wanted.until(() => callsOf(wanted.kinds).has(call));
  const isWorthIt = (pages: number) => wanted.until(() => pages < pagesWorth(wanted.count));
  const listed = begun(areFor('GetAccountAuthorizationDetails'));
  const early = begun(
    listed.then((isListed) => (isListed ? reader.accountDetailsWithin(isWorthIt) : undefined)),
  );
  // In an account that is too big to be listed the list of roles would be for nothing.
  const isListed = early.then(
    (details) => details !== undefined,
    () => false,
  );
  const isSure = wanted.until(() => pagesWorth(wanted.count) >= MOST_PAGES);
  const rows = begun(
    Promise.race([isListed, isSure.then((is) => is || isListed)]).then(async (is) =>
      is && (await areFor('ListRoles')) ? reader.roleRows() : undefined,
    ),
  );
  return {
    ...reader,
    accountDetailsWithin: async (most) => {
      const found = await early;
      const isMore = typeof most === 'number' && most > pagesWorth(wanted.count);
      return found ?? ((await listed) && !isMore ? undefined : reader.accountDetailsWithin(most));
    },
    roleRows: async () => (await rows) ?? reader.roleRows(),
  };
}

/**
 * No account has more: IAM's quotas, as far as they can be raised, allow some 21,000 entries, in pages of up to 1,000
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const MOST_PAGES = 40;

function ahead<T>(read: () => Promise<T>): () => Promise<T> {
  const early = begun(read());
  return () => early;
}

import { kindOf, type Address } from '../model/address.ts';
import type { BoundedIamReader } from '../model/bounded-iam-reader.ts';
import type { IamReader } from '../model/iam-reader.ts';
import { callsOf, pagesWorth } from './read-bulk.ts';

/**
 * A reader that asks for the lists of the account at once, so that they are read and parsed while stacks and their templates
 * are. It is for one reading of the account.
 *
 * @param wanted the addresses that will be asked for, as far as they are known; `all` for the whole account
 */
export function readAhead(
  reader: IamReader | BoundedIamReader,
  wanted: readonly Address[] | 'all',
): IamReader | BoundedIamReader {
  if (wanted === 'all') {
    return {
      ...reader,
      accountDetails: ahead(() => reader.accountDetails()),
      roleRows: ahead(() => reader.roleRows()),
      instanceProfileRows: ahead(() => reader.instanceProfileRows()),
    };
  }
  const calls = callsOf(new Set(wanted.map(kindOf)));
  if (!calls.has('GetAccountAuthorizationDetails') || !('accountDetailsWithin' in reader)) return reader;
  const few = pagesWorth(wanted.length);
  const early = begun(reader.accountDetailsWithin(few));
  const rows = calls.has('ListRoles')
    ? // In an account that is too big to be listed the list of roles would be for nothing.
      begun(
        early.then(
          (details) => (details === undefined ? undefined : reader.roleRows()),
          () => undefined,
        ),
      )
    : undefined;
  return {
    ...reader,
    accountDetailsWithin: async (most) =>
      (await early) ?? (most > few ? reader.accountDetailsWithin(most) : undefined),
    roleRows: async () => (await rows) ?? reader.roleRows(),
  };
}

function ahead<T>(read: () => Promise<T>): () => Promise<T> {
  const early = begun(read());
  return () => early;
}

/** A read whose failure is for the one that waits for it: until then nothing has failed. */
function begun<T>(read: Promise<T>): Promise<T> {
  read.catch(() => undefined);
  return read;
}

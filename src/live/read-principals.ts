import type { Kind } from '../model/address.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { Live } from '../model/live.ts';
import { type BulkResult, liveOfRows } from './live-of-rows.ts';
import { uncheckedReason } from './read-singly.ts';

const KINDS: ReadonlySet<Kind> = new Set(['role', 'user', 'group', 'managed-policy']);

/**
 * Roles, users, groups and policies by the bulk call alone: what no other call is worth. A denial is unchecked.
 *
 * @throws RolekeeperError for everything but a denial
 */
export async function readPrincipals(reader: Pick<IamReader, 'accountDetails'>): Promise<Live> {
  const { found, unchecked } = liveOfRows({ kinds: KINDS, ...(await detailsOf(reader)) });
  return { found, unchecked };
}

async function detailsOf(reader: Pick<IamReader, 'accountDetails'>): Promise<Omit<BulkResult, 'kinds'>> {
  try {
    return { rows: { GetAccountAuthorizationDetails: await reader.accountDetails() }, denied: {} };
  } catch (error) {
    return { rows: {}, denied: { GetAccountAuthorizationDetails: uncheckedReason(error) } };
  }
}

import type { Kind } from '../model/address.ts';
import type { AccountDetails, IamReader } from '../model/iam-reader.ts';
import type { Live } from '../model/live.ts';
import { liveOfRows, type CallResult } from './live-of-rows.ts';
import { uncheckedReason } from './read-singly.ts';

const KINDS: ReadonlySet<Kind> = new Set(['role', 'user', 'group', 'managed-policy']);
const NOT_MADE = { result: 'not-made' } as const;

/**
 * Roles, users, groups and policies by the bulk call alone: what no other call is worth. A denial is unchecked.
 *
 * @throws RolekeeperError for everything but a denial
 */
export async function readPrincipals(reader: Pick<IamReader, 'accountDetails'>): Promise<Live> {
  const details = await detailsOf(reader);
  const { found, unchecked } = liveOfRows({
    kinds: KINDS,
    details,
    roleRows: NOT_MADE,
    instanceProfileRows: NOT_MADE,
    oidcProviderRows: NOT_MADE,
  });
  return { found, unchecked };
}

async function detailsOf(reader: Pick<IamReader, 'accountDetails'>): Promise<CallResult<AccountDetails>> {
  try {
    return { result: 'rows', rows: await reader.accountDetails() };
  } catch (error) {
    return { result: 'denied', reason: uncheckedReason(error) };
  }
}

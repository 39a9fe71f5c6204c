import { kindFacts, kindOf } from '../../model/address.ts';
import type { Danger, Inventory, Known } from '../../model/inventory.ts';
import { count } from '../say-totals.ts';

/** What is said once of a whole inventory, as plain text. */

const DANGER_ORDER: readonly Danger[] = ['critical', 'high', 'medium', 'low'];

/** `2 critical, 1 high`. */
export function sayDangers({ entries }: Pick<Inventory, 'entries'>): string {
  return DANGER_ORDER.flatMap((danger) => {
    const own = entries.filter((entry) => entry.danger === danger).length;
    return own === 0 ? [] : [`${own} ${danger}`];
  }).join(', ');
}

/** The answer in one sentence. */
export function sayOutcome(inventory: Inventory): string {
  const { entries, unchecked } = inventory;
  const isIncomplete = unchecked.some(({ column }) => column.startsWith('every '));
  if (entries.length > 0) {
    const roles = entries.filter(
      ({ address }) => kindFacts(kindOf(address)).actsBy === 'being-assumed',
    ).length;
    const users = entries.length - roles;
    const what = [
      ...(roles === 0 ? [] : [`${count(roles, 'role')} that an outside party can assume`]),
      ...(users === 0 ? [] : [`${count(users, 'user')} with access keys, or a password without MFA`]),
    ].join(', ');
    return `${what}: ${sayDangers(inventory)}.`;
  }
  return isIncomplete
    ? 'Nothing can be said: the account could not be read.'
    : 'No role can be assumed from outside the account, and no user has access keys or a password without MFA.';
}

export function sayPlace({ account, source }: Inventory): string {
  return source.kind === 'iam' ? `account ${account}, stacks of ${source.region}` : `account ${account}`;
}

export function saySourceOf({ source }: Inventory): readonly string[] {
  if (source.kind === 'files') return [`Read from the files in ${source.directory} (--live), not from AWS.`];
  return source.endpoint === undefined ? [] : [`Endpoint: ${source.endpoint}, which is not AWS.`];
}

export function sayNotListed({ notListed }: Inventory): string {
  const { awsRoles, insideRoles, insideUsers } = notListed;
  return (
    `Not listed: ${count(insideRoles, 'role')} for the account itself, services of AWS and deleted principals, ` +
    `${count(awsRoles, 'role')} that AWS keeps (service-linked, Identity Center), ` +
    `${count(insideUsers, 'user')} with neither access keys nor a password without MFA.`
  );
}

export const OUT_OF_SIGHT_OF_INVENTORY =
  'Out of sight: SCPs and RCPs, policies of buckets, keys and other resources, sessions, stacks in other regions.';

/** Everything that could not be read: by column of the whole, then by column of single entries. */
export function sayUncheckedOf({ unchecked, entries }: Inventory): readonly string[] {
  const reasons = new Map<string, number>();
  const note = (column: string, known: Known<unknown> | undefined): void => {
    if (known === undefined || known.known) return;
    const key = `${column}: ${known.reason}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  };
  for (const entry of entries) {
    note('keys', entry.credentials);
    note('reach', entry.reach);
    note('last used', entry.lastUsed);
    note('age', entry.created);
    note('managed by', entry.manager);
  }
  return [
    ...unchecked.map(({ column, reason }) => `${column}: ${reason}`),
    ...[...reasons].map(([text, times]) => `${text} (${count(times, 'row')})`),
  ];
}

import { kindFacts, type Address } from '../model/address.ts';
import type { AssessedEntry } from '../model/assessment.ts';
import type { Style } from './say-statement.ts';

const MOST_HOLDERS = 4;

/**
 * Of a managed policy or group that changes: whose access that moves, and what is not said of others who have it.
 * `name` is the entry as it is said.
 */
export function sayHolders(
  { holders, kind }: AssessedEntry,
  name: string,
  { quote }: Style,
): readonly string[] {
  if (holders === undefined) return [];
  const say = (addresses: readonly Address[]): string => {
    const rest = addresses.length > MOST_HOLDERS ? ` and ${addresses.length - MOST_HOLDERS} more` : '';
    return addresses.slice(0, MOST_HOLDERS).map(quote).join(', ') + rest;
  };
  const { moved, others } = holders;
  const own = moved.length === 0 ? [] : [`${name} changes what ${say(moved)} can do (see there)`];
  const isGroup = kindFacts(kind).heldBy === 'membership';
  if (others === undefined) return [...own, `other ${isGroup ? 'members' : 'attachments'} were not checked`];
  if (others.length > 0) {
    const link = isGroup ? 'other members' : 'also attached to';
    return [
      ...own,
      `${link}: ${say(others)} (not in this plan), for which the change holds too; their access was not compared`,
    ];
  }
  return moved.length > 0 ? own : [`${name} changes no principal's access`];
}

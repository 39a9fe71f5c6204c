import type { Address } from '../model/address.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Style } from './say-statement.ts';

const MOST = 4;

/**
 * Of a managed policy or group that changes: whose access that moves, and what is not said of others who have it.
 * `name` is the entry as it is said.
 */
export function sayHolders({ holders, kind }: PlanEntry, name: string, { quote }: Style): readonly string[] {
  if (holders === undefined) return [];
  const say = (addresses: readonly Address[]): string => {
    const rest = addresses.length > MOST ? ` and ${addresses.length - MOST} more` : '';
    return addresses.slice(0, MOST).map(quote).join(', ') + rest;
  };
  const { moved, others } = holders;
  const own = moved.length === 0 ? [] : [`${name} moves the access of ${say(moved)}: see there`];
  const have = kind === 'group' ? 'in it' : 'that have it';
  if (others === undefined)
    return [...own, `who else ${kind === 'group' ? 'is in it' : 'has it'} was not looked at`];
  if (others.length > 0) {
    const number = others.length === 1 ? '1 principal' : `${others.length} principals`;
    return [...own, `${name} moves the access of ${number} ${have} beyond this plan too: ${say(others)}`];
  }
  return moved.length > 0 ? own : [`${name} moves nobody's access`];
}

import { kindFacts, kindOf } from '../../model/address.ts';
import type { Finding } from '../../model/finding.ts';
import type { Inventory, InventoryEntry, Known, Manager, SignIn } from '../../model/inventory.ts';
import { count } from '../say-totals.ts';

/** The columns of an entry of an inventory, as plain text. */

/** What a column says that was not read. */
export function sayKnown<T>(known: Known<T>, say: (value: T) => string): string {
  return known.known ? say(known.value) : 'unchecked';
}

export function sayLastUsed({ address, created, lastUsed }: InventoryEntry, day: string): string {
  return sayKnown(lastUsed, (use) => {
    // IAM keeps the use of a role for 400 days, and that of a key or a password for good.
    const isKept =
      kindFacts(kindOf(address)).actsBy === 'signing-in' ||
      (created.known && daysBetween(created.value, day) < 400);
    if (!use.used) return isKept ? 'never' : 'never in 400 days';
    return use.region === undefined ? use.day : `${use.day} in ${use.region}`;
  });
}

/** `2026-01-03 (329 days)`. */
export function sayAge({ created }: InventoryEntry, day: string): string {
  return sayKnown(created, (made) => {
    const days = daysBetween(made, day);
    return Number.isNaN(days) ? made : `${made} (${count(Math.max(0, days), 'day')})`;
  });
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function sayManager({ manager }: InventoryEntry, inventory: Inventory): string {
  return sayKnown(manager, (one) => sayKnownManager(one, inventory));
}

function sayKnownManager(manager: Manager, { source }: Inventory): string {
  switch (manager.by) {
    case 'rolekeeper':
      return `rolekeeper (stack ${manager.stack})`;
    case 'stack':
      return `stack ${manager.stack}`;
    case 'tool':
      return `${manager.tool} (tag ${manager.tag})`;
    case 'none-seen':
      return source.kind === 'iam' ? `none seen (no stack in ${source.region}, no tag)` : 'none seen';
  }
}

/** What a user signs in with: `active key since 2026-01-03, never used; console password without MFA`. */
export function sayCredentials({ credentials }: InventoryEntry): string {
  if (credentials === undefined) return '';
  return sayKnown(credentials, (all) => {
    const mfa = all.some(({ credential }) => credential === 'mfa-device');
    const signIns = all.flatMap((one): readonly string[] => {
      switch (one.credential) {
        case 'access-key': {
          const since = one.created === undefined ? '' : ` since ${one.created}`;
          return [`${one.active ? 'active' : 'inactive'} key${since}${sayUse(one)}`];
        }
        case 'password':
          return [`console password ${mfa ? 'with' : 'without'} MFA${sayUse(one)}`];
        case 'mfa-device':
          return [];
      }
    });
    return signIns.join('; ');
  });
}

function sayUse({ lastUsed }: SignIn): string {
  if (lastUsed === undefined) return '';
  if (!lastUsed.known) return ', last use unchecked';
  return lastUsed.value.used ? `, last used on ${lastUsed.value.day}` : ', never used';
}

/** `error full-admin, warning user-credentials`. */
export function sayFindings(findings: readonly Finding[]): string {
  return linesOfFindings(findings).join(', ');
}

/** The same in a line for each rule. */
export function linesOfFindings(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { level, rule } of findings)
    counts.set(`${level} ${rule}`, (counts.get(`${level} ${rule}`) ?? 0) + 1);
  if (counts.size === 0) return ['none'];
  return [...counts].map(([text, times]) => (times === 1 ? text : `${text} ×${times}`));
}

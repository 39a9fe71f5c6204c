import type { Inventory, InventoryEntry } from '../../model/inventory.ts';
import { visibleText } from '../escape-terminal.ts';
import { sayParty, sayPrincipalOf, sayProof } from './say-entrance.ts';
import { daysBetween, sayCredentials, sayFindings, sayKnown, sayLastUsed, sayManager } from './say-entry.ts';
import { reachLine } from './say-reach.ts';

const HEAD = [
  'account',
  'danger',
  'principal',
  'arn',
  'who',
  'trusted_principal',
  'proof',
  'keys',
  'reach_level',
  'reach',
  'last_used',
  'last_used_region',
  'created',
  'age_days',
  'managed_by',
  'findings',
];

/** For a spreadsheet (RFC 4180): a line for each way into each principal. */
export function renderInventoryCsv(inventory: Inventory): string {
  const rows = inventory.entries.flatMap((entry) => linesOf(entry, inventory));
  // A file of no lines must not look as if there were nothing to say.
  const unread = inventory.unchecked.map(({ column, reason }) => [
    inventory.account,
    'unchecked',
    column,
    ...HEAD.slice(4).map(() => 'unchecked'),
    reason,
  ]);
  return [HEAD, ...rows, ...unread].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function linesOf(entry: InventoryEntry, inventory: Inventory): readonly (readonly string[])[] {
  return entry.entrances.map((entrance) => [
    inventory.account,
    entry.danger,
    entry.address,
    entry.arn,
    sayParty(entrance.party),
    sayPrincipalOf(entrance) || entrance.principal,
    sayProof(entrance.proof),
    sayCredentials(entry),
    sayKnown(entry.reach, ({ level, unread }) => (unread.length === 0 ? level : `${level} or more`)),
    sayKnown(entry.reach, reachLine),
    sayKnown(entry.lastUsed, (use) => (use.used ? use.day : sayLastUsed(entry, inventory.day))),
    sayKnown(entry.lastUsed, (use) => (use.used ? (use.region ?? '') : '')),
    sayKnown(entry.created, (day) => day),
    sayKnown(entry.created, (day) => String(daysBetween(day, inventory.day))),
    sayManager(entry, inventory),
    sayFindings(entry.findings),
  ]);
}

/**
 * A quoted cell. A spreadsheet takes what begins with one of these for a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection): an apostrophe makes it text.
 */
function cell(text: string): string {
  const visible = visibleText(text);
  const harmless = /^\s*[=+\-@|%＝＋－＠]/.test(visible) ? `'${visible}` : visible;
  return `"${harmless.replaceAll('"', '""')}"`;
}

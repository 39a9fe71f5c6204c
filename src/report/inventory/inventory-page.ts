import type { Inventory, InventoryEntry } from '../../model/inventory.ts';
import type { PageModel, PageRow, PageSection } from '../page/page-model.ts';
import { REACH_WORDS } from '../reach-words.ts';
import { TextTable } from '../page/text-table.ts';
import { sayEntrance, sayPartyShort } from './say-entrance.ts';
import { linesOfFindings, sayAge, sayCredentials, sayLastUsed, sayManager } from './say-entry.ts';
import {
  OUT_OF_SIGHT_OF_INVENTORY,
  sayNotListed,
  sayOutcome,
  sayPlace,
  saySourceOf,
  sayUncheckedOf,
} from './say-inventory.ts';
import { linesOfReach, sayReachPart, sayUnreadOf } from './say-reach.ts';

const COLUMNS = [
  { key: 'name', label: 'Principal' },
  { key: 'who', label: 'Who, and with what proof' },
  { key: 'reach', label: 'Reach, worst first' },
  { key: 'used', label: 'Last used' },
  { key: 'made', label: 'Made' },
  { key: 'managed', label: 'Managed by' },
  { key: 'findings', label: 'Findings' },
] as const;

/** An inventory for the page. */
export function inventoryPage(inventory: Inventory): PageModel {
  const texts = new TextTable();
  const rows = inventoryRows(inventory, texts);
  return {
    title: `Inventory of ${sayPlace(inventory)}`,
    outcome: sayOutcome(inventory),
    facts: [...saySourceOf(inventory), `As of ${inventory.day}.`],
    unchecked: sayUncheckedOf(inventory),
    footer: [sayNotListed(inventory), OUT_OF_SIGHT_OF_INVENTORY],
    picture: { left: 'Outside', middle: 'Principal', right: 'Reach' },
    columns: COLUMNS,
    rows,
    texts: texts.all,
  };
}

/** A row for each entry; the texts of its documents go into the table. */
export function inventoryRows(inventory: Inventory, texts: TextTable): readonly PageRow[] {
  return inventory.entries.map((entry) => rowOf(entry, inventory, texts));
}

function rowOf(entry: InventoryEntry, inventory: Inventory, texts: TextTable): PageRow {
  const keys = sayCredentials(entry);
  return {
    name: entry.address,
    grade: entry.danger,
    left: [...new Set(entry.entrances.map(({ party }) => sayPartyShort(party)))],
    right: [reachLabel(entry)],
    cells: {
      name: [entry.address],
      who: [...entry.entrances.map(sayEntrance), ...(keys === '' ? [] : [keys])],
      reach: entry.reach.known ? linesOfReach(entry.reach.value) : ['unchecked'],
      used: [sayLastUsed(entry, inventory.day)],
      made: [sayAge(entry, inventory.day)],
      managed: [sayManager(entry, inventory)],
      findings: linesOfFindings(entry.findings),
    },
    sections: sectionsOf(entry, texts),
  };
}

function reachLabel({ reach }: InventoryEntry): string {
  if (!reach.known) return 'unchecked';
  const { level, unread } = reach.value;
  if (level === 'nothing' && unread.length > 0) return 'unchecked';
  return REACH_WORDS[level];
}

const MOST_ACTIONS = 12;

function sectionsOf(entry: InventoryEntry, texts: TextTable): readonly PageSection[] {
  const { reach, findings, boundary, arn } = entry;
  const parts = reach.known
    ? [...reach.value.parts.map((part) => sayReachPart(part, MOST_ACTIONS)), ...sayUnreadOf(reach.value)]
    : [`unchecked: ${reach.reason}`];
  return [
    { title: 'ARN', lines: [arn] },
    ...(findings.length === 0
      ? []
      : [
          {
            title: 'Findings',
            lines: findings.map(({ level, rule, message, hint }) => `${level} ${rule}: ${message}. ${hint}.`),
          },
        ]),
    { title: 'Reach', lines: parts.length === 0 ? ['nothing'] : parts },
    ...(boundary === undefined ? [] : [{ title: 'Permissions boundary', lines: [boundary] }]),
    ...entry.documents.map(({ name, role, document }): PageSection => {
      const title = role === 'trust' ? 'Trust policy' : `${role} policy ${name}`;
      if (document === undefined) return { title, lines: ['unchecked: its contents were not read'] };
      const text = texts.add(JSON.stringify(document, undefined, 1));
      return text === undefined
        ? { title, lines: ['left out to keep this page small: --format json has it'] }
        : { title, text };
    }),
  ];
}

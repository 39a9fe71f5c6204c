import type { Inventory, InventoryEntry } from '../../model/inventory.ts';
import { codeSpan, fencedBlock, tableCell } from '../escape-markdown.ts';
import { visibleText } from '../escape-terminal.ts';
import { sayEntrance } from './say-entrance.ts';
import { sayAge, sayCredentials, sayFindings, sayKnown, sayLastUsed, sayManager } from './say-entry.ts';
import {
  OUT_OF_SIGHT_OF_INVENTORY,
  sayNotListed,
  sayOutcome,
  sayPlace,
  saySourceOf,
  sayUncheckedOf,
} from './say-inventory.ts';
import { reachLine } from './say-reach.ts';

const HEAD = [
  'Danger',
  'Principal',
  'Who, and with what proof',
  'Reach',
  'Last used',
  'Made',
  'Managed by',
  'Findings',
];

/** For an issue, a wiki or a mail: one table. Everything of the account stands in code, where nothing is markup. */
export function renderInventoryMarkdown(inventory: Inventory): string {
  const unchecked = sayUncheckedOf(inventory);
  return `${[
    `## Inventory of ${codeSpan(sayPlace(inventory))}`,
    `**${sayOutcome(inventory)}**`,
    ...saySourceOf(inventory).map((text) => codeSpan(text)),
    ...(inventory.entries.length === 0
      ? []
      : [
          [
            row(HEAD),
            `|${'---|'.repeat(HEAD.length)}`,
            ...inventory.entries.map((entry) => row(cellsOf(entry, inventory))),
          ].join('\n'),
        ]),
    ...(unchecked.length === 0
      ? []
      : [`### Unchecked\n\n${unchecked.map((text) => `- ${codeSpan(text)}`).join('\n')}`]),
    ...findingsBlock(inventory),
    sayNotListed(inventory),
    `<sub>${OUT_OF_SIGHT_OF_INVENTORY}</sub>`,
  ].join('\n\n')}\n`;
}

function cellsOf(entry: InventoryEntry, inventory: Inventory): readonly string[] {
  const keys = sayCredentials(entry);
  return [
    entry.danger === 'critical' || entry.danger === 'high' ? `**${entry.danger}**` : entry.danger,
    codeSpan(entry.address),
    [...entry.entrances.map(sayEntrance), ...(keys === '' ? [] : [keys])]
      .map((text) => codeSpan(text))
      .join('<br>'),
    codeSpan(sayKnown(entry.reach, reachLine)),
    codeSpan(sayLastUsed(entry, inventory.day)),
    codeSpan(sayAge(entry, inventory.day)),
    codeSpan(sayManager(entry, inventory)),
    codeSpan(sayFindings(entry.findings)),
  ];
}

function findingsBlock({ entries }: Inventory): readonly string[] {
  const lines = entries.flatMap(({ findings }) =>
    findings.map(({ level, rule, message, hint }) => visibleText(`${level} ${rule}: ${message}; ${hint}`)),
  );
  if (lines.length === 0) return [];
  return [
    `<details><summary>Every finding, and what to do</summary>\n\n${fencedBlock('text', lines)}\n\n</details>`,
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(tableCell).join(' | ')} |`;
}

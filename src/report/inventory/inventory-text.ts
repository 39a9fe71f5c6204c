import type { Inventory, InventoryEntry } from '../../model/inventory.ts';
import { layOutLine, layOutParagraph, paintFor, type Paint } from '../lay-out-text.ts';
import type { ReportOptions } from '../report-options.ts';
import { reportLine, type LineSymbol } from '../report-line.ts';
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

const SYMBOLS: Readonly<Record<InventoryEntry['danger'], LineSymbol>> = {
  critical: '!',
  high: '-',
  medium: '~',
  low: '.',
};

/** For a terminal: a paragraph for each entry, the most dangerous first. */
export function renderInventoryText(
  inventory: Inventory,
  options: Pick<ReportOptions, 'color' | 'width'>,
): string {
  const paint = paintFor(options);
  const unchecked = sayUncheckedOf(inventory);
  return [
    paint.bold(`Inventory of ${sayPlace(inventory)}`),
    ...layOutParagraph(sayOutcome(inventory), paint),
    ...saySourceOf(inventory).flatMap((text) => layOutParagraph(text, paint)),
    ...inventory.entries.flatMap((entry) => ['', ...entryLines(entry, inventory, paint)]),
    ...(unchecked.length === 0 ? [] : ['', 'Unchecked:']),
    ...unchecked.flatMap((text) => layOutLine(reportLine('?', 0, text), paint)),
    '',
    ...layOutParagraph(sayNotListed(inventory), paint),
    ...layOutParagraph(OUT_OF_SIGHT_OF_INVENTORY, paint).map(paint.dim),
    '',
  ].join('\n');
}

function entryLines(entry: InventoryEntry, inventory: Inventory, paint: Paint): readonly string[] {
  const keys = sayCredentials(entry);
  const facts = [
    ...entry.entrances.map((entrance) => `who      ${sayEntrance(entrance)}`),
    ...(keys === '' ? [] : [`keys     ${keys}`]),
    `reach    ${sayKnown(entry.reach, reachLine)}`,
    `used     ${sayLastUsed(entry, inventory.day)}; made on ${sayAge(entry, inventory.day)}`,
    `managed  ${sayManager(entry, inventory)}`,
    ...(entry.findings.length === 0 ? [] : [`found    ${sayFindings(entry.findings)}`]),
  ];
  return [
    ...layOutLine(reportLine(SYMBOLS[entry.danger], 0, `${entry.address} · ${entry.danger}`), paint),
    ...facts.flatMap((text) => layOutLine(reportLine(' ', 1, text), paint)),
  ];
}

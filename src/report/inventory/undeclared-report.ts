import type { AssessedPlan } from '../../model/assessment.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { ReportOptions } from '../report-options.ts';
import { count } from '../say-totals.ts';
import { renderInventoryMarkdown } from './inventory-markdown.ts';
import { renderInventoryText } from './inventory-text.ts';

const INTRODUCTION = 'No file declares anything here: this is who outside can use what no file declares.';

/** The inventory that stands for the drift of a scope without integrations; undefined of any other. */
export function undeclaredOf({
  integrations,
  notCompared,
  undeclaredInventory,
}: AssessedPlan): Inventory | undefined {
  return integrations.length + notCompared.length === 0 ? undeclaredInventory : undefined;
}

/** That inventory for a terminal. */
export function undeclaredText(inventory: Inventory, layout: Pick<ReportOptions, 'color' | 'width'>): string {
  return `${INTRODUCTION}\n\n${renderInventoryText(inventory, layout)}`;
}

/** The same for GitHub, in at most so many UTF-16 units: the most dangerous rows. */
export function undeclaredMarkdown(inventory: Inventory, limit: number = Number.POSITIVE_INFINITY): string {
  const { entries } = inventory;
  const render = (shown: number): string => {
    const left = entries.length - shown;
    const rest = left === 0 ? '' : `\n… and ${count(left, 'row')} more: \`rolekeeper inventory\` has all.\n`;
    return `${INTRODUCTION}\n\n${renderInventoryMarkdown({ ...inventory, entries: entries.slice(0, shown) })}${rest}`;
  };
  let shown = entries.length;
  while (shown > 0 && render(shown).length > limit) shown = Math.floor(shown / 2);
  const text = render(shown);
  return text.length <= limit ? text : `${INTRODUCTION}\n`;
}

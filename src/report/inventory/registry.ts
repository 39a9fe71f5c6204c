import type { Inventory } from '../../model/inventory.ts';
import { withoutWorkflowCommands } from '../escape-terminal.ts';
import { maskExternalIdsIn } from '../external-id.ts';
import { renderJson } from '../json-report.ts';
import { renderInventoryCsv } from './inventory-csv.ts';
import { renderInventoryMarkdown } from './inventory-markdown.ts';
import { renderPage, type PageAssets } from '../page/render-page.ts';
import { inventoryPage } from './inventory-page.ts';
import { renderInventoryText } from './inventory-text.ts';
import type { ReportOptions } from '../report-options.ts';

export const INVENTORY_FORMATS = ['text', 'markdown', 'json', 'csv'] as const;

export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];

/** For the text report only. */
export type InventoryReportOptions = Pick<ReportOptions, 'color' | 'width'>;

const RENDERERS: Readonly<
  Record<InventoryFormat, (inventory: Inventory, options: InventoryReportOptions) => string>
> = {
  text: renderInventoryText,
  markdown: renderInventoryMarkdown,
  json: renderJson,
  csv: renderInventoryCsv,
};

/** An inventory in one of the formats. Of external ids a fingerprint is shown and nothing else. */
export function renderInventory(
  inventory: Inventory,
  format: InventoryFormat,
  options: InventoryReportOptions,
): string {
  return withoutWorkflowCommands(RENDERERS[format](maskExternalIdsIn(inventory, 'fingerprint'), options));
}

/** The same as one HTML file. */
export function renderInventoryPage(inventory: Inventory, assets: PageAssets): string {
  return renderPage(inventoryPage(maskExternalIdsIn(inventory, 'fingerprint')), assets);
}

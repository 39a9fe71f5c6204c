import { RolekeeperError } from '../model/failure.ts';
import type { Inventory } from '../model/inventory.ts';
import { renderInventory, renderInventoryPage, type InventoryFormat } from '../report/inventory/registry.ts';
import type { Environment } from './environment.ts';
import { readInventory, readInventoryFiles } from './read-inventory.ts';
import { readPageAssets } from './read-page-assets.ts';
import type { OpenAnyAccount } from './session.ts';
import { whileReading } from './show-reading.ts';
import { today } from './today.ts';
import { layoutFor, writeReport } from './write-report.ts';

export interface InventoryOptions {
  readonly format: InventoryFormat | 'html';
  readonly out?: string;
  /** A folder with what the `aws` CLI printed, instead of credentials. */
  readonly live?: string;
}

/**
 * Says who outside can use an account, what with, and how far that reaches. Needs no settings. Exit code 0, whatever
 * was found; 1 where the roles or users could not be read.
 */
export async function inventory(
  options: InventoryOptions,
  environment: Environment,
  open: OpenAnyAccount,
): Promise<number> {
  const found = await whileReading(environment, [], () => read(options, today(environment.clock), open));
  await writeReport(await render(found, options, environment), options.out, environment);
  const failure = failureOfInventory(found);
  if (failure !== undefined) throw failure;
  return 0;
}

/** That the roles or users could not be read: then the inventory says nothing of them. */
export function failureOfInventory(found: Inventory): RolekeeperError | undefined {
  const missing = found.unchecked.filter(({ column }) => column === 'every role' || column === 'every user');
  if (missing.length === 0) return undefined;
  const what = missing.map(({ column, reason }) => `${column}: ${reason}`).join('; ');
  return new RolekeeperError('unchecked', `the inventory is not complete: ${what}`, {
    hint: 'allow iam:GetAccountAuthorizationDetails to these credentials',
  });
}

async function render(
  found: Inventory,
  { format, out }: InventoryOptions,
  environment: Environment,
): Promise<string> {
  if (format === 'html') return renderInventoryPage(found, await readPageAssets());
  return renderInventory(found, format, layoutFor(environment, out));
}

async function read(options: InventoryOptions, day: string, open: OpenAnyAccount): Promise<Inventory> {
  if (options.live !== undefined) return readInventoryFiles(options.live, day);
  const account = await open();
  try {
    return await readInventory(account, day);
  } finally {
    account.session.close();
  }
}

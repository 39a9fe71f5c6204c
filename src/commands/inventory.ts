import { RolekeeperError } from '../model/failure.ts';
import type { Inventory } from '../model/inventory.ts';
import { renderInventory, type InventoryFormat } from '../report/inventory/registry.ts';
import type { Environment } from './environment.ts';
import { readInventory, readInventoryFiles } from './read-inventory.ts';
import type { OpenAnyAccount } from './session.ts';
import { today } from './today.ts';
import { writeReport } from './write-report.ts';

export interface InventoryOptions {
  readonly format: InventoryFormat;
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
  const found = await read(options, today(environment.clock), open);
  const color = environment.color && options.out === undefined;
  await writeReport(renderInventory(found, options.format, { color }), options.out, environment);
  const missing = found.unchecked.filter(({ column }) => column === 'every role' || column === 'every user');
  if (missing.length === 0) return 0;
  const what = missing.map(({ column, reason }) => `${column}: ${reason}`).join('; ');
  throw new RolekeeperError('unchecked', `the inventory is not complete: ${what}`, {
    hint: 'allow iam:GetAccountAuthorizationDetails to these credentials',
  });
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

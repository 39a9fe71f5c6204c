import { renderInventory, renderInventoryPage } from '../../report/inventory/registry.ts';
import { failureOfInventory } from '../inventory.ts';
import { readInventory } from '../read-inventory.ts';
import { readPageAssets } from '../read-page-assets.ts';
import { today } from '../today.ts';
import type { ActionContext } from './context.ts';
import { type RunStep, failed } from './run-outcome.ts';
import { writeOutput } from './write-output.ts';

/** Says who outside can use the account of the credentials: in the summary of the job, and as a page to keep. */
export async function* takeInventory({ run, environment, log, openAny }: ActionContext): RunStep {
  const account = await openAny();
  try {
    const found = await readInventory(account, today(environment.clock));
    log(renderInventory(found, 'text', { color: false }));
    yield { results: ['no-changes'], summary: [() => renderInventory(found, 'markdown', { color: false })] };
    const place = { temporary: run.temporary, name: 'rolekeeper-inventory.html' };
    const page = renderInventoryPage(found, await readPageAssets());
    yield { inventoryPath: await writeOutput('inventory-path', place, page) };
    yield failed(failureOfInventory(found));
  } finally {
    account.session.close();
  }
}

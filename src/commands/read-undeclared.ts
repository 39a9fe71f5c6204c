import { kindSpec } from '../kinds/registry.ts';
import type { LiveFolder } from '../live/listing.ts';
import { addressKey } from '../model/address.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Scope } from '../model/integration.ts';
import type { Live, LiveResource } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { inventoryOf, inventoryOfFiles, type InventoryContext } from './read-inventory.ts';
import type { Session } from './session.ts';

/**
 * Who outside can use what no file declares, the most dangerous first: out of what was read already, with the contents of
 * the policies that decide. A scope without integrations gets the whole of it: users with keys, and which stack owns what.
 * Undefined where there is nothing of the sort.
 */
export async function readUndeclared(
  plan: Plan,
  live: Live,
  { scope, session, today }: { readonly scope: Scope; readonly session: Session; readonly today: string },
): Promise<Inventory | undefined> {
  const { settings } = scope;
  const isWhole = isAboutNothing(plan);
  const found = foundOutside(plan, live, isWhole);
  if (found === undefined) return undefined;
  const inventory = await inventoryOf({
    live: { found, unchecked: isWhole ? live.unchecked : [] },
    own: isWhole ? { accounts: [], reason: NOT_ASKED } : { accounts: [] },
    region: settings.region,
    session,
    place: placeOf(scope, today),
    ...(isWhole ? {} : { mostStacks: 0 }),
  });
  return isWhole ? inventory : withoutDocuments(inventory);
}

/** The same, without users, for a plan that compares with a folder of what the `aws` CLI printed. */
export async function undeclaredInFiles(
  plan: Plan,
  live: Live,
  { scope, folder, today }: { readonly scope: Scope; readonly folder: LiveFolder; readonly today: string },
): Promise<Inventory | undefined> {
  const found = foundOutside(plan, live, false);
  if (found === undefined) return undefined;
  const listed = { found, unchecked: [] };
  return withoutDocuments(await inventoryOfFiles(listed, folder, placeOf(scope, today)));
}

function placeOf({ settings }: Scope, day: string): InventoryContext {
  return { account: settings.account, partition: settings.partition, day, settings };
}

/**
 * What is live of the principals that no file declares and that are open to the outside, with all policies and groups;
 * undefined where there is none of them.
 */
function foundOutside(plan: Plan, live: Live, isWhole: boolean): readonly LiveResource[] | undefined {
  const outside = plan.undeclared.filter((one) => isWhole || one.trustsOutside);
  if (outside.length === 0 && !isWhole) return undefined;
  const listed = new Set(outside.map(({ address }) => addressKey(address)));
  const isListed = (one: LiveResource): boolean => listed.has(addressKey(addressOfResource(one.resource)));
  return live.found.filter((one) => {
    const { isPrincipal, trustField } = kindSpec(one.resource.kind);
    if (!isPrincipal) return true;
    // Users are part of the whole inventory alone: no trust policy lets anything in as one.
    return (isWhole || trustField !== undefined) && isListed(one);
  });
}

/** A report on a plan or drift has a line for each; the documents are for the inventory. */
function withoutDocuments(inventory: Inventory): Inventory {
  return { ...inventory, entries: inventory.entries.map((entry) => ({ ...entry, documents: [] })) };
}

const NOT_ASKED = 'drift does not ask for them: list them under "ownAccounts:"';

/** A scope in which nothing is declared, applied or left to compare. */
function isAboutNothing({ integrations, notCompared }: Plan): boolean {
  return integrations.length + notCompared.length === 0;
}

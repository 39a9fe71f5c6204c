import { kindSpec } from '../kinds/registry.ts';
import { addressKey } from '../model/address.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Scope } from '../model/integration.ts';
import type { Live, LiveResource } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { inventoryOf } from './read-inventory.ts';
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
  const outside = plan.undeclared.filter((one) => isWhole || one.trustsOutside);
  if (outside.length === 0 && !isWhole) return undefined;
  const listed = new Set(outside.map(({ address }) => addressKey(address)));
  const isListed = (one: LiveResource): boolean => listed.has(addressKey(addressOfResource(one.resource)));
  const found = live.found.filter((one) => {
    const { isPrincipal, trustField } = kindSpec(one.resource.kind);
    if (!isPrincipal) return true;
    // Users are part of the whole inventory alone: no trust policy lets anything in as one.
    return (isWhole || trustField !== undefined) && isListed(one);
  });
  const inventory = await inventoryOf({
    live: { found, unchecked: isWhole ? live.unchecked : [] },
    own: isWhole ? { accounts: [], reason: NOT_ASKED } : { accounts: [] },
    region: settings.region,
    session,
    place: { account: settings.account, partition: settings.partition, day: today, settings },
    ...(isWhole ? {} : { mostStacks: 0 }),
  });
  if (isWhole) return inventory;
  // A report on drift has a line for each; the documents are for the inventory.
  return { ...inventory, entries: inventory.entries.map((entry) => ({ ...entry, documents: [] })) };
}

const NOT_ASKED = 'drift does not ask for them: list them under "ownAccounts:"';

/** A scope in which nothing is declared, applied or left to compare. */
function isAboutNothing({ integrations, notCompared }: Plan): boolean {
  return integrations.length + notCompared.length === 0;
}

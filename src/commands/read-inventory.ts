import pLimit from 'p-limit';
import { addressKey, type Address } from '../model/address.ts';
import { accountOf } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { RuleSettings } from '../model/finding.ts';
import {
  known,
  notKnown,
  type Inventory,
  type InventoryEntry,
  type InventorySource,
  type Known,
  type Manager,
} from '../model/inventory.ts';
import { parseArn } from '../model/arn.ts';
import type { Live } from '../model/live.ts';
import type { PolicyReader } from '../model/policy-reader.ts';
import { addressOfResource } from '../model/resource.ts';
import { heldByArn } from '../assess/access-sides.ts';
import type { HeldPolicy } from '../access/identity-delta.ts';
import { buildInventory, withManagers } from '../inventory/build-inventory.ts';
import { candidatesIn, policyArnsOf } from '../inventory/candidates.ts';
import type { Neighbourhood } from '../inventory/entrances.ts';
import { managerOfStack } from '../inventory/manager.ts';
import type { LiveFolder } from '../live/listing.ts';
import { liveOfListings } from '../live/live-of-listings.ts';
import { policiesOfListings } from '../live/policies-of-listings.ts';
import { readPrincipals } from '../live/read-principals.ts';
import { knownVendors } from '../vendors/known-vendors.ts';
import type { VendorAccounts } from '../vendors/vendor-accounts.ts';
import { kindSpec } from '../kinds/registry.ts';
import { parseAddress } from '../model/address.ts';
import { readCatalogue } from './read-catalogue.ts';
import { MOST_USERS, readSignIns } from './read-sign-ins.ts';
import type { AnyAccount, Session } from './session.ts';

/** What settings add to an inventory; it needs none. */
export interface InventorySettings extends RuleSettings {
  readonly stackPrefix?: string;
  readonly vendors?: readonly VendorAccounts[];
}

export interface InventoryContext {
  readonly account: string;
  readonly partition: string;
  readonly day: string;
  readonly settings: InventorySettings;
}

/** Of policies and stacks no more than so many are asked for: an account may have thousands. */
const MOST_POLICIES = 100;
const MOST_STACKS = 200;
/** A large account is read in about so many calls in all. */
const CALLS_OF_A_LARGE_ACCOUNT = 40;
const LARGE = 1_000;
const AT_A_TIME = 5;

/** The inventory of the account that a session is open for. */
export async function readInventory(
  { account, partition, region, session, organization }: AnyAccount,
  day: string,
  settings: InventorySettings = {},
): Promise<Inventory> {
  const [live, own] = await Promise.all([readPrincipals(session.iam), ownAccounts(organization)]);
  return inventoryOf({ live, own, region, session, place: { account, partition, day, settings } });
}

export interface InventoryOf {
  /** With the policies and groups that its principals hold. */
  readonly live: Live;
  readonly own: Awaited<ReturnType<typeof ownAccounts>>;
  readonly region: string;
  readonly session: Pick<Session, 'policies' | 'credentials' | 'stacks' | 'endpoint'>;
  readonly place: InventoryContext;
  /** Of how many entries the owning stack is asked for. @default as many as the account is large */
  readonly mostStacks?: number;
}

/** The inventory of what was read already; asks for policies, keys and stacks. */
export async function inventoryOf({
  live,
  own,
  region,
  session,
  place,
  mostStacks,
}: InventoryOf): Promise<Inventory> {
  const { day, settings } = place;
  const neighbourhood = neighbourhoodOf(place, own.accounts);
  const { roles, users } = candidatesIn(live, neighbourhood);
  const local = new Set(live.found.map(({ arn }) => arn));
  const principals = [...roles.map((role) => role.live), ...users];
  const foreign = policyArnsOf(principals, live).filter((arn) => !local.has(arn));
  const asked = foreign.slice(0, MOST_POLICIES);
  const [policies, credentials] = await Promise.all([
    readPolicies(session.policies, asked),
    readSignIns(
      session.credentials,
      users.map(({ resource }) => addressOfResource(resource)),
    ),
  ]);
  const endpoint = session.endpoint();
  const source: InventorySource = { kind: 'iam', region, ...(endpoint === undefined ? {} : { endpoint }) };
  const catalogue = await readCatalogue();
  const inventory = buildInventory({
    live,
    neighbourhood,
    source,
    day,
    catalogue,
    policies,
    credentials,
    rules: settings,
    unchecked: [
      ...(own.reason === undefined ? [] : [{ column: 'accounts of the organization', reason: own.reason }]),
      ...leftOut('policies that are attached', foreign.length, MOST_POLICIES),
      ...leftOut('keys of users', users.length, MOST_USERS),
    ],
  });
  const isLarge = live.found.length > LARGE;
  const calls = Math.ceil(live.found.length / LARGE) + 3 + 2 * asked.length;
  const most = mostStacks ?? (isLarge ? Math.max(0, CALLS_OF_A_LARGE_ACCOUNT - calls) : MOST_STACKS);
  const unowned = inventory.entries.filter(({ manager }) => !manager.known);
  const managers = await readManagers(session.stacks, unowned.slice(0, most), settings.stackPrefix);
  return withManagers(
    inventory,
    managers,
    notKnown(most === 0 ? 'was not asked for' : `the stack is read for the ${most} most dangerous only`),
  );
}

/** The same out of a folder with what the `aws` CLI printed. */
export async function readInventoryFiles(
  directory: string,
  day: string,
  settings: InventorySettings = {},
): Promise<Inventory> {
  const { openLiveFolder } = await import('../live/live-folder.ts');
  const folder = await openLiveFolder(directory);
  const anywhere = liveOfListings(folder);
  const arn = anywhere.found.map((one) => one.arn).find((one) => accountOf(one) !== undefined) ?? '';
  const account = accountOf(arn) ?? 'unknown';
  const partition = parseArn(arn)?.partition ?? 'aws';
  // Files of another account are refused, by the reader that names them.
  const isMixed = anywhere.found.some((one) => (accountOf(one.arn) ?? account) !== account);
  const live = isMixed ? liveOfListings(folder, account) : anywhere;
  return inventoryOfFiles(live, folder, { account, partition, day, settings });
}

/** The same of files that were read already. */
export async function inventoryOfFiles(
  live: Live,
  folder: LiveFolder,
  place: InventoryContext,
): Promise<Inventory> {
  const { day, settings } = place;
  const neighbourhood = neighbourhoodOf(place, []);
  const { roles, users } = candidatesIn(live, neighbourhood);
  const local = new Set(live.found.map((one) => one.arn));
  const principals = [...roles.map((role) => role.live), ...users];
  const foreign = policyArnsOf(principals, live).filter((one) => !local.has(one));
  const inventory = buildInventory({
    live: { ...live, unchecked: live.unchecked.filter(({ kind }) => PRINCIPAL_KINDS.has(kind)) },
    neighbourhood,
    source: { kind: 'files', directory: folder.directory },
    day,
    catalogue: await readCatalogue(),
    policies: await readPolicies(policiesOfListings(folder), foreign),
    credentials: new Map(
      users.map(({ resource }) => [
        addressKey(addressOfResource(resource)),
        notKnown('access keys are not in the files of --live'),
      ]),
    ),
    rules: settings,
    unchecked: [{ column: 'accounts of the organization', reason: 'they are not in the files of --live' }],
  });
  return withManagers(inventory, new Map(), notKnown('stacks are not in the files of --live'));
}

const PRINCIPAL_KINDS: ReadonlySet<string> = new Set(['role', 'user', 'group', 'managed-policy']);

function neighbourhoodOf(
  { account, partition, settings }: InventoryContext,
  accounts: readonly { readonly id: string; readonly name?: string }[],
): Neighbourhood {
  return {
    account,
    partition,
    ownAccounts: new Map([
      ...(settings.ownAccounts ?? []).map((id) => [id, undefined] as const),
      ...accounts.map(({ id, name }) => [id, name] as const),
    ]),
    vendors: knownVendors(settings.vendors),
  };
}

async function ownAccounts(organization: AnyAccount['organization']): Promise<{
  readonly accounts: readonly { readonly id: string; readonly name?: string }[];
  readonly reason?: string;
}> {
  try {
    const { accounts, incomplete } = await organization.accounts();
    return { accounts, ...(incomplete === undefined ? {} : { reason: incomplete }) };
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return { accounts: [], reason: error.message };
  }
}

async function readPolicies(
  reader: PolicyReader,
  arns: readonly string[],
): Promise<ReadonlyMap<string, HeldPolicy>> {
  const limit = pLimit(AT_A_TIME);
  const contents = await Promise.all(arns.map((arn) => limit(() => reader.policy(arn))));
  return heldByArn(
    new Map(
      arns.flatMap((arn, index) => (contents[index] === undefined ? [] : [[arn, contents[index]] as const])),
    ),
  );
}

async function readManagers(
  stacks: AnyAccount['session']['stacks'],
  entries: readonly InventoryEntry[],
  prefix: string | undefined,
): Promise<ReadonlyMap<Address, Known<Manager>>> {
  const limit = pLimit(AT_A_TIME);
  // Who may not ask once may not ask again.
  let denied: Known<Manager> | undefined;
  const managers = await Promise.all(
    entries.map(({ address }) =>
      limit(async (): Promise<Known<Manager>> => {
        if (denied !== undefined) return denied;
        const { kind = 'role', name = '' } = parseAddress(address) ?? {};
        try {
          const owner = await stacks.owner(name, kindSpec(kind).cloudFormationType);
          return known(owner === undefined ? { by: 'none-seen' } : managerOfStack(owner.stackName, prefix));
        } catch (error) {
          if (!(error instanceof RolekeeperError)) throw error;
          if (error.reason === 'access-denied') denied = notKnown(error.message);
          return notKnown(error.message);
        }
      }),
    ),
  );
  return new Map(
    entries.map(({ address }, index) => [address, managers[index] ?? notKnown('was not asked for')]),
  );
}

function leftOut(column: string, count: number, most: number): Inventory['unchecked'] {
  return count <= most ? [] : [{ column, reason: `${count - most} of ${count} were not asked for` }];
}

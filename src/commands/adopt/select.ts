import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { addressKey, KINDS, parseAddress, type Address, isAddress } from '../../model/address.ts';
import { RolekeeperError } from '../../model/failure.ts';
import { known, notKnown } from '../../model/inventory.ts';
import type { LiveResource } from '../../model/live.ts';
import { addressOfResource } from '../../model/resource.ts';
import type { Refusal } from '../../adopt/refusal.ts';
import { suggest } from '../../desired/suggest.ts';
import { candidatesIn } from '../../inventory/candidates.ts';
import { entrancesOfUser } from '../../inventory/sign-ins.ts';
import { readCredentials } from '../../live/credentials.ts';
import type { AccountReading } from './account-reading.ts';

/** What is to be adopted, as the command line says it. */
export interface Selection {
  readonly addresses: readonly Address[];
  readonly outside: boolean;
  readonly all: boolean;
}

export interface SelectionOptions {
  readonly outside?: boolean;
  readonly all?: boolean;
  /** A file that `inventory --format json` wrote. */
  readonly from?: string;
}

/** @throws RolekeeperError `invalid-config` for an address that is none, and where nothing is named */
export async function selectionOf(
  words: readonly string[],
  options: SelectionOptions,
  account: string,
): Promise<Selection> {
  const addresses = words.map(addressOfWord);
  const listed = options.from === undefined ? [] : await addressesIn(options.from, account);
  const { outside = false, all = false } = options;
  if (addresses.length === 0 && options.from === undefined && !outside && !all) {
    throw new RolekeeperError('invalid-config', 'no resource to adopt is named', {
      hint: 'name resources, as in role/x user/y, or give --outside, --from inventory.json, or --all',
    });
  }
  return { addresses: [...addresses, ...listed], outside, all };
}

function addressOfWord(word: string): Address {
  if (isAddress(word)) return word;
  const kind = suggest(word.split('/')[0] ?? '', KINDS);
  throw new RolekeeperError('invalid-config', `${JSON.stringify(word)} is not an address`, {
    hint: `write a kind and a name, as in ${kind ?? KINDS[0] ?? ''}/NAME; the kinds are ${KINDS.join(', ')}`,
  });
}

const inventorySchema = z.object({
  format: z.literal(1),
  account: z.string(),
  entries: z.array(z.object({ address: z.string() })),
});

async function addressesIn(file: string, account: string): Promise<readonly Address[]> {
  const refused = (message: string, cause?: unknown): RolekeeperError =>
    new RolekeeperError('invalid-config', `--from: ${message}`, {
      cause,
      hint: `write it with rolekeeper inventory --format json --out ${file}`,
    });
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const isJson = cause instanceof SyntaxError;
    throw refused(isJson ? `${file} is not JSON` : `${file} cannot be read`, cause);
  }
  const parsed = inventorySchema.safeParse(json);
  if (!parsed.success) throw refused(`${file} is not an inventory of format 1`);
  const { account: theirs, entries } = parsed.data;
  if (theirs !== account)
    throw refused(`${file} is of the account ${theirs}, and this folder is for ${account}`);
  return entries.map(({ address }) => addressOfWord(address));
}

/** What of the account was meant, and what was named and is not there. */
export interface Selected {
  readonly wanted: readonly LiveResource[];
  readonly refused: readonly Refusal[];
}

export async function select(selection: Selection, reading: AccountReading): Promise<Selected> {
  const { live, neighbourhood, session } = reading;
  const byKey = new Map(live.found.map((one) => [addressKey(addressOfResource(one.resource)), one]));
  const declared = new Set(
    reading.folder.scope.integrations.flatMap(({ resources }) =>
      resources.map(({ resource }) => addressKey(addressOfResource(resource))),
    ),
  );
  const isNew = ({ resource }: LiveResource): boolean =>
    !declared.has(addressKey(addressOfResource(resource)));
  const wanted: LiveResource[] = [];
  const refused: Refusal[] = [];
  for (const address of selection.addresses) {
    const found = byKey.get(addressKey(address));
    if (found === undefined) refused.push(notThere(address, reading));
    else wanted.push(found);
  }
  if (selection.all) wanted.push(...live.found.filter(isNew));
  if (selection.outside) {
    const { roles, users } = candidatesIn(live, neighbourhood);
    const reads = await readCredentials(
      session.credentials,
      users.map(({ resource }) => resource.name),
    );
    // A user whose keys were not read may have some.
    const usable = users.filter((_, index) => {
      const read = reads[index];
      const credentials =
        read?.result === 'credentials' ? known(read.credentials) : notKnown('it was not read');
      return entrancesOfUser(credentials).length > 0;
    });
    wanted.push(...[...roles.map((role) => role.live), ...usable].filter(isNew));
  }
  return { wanted: [...new Set(wanted)], refused };
}

/** Why what is named is not among what was found. */
export function notThere(address: Address, { live }: AccountReading): Refusal {
  const { kind } = parseAddress(address) ?? {};
  const unread = live.unchecked.find(
    (one) =>
      one.kind === kind && (one.address === undefined || addressKey(one.address) === addressKey(address)),
  );
  if (unread !== undefined) return { address, reason: `it was not read: ${unread.reason}` };
  const near = suggest(
    address,
    live.found.map(({ resource }) => addressOfResource(resource)),
  );
  return {
    address,
    reason: 'the account does not have it',
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  };
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { addressKey, kindOf, KINDS } from '../model/address.ts';
import { parseArn } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Live, LiveResource, Unchecked } from '../model/live.ts';
import type { OidcProviderRow } from '../model/iam-reader.ts';
import { addressOfResource } from '../model/resource.ts';
import type { BulkRows, IamReadCall } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import { recordOf } from '../model/keys.ts';
import { COMMANDS, gapsOf, isOfAccount, truncation } from './listing-gaps.ts';
import { liveOfRows, withReason, type BulkResult, type RowsResult } from './live-of-rows.ts';
import { callsOf } from './read-bulk.ts';
import { decodeText, parseListing, type Listing } from './listing.ts';

/**
 * The live side out of a folder with what the `aws` CLI prints, in place of credentials. Any file names: files are told
 * apart by what is in them, and several files of one command are pages of one answer. What no file says is unchecked.
 *
 * @param account when given, files of another account are refused
 * @throws RolekeeperError `invalid-config` with every file that cannot be used, `wrong-account`
 */
export async function readLiveFiles(directory: string, account?: string): Promise<Live> {
  const listings = await readListings(directory);
  if (account !== undefined) checkAccount(listings, directory, account);
  const rows = liveOfRows(bulkOf(listings, directory));
  const found = rows.found
    .map((item) => withPolicyRow(item, listings))
    .map((item) => withReason(item, whyUnread(item, listings, directory)))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  checkRepeats(found, directory);
  const missing = [...rows.unchecked, ...gapsOf(listings, directory)];
  return {
    found,
    unchecked: [
      ...KINDS.flatMap((kind) => missing.find((item) => item.kind === kind) ?? []),
      ...unmatchedRolesOf(rows, found, directory),
    ],
  };
}

/** The other command prints no ARN: its output belongs to the provider whose URL it has. */
function providerRow(Arn: string, listings: readonly Listing[]): OidcProviderRow {
  const detail = listings.find(
    ({ call, rows: { Url } }) =>
      call === 'GetOpenIDConnectProvider' && Url !== undefined && Arn.endsWith(`:oidc-provider/${Url}`),
  )?.rows;
  return detail === undefined ? { Arn } : { Arn, detail };
}

/** The bulk command leaves the Description out that the other one prints. */
function withPolicyRow(item: LiveResource, listings: readonly Listing[]): LiveResource {
  const row = listings.find(({ rows }) => rows.Policy?.Arn === item.arn && rows.Policy.PolicyId === item.id)
    ?.rows.Policy;
  if (row === undefined) return item;
  const { Description, ...properties } = item.resource.properties;
  const described = row.Description ?? Description ?? '';
  return {
    ...item,
    resource: {
      ...item.resource,
      properties: described === '' ? properties : { ...properties, Description: described },
    },
    uncheckedProperties: item.uncheckedProperties.filter((property) => property !== 'Description'),
  };
}

/** Why a listed resource could not be read in full, by what is to be printed. */
function whyUnread(item: LiveResource, listings: readonly Listing[], directory: string): string {
  const { resource, arn } = item;
  const { listed, fields } = kindSpec(resource.kind);
  const lacking = (command: string): string => `${directory} has no output of "${command}"`;
  if (listed.oneByOne === true)
    return lacking(`${COMMANDS.GetOpenIDConnectProvider} --open-id-connect-provider-arn ${arn}`);
  const other = fields.map(({ source }) => source).find((source) => source !== listed.call);
  if (other === undefined) {
    const isAskedAlone = item.uncheckedProperties.every((property) => property === 'Description');
    return lacking(isAskedAlone ? `${COMMANDS.GetPolicy} --policy-arn ${arn}` : COMMANDS[listed.call]);
  }
  if (listings.every(({ call }) => call !== other)) return lacking(COMMANDS[other]);
  return (
    truncation(listings, other, directory) ??
    `${directory} has it in the output of "${COMMANDS[listed.call]}" only: print both anew`
  );
}

/** ListRoles has them and the other command has not: nothing but their names is known. */
function unmatchedRolesOf(
  rows: RowsResult,
  found: readonly LiveResource[],
  directory: string,
): readonly Unchecked[] {
  const detailed = new Set(found.map(keyOf));
  return rows.unmatched
    .filter((address) => !detailed.has(addressKey(address)))
    .map((address) => ({
      kind: kindOf(address),
      address,
      reason: `${directory} has it in the output of "${COMMANDS.ListRoles}" only: print both anew`,
    }));
}

function checkRepeats(found: readonly LiveResource[], directory: string): void {
  const repeated = found.find((item, index) => {
    const next = found[index + 1];
    return next !== undefined && keyOf(next) === keyOf(item);
  });
  if (repeated === undefined) return;
  throw new RolekeeperError(
    'invalid-config',
    `--live ${directory} cannot be used: it has ${addressOfResource(repeated.resource)} twice`,
    { hint: 'keep one output of each command: the newest' },
  );
}

function keyOf(item: LiveResource): string {
  return addressKey(addressOfResource(item.resource));
}

/**
 * The files of a folder, each known for what it is.
 *
 * @throws RolekeeperError `invalid-config` with every file that cannot be used
 */
export async function readListings(directory: string): Promise<readonly Listing[]> {
  const names = [...(await entriesOf(directory)).files].sort();
  const parsed = await Promise.all(
    names.map(async (name) => parseListing(name, decodeText(await readFile(join(directory, name))))),
  );
  const mistakes = parsed.filter((item) => typeof item === 'string');
  if (mistakes.length > 0 || names.length === 0) {
    const text = names.length === 0 ? 'it has no files' : mistakes.join('\n');
    throw new RolekeeperError('invalid-config', `--live ${directory} cannot be used: ${text}`, {
      hint: `keep nothing in it but what these print: ${Object.values(COMMANDS).join(', ')}`,
    });
  }
  return parsed.filter((item) => typeof item !== 'string');
}

/**
 * The folder with the files of an account: the one that has its id for a name, where the given one has folders of accounts;
 * else the given one itself.
 *
 * @param accounts of all scopes of the run: files that name no account can be of one alone
 * @throws RolekeeperError `invalid-config` where it is not said which account the files are of
 */
export async function liveFolderOf(
  directory: string,
  account: string,
  accounts: readonly string[],
): Promise<string> {
  const { files, folders } = await entriesOf(directory);
  if (!folders.some((name) => /^\d{12}$/.test(name))) {
    if (new Set(accounts).size === 1) return directory;
    const named = (await readListings(directory)).flatMap(({ rows }) => arnsIn(rows));
    if (named.length > 0) return directory;
    throw new RolekeeperError(
      'invalid-config',
      `--live ${directory} cannot be used for account ${account}: its files name no account, and the scopes are of several`,
      { hint: `save what is of one account in a folder of its own: ${join(directory, account)}` },
    );
  }
  if (files.length === 0) return join(directory, account);
  const [are, them, their] = files.length === 1 ? ['is', 'it', 'its'] : ['are', 'them', 'their'];
  throw new RolekeeperError(
    'invalid-config',
    `--live ${directory} cannot be used: ${files.join(', ')} ${are} beside the folders of accounts`,
    { hint: `move ${them} into the folder of ${their} account, as ${join(directory, account)} is one` },
  );
}

async function entriesOf(
  directory: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const shown = (await namesIn(directory)).filter((name) => !name.startsWith('.'));
  const folders = new Set<string>();
  for (const name of shown) if (await isFolder(directory, name)) folders.add(name);
  return { files: shown.filter((name) => !folders.has(name)), folders: [...folders] };
}

/** A symbolic link counts as what it leads to. */
async function isFolder(directory: string, name: string): Promise<boolean> {
  try {
    return (await stat(join(directory, name))).isDirectory();
  } catch (cause) {
    throw new RolekeeperError(
      'invalid-config',
      `--live ${directory} cannot be used: ${name} leads to nothing that can be read`,
      { hint: 'remove it, or let it lead to a folder of an account or to what a command printed', cause },
    );
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const why = isNativeError(error) && 'code' in error ? String(error.code) : String(error);
    const reason = { ENOENT: 'there is no such folder', ENOTDIR: 'it is a file, not a folder' }[why] ?? why;
    throw new RolekeeperError('invalid-config', `--live ${directory} cannot be read: ${reason}`, {
      hint: `make the folder and save there what these print: ${Object.values(COMMANDS).join(', ')}`,
      cause: error,
    });
  }
}

function bulkOf(listings: readonly Listing[], directory: string): BulkResult {
  const rows = rowsIn(listings);
  const missing = [...callsOf(undefined)].filter((call) => rows[call] === undefined);
  return {
    kinds: undefined,
    rows,
    denied: recordOf(missing, (call) => `${directory} has no output of "${COMMANDS[call]}"`),
  };
}

/** What the files have of each call; nothing of one that no file is of. */
function rowsIn(listings: readonly Listing[]): Required<BulkRows> {
  const of = <Rows>(
    call: IamReadCall,
    rowsOf: (all: readonly Listing['rows'][]) => Rows,
  ): Rows | undefined => {
    const own = listings.filter((listing) => listing.call === call);
    return own.length === 0 ? undefined : rowsOf(own.map(({ rows }) => rows));
  };
  return {
    GetAccountAuthorizationDetails: of('GetAccountAuthorizationDetails', (all) => ({
      RoleDetailList: all.flatMap((rows) => rows.RoleDetailList ?? []),
      UserDetailList: all.flatMap((rows) => rows.UserDetailList ?? []),
      GroupDetailList: all.flatMap((rows) => rows.GroupDetailList ?? []),
      Policies: all.flatMap((rows) => rows.Policies ?? []).filter(isOfAccount),
    })),
    ListRoles: of('ListRoles', (all) => all.flatMap((rows) => rows.Roles ?? [])),
    ListInstanceProfiles: of('ListInstanceProfiles', (all) =>
      all.flatMap((rows) => rows.InstanceProfiles ?? []),
    ),
    ListOpenIDConnectProviders: of('ListOpenIDConnectProviders', (all) =>
      all
        .flatMap((rows) => rows.OpenIDConnectProviderList ?? [])
        .map(({ Arn }) => providerRow(Arn, listings)),
    ),
  };
}

function checkAccount(listings: readonly Listing[], directory: string, account: string): void {
  for (const { file, rows } of listings) {
    const other = arnsIn(rows)
      .map((arn) => parseArn(arn)?.account ?? '')
      .find((id) => id !== account);
    if (other === undefined) continue;
    throw new RolekeeperError(
      'wrong-account',
      `${join(directory, file)} is of account ${other}, and the settings say ${account}`,
      {
        hint: `print the files with credentials of ${account}; for several accounts, into a folder of each with its id for a name`,
      },
    );
  }
}

/** Of all that is of the account itself. */
function arnsIn(rows: Listing['rows']): readonly string[] {
  return [
    ...(rows.RoleDetailList ?? []),
    ...(rows.UserDetailList ?? []),
    ...(rows.GroupDetailList ?? []),
    ...(rows.Policies ?? []).filter(isOfAccount),
    ...(rows.Policy === undefined ? [] : [rows.Policy]).filter(isOfAccount),
    ...(rows.InstanceProfiles ?? []),
    ...(rows.OpenIDConnectProviderList ?? []),
  ].map((row) => row.Arn);
}

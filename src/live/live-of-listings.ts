import { posix } from 'node:path';
import { addressKey, kindOf, KINDS } from '../model/address.ts';
import { parseArn } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Live, LiveResource, Unchecked } from '../model/live.ts';
import type { OidcProviderRow } from '../model/iam-reader.ts';
import { addressOfResource } from '../model/resource.ts';
import type { BulkRows, IamReadCall } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import { recordOf } from '../model/keys.ts';
import { arnsIn, COMMANDS, gapsOf, isOfAccount, truncation } from './listing-gaps.ts';
import { liveOfRows, withReason, type BulkResult, type RowsResult } from './live-of-rows.ts';
import { callsOf } from './read-bulk.ts';
import type { Listing, LiveFolder } from './listing.ts';

/**
 * The live side out of a folder with what the `aws` CLI prints, in place of credentials. Any file names: files are told
 * apart by what is in them, and several files of one command are pages of one answer. What no file says is unchecked.
 *
 * @param account when given, files of another account are refused
 * @throws RolekeeperError `invalid-config` with every file that cannot be used, `wrong-account`
 */
export function liveOfListings({ directory, listings }: LiveFolder, account?: string): Live {
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
      `${posix.join(directory, file)} is of account ${other}, and the settings say ${account}`,
      {
        hint: `print the files with credentials of ${account}; for several accounts, into a folder of each with its id for a name`,
      },
    );
  }
}

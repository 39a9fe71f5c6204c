import { addressKey, kindFacts, type Address } from '../model/address.ts';
import { RolekeeperError } from '../model/failure.ts';
import { addressOfResource } from '../model/resource.ts';
import { withCompanions } from '../adopt/group-drafts.ts';
import { sayAdoption, sayRefused } from '../adopt/say-adoption.ts';
import { loadDesired } from '../desired/load.ts';
import { visibleText } from '../report/escape-terminal.ts';
import {
  readAccount,
  readTargetFolder,
  readFully,
  type AccountReading,
  checkingOf,
  type TargetFolder,
} from './adopt/account-reading.ts';
import { proveDrafts, type ProvenDrafts } from './adopt/prove-drafts.ts';
import { select, selectionOf, type Selection, type SelectionOptions } from './adopt/select.ts';
import { updateFiles } from './adopt/update.ts';
import { overwriteFiles, writeNewFiles } from './adopt/write-files.ts';
import type { Environment } from './environment.ts';
import type { OpenSession } from './session.ts';
import { whileReading } from './show-reading.ts';
import { withSessions } from './with-sessions.ts';

export interface AdoptOptions extends SelectionOptions {
  readonly desired: string;
  /** Takes what was edited in the account over into the files that declare it. */
  readonly update?: boolean;
}

/**
 * Writes desired files for what is live, and proves on the account as it was read that their plan is an adoption without
 * differences: no file is written before. What cannot be adopted is listed with the reason. Exit code 0; 1 where
 * something that was named on the command line is not adopted.
 */
export async function adopt(
  words: readonly string[],
  options: AdoptOptions,
  environment: Environment,
  open: OpenSession,
): Promise<number> {
  const folder = await readTargetFolder(options.desired, environment);
  const selection = await selectionOf(words, options, folder.scope.settings.account);
  return whileReading(environment, [], () =>
    withSessions(open, (opening) =>
      options.update === true
        ? update(selection, folder, environment, opening)
        : adoptSelection(selection, words, folder, environment, opening),
    ),
  );
}

/** The same of what has just been taken out of a stack. */
export async function adoptAddresses(
  addresses: readonly Address[],
  folder: TargetFolder,
  environment: Environment,
  open: OpenSession,
): Promise<number> {
  const selection = { addresses, outside: false, all: false };
  return adoptSelection(selection, addresses, folder, environment, open);
}

async function adoptSelection(
  selection: Selection,
  words: readonly string[],
  folder: TargetFolder,
  environment: Environment,
  open: OpenSession,
): Promise<number> {
  const first = await readAccount(folder, selection.addresses, open);
  const { wanted, refused } = await select(selection, first);
  const addresses = withCompanions(wanted, first.live).map(({ resource }) => addressOfResource(resource));
  const reading = await readFully(first, addresses);
  const again = new Set(wanted.map(({ resource }) => addressKey(addressOfResource(resource))));
  const asked = reading.live.found.filter(({ resource }) =>
    again.has(addressKey(addressOfResource(resource))),
  );
  const proven = await proveDrafts(asked, reading);
  await write(proven, reading, environment);
  const all = [...refused, ...proven.refused];
  const lines = sayAdoption(proven.files, all, folder.directory);
  environment.out(`${lines.map(visibleText).join('\n')}\n`);
  const unread = reading.live.unchecked.filter((one) => one.address === undefined);
  for (const { kind, reason } of unread)
    environment.err(`${visibleText(`unchecked: every ${kind}: ${reason}`)}\n`);
  const named = new Set(words.map((word) => word.toLowerCase()));
  const missed = all.filter(({ address }) => named.has(address.toLowerCase()));
  const failure = failureOfSearch(selection, reading.live);
  if (missed.length === 0 && failure !== undefined) throw failure;
  if (missed.length === 0) return 0;
  throw new RolekeeperError('blocked', `not adopted: ${missed.map(({ address }) => address).join(', ')}`, {
    hint: 'the report above gives the reason for each',
  });
}

/** Of all that there is, or of all that is used from outside, nothing is said where kinds of it were not read. */
function failureOfSearch(
  { all, outside }: Selection,
  { unchecked }: AccountReading['live'],
): RolekeeperError | undefined {
  const kinds = unchecked.filter(({ kind, address }) => {
    if (address !== undefined) return false;
    return all || (outside && kindFacts(kind).actsBy !== undefined);
  });
  if (kinds.length === 0) return undefined;
  const named = kinds.map(({ kind }) => `every ${kind}`).join(', ');
  return new RolekeeperError('unchecked', `not everything could be read: ${named}`, {
    hint: 'what was read is shown above; docs/permissions.md has the permissions of the plan role',
  });
}

async function update(
  { addresses, outside, all }: Selection,
  folder: TargetFolder,
  environment: Environment,
  open: OpenSession,
): Promise<number> {
  if (outside || all) {
    throw new RolekeeperError('invalid-config', '--update takes addresses, and neither --outside nor --all', {
      hint: 'name the resources whose drift you accept, as rolekeeper drift lists them',
    });
  }
  const reading = await readAccount(folder, addresses, open);
  const { files, updated, refused } = updateFiles(addresses, reading);
  await overwriteFiles(files, environment.newId());
  const lines = [
    ...files.map(({ file }) => `updated ${file}`),
    ...(updated.length === 0 ? [] : [`The files declare this as it is live: ${updated.join(', ')}.`]),
    ...sayRefused(refused, 'Not updated'),
  ];
  environment.out(`${lines.map(visibleText).join('\n')}\n`);
  if (refused.length === 0) return 0;
  throw new RolekeeperError('blocked', `not updated: ${refused.map(({ address }) => address).join(', ')}`, {
    hint: 'the report above gives the reason for each',
  });
}

async function write(
  { files }: ProvenDrafts,
  { folder }: AccountReading,
  environment: Environment,
): Promise<void> {
  if (files.length === 0) return;
  await writeNewFiles(files, environment.newId());
  const written = await loadDesired({ ...checkingOf(folder), directory: folder.directory });
  const names = new Set(written.scopes.flatMap(({ integrations }) => integrations.map(({ name }) => name)));
  const missing = files.filter(({ draft }) => !names.has(draft.name));
  if (missing.length > 0)
    throw new Error(`${missing.map(({ file }) => file).join(', ')} is not read as it was written`);
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { RolekeeperError } from '../model/failure.ts';
import { arnsIn, COMMANDS } from './listing-gaps.ts';
import { decodeText, parseListing, type LiveFolder } from './listing.ts';

/**
 * The files of a folder, each known for what it is.
 *
 * @throws RolekeeperError `invalid-config` with every file that cannot be used
 */
export async function openLiveFolder(directory: string): Promise<LiveFolder> {
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
  return { directory, listings: parsed.filter((item) => typeof item !== 'string') };
}

/**
 * The files of an account: those of the folder that has its id for a name, where the given one has folders of accounts;
 * else of the given one itself.
 *
 * @param accounts of all scopes of the run: files that name no account can be of one alone
 * @throws RolekeeperError `invalid-config` where it is not said which account the files are of
 */
export async function liveFolderOf(
  directory: string,
  account: string,
  accounts: readonly string[],
): Promise<LiveFolder> {
  const { files, folders } = await entriesOf(directory);
  if (!folders.some((name) => /^\d{12}$/.test(name))) {
    const folder = await openLiveFolder(directory);
    if (new Set(accounts).size === 1) return folder;
    if (folder.listings.some(({ rows }) => arnsIn(rows).length > 0)) return folder;
    throw new RolekeeperError(
      'invalid-config',
      `--live ${directory} cannot be used for account ${account}: its files name no account, and the scopes are of several`,
      { hint: `save what is of one account in a folder of its own: ${join(directory, account)}` },
    );
  }
  if (files.length === 0) return openLiveFolder(join(directory, account));
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

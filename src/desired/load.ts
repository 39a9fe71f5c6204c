import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dirent } from 'node:fs';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { isYamlFile } from '../model/desired-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Scope } from '../model/integration.ts';
import { checkAcrossScopes } from './check-across-scopes.ts';
import { errorAt, sortDiagnostics, warningAt } from './diagnose.ts';
import { missingSettings, parseScope, type ScopeFile } from './parse-scope.ts';

export interface LoadResult {
  /** Sorted by folder. A scope with errors is not in it. */
  readonly scopes: readonly Scope[];
  /** Every scope with the integrations that could be read, whatever is wrong elsewhere: to be judged, never to be planned. */
  readonly readable: readonly Scope[];
  /** Errors and warnings, sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a folder that is a scope (it has a `rolekeeper.yaml`), or that holds one folder per scope. Everything that is
 * wrong with any file comes back as a diagnostic; it never throws for what a user wrote.
 *
 * @param today `YYYY-MM-DD`; without it, no date is too far ahead
 */
export async function loadDesired(
  directory: string,
  catalogue?: ActionCatalogue,
  rehearsal = false,
  today?: string,
): Promise<LoadResult> {
  const folder = await readFolder(directory);
  if (folder.failed !== undefined) return { scopes: [], readable: [], diagnostics: [folder.failed] };
  const parts =
    folder.yaml.length > 0 || folder.folders.length === 0
      ? [await loadScope(directory, folder, { catalogue, rehearsal, today })]
      : await Promise.all(
          folder.folders.map((name) => loadSubfolder(join(directory, name), { catalogue, rehearsal, today })),
        );
  const isScope = folder.yaml.length > 0 || folder.folders.length === 0;
  const scopes = parts.flatMap((part) => part.scopes);
  const diagnostics = [
    ...parts.flatMap((part) => part.diagnostics),
    ...(isScope ? [] : [...folder.refused, ...folder.json.map((name) => unowned(join(directory, name)))]),
    ...checkAcrossScopes(scopes),
  ];
  const nothing = scopes.length === 0 && diagnostics.length === 0;
  return {
    scopes,
    readable: parts.flatMap((part) => part.readable),
    diagnostics: nothing ? [missingSettings(directory)] : sortDiagnostics(diagnostics),
  };
}

interface LoadOptions {
  readonly catalogue: ActionCatalogue | undefined;
  readonly rehearsal: boolean;
  readonly today: string | undefined;
}

interface Folder {
  readonly failed?: Diagnostic;
  /** What leads out of the folder, or may never end. */
  readonly refused: readonly Diagnostic[];
  readonly yaml: readonly string[];
  readonly json: readonly string[];
  readonly folders: readonly string[];
}

/** What a folder holds that matters, sorted; hidden entries do not. */
async function readFolder(directory: string): Promise<Folder> {
  let entries: readonly Dirent[];
  const failed = (why: Diagnostic): Folder => ({ failed: why, refused: [], yaml: [], json: [], folders: [] });
  try {
    if ((await lstat(directory)).isSymbolicLink()) return failed(notAFile(directory, 'a symbolic link'));
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    return failed(unreadableFolder(directory, error));
  }
  const all = entries.filter((entry) => !entry.name.startsWith('.'));
  const visible = all.filter((entry) => entry.isFile() || entry.isDirectory());
  const names = (of: readonly Dirent[]): readonly string[] => of.map((entry) => entry.name).sort();
  const files = visible.filter((entry) => !entry.isDirectory());
  return {
    refused: all
      .filter((entry) => !visible.includes(entry))
      .map((entry) => notAFile(join(directory, entry.name), entry.isSymbolicLink() ? 'a symbolic link' : 'no file')),
    yaml: names(files.filter((entry) => isYamlFile(entry.name))),
    json: names(files.filter((entry) => /\.json$/i.test(entry.name))),
    folders: names(visible.filter((entry) => entry.isDirectory())),
  };
}

/** A folder below the one that the user named: one without YAML is no scope, and must have none further below. */
async function loadSubfolder(
  directory: string,
  options: LoadOptions,
): Promise<LoadResult> {
  const folder = await readFolder(directory);
  if (folder.failed !== undefined) return { scopes: [], readable: [], diagnostics: [folder.failed] };
  if (folder.yaml.length > 0) return loadScope(directory, folder, options);
  const below = await Promise.all(folder.folders.map((name) => filesBelow(join(directory, name))));
  const files = [...folder.json.map((name) => join(directory, name)), ...below.flatMap((one) => one.files)];
  return {
    scopes: [],
    readable: [],
    diagnostics: [...folder.refused, ...below.flatMap((one) => one.refused), ...files.map(unowned)],
  };
}

/**
 * The texts of a folder that is a scope, for a command that adds to them: they are parsed together with what it writes.
 * Whatever keeps the folder from being read is in `diagnostics`.
 */
export async function readScopeFiles(
  directory: string,
): Promise<{ readonly files: readonly ScopeFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const folder = await readFolder(directory);
  if (folder.failed !== undefined) return { files: [], diagnostics: [folder.failed] };
  return filesOfScope(directory, folder);
}

async function filesOfScope(
  directory: string,
  folder: Folder,
): Promise<{ readonly files: readonly ScopeFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const read = await Promise.all(folder.yaml.map((name) => readText(directory, name)));
  const nested = await Promise.all(folder.folders.map((name) => checkNested(join(directory, name))));
  return {
    files: read.flatMap((one) => ('text' in one ? [one] : [])),
    diagnostics: [...read.flatMap((one) => ('text' in one ? [] : [one])), ...folder.refused, ...nested.flat()],
  };
}

async function loadScope(
  directory: string,
  folder: Folder,
  options: LoadOptions,
): Promise<LoadResult> {
  const { files, diagnostics: refused } = await filesOfScope(directory, folder);
  const parsed = parseScope(directory, files, options.catalogue, options.rehearsal, options.today);
  const others = [...refused, ...folder.json.map((name) => jsonFile(directory, name))];
  const sound = refused.length === 0;
  return {
    scopes: parsed.scope !== undefined && sound ? [parsed.scope] : [],
    readable: parsed.readable === undefined ? [] : [parsed.readable],
    diagnostics: [...parsed.diagnostics, ...others],
  };
}

/** YAML in a folder below a scope would be passed over in silence. */
async function checkNested(directory: string): Promise<readonly Diagnostic[]> {
  const { files, refused } = await filesBelow(directory);
  const nested = files.map((file) =>
    errorAt(
      { file, line: 1, column: 1 },
      'nested-folder',
      `this file stands in a folder below ${join(directory, '..')}, which has YAML files of its own`,
      'move it up, or give every account a folder with a rolekeeper.yaml and leave no YAML file beside them',
    ),
  );
  return [...refused, ...nested];
}

interface Below {
  readonly files: readonly string[];
  readonly refused: readonly Diagnostic[];
}

/** Every file of YAML or JSON in a folder, at any depth, and what is no file. */
async function filesBelow(directory: string): Promise<Below> {
  const { yaml, json, folders, refused } = await readFolder(directory);
  const below = await Promise.all(folders.map((name) => filesBelow(join(directory, name))));
  return {
    files: [...[...yaml, ...json].map((name) => join(directory, name)), ...below.flatMap((one) => one.files)],
    refused: [...refused, ...below.flatMap((one) => one.refused)],
  };
}

function unowned(file: string): Diagnostic {
  return errorAt(
    { file, line: 1, column: 1 },
    'nested-folder',
    'this file belongs to no scope: a scope is the folder that is given with --desired, or one right below it',
    'move it into a folder with a rolekeeper.yaml right below, or name its folder with --desired',
  );
}

function jsonFile(directory: string, name: string): Diagnostic {
  const message = `${name} is not read: only files that end in .yaml or .yml are`;
  const hint = `rename it to "${name.replace(/\.json$/i, '.yaml')}": YAML reads JSON as it is`;
  return warningAt({ file: join(directory, name), line: 1, column: 1 }, 'ignored-file', message, hint);
}

async function readText(directory: string, name: string): Promise<ScopeFile | Diagnostic> {
  const file = join(directory, name);
  const start = { file, line: 1, column: 1 };
  try {
    const bytes = await readBounded(file);
    if (bytes === undefined) {
      const hint = 'split it: one integration is one purpose of one third party';
      return errorAt(start, 'file-too-large', `${name} is larger than ${MOST_BYTES / 1024 / 1024} MiB`, hint);
    }
    return { file, name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      const hint = 'save it as UTF-8';
      return errorAt(start, 'not-utf8', `${name} is not UTF-8 text`, hint);
    }
    const message = `${name} cannot be read (${codeOf(error)})`;
    return errorAt(start, 'unreadable-file', message, 'check that it is a file and that you may read it');
  }
}

/** Nobody reviews more, and a run must end. */
const MOST_BYTES = 1024 * 1024;

/** The bytes of a file; undefined when there are too many. What became a link or a pipe since it was listed is refused. */
async function readBounded(file: string): Promise<Uint8Array | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw Object.assign(new Error(), { code: 'it is no file' });
    if (stats.size > MOST_BYTES) return undefined;
    const buffer = new Uint8Array(MOST_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (length > MOST_BYTES) return undefined;
      if (bytesRead === 0) return buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}

function notAFile(path: string, what: string): Diagnostic {
  const place = { file: path, line: 1, column: 1 };
  const message = `${path} is ${what}: a review of the folder would not show what it leads to`;
  return errorAt(place, 'not-a-file', message, 'put the file itself there, or take it out of the folder');
}

function unreadableFolder(directory: string, error: unknown): Diagnostic {
  const code = codeOf(error);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const message = missing
    ? code === 'ENOTDIR'
      ? `"${directory}" is a file, and --desired takes a folder`
      : `there is no folder "${directory}"`
    : `the folder "${directory}" cannot be read (${code})`;
  const hint = missing
    ? 'name the folder of the desired files with --desired, or write one with a rolekeeper.yaml in it'
    : 'check that you may read it';
  return { severity: 'error', code: missing ? 'missing-folder' : 'unreadable-folder', message, hint };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}

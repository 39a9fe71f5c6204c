import { join, normalize } from 'node:path';
import { isSettingsFile, isSharedFolder } from '../model/desired-file.ts';
import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { declaredBy, type Scope, type Neighbour } from '../model/integration.ts';
import { checkAcrossScopes } from './check-across-scopes.ts';
import { errorAt, sortDiagnostics, warningAt } from './diagnose.ts';
import { mergeIncluded } from './includes.ts';
import type { LoadResult } from './load-result.ts';
import {
  type Checking,
  includedPaths,
  missingSettings,
  parseScope,
  type ScopeFile,
  type SharedFiles,
} from './parse-scope.ts';
import { suggesting } from './suggest.ts';
import { filesBelow, readBelow, readFolder, readText, type Folder } from './read-folder.ts';

/** A folder of desired state. */
export interface DesiredFolder extends Checking {
  readonly directory: string;
}

/**
 * Reads a folder that is a scope (it has a `rolekeeper.yaml`), or that holds one folder per scope. A folder that begins
 * with `_` is not a scope: scopes include its files. Everything that is wrong with any file comes back as a diagnostic; it never throws for what a user wrote.
 */
export async function loadDesired({ directory, ...checking }: DesiredFolder): Promise<LoadResult> {
  const folder = await readFolder(directory);
  if (folder.failed !== undefined) return { scopes: [], reviewable: [], diagnostics: [folder.failed] };
  const isScope = folder.yaml.length > 0 || folder.folders.length === 0;
  const shared: SharedReads = new Map();
  const options = { suggestFew: suggesting(), ...checking, shared };
  const parts = isScope
    ? [await loadScope(directory, folder, options)]
    : await Promise.all(
        folder.folders
          .filter((name) => !isSharedFolder(name))
          .map((name) => loadSubfolder(join(directory, name), options)),
      );
  const scopes = parts.flatMap((part) => part.scopes);
  const reviewable = parts.flatMap((part) => part.reviewable);
  const diagnostics = [
    ...parts.flatMap((part) => part.diagnostics),
    ...(isScope ? [] : [...folder.refused, ...folder.json.map((name) => unowned(join(directory, name)))]),
    ...checkAcrossScopes(scopes),
  ];
  const beside = isScope ? [] : await checkShared(directory, folder, shared);
  // What settings with mistakes would include is not known.
  const unread = hasErrors(diagnostics) ? beside.filter(({ severity }) => severity === 'error') : beside;
  const all = [...diagnostics, ...unread];
  const nothing = scopes.length === 0 && all.length === 0;
  return {
    scopes: withNeighbours(scopes, reviewable),
    reviewable: withNeighbours(reviewable, reviewable),
    diagnostics: nothing ? [missingSettings(directory)] : sortDiagnostics(mergeIncluded(all)),
  };
}

interface LoadOptions extends Checking {
  readonly shared: SharedReads;
}

/** Files that scopes include, by their path: each is read once, however many scopes include it. */
type SharedReads = Map<string, ReturnType<typeof readBelow>>;

/** A folder below the one that the user named: one without YAML is not a scope, and must have none further below. */
async function loadSubfolder(directory: string, options: LoadOptions): Promise<LoadResult> {
  const folder = await readFolder(directory);
  if (folder.failed !== undefined) return { scopes: [], reviewable: [], diagnostics: [folder.failed] };
  if (folder.yaml.length > 0) return loadScope(directory, folder, options);
  const below = await Promise.all(folder.folders.map((name) => filesBelow(join(directory, name))));
  const files = [...folder.json.map((name) => join(directory, name)), ...below.flatMap((one) => one.files)];
  return {
    scopes: [],
    reviewable: [],
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
  const read = folder.yaml.map((name) => readText(directory, name));
  const nested = await Promise.all(folder.folders.map((name) => checkNested(join(directory, name))));
  return {
    files: read.flatMap((one) => ('text' in one ? [one] : [])),
    diagnostics: [
      ...read.flatMap((one) => ('text' in one ? [] : [one])),
      ...folder.refused,
      ...nested.flat(),
    ],
  };
}

async function loadScope(directory: string, folder: Folder, options: LoadOptions): Promise<LoadResult> {
  const { files, diagnostics: refused } = await filesOfScope(directory, folder);
  const shared = await readShared(directory, files, options);
  const parsed = parseScope({ ...options, directory, files, shared });
  const others = [...refused, ...folder.json.map((name) => jsonFile(directory, name))];
  const sound = refused.length === 0;
  return {
    scopes: parsed.scope !== undefined && sound ? [parsed.scope] : [],
    reviewable: parsed.reviewable === undefined ? [] : [parsed.reviewable],
    diagnostics: [...parsed.diagnostics, ...others],
  };
}

/** The files that the settings of a scope include: they stand in a folder beside that of the scope. */
async function readShared(
  directory: string,
  files: readonly ScopeFile[],
  { rehearsal, shared }: LoadOptions,
): Promise<SharedFiles> {
  const around = join(directory, '..');
  // A folder that is given as "." or ".." may be the root of the repository: what stands around it is none of it.
  const isInside = !/(?:^|[\\/])\.\.?[\\/]*$/.test(normalize(directory));
  const found = new Map<string, ScopeFile | Diagnostic>();
  for (const path of isInside ? includedPaths(directory, files, rehearsal) : []) {
    const place = join(around, path);
    const read = shared.get(place) ?? readBelow(around, path);
    shared.set(place, read);
    const file = await read;
    if (file !== undefined) found.set(path, file);
  }
  return found;
}

/** What stands in the folders that begin with `_` and would be passed over in silence. */
async function checkShared(
  directory: string,
  { folders }: Folder,
  shared: SharedReads,
): Promise<readonly Diagnostic[]> {
  const below = await Promise.all(
    folders.filter(isSharedFolder).map((name) => filesBelow(join(directory, name))),
  );
  const files = below.flatMap((one) => one.files).filter((file) => !shared.has(file));
  return [...below.flatMap(({ refused }) => refused), ...files.map(checkSharedFile)];
}

function checkSharedFile(file: string): Diagnostic {
  const name = file.split(/[\\/]/).at(-1) ?? '';
  const place = { file, line: 1, column: 1 };
  if (!isSettingsFile(name)) {
    const hint = 'name it under "include:" in the rolekeeper.yaml of a scope, or remove it';
    return warningAt(
      place,
      'not-included',
      'no scope includes this file, so nothing of it was checked',
      hint,
    );
  }
  const message = 'a folder that begins with "_" is not a scope, and its settings are not read';
  return errorAt(place, 'nested-folder', message, 'rename the folder, or remove this file');
}

/** YAML in a folder below a scope would be passed over in silence. */
async function checkNested(directory: string): Promise<readonly Diagnostic[]> {
  const { files, refused } = await filesBelow(directory);
  const nested = files.map((file) =>
    errorAt(
      { file, line: 1, column: 1 },
      'nested-folder',
      `this file is in a folder below ${join(directory, '..')}, which has YAML files of its own`,
      'move it up, or give every account a folder with a rolekeeper.yaml and leave no YAML file beside them',
    ),
  );
  return [...refused, ...nested];
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

/** Scopes with what the other folders for the same account say. */
function withNeighbours(scopes: readonly Scope[], all: readonly Scope[]): readonly Scope[] {
  const byAccount = new Map<string, Neighbour[]>();
  for (const scope of all) {
    const { account } = scope.settings;
    byAccount.set(account, [...(byAccount.get(account) ?? []), neighbourOf(scope)]);
  }
  return scopes.map((scope) => {
    const others = byAccount.get(scope.settings.account) ?? [];
    const neighbours = others.filter(({ directory }) => directory !== scope.directory);
    return neighbours.length === 0 ? scope : { ...scope, neighbours };
  });
}

function neighbourOf({ directory, settings, integrations }: Scope): Neighbour {
  const { region, stackPrefix } = settings;
  const names = integrations.map(({ name }) => name);
  return { directory, region, stackPrefix, integrations: names, addresses: declaredBy(integrations) };
}

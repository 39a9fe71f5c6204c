import { closeSync, constants, fstatSync, openSync, readSync, type Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden, isYamlFile } from '../model/desired-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt } from './diagnose.ts';
import type { ScopeFile } from './parse-scope.ts';

export interface Folder {
  readonly failed?: Diagnostic;
  /** What leads out of the folder, or may never end. */
  readonly refused: readonly Diagnostic[];
  readonly yaml: readonly string[];
  readonly json: readonly string[];
  readonly folders: readonly string[];
}

/** What a folder holds that matters, sorted; hidden entries do not. */
export async function readFolder(directory: string): Promise<Folder> {
  let entries: readonly Dirent[];
  const failed = (why: Diagnostic): Folder => ({ failed: why, refused: [], yaml: [], json: [], folders: [] });
  try {
    if ((await lstat(directory)).isSymbolicLink()) return failed(notAFile(directory, 'a symbolic link'));
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    return failed(unreadableFolder(directory, error));
  }
  const all = entries.filter((entry) => !isHidden(entry.name));
  const visible = all.filter((entry) => entry.isFile() || entry.isDirectory());
  const names = (of: readonly Dirent[]): readonly string[] => of.map((entry) => entry.name).sort();
  const files = visible.filter((entry) => !entry.isDirectory());
  return {
    refused: all
      .filter((entry) => !visible.includes(entry))
      .map((entry) =>
        notAFile(join(directory, entry.name), entry.isSymbolicLink() ? 'a symbolic link' : 'no file'),
      ),
    yaml: names(files.filter((entry) => isYamlFile(entry.name))),
    json: names(files.filter((entry) => /\.json$/i.test(entry.name))),
    folders: names(visible.filter((entry) => entry.isDirectory())),
  };
}

export interface Below {
  readonly files: readonly string[];
  readonly refused: readonly Diagnostic[];
}

/** Every file of YAML or JSON in a folder, at any depth, and what is not a file. */
export async function filesBelow(directory: string): Promise<Below> {
  const { yaml, json, folders, refused } = await readFolder(directory);
  const below = await Promise.all(folders.map((name) => filesBelow(join(directory, name))));
  return {
    files: [...[...yaml, ...json].map((name) => join(directory, name)), ...below.flatMap((one) => one.files)],
    refused: [...refused, ...below.flatMap((one) => one.refused)],
  };
}

/**
 * A file below a folder, by a path of plain names. No name on the way may be a link: a review of the folder would not show
 * what it leads to. Undefined where there is none.
 */
export async function readBelow(
  directory: string,
  path: string,
): Promise<ScopeFile | Diagnostic | undefined> {
  const segments = path.split('/');
  for (const [index] of segments.entries()) {
    const place = join(directory, ...segments.slice(0, index + 1));
    try {
      if ((await lstat(place)).isSymbolicLink()) return notAFile(place, 'a symbolic link');
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      return unreadableFolder(place, error);
    }
  }
  return readText(join(directory, ...segments.slice(0, -1)), segments.at(-1) ?? '');
}

export function readText(directory: string, name: string): ScopeFile | Diagnostic {
  const file = join(directory, name);
  const start = { file, line: 1, column: 1 };
  try {
    const bytes = readBounded(file);
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

/** No review reads more, and a run must end. */
const MOST_BYTES = 1024 * 1024;

/**
 * The bytes of a file; undefined when there are too many. What became a link or a pipe since it was listed is refused.
 * Read in the calling thread: of small files each asynchronous step costs more than the whole of it.
 */
function readBounded(file: string): Uint8Array | undefined {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw Object.assign(new Error(), { code: 'it is not a file' });
    if (stats.size > MOST_BYTES) return undefined;
    // A byte more than the file has: what grew meanwhile fills it.
    let buffer = new Uint8Array(stats.size + 1);
    let length = 0;
    for (;;) {
      const bytesRead = readSync(handle, buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (length > MOST_BYTES) return undefined;
      if (bytesRead === 0) return buffer.subarray(0, length);
      if (length === buffer.length) buffer = grown(buffer);
    }
  } finally {
    closeSync(handle);
  }
}

function grown(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(MOST_BYTES + 1);
  larger.set(buffer);
  return larger;
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

import { execFile } from 'node:child_process';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { DeclaredThen } from '../assess/stack-origin.ts';
import type { ScopeFile } from '../desired/parse-scope.ts';
import type { Audit } from '../model/audit.ts';
import { isYamlFile } from '../model/desired-file.ts';
import type { Scope } from '../model/integration.ts';
import { NAMES_NO_COMMIT, declaredBy, includedAbout, isAbout, type ReadDeclared } from './stack-origins.ts';

/** Reads a scope's folder in a commit of the git clone that it stands in; nothing is checked out and nothing runs. */
export function declaredInClone({ directory }: Pick<Scope, 'directory'>): ReadDeclared {
  return async (commit, integrations): Promise<DeclaredThen> => {
    if (commit === undefined) return { known: false, why: NAMES_NO_COMMIT, ...(await ifWhole(directory)) };
    const short = commit.slice(0, 7);
    const ancestry = await git(directory, ['merge-base', '--is-ancestor', commit, 'HEAD']);
    const names =
      ancestry === undefined ? undefined : await git(directory, ['ls-tree', '-z', '--name-only', commit]);
    if (names === undefined) {
      const why = `the commit ${short} that it names is not in the history of a git clone here`;
      return { known: false, why, ...(await ifWhole(directory)) };
    }
    const wanted = names.split('\0').filter((name) => isYamlFile(name) && isAbout(name, integrations));
    const files: ScopeFile[] = [];
    for (const name of wanted) {
      const file = await readAt(directory, commit, `./${name}`);
      if (file !== undefined) files.push(file);
    }
    const shared = new Map<string, ScopeFile>();
    for (const path of includedAbout(directory, files, integrations)) {
      const file = await readAt(directory, commit, `../${path}`);
      if (file !== undefined) shared.set(path, file);
    }
    return declaredBy(directory, { commit, integrations, files, shared });
  };
}

/** A commit that the whole history lacks was never applied from; a shallow clone, or none, cannot tell. */
async function ifWhole(directory: string): Promise<{ readonly isUntraced?: true }> {
  const isShallow = await git(directory, ['rev-parse', '--is-shallow-repository']);
  return isShallow?.trim() === 'false' ? { isUntraced: true } : {};
}

/** A file of a commit, by its path from the folder; undefined where the commit has none there. */
async function readAt(directory: string, commit: string, path: string): Promise<ScopeFile | undefined> {
  const text = await git(directory, ['cat-file', 'blob', `${commit}:${path}`]);
  return text === undefined ? undefined : { name: basename(path), text, file: join(directory, path) };
}

/**
 * The audit record with the commit that is checked out, where the folder and the files that its scope includes are
 * exactly what that commit has.
 */
export async function auditInClone(
  { directory, integrations }: Pick<Scope, 'directory' | 'integrations'>,
  audit: Audit = {},
): Promise<Audit> {
  if (audit.commit !== undefined) return audit;
  const files = integrations.map(({ file }) => resolve(file));
  const changed = await git(directory, ['status', '--porcelain', '--ignored', '--', '.', ...files]);
  const commit = changed === '' ? await git(directory, ['rev-parse', '--verify', 'HEAD']) : undefined;
  return commit === undefined ? audit : { ...audit, commit: commit.trim() };
}

const run = promisify(execFile);

/**
 * What git prints; undefined where it refuses, or is not there. None of these commands runs a hook: `status` does not
 * write the index. It runs the filters that the configuration of the clone names.
 */
async function git(directory: string, command: readonly string[]): Promise<string | undefined> {
  try {
    const options = { maxBuffer: MOST_OUTPUT };
    const safely = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-C', directory];
    const { stdout } = await run('git', [...safely, ...command], options);
    return stdout;
  } catch {
    return undefined;
  }
}

/** A desired file has at most 1 MiB. */
const MOST_OUTPUT = 16 * 1024 * 1024;

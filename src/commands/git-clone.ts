import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DeclaredThen } from '../assess/stack-origin.ts';
import type { ScopeFile } from '../desired/parse-scope.ts';
import type { Audit } from '../model/audit.ts';
import { isYamlFile } from '../model/desired-file.ts';
import type { Scope } from '../model/integration.ts';
import { declaredBy, isAbout, type ReadDeclared } from './stack-origins.ts';

/** Reads a scope's folder in a commit of the git clone that it stands in; nothing is checked out and nothing runs. */
export function declaredInClone({ directory }: Pick<Scope, 'directory'>): ReadDeclared {
  return async (commit, integrations): Promise<DeclaredThen> => {
    const short = commit.slice(0, 7);
    const ancestry = await git(directory, ['merge-base', '--is-ancestor', commit, 'HEAD']);
    const names =
      ancestry === undefined ? undefined : await git(directory, ['ls-tree', '-z', '--name-only', commit]);
    if (names === undefined) {
      const why = `the commit ${short} that it names is not in the history of a git clone here`;
      return { known: false, why };
    }
    const wanted = names.split('\0').filter((name) => isYamlFile(name) && isAbout(name, integrations));
    const files: ScopeFile[] = [];
    for (const name of wanted) {
      const text = await git(directory, ['cat-file', 'blob', `${commit}:./${name}`]);
      if (text !== undefined) files.push({ name, text, file: join(directory, name) });
    }
    return declaredBy(directory, files, commit);
  };
}

/** The audit record with the commit that is checked out, where the folder is exactly what that commit has. */
export async function auditInClone(directory: string, audit: Audit = {}): Promise<Audit> {
  if (audit.commit !== undefined) return audit;
  const changed = await git(directory, ['status', '--porcelain', '--ignored', '--', '.']);
  const commit = changed === '' ? await git(directory, ['rev-parse', '--verify', 'HEAD']) : undefined;
  return commit === undefined ? audit : { ...audit, commit: commit.trim() };
}

const run = promisify(execFile);

/** What git prints; undefined where it refuses, or is not there. None of these commands runs a hook or a filter. */
async function git(directory: string, command: readonly string[]): Promise<string | undefined> {
  try {
    const options = { maxBuffer: MOST_OUTPUT };
    const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', '-C', directory, ...command], options);
    return stdout;
  } catch {
    return undefined;
  }
}

/** A desired file has at most 1 MiB. */
const MOST_OUTPUT = 16 * 1024 * 1024;

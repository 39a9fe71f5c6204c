import { basename, join, resolve } from 'node:path';
import type { DeclaredThen } from '../assess/stack-origin.ts';
import type { ScopeFile } from '../desired/parse-scope.ts';
import type { Audit } from '../model/audit.ts';
import { isYamlFile } from '../model/desired-file.ts';
import type { Scope } from '../model/integration.ts';
import type { Environment, RunGit } from './environment.ts';
import { NAMES_NO_COMMIT, declaredBy, includedAbout, isAbout, type ReadDeclared } from './stack-origins.ts';

/** Reads a scope's folder in a commit of the git clone that it stands in; nothing is checked out and nothing runs. */
export function declaredInClone({ directory }: Pick<Scope, 'directory'>, git: RunGit): ReadDeclared {
  /** A file of a commit, by its path from the folder; undefined where the commit has none there. */
  const readAt = async (commit: string, path: string): Promise<ScopeFile | undefined> => {
    const text = await git(directory, ['cat-file', 'blob', `${commit}:${path}`]);
    return text === undefined ? undefined : { name: basename(path), text, file: join(directory, path) };
  };
  return async (commit, integrations): Promise<DeclaredThen> => {
    if (commit === undefined)
      return { known: false, why: NAMES_NO_COMMIT, ...(await ifWhole(directory, git)) };
    const short = commit.slice(0, 7);
    const clone = { directory, git };
    const isOfHead = await isIn(commit, 'HEAD', clone);
    const upstream = isOfHead ? undefined : await upstreamOf(directory, git);
    const isNewer = upstream !== undefined && (await isIn(commit, upstream.tracking, clone));
    const names =
      isOfHead || isNewer ? await git(directory, ['ls-tree', '-z', '--name-only', commit]) : undefined;
    if (names === undefined)
      return notInHistory(short, isOfHead ? await upstreamOf(directory, git) : upstream, clone);
    const wanted = names.split('\0').filter((name) => isYamlFile(name) && isAbout(name, integrations));
    const files: ScopeFile[] = [];
    for (const name of wanted) {
      const file = await readAt(commit, `./${name}`);
      if (file !== undefined) files.push(file);
    }
    const shared = new Map<string, ScopeFile>();
    for (const path of includedAbout(directory, files, integrations)) {
      const file = await readAt(commit, `../${path}`);
      if (file !== undefined) shared.set(path, file);
    }
    const then = declaredBy(directory, { commit, integrations, files, shared });
    return then.known && isNewer ? { ...then, isNewer } : then;
  };
}

interface Clone {
  readonly directory: string;
  readonly git: RunGit;
}

/** Whether a commit is in the history of another, or is it. */
async function isIn(commit: string, holder: string, { directory, git }: Clone): Promise<boolean> {
  return (await git(directory, ['merge-base', '--is-ancestor', commit, holder])) !== undefined;
}

/** A branch of another repository that the clone follows. */
interface Upstream {
  readonly remote: string;
  /** Its name there. */
  readonly ref: string;
  /** Where the clone has it as of the last fetch. */
  readonly tracking: string;
}

/** What the branch that is checked out follows, and else the default branch of a remote; undefined where there is none. */
async function upstreamOf(directory: string, git: RunGit): Promise<Upstream | undefined> {
  const format = '--format=%(HEAD)%(upstream:remotename) %(upstream:remoteref) %(upstream)';
  const branches = ((await git(directory, ['for-each-ref', format, 'refs/heads'])) ?? '').split('\n');
  const followed = branches.find((line) => line.startsWith('*'))?.slice(1);
  const [remote = '', ref = '', tracking = ''] = (followed ?? '').trim().split(' ');
  if (tracking !== '') return { remote, ref, tracking };
  const [first = ''] = ((await git(directory, ['remote'])) ?? '').trim().split('\n');
  return first === '' ? undefined : { remote: first, ref: 'HEAD', tracking: `refs/remotes/${first}/HEAD` };
}

/**
 * Why nothing is known of a commit. Only a clone that has all of the branch can say that it never had the commit: that is
 * asked of the repository that it follows.
 */
async function notInHistory(
  short: string,
  upstream: Upstream | undefined,
  clone: Clone,
): Promise<Extract<DeclaredThen, { known: false }>> {
  const { directory, git } = clone;
  const why = `the commit ${short} that it names is not in the history of a git clone here`;
  const isUntraced = await ifWhole(directory, git);
  if (isUntraced.isUntraced === undefined || upstream === undefined)
    return { known: false, why, ...isUntraced };
  const { remote, ref, tracking } = upstream;
  const [now = ''] = ((await git(directory, ['ls-remote', remote, ref])) ?? '').split('\t');
  if (now === '')
    return { known: false, why: `${why}, and whether the clone is behind ${remote} is not known` };
  const isFetched = (await isIn(now, 'HEAD', clone)) || (await isIn(now, tracking, clone));
  return isFetched
    ? { known: false, why, ...isUntraced }
    : { known: false, why: `${why}, which is behind ${remote}: git pull, and look again` };
}

/** A commit that the whole history lacks was never applied from; a shallow clone, or none, cannot tell. */
async function ifWhole(directory: string, git: RunGit): Promise<{ readonly isUntraced?: true }> {
  const isShallow = await git(directory, ['rev-parse', '--is-shallow-repository']);
  return isShallow?.trim() === 'false' ? { isUntraced: true } : {};
}

/**
 * The audit record with the commit that is checked out, where the folder and the files that its scope includes are
 * exactly what that commit has. Without a clone it is the commit that the run says.
 */
export async function auditInClone(
  { directory, integrations }: Pick<Scope, 'directory' | 'integrations'>,
  { audit = {}, git }: Pick<Environment, 'audit' | 'git'>,
): Promise<Audit> {
  const files = integrations.map(({ file }) => resolve(file));
  const asked = [
    'status',
    '--porcelain=v2',
    '--branch',
    '--no-ahead-behind',
    '--ignored',
    '--',
    '.',
    ...files,
  ];
  const said = await git(directory, asked);
  if (said === undefined) return audit;
  const lines = said.trimEnd().split('\n');
  // https://git-scm.com/docs/git-status#_branch_headers: whatever is no header is a file that differs.
  const isExact = lines.every((line) => line.startsWith('# '));
  const commit = lines
    .map((line) => /^# branch\.oid ([0-9a-f]+)$/.exec(line)?.[1])
    .find((oid) => oid !== undefined);
  const { commit: _ofRun, ...others } = audit;
  return isExact && commit !== undefined ? { ...others, commit } : others;
}

/** Where the clone comes from, as `git clone` was told. */
export async function originOf(git: RunGit, directory: string): Promise<string | undefined> {
  return (await git(directory, ['config', '--get', 'remote.origin.url']))?.trim();
}

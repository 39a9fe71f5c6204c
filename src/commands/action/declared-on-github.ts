import { posix } from 'node:path';
import type { DeclaredThen } from '../../assess/stack-origin.ts';
import { type ScopeFile, type SharedFiles, includedPaths, parseScope } from '../../desired/parse-scope.ts';
import { parseSettings } from '../../desired/parse-settings.ts';
import { isInHistory } from '../../github/changed-files.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { orWarning } from '../../github/publish-warning.ts';
import { readOnce } from '../../github/read-once.ts';
import { readReplacedAt } from '../../github/replaced-at.ts';
import { readRepositoryFolder } from '../../github/repository-folder.ts';
import { readBlobs, readRepositoryTree } from '../../github/repository-tree.ts';
import { readHead } from '../../github/stale-run.ts';
import {
  integrationOfFile,
  isHidden,
  isSettingsFile,
  isSharedFolder,
  isYamlFile,
} from '../../model/desired-file.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import type { SettledFolder } from '../../review/base-guards.ts';
import type { BaseScope } from '../../review/changed-guards.ts';
import { NAMES_NO_COMMIT, type ReadDeclared, declaredBy, includedAbout, isAbout } from '../stack-origins.ts';
import type { ActionContext } from './context.ts';

/**
 * The settings of every scope below a folder of a commit, wherever they stand there; those with mistakes are none.
 *
 * @throws RolekeeperError `github`
 */
export const readSettledFolders = readOnce(readFolders);

async function readFolders(
  connection: GitHubConnection,
  commit: string,
  desired: string,
): Promise<readonly SettledFolder[]> {
  const files = await readRepositoryTree(connection, commit, desired);
  const paths = [...files].filter(
    ([path]) =>
      isSettingsFile(posix.basename(path)) &&
      !posix
        .relative(desired, posix.dirname(path))
        .split('/')
        .some((name) => isSharedFolder(name) || isHidden(name)),
  );
  const texts = await readBlobs(
    connection,
    paths.map(([, id]) => id),
  );
  return paths.flatMap(([path, id]): readonly SettledFolder[] => {
    const { settings } = parseSettings(texts.get(id) ?? '', path);
    return settings === undefined ? [] : [{ directory: posix.dirname(path), settings }];
  });
}

/**
 * Reads the YAML of a scope in a commit, as data: nothing is checked out and nothing runs.
 *
 * @param integrations those that are asked about; all when undefined
 * @param today decides which of its dates have come
 * @throws RolekeeperError `github`
 */
export async function readBaseScope(
  connection: GitHubConnection,
  commit: string,
  directory: string,
  integrations?: readonly string[],
  today?: string,
): Promise<BaseScope> {
  const texts = await readRepositoryFolder(connection, commit, directory);
  const files = [...(texts ?? [])]
    .filter(([name]) => isYamlFile(name))
    .map(([name, text]) => ({ name, text, file: directory === '.' ? name : `${directory}/${name}` }));
  const settings = files.find(({ name }) => isSettingsFile(name));
  const shared = await readSharedFiles(connection, commit, directory, includedPaths(directory, files));
  const parsed = settings === undefined ? undefined : parseSettings(settings.text, settings.file);
  return {
    scope:
      files.length === 0
        ? undefined
        : parseScope({ directory, files: chosen(files, integrations), today, shared }).scope,
    settings: parsed === undefined || hasErrors(parsed.diagnostics) ? undefined : parsed.settings,
  };
}

/** The files of a commit that a scope includes, by the path that its settings write. */
export async function readSharedFiles(
  connection: GitHubConnection,
  commit: string,
  directory: string,
  paths: readonly string[],
): Promise<SharedFiles> {
  const shared = new Map<string, ScopeFile>();
  for (const folder of new Set(paths.map((path) => posix.dirname(path)))) {
    const place = posix.join(directory, '..', folder);
    const texts = (await readRepositoryFolder(connection, commit, place)) ?? new Map<string, string>();
    for (const path of paths.filter((one) => posix.dirname(one) === folder)) {
      const name = posix.basename(path);
      const text = texts.get(name);
      if (text !== undefined) shared.set(path, { name, text, file: posix.join(place, name) });
    }
  }
  return shared;
}

/** The settings, the files that are asked about, and any other where there are none: no scope is without. */
function chosen(
  files: readonly ScopeFile[],
  integrations: readonly string[] | undefined,
): readonly ScopeFile[] {
  if (integrations === undefined) return files;
  const others = files.filter(({ name }) => !isSettingsFile(name));
  const asked = others.filter(({ name }) => integrations.includes(integrationOfFile(name)));
  return [
    ...files.filter(({ name }) => isSettingsFile(name)),
    ...(asked.length > 0 ? asked : others.slice(0, 1)),
  ];
}

/** A branch at the commit that a run looks at. */
export interface BranchHead {
  readonly name: string;
  readonly commit: string;
}

/** Of a commit, so many stacks that wait are asked about since when: two requests each, at most. */
const MOST_TRACED = 100;

/**
 * Reads what a commit declares of a scope, on GitHub. Of one branch alone: a commit of another one, as of the pull request
 * that is planned, was never reviewed for it. The branch may have moved on since the run began, and a newer commit may be
 * what is applied by now.
 *
 * @param head the branch that applies, at the commit that is looked at
 */
export function declaredOnGitHub(
  scope: Pick<Scope, 'directory' | 'integrations' | 'settings'>,
  head: BranchHead,
  { connection }: Pick<ActionContext, 'connection'>,
): ReadDeclared {
  const { directory } = scope;
  return async (commit, integrations): Promise<DeclaredThen> => {
    // Every apply of the action says which commit it is of.
    if (commit === undefined) return { known: false, why: NAMES_NO_COMMIT, isUntraced: true };
    const named = `the commit ${commit.slice(0, 7)} that it names`;
    if (connection === undefined) {
      return { known: false, why: `without a token for GitHub ${named} cannot be read` };
    }
    const read = await orWarning(async (): Promise<DeclaredThen> => {
      const after = await headThatHas(commit, head, connection);
      if (after === undefined) {
        const why = `${named} is not in the history of ${head.name}`;
        return { known: false, why, isUntraced: true };
      }
      const files = await readFiles(commit, integrations, { directory, connection });
      const then = declaredBy(directory, { commit, integrations, ...files });
      if (!then.known) return then;
      const question = { before: commit, after, branch: head.name, directory };
      const now = filesNow(scope, integrations, then.scope.settings);
      const replacedAt = await readReplacedAt(connection, question, now);
      return { ...then, replacedAt, ...(after === head.commit ? {} : { isNewer: true as const }) };
    });
    return 'warning' in read
      ? { known: false, why: `${named} cannot be read: ${read.warning.message}` }
      : read.value;
  };
}

/** The commit that is looked at, or the head of the branch now, whichever first has another one in its history. */
async function headThatHas(
  commit: string,
  head: BranchHead,
  connection: GitHubConnection,
): Promise<string | undefined> {
  if (await isInHistory(connection, commit, head.commit)) return head.commit;
  const now = await readHead(connection, head.name);
  const hasMoved = now !== undefined && now !== head.commit;
  return hasMoved && (await isInHistory(connection, commit, now)) ? now : undefined;
}

interface Place {
  readonly directory: string;
  readonly connection: GitHubConnection;
}

async function readFiles(
  commit: string,
  integrations: readonly string[],
  { directory, connection }: Place,
): Promise<{ readonly files: readonly ScopeFile[]; readonly shared: SharedFiles }> {
  const files = [...((await readRepositoryFolder(connection, commit, directory)) ?? [])]
    .filter(([name]) => isYamlFile(name) && isAbout(name, integrations))
    .map(([name, text]) => ({ name, text, file: posix.join(directory, name) }));
  const included = includedAbout(directory, files, integrations);
  return { files, shared: await readSharedFiles(connection, commit, directory, included) };
}

/** The files that say what integrations declare: the settings among them only where they say something else than then. */
function filesNow(
  { integrations: declared, settings }: Pick<Scope, 'integrations' | 'settings'>,
  integrations: readonly string[],
  then: Settings,
): ReadonlyMap<string, readonly string[]> {
  const shared = declares(settings) === declares(then) ? [] : [settings.file];
  return new Map(
    declared
      .filter(({ name }) => integrations.includes(name))
      .slice(0, MOST_TRACED)
      .map(({ name, file }) => [name, [file, ...shared]] as const),
  );
}

/** What of the settings stands in templates; `requireReview` and the like do not. */
function declares({ account, region, tags, include = [] }: Settings): string {
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([account, region, sorted, include]);
}

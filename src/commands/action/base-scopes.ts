import { posix } from 'node:path';
import type { DeclaredThen } from '../../assess/stack-origin.ts';
import { parseSettings } from '../../desired/parse-settings.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { orWarning } from '../../github/publish-warning.ts';
import { isInHistory } from '../../github/changed-files.ts';
import { readRepositoryFolder } from '../../github/repository-folder.ts';
import { readBlob, readRepositoryTree } from '../../github/repository-tree.ts';
import { isSettingsFile, isYamlFile } from '../../model/desired-file.ts';
import { strictest } from '../../model/finding.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import { codeSpan } from '../../report/escape-markdown.ts';
import { strictestReview } from '../../review/require-review.ts';
import { type ReadDeclared, declaredBy, isAbout } from '../stack-origins.ts';
import type { ActionContext } from './context.ts';

/** A folder with settings, as a commit of the base branch has it. */
export interface SettledFolder {
  readonly directory: string;
  readonly settings: Settings;
}

/**
 * The settings of every scope below a folder of a commit, wherever they stand there; those with mistakes are none.
 *
 * @throws RolekeeperError `github`
 */
export async function readSettledFolders(
  connection: GitHubConnection,
  commit: string,
  desired: string,
): Promise<readonly SettledFolder[]> {
  const files = await readRepositoryTree(connection, commit, desired);
  const paths = [...files].filter(([path]) => isSettingsFile(posix.basename(path)));
  const folders: SettledFolder[] = [];
  for (const [path, id] of paths) {
    const { settings } = parseSettings(await readBlob(connection, id), path);
    if (settings !== undefined) folders.push({ directory: posix.dirname(path), settings });
  }
  return folders;
}

/** What stands for a base branch that has no scope at all. */
const DEFAULTS: Guards = { maxDeletes: 3, requireReview: 'plan' };

/**
 * The settings that a scope of a pull request is judged by: those of the same folder for the same stacks. A folder that is
 * new there, was moved, or is about other stacks now, is judged by the strictest that the base has anywhere.
 */
export function guardsFor(scope: Scope, base: readonly SettledFolder[]): Settings {
  const same = base.find(
    ({ directory, settings }) => directory === scope.directory && keepsSameStacks(settings, scope.settings),
  );
  if (same !== undefined) return same.settings;
  const all: readonly Guards[] =
    base.length === 0 ? [DEFAULTS] : base.map(({ settings }) => guardsIn(settings));
  const { rules: _rules, ownAccounts: _own, ...settings } = scope.settings;
  return { ...settings, ...all.reduce(stricterOf) };
}

type Guards = Pick<Settings, 'maxDeletes' | 'requireReview' | 'rules' | 'ownAccounts'>;

function guardsIn({ maxDeletes, requireReview, rules, ownAccounts }: Settings): Guards {
  return {
    maxDeletes,
    ...(requireReview === undefined ? {} : { requireReview }),
    ...(rules === undefined ? {} : { rules }),
    ...(ownAccounts === undefined ? {} : { ownAccounts }),
  };
}

/** Of two, in every guard the stricter. */
function stricterOf(one: Guards, other: Guards): Guards {
  return {
    ...strictest(one, other),
    maxDeletes: Math.min(one.maxDeletes, other.maxDeletes),
    requireReview: strictestReview(one.requireReview, other.requireReview),
  };
}

/** Whether two folders are about the same stacks: then what one has, the other watches. */
export function keepsSameStacks(one: Settings, other: Settings): boolean {
  return (
    one.account === other.account && one.region === other.region && one.stackPrefix === other.stackPrefix
  );
}

/**
 * What a reviewer must know of a folder that the base does not have for these stacks: markdown, a line each. Its own
 * guards count for the next pull request, and no file of the base says what they were.
 */
export function newFolder(scope: Scope, base: readonly SettledFolder[]): readonly string[] {
  const { directory, settings } = scope;
  if (base.some((folder) => folder.directory === directory && keepsSameStacks(folder.settings, settings)))
    return [];
  const { account, region, stackPrefix, maxDeletes, requireReview = 'plan' } = settings;
  const from = base.find((folder) => keepsSameStacks(folder.settings, settings));
  const what = from === undefined ? '**New folder:**' : '**Moves a folder:**';
  const origin = from === undefined ? '' : `, from ${codeSpan(from.directory)}`;
  const facts = [
    `account ${codeSpan(account)}`,
    `region ${codeSpan(region)}`,
    `prefix ${codeSpan(stackPrefix)}`,
    `requireReview ${codeSpan(requireReview)}`,
    `maxDeletes ${codeSpan(String(maxDeletes))}`,
    ...(settings.delete.length > 0 ? [`delete ${codeSpan(settings.delete.join(', '))}`] : []),
    ...(settings.release.length > 0 ? [`release ${codeSpan(settings.release.join(', '))}`] : []),
    ...(settings.retire === undefined ? [] : [`retire ${codeSpan(settings.retire)}`]),
  ].join(', ');
  const judged =
    base.length === 0
      ? 'the base branch has no settings, so the defaults judge this pull request'
      : 'the strictest settings of the base branch judge this pull request';
  return [`${what} ${codeSpan(directory)}${origin}: ${facts}; ${judged}`];
}

/** Folders of the base whose stacks no folder of the pull request is about. */
export function vanishedFolders(
  base: readonly SettledFolder[],
  scopes: readonly Scope[],
): readonly SettledFolder[] {
  return base.filter(({ settings }) => !scopes.some((scope) => keepsSameStacks(scope.settings, settings)));
}

/**
 * Reads what a commit declares of a scope, on GitHub. Of the branch that the run is about alone: a commit of another one
 * was never reviewed for it.
 */
export function declaredOnGitHub(
  { directory }: Pick<Scope, 'directory'>,
  context: ActionContext,
): ReadDeclared {
  const { connection, run } = context;
  return async (commit, integrations): Promise<DeclaredThen> => {
    const named = `the commit ${commit.slice(0, 7)} that it names`;
    if (connection === undefined) {
      return { known: false, why: `without a token for GitHub ${named} cannot be read` };
    }
    const read = await orWarning(async () =>
      (await isInHistory(connection, commit, run.commit))
        ? await readRepositoryFolder(connection, commit, directory)
        : 'elsewhere',
    );
    if ('warning' in read) return { known: false, why: `${named} cannot be read: ${read.warning.message}` };
    if (read.value === 'elsewhere') {
      return { known: false, why: `${named} is not in the history of ${run.commit.slice(0, 7)}` };
    }
    const files = [...(read.value ?? [])]
      .filter(([name]) => isYamlFile(name) && isAbout(name, integrations))
      .map(([name, text]) => ({ name, text, file: posix.join(directory, name) }));
    return declaredBy(directory, files, commit);
  };
}

import { posix } from 'node:path';
import { type ScopeFile, type SharedFiles, includedPaths, parseScope } from '../../desired/parse-scope.ts';
import { parseSettings } from '../../desired/parse-settings.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { readRepositoryFolder } from '../../github/repository-folder.ts';
import { readBlob, readRepositoryTree } from '../../github/repository-tree.ts';
import {
  integrationOfFile,
  isHidden,
  isSettingsFile,
  isSharedFolder,
  isYamlFile,
} from '../../model/desired-file.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import { alertBlock, codeSpan, prose } from '../../report/escape-markdown.ts';
import type { FailedScope } from '../../report/many-scopes.ts';
import { type SettledFolder, vanishedFolders } from '../../review/base-guards.ts';
import type { BaseScope } from '../../review/changed-guards.ts';
import { failedScope } from '../each-scope.ts';
import type { ActionContext } from './context.ts';
import { type RunStep, failed } from './run-outcome.ts';

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
  const paths = [...files].filter(
    ([path]) =>
      isSettingsFile(posix.basename(path)) &&
      !posix
        .relative(desired, posix.dirname(path))
        .split('/')
        .some((name) => isSharedFolder(name) || isHidden(name)),
  );
  const folders: SettledFolder[] = [];
  for (const [path, id] of paths) {
    const { settings } = parseSettings(await readBlob(connection, id), path);
    if (settings !== undefined) folders.push({ directory: posix.dirname(path), settings });
  }
  return folders;
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

/**
 * Blocks a pull request that takes the last folder away that is about some stacks: what they have would stay in the
 * account, and nothing would compare it any more. A folder that was retired and is empty by now may go.
 *
 * @returns those folders, for the comment
 */
export async function* sayVanished(
  base: readonly SettledFolder[],
  scopes: readonly Scope[],
  context: ActionContext,
): RunStep<readonly FailedScope[]> {
  const vanished: FailedScope[] = [];
  for (const folder of vanishedFolders(base, scopes)) {
    const left = await whatIsLeft(folder, context);
    if (left === undefined) continue;
    const { directory } = folder;
    const now = scopes.find((scope) => scope.directory === directory);
    const failure = new RolekeeperError('blocked', `${sayGone(folder, now)}: ${left}`, {
      hint:
        (now === undefined
          ? ''
          : `write ${sayStacksOf(folder.settings)} again; or, to give those stacks up, `) +
        `keep ${directory}/rolekeeper.yaml as it was, and write "retire: delete" or "retire: release" in it; ` +
        `${now === undefined ? 'the folder goes' : 'it is about others'} in another pull request, once apply has emptied it`,
    });
    const text = alertBlock('CAUTION', [`**Blocked:** ${codeSpan(directory)}: ${prose(failure.message)}`]);
    yield { results: ['blocked'], summary: [() => `${text}\n`], ...failed(failure) };
    vanished.push(failedScope(folder, failure));
  }
  return vanished;
}

/** The folder may be there still, and be about other stacks, as with a mistyped account. */
function sayGone({ directory, settings }: SettledFolder, now: Scope | undefined): string {
  if (now === undefined) return `the folder ${directory} is gone`;
  return `the folder ${directory} was about ${sayStacksOf(settings)}, and is about ${sayStacksOf(now.settings)} now`;
}

function sayStacksOf({ account, region, stackPrefix }: Settings): string {
  return `account ${account}, region ${region}, stackPrefix ${stackPrefix}`;
}

/** Why a folder must not go; undefined where it was retired and no stack of it is left. */
async function whatIsLeft({ settings }: SettledFolder, { open }: ActionContext): Promise<string | undefined> {
  const { account, region, stackPrefix, retire } = settings;
  const whose = `the stacks ${stackPrefix}* of account ${account} in ${region}`;
  if (retire === undefined) return `no file is about ${whose} any more`;
  const session = await open(settings);
  const stacks = await session.stacks.stacks(stackPrefix);
  const names = stacks.map(({ stackName }) => stackName).sort();
  return names.length === 0 ? undefined : `apply has not emptied it yet: ${names.join(', ')}`;
}

import { posix } from 'node:path';
import type { DeclaredThen } from '../../assess/stack-origin.ts';
import { parseSettings } from '../../desired/parse-settings.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { orWarning } from '../../github/publish-warning.ts';
import { isInHistory } from '../../github/changed-files.ts';
import { readRepositoryFolder } from '../../github/repository-folder.ts';
import { readBlob, readRepositoryTree } from '../../github/repository-tree.ts';
import { readReplacedAt } from '../../github/replaced-at.ts';
import { isSettingsFile, isSharedFolder, isYamlFile } from '../../model/desired-file.ts';
import type { Caution, CautionWord } from '../../model/caution.ts';
import { strictest } from '../../model/finding.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import { strictestReview } from '../../review/require-review.ts';
import { NAMES_NO_COMMIT, type ReadDeclared, declaredBy, includedAbout, isAbout } from '../stack-origins.ts';
import { alertBlock, codeSpan, prose } from '../../report/escape-markdown.ts';
import type { FailedScope } from '../../report/many-scopes.ts';
import { failedScope } from '../each-scope.ts';
import type { ActionContext } from './context.ts';
import { readSharedFiles } from './guards.ts';
import { type RunStep, failed } from './run-outcome.ts';

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
  const paths = [...files].filter(
    ([path]) =>
      isSettingsFile(posix.basename(path)) &&
      !posix.relative(desired, posix.dirname(path)).split('/').some(isSharedFolder),
  );
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
 * What a reviewer must know of a folder that the base does not have for these stacks. Its own guards count for the next
 * pull request, and no file of the base says what they were.
 */
export function newFolder(scope: Scope, base: readonly SettledFolder[]): readonly Caution[] {
  const { directory, settings } = scope;
  if (base.some((folder) => folder.directory === directory && keepsSameStacks(folder.settings, settings)))
    return [];
  const { account, region, stackPrefix, maxDeletes, requireReview = 'plan' } = settings;
  const from = base.find((folder) => keepsSameStacks(folder.settings, settings));
  const said = (...words: readonly CautionWord[]): Caution => ({
    kind: 'folder',
    subject: directory,
    words: [{ text: directory }, ...words],
  });
  const judges =
    base.length === 0
      ? 'the base has no settings: the defaults judge'
      : 'the strictest settings of the base judge';
  const given = [
    ...settings.delete.map((name) => ['delete', name] as const),
    ...settings.release.map((name) => ['release', name] as const),
    ...(settings.retire === undefined ? [] : [['retire', settings.retire] as const]),
  ];
  return [
    said(...(from === undefined ? [' is new; ', judges] : [' was ', { text: from.directory }, '; ', judges])),
    said(' is about account ', { text: account }, ', region ', { text: region }, ', prefix ', {
      text: stackPrefix,
    }),
    said(' says requireReview ', { text: requireReview }, ', maxDeletes ', { text: String(maxDeletes) }),
    ...given.map(([key, name]) => said(` says ${key} `, { text: name })),
  ];
}

/** Folders of the base whose stacks no folder of the pull request is about. */
export function vanishedFolders(
  base: readonly SettledFolder[],
  scopes: readonly Scope[],
): readonly SettledFolder[] {
  return base.filter(({ settings }) => !scopes.some((scope) => keepsSameStacks(scope.settings, settings)));
}

/** Of a commit, so many stacks that wait are asked about since when: two requests each, at most. */
const MOST_TRACED = 100;

/**
 * Reads what a commit declares of a scope, on GitHub. Of the branch that the run is about alone: a commit of another one
 * was never reviewed for it.
 */
export function declaredOnGitHub(
  { directory, integrations: declared, settings }: Pick<Scope, 'directory' | 'integrations' | 'settings'>,
  context: ActionContext,
): ReadDeclared {
  const { connection, run } = context;
  return async (commit, integrations): Promise<DeclaredThen> => {
    // Every apply of the action says which commit it is of.
    if (commit === undefined) return { known: false, why: NAMES_NO_COMMIT, isUntraced: true };
    const named = `the commit ${commit.slice(0, 7)} that it names`;
    if (connection === undefined) {
      return { known: false, why: `without a token for GitHub ${named} cannot be read` };
    }
    const read = await orWarning(async () => {
      if (!(await isInHistory(connection, commit, run.commit))) return 'elsewhere';
      const files = [...((await readRepositoryFolder(connection, commit, directory)) ?? [])]
        .filter(([name]) => isYamlFile(name) && isAbout(name, integrations))
        .map(([name, text]) => ({ name, text, file: posix.join(directory, name) }));
      const included = includedAbout(directory, files, integrations);
      const shared = await readSharedFiles(connection, commit, directory, included);
      const filesNow = new Map(
        declared
          .filter(({ name }) => integrations.includes(name))
          .slice(0, MOST_TRACED)
          .map(({ name, file }) => [name, [file, settings.file]] as const),
      );
      const question = {
        then: commit,
        now: run.commit,
        branch: run.ref.replace(/^refs\/heads\//, ''),
        directory,
      };
      return { files, shared, replacedAt: await readReplacedAt(connection, question, filesNow) };
    });
    if ('warning' in read) return { known: false, why: `${named} cannot be read: ${read.warning.message}` };
    if (read.value === 'elsewhere') {
      const why = `${named} is not in the history of ${run.commit.slice(0, 7)}`;
      return { known: false, why, isUntraced: true };
    }
    const then = declaredBy(directory, { commit, integrations, ...read.value });
    return then.known ? { ...then, replacedAt: read.value.replacedAt } : then;
  };
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

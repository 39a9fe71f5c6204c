import * as z from 'zod';
import { commentStoreOf } from './comment-store.ts';
import { readContributors } from './contributors.ts';
import type { GitHubConnection } from './github-client.ts';
import { readShownPlan } from './plan-comment.ts';
import { parsePullRequest, readPullRequest, type PullRequest } from './pull-request.ts';
import { readOnce } from './read-once.ts';
import { readPullRequestReviews } from './read-reviews.ts';
import { readRepositoryTree } from './repository-tree.ts';
import type { CandidateFiles } from '../review/candidates.ts';
import {
  decideReview,
  type MergeEvidence,
  type FileIds,
  type RequireReview,
  type ReviewVerdict,
} from '../review/decide-review.ts';
import type { RunPoint } from '../review/run-order.ts';

export interface ReviewQuestion {
  readonly scope: string;
  /** The branch that pull requests are merged into. */
  readonly branch: string;
  /** The commit that is applied. */
  readonly commit: string;
  readonly require: RequireReview;
  /** The run that asks. */
  readonly run: RunPoint;
  /** The settings file, from the root of the repository. */
  readonly settingsFile: string;
  /** The id of the app whose comment is evidence of a pull request, as its base says. */
  readonly appOf?: (pull: PullRequest) => Promise<number | undefined>;
  readonly candidates: readonly CandidateFiles[];
}

/**
 * Says of each integration whether what apply would do was reviewed: in the pull request that last touched its file, or
 * in the one that last touched the settings.
 * @throws RolekeeperError `github`: without an answer nothing may be applied
 */
export async function readReviews(
  connection: GitHubConnection,
  question: ReviewQuestion,
): Promise<readonly ReviewVerdict[]> {
  const { candidates, settingsFile } = question;
  const ask = asking(connection, question);
  const touchedBy = remember(
    (files: readonly string[]) => pullRequestThatTouched(connection, question, files),
    (files) => files.join('\n'),
  );
  const verdicts: ReviewVerdict[] = [];
  for (const candidate of candidates) {
    if (question.require === 'none') {
      verdicts.push(await ask(candidate, []));
      continue;
    }
    const own = await touchedBy(candidate.files);
    const settings = await touchedBy([settingsFile]);
    const evidence: Touching[] = [];
    if (own !== undefined) evidence.push({ touched: 'file', pull: own });
    if (settings !== undefined && settings.number !== own?.number) {
      evidence.push({ touched: 'settings', pull: settings });
    }
    const isSettingsLater = settings !== undefined && own !== undefined && settings.mergedAt > own.mergedAt;
    verdicts.push(await ask(candidate, isSettingsLater ? evidence.reverse() : evidence));
  }
  return verdicts;
}

/**
 * The same for a pull request that a merge queue is about to merge, by the number in the queue's ref.
 * @throws RolekeeperError `github`
 */
export async function readReviewsOf(
  connection: GitHubConnection,
  number: number,
  question: Omit<ReviewQuestion, 'branch'>,
): Promise<readonly ReviewVerdict[]> {
  const ask = asking(connection, question);
  const pull = question.require === 'none' ? undefined : await readPullRequest(connection, number);
  const verdicts: ReviewVerdict[] = [];
  for (const candidate of question.candidates) {
    verdicts.push(await ask(candidate, pull === undefined ? [] : [{ touched: 'file', pull }]));
  }
  return verdicts;
}

interface Touching {
  readonly touched: MergeEvidence['touched'];
  readonly pull: PullRequest;
}

type Ask = (candidate: CandidateFiles, touching: readonly Touching[]) => Promise<ReviewVerdict>;

/** The folder of the scope, and those of the files that it includes. */
function foldersOf({ scope, candidates }: Pick<ReviewQuestion, 'scope' | 'candidates'>): readonly string[] {
  const folders = candidates.flatMap(({ files }) => files.map(folderOf));
  return [scope, ...new Set(folders.filter((folder) => folder !== scope))];
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

async function readTrees(
  connection: GitHubConnection,
  commit: string,
  folders: readonly string[],
): Promise<FileIds> {
  const trees = [];
  for (const folder of folders) trees.push(...(await readRepositoryTree(connection, commit, folder)));
  return new Map(trees);
}

/** Decides on candidates, and reads each pull request and each commit once. */
function asking(connection: GitHubConnection, question: Omit<ReviewQuestion, 'branch'>): Ask {
  const { scope, commit, require, run, settingsFile, appOf } = question;
  const folders = foldersOf(question);
  const filesOf = remember((of: string) => readTrees(connection, of, folders));
  const known = remember(
    async (pull: PullRequest) => readEvidence(connection, { scope, app: await appOf?.(pull) }, pull, filesOf),
    ({ number }) => String(number),
  );
  return async ({ files, ...candidate }, touching) => {
    const evidence: MergeEvidence[] = [];
    for (const { touched, pull } of touching) evidence.push({ touched, ...(await known(pull)) });
    const paths = [...files, settingsFile];
    const applied: FileIds = touching.length === 0 ? new Map() : await filesOf(commit);
    return decideReview(require, { ...candidate, paths, run }, evidence, applied);
  };
}

/**
 * The pull request in a merge queue's ref, `refs/heads/gh-readonly-queue/main/pr-12-<sha>`.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export function queuedPullRequest(ref: string): number | undefined {
  const number = QUEUED.exec(ref)?.[2];
  return number === undefined ? undefined : Number(number);
}

/** The branch of the queue in such a ref; empty in every other. */
export function queuedBranch(ref: string): string {
  return QUEUED.exec(ref)?.[1] ?? '';
}

const QUEUED = /^(?:refs\/heads\/)?gh-readonly-queue\/(.+)\/pr-([1-9]\d*)-[0-9a-f]{40,64}$/;

/**
 * The pull request that last touched any of the paths. The last commit on a path leads to it: a squash or rebased commit,
 * a merge commit that resolved a conflict, or a commit of the branch that was merged (GitHub follows the history of a path
 * past merges that took one side as it was, like `git log`).
 * @throws RolekeeperError `github`
 */
export async function pullRequestThatTouched(
  connection: GitHubConnection,
  { branch, commit }: Pick<ReviewQuestion, 'branch' | 'commit'>,
  paths: readonly string[],
): Promise<PullRequest | undefined> {
  const touches: { readonly at: string; readonly pull: PullRequest | undefined }[] = [];
  for (const path of paths) {
    const last = await lastCommitOn(connection, commit, path);
    if (last === undefined) continue;
    const pull = await pullRequestOf(connection, branch, last.sha);
    touches.push({ at: pull?.mergedAt ?? last.at, pull });
  }
  return touches.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.pull;
}

const COMMITS = z.array(
  z.object({ sha: z.string(), commit: z.object({ committer: z.object({ date: z.string() }).nullish() }) }),
);

const lastCommitOn = readOnce(readLastCommitOn);

async function readLastCommitOn(
  connection: GitHubConnection,
  commit: string,
  path: string,
): Promise<{ readonly sha: string; readonly at: string } | undefined> {
  const history = { purpose: `read the history of ${path}`, permission: 'contents: read' } as const;
  return connection.send(history, async (octokit, repository) => {
    const { data } = await octokit.rest.repos.listCommits({ ...repository, sha: commit, path, per_page: 1 });
    const [last] = COMMITS.parse(data);
    return last === undefined ? undefined : { sha: last.sha, at: last.commit.committer?.date ?? '' };
  });
}

/** Of what is merged, who wrote it is settled: all scopes of a run that it changes ask once. */
async function contributorsOf(connection: GitHubConnection, pull: PullRequest): Promise<readonly string[]> {
  if (pull.state !== 'merged') return readContributors(connection, pull);
  const { number, headRef, isFork } = pull;
  return settledContributors(connection, String(number), headRef, isFork ? FORK : '');
}

const FORK = 'fork';

const settledContributors = readOnce(
  (connection: GitHubConnection, number: string, headRef: string, from: string) =>
    readContributors(connection, { number: Number(number), headRef, isFork: from === FORK }),
);

/** Of a commit that is on the branch: which pull request brought it there is settled. */
const pullRequestOf = readOnce(readPullRequestOf);

/** The pull request that brought a commit into the branch. */
async function readPullRequestOf(
  connection: GitHubConnection,
  branch: string,
  commit: string,
): Promise<PullRequest | undefined> {
  const pulls = {
    purpose: `find the pull request of ${commit.slice(0, 7)}`,
    permission: 'pull-requests: read',
  } as const;
  return connection.send(pulls, async (octokit, repository) => {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
      ...repository,
      commit_sha: commit,
      per_page: 100,
    });
    const merged = z
      .array(z.unknown())
      .parse(data)
      .map(parsePullRequest)
      .filter(({ state, baseRef }) => state === 'merged' && baseRef === branch);
    // A branch that is merged again after a revert carries the commit for a second time: what stands there now is the
    // work of the last merge.
    return merged.sort((a, b) => (a.mergedAt < b.mergedAt ? 1 : -1))[0];
  });
}

async function readEvidence(
  connection: GitHubConnection,
  { scope, app }: { readonly scope: string; readonly app: number | undefined },
  pull: PullRequest,
  filesOf: (commit: string) => Promise<FileIds>,
): Promise<Omit<MergeEvidence, 'touched'>> {
  const reviews = await readPullRequestReviews(connection, pull.number);
  const shown = await readShownPlan(commentStoreOf(connection, pull.number, app), scope);
  const contributors = await contributorsOf(connection, pull);
  const approved = reviews.flatMap(({ state, commit }) =>
    state === 'APPROVED' && commit !== '' ? [commit] : [],
  );
  const filesAt = new Map<string, FileIds>();
  for (const commit of new Set(approved)) filesAt.set(commit, await filesOf(commit));
  return { pullRequest: pull, shown, reviews, contributors, filesAt };
}

/** Asks once per key. */
function remember<Key, Value>(
  ask: (key: Key) => Promise<Value>,
  nameOf: (key: Key) => string = String,
): (key: Key) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (key) => {
    const name = nameOf(key);
    const answer = known.get(name) ?? ask(key);
    known.set(name, answer);
    return answer;
  };
}

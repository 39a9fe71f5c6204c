import { json, page, problem, type Call, type Reply, type Row } from './exchange.ts';
import { changedFiles, commitsOf, headOf, type PullState } from './pull-state.ts';
import type { Amendment, Rule, World } from './world.ts';

const REPO = /^\/repos\/[^/]+\/[^/]+/;

/** `emulate` always lists no files. */
export const listFiles: Rule = async (call, world) => {
  const pull = pullIn(call, world, /\/pulls\/(\d+)\/files$/);
  return pull === undefined ? undefined : page(call, await changedFiles(world.git, pull), world.origin);
};

/** The commits of a pull request, with the logins that they name. */
export const listCommits: Rule = async (call, world) => {
  const pull = pullIn(call, world, /\/pulls\/(\d+)\/commits$/);
  if (pull === undefined) return undefined;
  const shas = await commitsOfPull(world, pull);
  const rows = await Promise.all(
    shas.map(async (sha): Promise<Row> => {
      const { author } = await world.git.commit(sha);
      const user = { login: author, type: 'User' };
      return { sha, author: user, committer: user };
    }),
  );
  return page(call, rows, world.origin);
};

async function commitsOfPull(world: World, pull: PullState): Promise<readonly string[]> {
  const { git } = world;
  const [first] = pull.merged?.introduced ?? [];
  const below =
    first === undefined ? await git.head(pull.baseRef) : ((await git.commit(first)).parents[0] ?? first);
  return commitsOf(git, pull, below);
}

/** Who pushed a branch. https://docs.github.com/en/rest/repos/repos#list-repository-activities */
export const listActivity: Rule = (call, world) => {
  if (call.method !== 'GET' || !call.path.endsWith('/activity')) return undefined;
  const rows = world.pushes
    .filter(({ ref }) => ref === call.query.get('ref'))
    .map(({ ref, actor, after }) => ({ ref, after, activity_type: 'push', actor: { login: actor } }));
  return page(call, rows, world.origin);
};

/** https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit */
export const listPullsOfCommit: Rule = async (call, world) => {
  const sha = /\/commits\/([0-9a-f]{40})\/pulls$/.exec(call.path)?.[1];
  if (call.method !== 'GET' || sha === undefined) return undefined;
  const found: PullState[] = [];
  for (const pull of world.pulls.values()) if (await brings(world, pull, sha)) found.push(pull);
  const rows = await Promise.all(found.map((pull) => fetchPull(call, world, pull.number)));
  return page(call, rows, world.origin);
};

async function brings(world: World, pull: PullState, sha: string): Promise<boolean> {
  if (pull.merged?.introduced.includes(sha) === true) return true;
  if (pull.merged !== undefined && pull.headSha === sha) return true;
  if (pull.merged !== undefined || pull.closed === true) return false;
  return (await commitsOf(world.git, pull, await world.git.head(pull.baseRef))).includes(sha);
}

async function fetchPull(call: Call, world: World, number: number): Promise<unknown> {
  const root = REPO.exec(call.path)?.[0] ?? '';
  const { body } = await world.backend.admin('GET', `${root}/pulls/${number}`);
  return withState(body as Row, world);
}

/** Issues list pull requests too: https://docs.github.com/en/rest/issues/issues#list-repository-issues */
export const mixPullsIntoIssues: Amendment = async (call, reply, world) => {
  if (call.method !== 'GET' || !/^\/repos\/[^/]+\/[^/]+\/issues$/.test(call.path) || reply.status !== 200)
    return reply;
  if ((call.query.get('page') ?? '1') !== '1' || call.query.has('labels')) return reply;
  const state = call.query.get('state') ?? 'open';
  const pulls = await Promise.all([...world.pulls.keys()].map((number) => fetchPull(call, world, number)));
  const shown = (pulls as Row[])
    .filter((pull) => state === 'all' || pull['state'] === state)
    .filter((pull) => !call.query.has('creator') || loginOf(pull) === call.query.get('creator'))
    .map((pull) => ({ ...pull, labels: [], pull_request: { url: pull['url'] } }));
  return { ...reply, body: [...shown, ...(reply.body as Row[])] };
};

function loginOf(row: Row): unknown {
  return (row['user'] as Row | undefined)?.['login'];
}

/** The head, the merge and the fork of pull requests, wherever they are shown. */
export const showPullState: Amendment = async (call, reply, world) => {
  if (call.method !== 'GET' || reply.status !== 200) return reply;
  if (/\/pulls\/\d+$/.test(call.path)) return { ...reply, body: await withState(reply.body as Row, world) };
  if (!call.path.endsWith('/pulls') || /\/commits\//.test(call.path)) return reply;
  return { ...reply, body: await Promise.all((reply.body as Row[]).map((row) => withState(row, world))) };
};

async function withState(row: Row, world: World): Promise<Row> {
  const pull = world.pulls.get(row['number'] as number);
  if (pull === undefined) return row;
  const { merged, fork } = pull;
  const head = row['head'] as Row;
  const base = row['base'] as Row;
  const isClosed = merged !== undefined || pull.closed === true;
  return {
    ...row,
    state: isClosed ? 'closed' : 'open',
    locked: pull.locked === true,
    merged: merged !== undefined,
    merged_at: merged?.at ?? null,
    merge_commit_sha: merged?.sha ?? null,
    base: { ...base, ref: pull.baseRef, sha: await baseOf(world, pull, String(base['sha'])) },
    changed_files: (await changedFiles(world.git, pull)).length,
    head: {
      ...head,
      sha: await headOf(world.git, pull),
      ...(fork === undefined
        ? {}
        : { label: fork.replace('/infra', `:${pull.headRef}`), repo: forkOf(head, fork) }),
    },
  };
}

/** The head of the branch that it is for, as of the merge; of a branch of before, what `emulate` has says nothing. */
async function baseOf(world: World, pull: PullState, known: string): Promise<string> {
  if (pull.retargeted !== true) return known;
  const [first] = pull.merged?.introduced ?? [];
  return first === undefined
    ? world.git.head(pull.baseRef)
    : ((await world.git.commit(first)).parents[0] ?? known);
}

function forkOf(head: Row, fork: string): Row {
  const [login = ''] = fork.split('/');
  return { ...(head['repo'] as Row), full_name: fork, fork: true, owner: { login, type: 'User' } };
}

/** Pull requests are issues: `emulate` says 404 to their number there. */
export const lockIssues: Rule = (call, world) => {
  const number = /\/issues\/(\d+)\/lock$/.exec(call.path)?.[1];
  if (number === undefined) return undefined;
  if (call.method === 'PUT') world.lockedIssues.add(Number(number));
  else world.lockedIssues.delete(Number(number));
  const pull = world.pulls.get(Number(number));
  if (pull !== undefined) pull.locked = call.method === 'PUT';
  return json(204, undefined);
};

/** Times of reviews by the front's clock, and the commits that they are of. */
export const timeReviews: Amendment = async (call, reply, world) => {
  if (!/\/pulls\/\d+\/reviews(?:\/|$)/.test(call.path) || reply.status >= 300) return reply;
  if (call.method === 'POST' && call.path.endsWith('/reviews')) {
    const { id } = reply.body as { id: number };
    world.reviewTimes.set(id, world.clock.iso());
    const pull = world.pulls.get(Number(/\/pulls\/(\d+)\//.exec(call.path)?.[1]));
    if (pull !== undefined) world.reviewCommits.set(id, await headOf(world.git, pull));
  }
  const timed = (row: Row): Row => ({
    ...row,
    submitted_at: world.reviewTimes.get(row['id'] as number) ?? row['submitted_at'],
    commit_id: world.reviewCommits.get(row['id'] as number) ?? row['commit_id'],
  });
  const body = Array.isArray(reply.body) ? (reply.body as Row[]).map(timed) : timed(reply.body as Row);
  return { ...reply, body };
};

/** One open pull request per head and base. */
export const refuseDuplicates: Rule = (call, world): Reply | undefined => {
  if (call.method !== 'POST' || !call.path.endsWith('/pulls')) return undefined;
  const { head, base } = call.body as { head: string; base: string };
  const isOpen = [...world.pulls.values()].some(
    (pull) =>
      pull.headRef === head && pull.baseRef === base && pull.merged === undefined && pull.closed !== true,
  );
  if (!isOpen) return undefined;
  const message = `A pull request already exists for acme:${head}.`;
  return problem(422, 'Validation Failed', {
    errors: [{ resource: 'PullRequest', code: 'custom', message }],
  });
};

function pullIn(call: Call, world: World, pattern: RegExp): PullState | undefined {
  const number = call.method === 'GET' ? pattern.exec(call.path)?.[1] : undefined;
  return number === undefined ? undefined : world.pulls.get(Number(number));
}

import { page } from './exchange.ts';
import { pathHistory } from './path-history.ts';
import type { Amendment, Rule } from './world.ts';

/** Commits by path as `git log` finds them; `emulate` lists merges that changed nothing. */
export const listCommitsByPath: Rule = async (call, world) => {
  const path = call.query.get('path');
  if (call.method !== 'GET' || !/^\/repos\/[^/]+\/[^/]+\/commits$/.test(call.path) || path === null)
    return undefined;
  const from = call.query.get('sha') ?? 'main';
  const sha = /^[0-9a-f]{40}$/.test(from) ? from : await world.git.head(from);
  const found = await pathHistory(world.git, sha, path);
  const rows = await Promise.all(
    found.map(async (commit) => {
      const { date, parents } = await world.git.commit(commit);
      return {
        sha: commit,
        commit: { committer: { date } },
        parents: parents.map((parent) => ({ sha: parent })),
      };
    }),
  );
  return page(call, rows, world.origin);
};

/** Asked for the tree of a commit, GitHub gives the entries under the id that it was asked for. */
export const nameTreeAsAsked: Amendment = (call, reply) => {
  const asked = /\/git\/trees\/([0-9a-f]{40})$/.exec(call.path)?.[1];
  if (asked === undefined || reply.status !== 200) return reply;
  return { ...reply, body: { ...(reply.body as object), sha: asked } };
};

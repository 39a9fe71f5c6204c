import type { TokenPermissions } from './emulator.ts';
import { page, type Row } from './exchange.ts';
import { notAccessible } from './rules-access.ts';
import type { Amendment, Rule } from './world.ts';

/** The comments of all issues and pull requests; `emulate` takes `comments` for the number of an issue. */
export const listAllComments: Rule = async (call, world) => {
  const root = /^(\/repos\/[^/]+\/[^/]+)\/issues\/comments$/.exec(call.path)?.[1];
  if (call.method !== 'GET' || root === undefined) return undefined;
  const holder = world.holderOf(call);
  const allowed: TokenPermissions = holder?.type === 'App' ? holder.permissions : { issues: 'read' };
  if (allowed['issues'] === undefined && allowed['pull_requests'] === undefined)
    return notAccessible(call.path);
  const issues = (await world.backend.admin('GET', `${root}/issues?state=all&per_page=100`)).body as Row[];
  const numbers = new Set([...issues.map(({ number }) => Number(number)), ...world.pulls.keys()]);
  const lists = await Promise.all(
    [...numbers].map((number) =>
      world.backend.admin('GET', `${root}/issues/${number}/comments?per_page=100`),
    ),
  );
  const since = call.query.get('since') ?? '';
  const rows = lists
    .flatMap(({ body }) => (Array.isArray(body) ? (body as Row[]) : []))
    .filter(({ updated_at }) => String(updated_at) >= since)
    .sort((a, b) => (String(a['updated_at']) < String(b['updated_at']) ? 1 : -1));
  return page(call, rows, world.origin);
};

/** Keeps what is written into comments, as GitHub does under "edited". */
export const keepRevisions: Amendment = (call, reply, world) => {
  const isWrite = call.method === 'POST' || call.method === 'PATCH';
  if (!isWrite || !/\/issues\/(?:\d+\/comments|comments\/\d+)$/.test(call.path) || reply.status >= 300)
    return reply;
  const { node_id, body } = reply.body as { node_id: string; body: string };
  const editor = world.holderOf(call)?.login ?? 'octo-admin';
  const revisions = world.revisions.get(node_id) ?? [];
  world.revisions.set(node_id, [{ body, editor, at: world.clock.iso() }, ...revisions]);
  return reply;
};

/** Says which app a bot wrote a comment with: https://docs.github.com/en/rest/issues/comments#get-an-issue-comment */
export const nameApps: Amendment = (call, reply, world) => {
  if (!/\/issues\/(?:(?:\d+\/)?comments|comments\/\d+)$/.test(call.path) || reply.status >= 300) return reply;
  const named = (row: Row): Row => {
    const { login = '' } = (row['user'] ?? {}) as { login?: string };
    if (!login.endsWith('[bot]')) return row;
    const own = { id: 15_368, slug: login.replace('[bot]', '') };
    return { ...row, performed_via_github_app: world.apps.get(Number(row['id'])) ?? own };
  };
  const { body } = reply;
  return { ...reply, body: Array.isArray(body) ? (body as Row[]).map(named) : named(body as Row) };
};

/** A deleted comment takes its history with it. */
export const forgetDeleted: Amendment = (call, reply, world) => {
  const id = /\/issues\/comments\/(\d+)$/.exec(call.path)?.[1];
  if (call.method === 'DELETE' && id !== undefined && reply.status < 300) world.forgetComment(Number(id));
  return reply;
};

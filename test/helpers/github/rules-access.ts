import { problem, type Reply } from './exchange.ts';
import type { Amendment, Rule } from './world.ts';

/** An unknown token is nobody, not the first user. */
export const requireToken: Rule = (call, world) => {
  if (call.token === undefined) return problem(401, 'Requires authentication');
  return world.holderOf(call) === undefined ? problem(401, 'Bad credentials') : undefined;
};

/** `GET /user` is for people: https://docs.github.com/en/rest/users/users#get-the-authenticated-user */
export const refuseUserToApps: Rule = (call, world) =>
  call.path === '/user' && world.holderOf(call)?.type === 'App' ? notAccessible(call.path) : undefined;

/** GitHub's wording of what `emulate` refuses: apps lack a permission, people do not even see a private repository. */
export const wordRefusals: Amendment = (call, reply, world) => {
  if (reply.status !== 403 || isRateLimit(reply)) return reply;
  if (world.holderOf(call)?.type === 'App') return notAccessible(call.path);
  return call.method === 'GET' ? problem(404, 'Not Found') : reply;
};

/** `emulate` speaks of `push` where GitHub speaks of `write`. */
export const wordPermissions: Amendment = (call, reply) => {
  if (!/\/collaborators\/[^/]+\/permission$/.test(call.path) || reply.status !== 200) return reply;
  const { permission, ...rest } = reply.body as { permission: string };
  const words: Readonly<Record<string, string>> = {
    push: 'write',
    maintain: 'write',
    pull: 'read',
    triage: 'read',
  };
  return { ...reply, body: { ...rest, permission: words[permission] ?? permission } };
};

export function notAccessible(path: string): Reply {
  const reply = problem(403, 'Resource not accessible by integration');
  const accepted = ACCEPTED.find(([pattern]) => pattern.test(path))?.[1] ?? 'metadata=read';
  return { ...reply, headers: { 'x-accepted-github-permissions': accepted } };
}

/** https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
const ACCEPTED: readonly (readonly [RegExp, string])[] = [
  [/\/issues\/(?:\d+\/)?comments/, 'issues=write; pull_requests=write'],
  [/\/issues/, 'issues=write'],
  [/\/pulls|\/commits\/[^/]+\/pulls/, 'pull_requests=read'],
  [/\/actions\/|\/environments\//, 'actions=read'],
  [/\/protection$/, 'administration=read'],
  [/\/git\/|\/commits|\/contents|\/compare/, 'contents=read'],
];

function isRateLimit(reply: Reply): boolean {
  return /rate limit/i.test((reply.body as { message?: string } | undefined)?.message ?? '');
}

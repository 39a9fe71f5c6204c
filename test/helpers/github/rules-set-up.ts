import { json, problem, type Call, type Reply, type Row } from './exchange.ts';
import { notAccessible } from './rules-access.ts';
import type { Rule, World } from './world.ts';

/** The settings of the repository: `emulate` keeps none of them. */
export const showSetUp: Rule = (call, world) => {
  if (call.method !== 'GET') return undefined;
  for (const [pattern, permission, answer] of ROUTES) {
    const match = pattern.exec(call.path);
    if (match === null) continue;
    return refuse(call, world, permission) ?? answer(match[1] ?? '', world, call);
  }
  return undefined;
};

/** What an App's token needs; `administration` stands for administrators among people. */
type Needs = 'actions' | 'administration' | 'metadata';

type Answer = (name: string, world: World, call: Call) => Reply | undefined;

const ROUTES: readonly (readonly [RegExp, Needs, Answer])[] = [
  [
    /\/acme\/infra\/environments\/([^/]+)$/,
    'actions',
    (name, { setUp }) => orNotFound(setUp.environments.get(name)),
  ],
  [
    /\/acme\/infra\/environments\/([^/]+)\/deployment-branch-policies$/,
    'actions',
    (name, { setUp }) => {
      const policies = setUp.branchPolicies.get(name) ?? [];
      return json(200, { total_count: policies.length, branch_policies: policies });
    },
  ],
  [/\/acme\/infra\/rules\/branches\/(.+)$/, 'metadata', (_name, { setUp }) => json(200, setUp.rules)],
  [
    /\/acme\/infra\/branches\/([^/]+)$/,
    'metadata',
    (name, { setUp }) => json(200, { name, protected: setUp.protection !== undefined }),
  ],
  [
    /\/acme\/infra\/branches\/([^/]+)\/protection$/,
    'administration',
    (_name, { setUp }) =>
      setUp.protection === undefined ? problem(404, 'Branch not protected') : json(200, setUp.protection),
  ],
  [
    /\/acme\/infra\/actions\/oidc\/customization\/(sub)$/,
    'actions',
    (_name, { setUp }) => json(200, setUp.subject),
  ],
  [
    /\/acme\/infra\/actions\/workflows\/([^/]+)$/,
    'actions',
    (name, { setUp }) => {
      const workflow = setUp.workflows.get(name);
      return orNotFound(workflow && { id: 1, path: `.github/workflows/${name}`, state: workflow.state });
    },
  ],
  [
    /\/acme\/infra\/actions\/workflows\/([^/]+)\/runs$/,
    'actions',
    (name, { setUp }, { query }) => {
      const runs = setUp.workflows.get(name)?.runs ?? [];
      const asked = runs.filter(({ event }) => query.get('event') === null || event === query.get('event'));
      return json(200, { total_count: asked.length, workflow_runs: asked });
    },
  ],
  [/^\/repos\/rolekeeper\/(rolekeeper)$/, 'metadata', () => json(200, { default_branch: 'main' })],
  [
    /^\/repos\/rolekeeper\/rolekeeper\/compare\/([0-9a-f]{40})\.\.\.main$/,
    'metadata',
    (commit, { setUp }) => {
      const status = setUp.actionCommits.get(commit);
      return orNotFound(status && { status });
    },
  ],
];

function orNotFound(row: Row | undefined): Reply {
  return row === undefined ? problem(404, 'Not Found') : json(200, row);
}

/** https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
function refuse(call: Call, world: World, needs: Needs): Reply | undefined {
  const holder = world.holderOf(call);
  if (holder?.type === 'App')
    return needs === 'metadata' || holder.permissions[needs] !== undefined
      ? undefined
      : notAccessible(call.path);
  const isAdministrator = holder !== undefined && world.setUp.administrators.has(holder.login);
  return needs === 'administration' && !isAdministrator ? problem(404, 'Not Found') : undefined;
}

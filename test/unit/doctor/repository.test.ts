import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkRepository, usedEnvironments } from '../../../src/doctor/check-repository.ts';
import type { Check } from '../../../src/doctor/check.ts';
import { ownWorkflows } from '../../../src/doctor/own-workflows.ts';
import { readRepositorySetUp } from '../../../src/github/repository-set-up.ts';
import { connectTo } from '../../helpers/github/connect.ts';
import { SetUp } from '../../helpers/github/set-up.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';

const FOLDER = 'examples/workflows';
const PIN = 'a'.repeat(40);

/** The workflows of this version, pinned. */
const WORKFLOWS = ownWorkflows(
  readdirSync(FOLDER)
    .filter((name) => name !== 'iam-plan-accounts.yml' && name !== 'iam-apply.yml')
    .map((name) => ({
      file: `.github/workflows/${name}`,
      text: readFileSync(`${FOLDER}/${name}`, 'utf8').replaceAll(/rolekeeper@v\S+/g, `rolekeeper@${PIN}`),
    })),
);
const NOW = new Date('2026-11-22T08:00:00Z');

let github: FakeGitHub;

beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

/** A repository that is set up as docs/github.md says. */
const asDocumented = (): SetUp =>
  Object.assign(new SetUp(), {
    administrators: new Set(['alice']),
    environments: new Map([['iam-apply', ENVIRONMENT]]),
    rules: [
      { type: 'deletion' },
      { type: 'pull_request', parameters: REVIEW },
      { type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'plan' }] } },
    ],
    workflows: new Map([['iam-drift.yml', { state: 'active', runs: [RUN] }]]),
    actionCommits: new Map([[PIN, 'ahead']]),
  });
const ENVIRONMENT = {
  id: 1,
  name: 'iam-apply',
  can_admins_bypass: false,
  protection_rules: [
    {
      id: 2,
      type: 'required_reviewers',
      prevent_self_review: true,
      reviewers: [{ type: 'Team', reviewer: {} }],
    },
    { id: 3, type: 'branch_policy' },
  ],
  deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
};
const REVIEW = {
  required_approving_review_count: 1,
  dismiss_stale_reviews_on_push: true,
  require_code_owner_review: true,
};
const RUN = {
  event: 'schedule',
  created_at: '2026-11-22T05:17:00Z',
  conclusion: 'success',
  html_url: 'https://github.com/acme/infra/actions/runs/5',
};

beforeEach(() => {
  Object.assign(github.world.setUp, asDocumented());
});

async function look(token = 'token-alice'): Promise<readonly Check[]> {
  const connection = connectTo(github, { token });
  const setUp = await readRepositorySetUp(connection, {
    environments: usedEnvironments(WORKFLOWS).map(({ name }) => name),
    scheduled: ['.github/workflows/iam-drift.yml'],
    action: 'rolekeeper/rolekeeper',
    pins: [PIN],
  });
  return checkRepository(setUp, { workflows: WORKFLOWS, ownersFile: '.github/CODEOWNERS', now: NOW });
}

const saying = (state: Check['state'], checks: readonly Check[]): readonly string[] =>
  checks.flatMap((one) => (one.state === state ? [one.says] : []));

describe('a repository on GitHub', () => {
  it('that is set up as documented has nothing to find', async () => {
    const checks = await look();
    expect(saying('problem', checks)).toEqual([]);
    expect(saying('not-checked', checks)).toEqual([]);
    expect(saying('ok', checks)).toEqual([
      'aaaaaaa is on the default branch of the action',
      'only protected branches can use the environment iam-apply',
      'the environment iam-apply requires a review by one of 1 reviewers',
      'a merge into main requires the check plan',
      'a merge into main requires an approval',
      'a push dismisses the approvals of a pull request',
      'a merge into main requires the owners that .github/CODEOWNERS names',
      '.github/workflows/iam-drift.yml ran today on its schedule',
    ]);
  });

  it.each<[string, (setUp: SetUp) => void, string]>([
    [
      'no environment',
      ({ environments }) => environments.clear(),
      'the repository has no environment iam-apply',
    ],
    [
      'an environment for every branch',
      ({ environments }) => environments.set('iam-apply', { ...ENVIRONMENT, deployment_branch_policy: null }),
      'every branch can use the environment iam-apply',
    ],
    [
      'an environment for other branches and for tags',
      ({ environments, branchPolicies }) => {
        const custom = { protected_branches: false, custom_branch_policies: true };
        environments.set('iam-apply', { ...ENVIRONMENT, deployment_branch_policy: custom });
        branchPolicies.set('iam-apply', [
          { name: 'main' },
          { name: 'release/*' },
          { name: 'v*', type: 'tag' },
        ]);
      },
      'release/*, tag v* can use the environment iam-apply',
    ],
    [
      'a gate without reviewers',
      ({ environments }) => environments.set('iam-apply', { ...ENVIRONMENT, protection_rules: [] }),
      'the environment iam-apply has no reviewers: every merge is applied at once',
    ],
    [
      'no required check',
      (setUp) => (setUp.rules = setUp.rules.slice(0, 2)),
      'main does not require the check plan: a pull request merges without its plan',
    ],
    [
      'no required review',
      (setUp) => (setUp.rules = setUp.rules.filter(({ type }) => type !== 'pull_request')),
      'main accepts changes without an approval',
    ],
    [
      'approvals that outlive a push',
      (setUp) => {
        const stale = { ...REVIEW, dismiss_stale_reviews_on_push: false };
        setUp.rules = setUp.rules.map((rule) =>
          rule['type'] === 'pull_request' ? { ...rule, parameters: stale } : rule,
        );
      },
      'an approval stays after a push to the pull request',
    ],
    [
      'owners that are not asked',
      (setUp) => {
        const without = { ...REVIEW, require_code_owner_review: false };
        setUp.rules = setUp.rules.map((rule) =>
          rule['type'] === 'pull_request' ? { ...rule, parameters: without } : rule,
        );
      },
      '.github/CODEOWNERS has no effect',
    ],
    [
      'a schedule that GitHub stopped',
      ({ workflows }) => workflows.set('iam-drift.yml', { state: 'disabled_inactivity', runs: [RUN] }),
      'GitHub does not run .github/workflows/iam-drift.yml any more: nothing happened in the repository for 60 days',
    ],
    [
      'a schedule that has not run for days',
      ({ workflows }) =>
        workflows.set('iam-drift.yml', {
          state: 'active',
          runs: [{ ...RUN, created_at: '2026-11-15T05:17:00Z' }],
        }),
      'started it last 7 days ago',
    ],
    [
      'a drift check that failed',
      ({ workflows }) =>
        workflows.set('iam-drift.yml', { state: 'active', runs: [{ ...RUN, conclusion: 'failure' }] }),
      'the last scheduled run of .github/workflows/iam-drift.yml, today, ended with failure',
    ],
    [
      'a workflow that is not merged',
      ({ workflows }) => workflows.clear(),
      'GitHub does not know .github/workflows/iam-drift.yml',
    ],
    [
      'a pin that a fork has',
      ({ actionCommits }) => actionCommits.set(PIN, 'diverged'),
      'aaaaaaa is not on the default branch of the action: a fork may have it',
    ],
    [
      'a pin that does not exist',
      ({ actionCommits }) => actionCommits.clear(),
      'aaaaaaa is not on the default branch of the action',
    ],
  ])('with %s has that found', async (_name, change, says) => {
    change(github.world.setUp);
    expect(saying('problem', await look()).join('\n')).toContain(says);
  });

  it('is read by its branch protection too, which an administrator sees', async () => {
    const { setUp } = github.world;
    setUp.rules = [];
    setUp.protection = {
      required_status_checks: {
        strict: true,
        contexts: ['plan'],
        checks: [{ context: 'plan', app_id: 15_368 }],
      },
      required_pull_request_reviews: {
        required_approving_review_count: 2,
        dismiss_stale_reviews: true,
        require_code_owner_reviews: true,
      },
    };
    expect(saying('problem', await look())).toEqual([]);
    const unseen = await look('token-bob');
    expect(saying('problem', unseen)).toEqual([]);
    expect(saying('not-checked', unseen)).toEqual([
      'whether a merge into main requires the check plan (the token may not see it: it takes Administration (read))',
      'whether a merge into main requires an approval (the token may not see it: it takes Administration (read))',
      'whether a merge into main requires the owners that .github/CODEOWNERS names (the token may not see it: it takes Administration (read))',
    ]);
  });

  it('is not read with a token that may not, and the reason stands beside each line', async () => {
    const token = await github.mintToken({ contents: 'read' });
    const checks = await look(token);
    expect(saying('problem', checks)).toEqual([]);
    expect(saying('not-checked', checks)).toEqual([
      'the environment iam-apply: its branches and reviewers (the token may not see it: it takes Actions (read))',
      'whether .github/workflows/iam-drift.yml is still run (the token may not see it: it takes Actions (read))',
    ]);
    const lost = await look('no-token');
    expect(saying('not-checked', lost).join('\n')).toContain('(GitHub does not know the token)');
    expect(saying('problem', lost)).toEqual([]);
  });
});

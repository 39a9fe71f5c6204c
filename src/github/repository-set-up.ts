import * as z from 'zod';
import { known, notKnown, type Known } from '../model/inventory.ts';
import type {
  BranchRules,
  DeploymentEnvironment,
  RepositoryIdentity,
  RepositorySetUp,
  ScheduledWorkflow,
  SubjectForm,
} from '../model/repository-set-up.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection, Octokit, Repository } from './github-client.ts';
import { problemOf, type TokenPermission } from './github-error.ts';

/** What is looked at, as the workflows of the repository name it. */
export interface SetUpQuestion {
  readonly environments: readonly string[];
  /** Paths of workflows with a schedule. */
  readonly scheduled: readonly string[];
  /** The action as OWNER/NAME, and the commits that it is pinned to. */
  readonly action: string;
  readonly pins: readonly string[];
}

/** Reads how a repository is set up. What GitHub does not say is not known, each with the reason; nothing is written. */
export async function readRepositorySetUp(
  connection: GitHubConnection,
  question: SetUpQuestion,
): Promise<RepositorySetUp> {
  const { owner, repo } = connection.repository;
  const identity = await ask(connection, 'contents: read', readIdentity);
  const branch = identity.known ? identity.value.defaultBranch : 'main';
  const each = async <T>(
    names: readonly string[],
    read: (name: string) => Promise<Known<T>>,
  ): Promise<ReadonlyMap<string, Known<T>>> =>
    new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
  const [subject, rules, protection, environments, schedules, pins] = await Promise.all([
    ask(connection, 'actions: read', readSubject),
    ask(connection, 'contents: read', (octokit, place) => readRules(octokit, place, branch)),
    readProtection(connection, branch),
    each(question.environments, (name) => readEnvironment(connection, name)),
    each(question.scheduled, (path) => readSchedule(connection, path)),
    each(question.pins, (commit) => readPin(connection, question.action, commit)),
  ]);
  return { name: `${owner}/${repo}`, identity, subject, rules, protection, environments, schedules, pins };
}

/** What GitHub answers, or why it did not. */
async function ask<T>(
  connection: GitHubConnection,
  permission: TokenPermission,
  read: (octokit: Octokit, repository: Repository) => Promise<T>,
): Promise<Known<T>> {
  try {
    return known(await connection.send({ purpose: 'read the repository', permission }, read));
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return notKnown(reasonOf(error, permission));
  }
}

function reasonOf(error: RolekeeperError, permission: TokenPermission): string {
  const [name = '', access = ''] = permission.split(': ');
  const lacks = `the token may not see it: it takes ${name[0]?.toUpperCase() ?? ''}${name.slice(1)} (${access})`;
  const problem = problemOf(error);
  if (problem === 'no-permission' || problem === 'not-found') return lacks;
  return problem === 'bad-credentials' ? 'GitHub does not know the token' : error.message;
}

/** The same where 404 is an answer: there is none. GitHub gives it too for what the token may not see. */
async function askMaybe<T>(
  connection: GitHubConnection,
  permission: TokenPermission,
  read: (octokit: Octokit, repository: Repository) => Promise<T>,
): Promise<Known<T | undefined>> {
  try {
    return known(await connection.send({ purpose: 'read the repository', permission }, read));
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return problemOf(error) === 'not-found' ? known(undefined) : notKnown(reasonOf(error, permission));
  }
}

const REPOSITORY = z.object({
  id: z.number(),
  owner: z.object({ id: z.number() }),
  default_branch: z.string(),
});

async function readIdentity(octokit: Octokit, repository: Repository): Promise<RepositoryIdentity> {
  const { id, owner, default_branch } = REPOSITORY.parse(
    (await octokit.rest.repos.get({ ...repository })).data,
  );
  return { repositoryId: String(id), ownerId: String(owner.id), defaultBranch: default_branch };
}

const SUBJECT = z.object({
  use_default: z.boolean(),
  include_claim_keys: z.array(z.string()).optional(),
  use_immutable_subject: z.boolean().optional(),
});

async function readSubject(octokit: Octokit, repository: Repository): Promise<SubjectForm> {
  const { data } = await octokit.rest.actions.getCustomOidcSubClaimForRepo({ ...repository });
  const { use_default, include_claim_keys, use_immutable_subject } = SUBJECT.parse(data);
  return {
    hasIds: use_immutable_subject,
    isCustom: !use_default && include_claim_keys !== undefined && include_claim_keys.length > 0,
  };
}

const ENVIRONMENT = z.object({
  can_admins_bypass: z.boolean().optional(),
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(z.unknown()).optional(),
      }),
    )
    .default([]),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullish(),
});

const BRANCH_POLICIES = z.object({
  branch_policies: z.array(z.object({ name: z.string(), type: z.enum(['branch', 'tag']).optional() })),
});

/** https://docs.github.com/en/rest/deployments/environments#get-an-environment */
async function readEnvironment(
  connection: GitHubConnection,
  name: string,
): Promise<Known<DeploymentEnvironment | undefined>> {
  return askMaybe(connection, 'actions: read', async (octokit, repository) => {
    const place = { ...repository, environment_name: name };
    const environment = ENVIRONMENT.parse((await octokit.rest.repos.getEnvironment(place)).data);
    const reviews = environment.protection_rules.filter(({ type }) => type === 'required_reviewers');
    const policy = environment.deployment_branch_policy;
    return {
      branches:
        policy?.custom_branch_policies === true
          ? await readBranchPolicies(octokit, place)
          : policy?.protected_branches === true
            ? 'protected'
            : undefined,
      reviewers: reviews.reduce((sum, { reviewers = [] }) => sum + reviewers.length, 0),
      letsOwnChangeThrough: reviews.every((rule) => rule.prevent_self_review !== true),
      letsAdministratorsPast: environment.can_admins_bypass !== false,
    };
  });
}

async function readBranchPolicies(
  octokit: Octokit,
  place: Repository & { readonly environment_name: string },
): Promise<readonly string[]> {
  const { data } = await octokit.rest.repos.listDeploymentBranchPolicies({ ...place, per_page: 100 });
  return BRANCH_POLICIES.parse(data).branch_policies.map(({ name, type }) =>
    type === 'tag' ? `tag ${name}` : name,
  );
}

const RULES = z.array(
  z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).optional() }),
);
const CHECKS = z.object({ required_status_checks: z.array(z.object({ context: z.string() })) });
const REVIEWS = z.object({
  required_approving_review_count: z.number().default(0),
  dismiss_stale_reviews_on_push: z.boolean().default(false),
  require_code_owner_review: z.boolean().default(false),
});

/** https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch */
async function readRules(octokit: Octokit, repository: Repository, branch: string): Promise<BranchRules> {
  const { data } = await octokit.rest.repos.getBranchRules({ ...repository, branch, per_page: 100 });
  const rules = RULES.parse(data);
  const parametersOf = (type: string): readonly unknown[] =>
    rules.flatMap((rule) => (rule.type === type ? [rule.parameters ?? {}] : []));
  const reviews = parametersOf('pull_request').map((parameters) => REVIEWS.parse(parameters));
  return {
    requiredChecks: parametersOf('required_status_checks').flatMap((parameters) =>
      CHECKS.parse(parameters).required_status_checks.map(({ context }) => context),
    ),
    ...(reviews.length === 0
      ? {}
      : {
          reviews: {
            approvals: Math.max(...reviews.map((one) => one.required_approving_review_count)),
            dismissesStale: reviews.some((one) => one.dismiss_stale_reviews_on_push),
            asksCodeOwners: reviews.some((one) => one.require_code_owner_review),
          },
        }),
  };
}

const PROTECTION = z.object({
  required_status_checks: z.object({ contexts: z.array(z.string()).default([]) }).optional(),
  required_pull_request_reviews: z
    .object({
      required_approving_review_count: z.number().default(0),
      dismiss_stale_reviews: z.boolean().default(false),
      require_code_owner_reviews: z.boolean().default(false),
    })
    .optional(),
});

/**
 * An administrator alone is told; whether there is any protection, every reader.
 * https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection
 */
async function readProtection(
  connection: GitHubConnection,
  branch: string,
): Promise<Known<BranchRules | undefined>> {
  const isProtected = await ask(connection, 'contents: read', async (octokit, repository) => {
    const { data } = await octokit.rest.repos.getBranch({ ...repository, branch });
    return z.object({ protected: z.boolean() }).parse(data).protected;
  });
  if (isProtected.known && !isProtected.value) return known(undefined);
  return ask(connection, 'administration: read', async (octokit, repository) => {
    const { data } = await octokit.rest.repos.getBranchProtection({ ...repository, branch });
    const { required_status_checks: checks, required_pull_request_reviews: reviews } = PROTECTION.parse(data);
    return {
      requiredChecks: checks?.contexts ?? [],
      ...(reviews === undefined
        ? {}
        : {
            reviews: {
              approvals: reviews.required_approving_review_count,
              dismissesStale: reviews.dismiss_stale_reviews,
              asksCodeOwners: reviews.require_code_owner_reviews,
            },
          }),
    };
  });
}

const WORKFLOW = z.object({ state: z.string() });
const RUNS = z.object({
  workflow_runs: z.array(
    z.object({ created_at: z.string(), conclusion: z.string().nullish(), html_url: z.string() }),
  ),
});

/** https://docs.github.com/en/rest/actions/workflows#get-a-workflow takes the name of the file in place of an id. */
async function readSchedule(
  connection: GitHubConnection,
  path: string,
): Promise<Known<ScheduledWorkflow | undefined>> {
  return askMaybe(connection, 'actions: read', async (octokit, repository) => {
    const place = { ...repository, workflow_id: path.split('/').at(-1) ?? path };
    const { state } = WORKFLOW.parse((await octokit.rest.actions.getWorkflow(place)).data);
    const asked = { ...place, event: 'schedule', per_page: 1 };
    const [last] = RUNS.parse((await octokit.rest.actions.listWorkflowRuns(asked)).data).workflow_runs;
    if (last === undefined) return { state };
    const { created_at: at, conclusion, html_url: url } = last;
    return { state, last: { at, conclusion: conclusion ?? undefined, url } };
  });
}

/**
 * Whether the default branch of the action has a commit. That a commit is found is not enough: GitHub finds those of forks
 * in the repository that they were forked from.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
async function readPin(
  connection: GitHubConnection,
  action: string,
  commit: string,
): Promise<Known<boolean>> {
  const [owner = '', repo = ''] = action.split('/');
  const branch = await ask(connection, 'contents: read', async (octokit) =>
    z.object({ default_branch: z.string() }).parse((await octokit.rest.repos.get({ owner, repo })).data),
  );
  if (!branch.known) return branch;
  const basehead = `${commit}...${branch.value.default_branch}`;
  const compared = await askMaybe(connection, 'contents: read', async (octokit) => {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead,
      per_page: 1,
    });
    return z.object({ status: z.string() }).parse(data).status;
  });
  return compared.known ? known(['ahead', 'identical'].includes(compared.value ?? '')) : compared;
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../helpers/cli/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';
import { startGitHub, type OpenedPull } from '../../helpers/github/fake-github.ts';
import { startWatchedSandbox } from '../../helpers/watched-sandbox.ts';
import { deployAsPrinted, jobCredentials, printedDeploy } from '../bootstrap.ts';
import { roleFile } from './desired-files.ts';
import { runWorkflow, type JobRun, type RepositoryIds, type WorkflowEvent } from './run-workflow.ts';
import { Stage, type StepOptions } from './stage.ts';
import { CALLS_ONLY } from '../../helpers/cli/calls-only.ts';

/** What a person does, in its order. */
const byHand: string[] = [];
/** The commit of the action's release. */
const PIN = 'c0ffee'.padEnd(40, '0');
let stage: Stage;
let ids: RepositoryIds;
let folder: string;

// The account is held against the policies of the roles: what they do not allow is denied.
beforeAll(async () => {
  const sandbox = await startWatchedSandbox({ switches: { authorization: 'identity-policies' } });
  stage = new Stage(await startGitHub(), sandbox);
  const { body } = await stage.github.world.backend.admin('GET', '/repos/acme/infra');
  const { id, owner } = body as { id: number; owner: { id: number } };
  ids = { owner: owner.id, repository: id };
  folder = temporaryFolder();
  for (const [path, text] of Object.entries(await stage.github.checkout(await stage.github.head()))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

/** Everything in the folder, as `git add --all` takes it. */
function filesHere(): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Every workflow of a commit that the event triggers, by file. */
async function run(
  commit: string,
  event: WorkflowEvent,
): Promise<Readonly<Record<string, readonly JobRun[]>>> {
  const files = Object.entries(await stage.github.checkout(commit));
  const ends: Record<string, readonly JobRun[]> = {};
  for (const [path, text] of files.filter(([name]) => name.startsWith('.github/workflows/'))) {
    const jobs = await runWorkflow(text, event, stage);
    if (jobs.length > 0) ends[path.slice('.github/workflows/'.length)] = jobs;
  }
  return ends;
}

const contextOf = (name: WorkflowEvent['name'], event: object): WorkflowEvent['github'] => ({
  event_name: name,
  repository: 'acme/infra',
  actor: 'alice',
  run_id: 7,
  ref: 'refs/heads/main',
  event,
});

const onPull = (pull: OpenedPull) =>
  run(pull.head, {
    name: 'pull_request',
    github: contextOf('pull_request', {
      pull_request: { number: pull.number, head: { repo: { full_name: 'acme/infra' } } },
    }),
    ids,
    act: (more: StepOptions) => stage.plan(pull, more),
  });

const onPush = async () =>
  run(await stage.github.head(), {
    name: 'push',
    branch: 'main',
    github: contextOf('push', {}),
    ids,
    act: (more: StepOptions) => stage.push(undefined, more),
  });

const onSchedule = async () =>
  run(await stage.github.head(), {
    name: 'schedule',
    github: contextOf('schedule', {}),
    ids,
    act: (more: StepOptions) => stage.schedule(more),
  });

/** As an administrator of the repository, with the credentials of the plan role. */
async function doctor() {
  const role = 'arn:aws:iam::111122223333:role/rolekeeper-plan';
  const subject = `repo:acme@${ids.owner}/infra@${ids.repository}:ref:refs/heads/main`;
  const job = { role, session: 'doctor', region: 'eu-west-1', subject };
  const credentials = await jobCredentials(stage.sandbox, job);
  const github = { GITHUB_API_URL: stage.github.url, GH_TOKEN: 'token-alice' };
  const env = { ...credentials, ...github };
  return runCli(['doctor', '--repository', 'acme/infra'], { cwd: folder, env });
}

const resultsOf = (ends: Readonly<Record<string, readonly JobRun[]>>) =>
  Object.fromEntries(
    Object.entries(ends).map(([file, jobs]) => [file, jobs.map(({ job, result }) => `${job}: ${result}`)]),
  );

// One story, told in order, on an empty repository and an empty account.
describe('from an empty repository to an applied integration', () => {
  let pull: OpenedPull;

  it('rolekeeper init writes what the repository needs', async () => {
    const parameters =
      `--account 111122223333 --region eu-west-1 --repository acme/infra --owners @acme/security ` +
      `--owner-id ${ids.owner} --repository-id ${ids.repository} --pin ${PIN}`;
    byHand.push('command: rolekeeper init');
    const result = await runCli(['init', ...parameters.split(' ')], { cwd: folder });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const deploy = printedDeploy(result.stdout);
    byHand.push(`command: ${deploy.split(' ').slice(0, 3).join(' ')}`);
    await deployAsPrinted(stage.sandbox, folder, deploy);
    expect([...stage.sandbox.world.iam.roles.keys()]).toEqual(['rolekeeper-plan', 'rolekeeper-apply']);
  });

  it('the pull request with those files has the first comment', async () => {
    pull = await stage.github.openPull('set-up', filesHere());
    const ends = await onPull(pull);
    expect(resultsOf(ends)).toEqual({ 'iam-plan.yml': ['plan: success'] });
    expect(ends['iam-plan.yml']?.[0]?.subject).toMatch(/^repo:acme@\d+\/infra@\d+:pull_request$/);
    const [comment, ...more] = await stage.github.comments(pull.number);
    expect(more).toEqual([]);
    expect(comment?.user.login).toBe('github-actions[bot]');
    expect(comment?.body).toContain('**Nothing is declared yet.**');
    expect(comment?.body).toContain('read account 111122223333');
  });

  it('a merge by hand, and every workflow is green', async () => {
    byHand.push('merge');
    await stage.github.merge(pull.number, 'squash');
    expect(resultsOf(await onPush())).toEqual({ 'iam-apply-gated.yml': ['plan: success', 'apply: skipped'] });
    expect(resultsOf(await onSchedule())).toEqual({ 'iam-drift.yml': ['drift: success'] });
  });

  it('rolekeeper doctor finds what is left to click, and nothing once it is', async () => {
    const { setUp } = stage.github.world;
    setUp.administrators.add('alice');
    setUp.actionCommits.set(PIN, 'ahead');
    setUp.workflows.set('iam-drift.yml', { state: 'active', runs: [] });
    const before = await doctor();
    expect(before.exitCode).toBe(1);
    expect(before.stdout.split('\n').filter((line) => line.startsWith('!!'))).toEqual([
      expect.stringContaining('the repository has no environment iam-apply'),
      expect.stringContaining('main does not require the check plan'),
      expect.stringContaining('main accepts changes without an approval'),
      expect.stringContaining('.github/CODEOWNERS has no effect'),
    ]);
    setUp.environments.set('iam-apply', {
      protection_rules: [{ type: 'required_reviewers', reviewers: [{}] }],
      deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
    });
    const review = {
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
    };
    const checks = { required_status_checks: [{ context: 'plan' }] };
    setUp.rules = [
      { type: 'pull_request', parameters: review },
      { type: 'required_status_checks', parameters: checks },
    ];
    const after = await doctor();
    expect(after).toMatchObject({ exitCode: 0, stderr: CALLS_ONLY });
    expect(after.stdout.split('\n').filter((line) => line.startsWith('!!'))).toEqual([]);
    expect(after.stdout).toContain('ok  rolekeeper-apply trusts the subjects of acme/infra');
  });

  it('takes two commands and one merge', () => {
    expect(byHand).toEqual(['command: rolekeeper init', 'command: aws cloudformation deploy', 'merge']);
  });

  it('the next pull request is planned by the plan role', async () => {
    pull = await stage.github.openPull('reader', { 'desired/reader.yaml': roleFile({ name: 'reader' }) });
    expect(resultsOf(await onPull(pull))).toEqual({ 'iam-plan.yml': ['plan: success'] });
    const [comment] = await stage.github.comments(pull.number);
    expect(comment?.body).toContain('## IAM plan: 1 to create, 0 to update, 0 to delete');
  });

  it('and applied by the apply role, which the environment alone gets', async () => {
    await stage.github.merge(pull.number, 'squash');
    const { 'iam-apply-gated.yml': jobs = [] } = await onPush();
    expect(jobs.map(({ job, result }) => `${job}: ${result}`)).toEqual(['plan: success', 'apply: success']);
    expect(jobs[1]?.subject).toMatch(/:environment:iam-apply$/);
    expect(jobs[1]?.runs[0]?.outputs).toMatchObject({ result: 'applied' });
    expect(stage.sandbox.world.iam.roles.has('reader')).toBe(true);
    const [comment] = await stage.github.comments(pull.number);
    expect(comment?.body).toContain('**Applied** `reader`');
  });

  it('a pull request that takes away the last file is no empty repository', async () => {
    const last = await stage.github.openPull('gone', { 'desired/reader.yaml': undefined });
    const { 'iam-plan.yml': jobs = [] } = await onPull(last);
    expect(jobs[0]?.runs[0]).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
    const [comment] = await stage.github.comments(last.number);
    expect(comment?.body).toContain('desired has no integrations, and the account has reader');
  });
});

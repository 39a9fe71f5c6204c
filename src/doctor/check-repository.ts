import type { Known } from '../model/inventory.ts';
import type {
  BranchRules,
  DeploymentEnvironment,
  RepositorySetUp,
  ScheduledWorkflow,
} from '../model/repository-set-up.ts';
import { notChecked, ok, problem, type Check } from './check.ts';
import type { OwnWorkflow, UsedEnvironment } from './own-workflows.ts';

/** What the checkout says, and the day on which it is looked at. */
export interface CheckedOut {
  readonly workflows: readonly OwnWorkflow[];
  /** The file that names the owners; undefined where there is none. */
  readonly ownersFile: string | undefined;
  readonly now: Date;
}

/** The environments, the protection of the default branch, the schedules and the pins, as GitHub has them. */
export function checkRepository(setUp: RepositorySetUp, checkedOut: CheckedOut): readonly Check[] {
  const { workflows } = checkedOut;
  return [
    ...[...setUp.pins].map(([commit, exists]) => checkPin(commit, exists)),
    ...usedEnvironments(workflows).flatMap((one) => checkEnvironment(one, setUp)),
    ...checkProtection(setUp, checkedOut),
    ...workflows.flatMap(({ file, content }) =>
      (content?.crons ?? []).slice(0, 1).map((cron) => checkSchedule({ file, cron }, setUp, checkedOut.now)),
    ),
  ];
}

/** What stays unknown where GitHub is not asked, with the reason. */
export function repositoryNotChecked(why: string, remedy: string): readonly Check[] {
  return [
    'the environment: its branches and reviewers',
    'the protection of the default branch: the required check, a review, code owners',
    'whether GitHub still runs the schedule of the drift check',
    'whether the repository has ids in its subjects',
    'whether the commits that the action is pinned to are its own',
  ].map((what) => notChecked(`${what} (${why})`, remedy));
}

/** Each environment once; the gate among its uses decides. */
export function usedEnvironments(workflows: readonly OwnWorkflow[]): readonly UsedEnvironment[] {
  const all = workflows.flatMap(({ content }) => content?.environments ?? []);
  return [...new Set(all.map(({ name }) => name))].map((name) => ({
    name,
    isGate: all.some((one) => one.name === name && one.isGate),
  }));
}

function checkPin(commit: string, exists: Known<boolean>): Check {
  const short = commit.slice(0, 7);
  if (!exists.known)
    return notChecked(
      `whether ${short} is a commit of the action (${exists.reason})`,
      'look for it in the list of its releases',
    );
  return exists.value
    ? ok(`${short} is on the default branch of the action`)
    : problem(
        `${short} is not on the default branch of the action: a fork may have it`,
        'pin the commit of a release',
      );
}

function checkEnvironment(
  { name, isGate }: UsedEnvironment,
  { name: repository, identity, environments }: RepositorySetUp,
): readonly Check[] {
  const environment = environments.get(name);
  const look = `gh api repos/${repository}/environments/${name}`;
  if (environment === undefined || !environment.known) {
    const why = environment === undefined ? 'it was not asked for' : environment.reason;
    return [notChecked(`the environment ${name}: its branches and reviewers (${why})`, look)];
  }
  const { value } = environment;
  if (value === undefined)
    return [
      problem(
        `the repository has no environment ${name}, or the token may not see it: GitHub makes one without protection when a job first names it`,
        `gh api --method PUT repos/${repository}/environments/${name} -F 'deployment_branch_policy[protected_branches]=true' -F 'deployment_branch_policy[custom_branch_policies]=false'`,
      ),
    ];
  const branch = identity.known ? identity.value.defaultBranch : undefined;
  return [
    checkBranches(name, value, branch, repository),
    checkReviewers({ name, isGate }, value, repository),
  ];
}

function checkBranches(
  name: string,
  { branches }: DeploymentEnvironment,
  branch: string | undefined,
  repository: string,
): Check {
  const where = `https://github.com/${repository}/settings/environments → ${name} → Deployment branches and tags`;
  if (branches === undefined)
    return problem(`every branch can use the environment ${name}, and so the apply role`, where);
  if (branches === 'protected') return ok(`only protected branches can use the environment ${name}`);
  if (branch === undefined)
    return notChecked(
      `whether the environment ${name} is for the default branch only: it is for ${branches.join(', ')}`,
      where,
    );
  const others = branches.filter((one) => one !== branch);
  return others.length === 0
    ? ok(`only ${branch} can use the environment ${name}`)
    : problem(`${others.join(', ')} can use the environment ${name}, and so the apply role`, where);
}

function checkReviewers(
  { name, isGate }: UsedEnvironment,
  { reviewers, letsOwnChangeThrough, letsAdministratorsPast }: DeploymentEnvironment,
  repository: string,
): Check {
  const where = `https://github.com/${repository}/settings/environments → ${name} → Required reviewers`;
  if (reviewers === 0)
    return isGate
      ? problem(
          `the environment ${name} has no reviewers: every merge is applied at once`,
          `${where} (a private repository needs GitHub Enterprise for it; else use iam-apply.yml, where the review of the pull request decides)`,
        )
      : ok(`the environment ${name} has no reviewers: the review of the pull request decides`);
  const more = [
    ...(letsOwnChangeThrough ? ['the person who started the run can approve it'] : []),
    ...(letsAdministratorsPast ? ['administrators can bypass it'] : []),
  ];
  return ok(
    `the environment ${name} requires a review by one of ${reviewers} reviewers${more.length === 0 ? '' : `; ${more.join('; ')}`}`,
  );
}

function checkProtection(
  { name, identity, rules, protection }: RepositorySetUp,
  { workflows, ownersFile }: CheckedOut,
): readonly Check[] {
  const branch = identity.known ? identity.value.defaultBranch : 'the default branch';
  const told = [rules, protection].flatMap((one) =>
    one.known && one.value !== undefined ? [one.value] : [],
  );
  const unread = [rules, protection].flatMap((one) => (one.known ? [] : [one.reason]));
  const where = `https://github.com/${name}/settings/rules, or …/settings/branches`;
  const look = `gh api repos/${name}/rules/branches/${branch}; gh api repos/${name}/branches/${branch}/protection`;
  /** A rule that was not seen may stand in what could not be read. */
  const lacks = (isKept: boolean, kept: string, lacking: string, remedy: string): Check =>
    isKept
      ? ok(kept)
      : unread.length > 0
        ? notChecked(`whether ${kept} (${[...new Set(unread)].join('; ')})`, look)
        : problem(lacking, remedy);
  const checks = [...new Set(workflows.flatMap(({ content }) => content?.checks ?? []))];
  const required = new Set(told.flatMap(({ requiredChecks }) => requiredChecks));
  const reviews = told.flatMap((one) => one.reviews ?? []);
  const asks = (test: (review: NonNullable<BranchRules['reviews']>) => boolean): boolean =>
    reviews.some(test);
  const ofPlan = (): Check =>
    lacks(
      checks.some((check) => required.has(check)),
      `a merge into ${branch} requires the check ${checks.join(' or ')}`,
      `${branch} does not require the check ${checks.join(' or ')}: a pull request merges without its plan`,
      `${where} → Require status checks to pass → ${checks[0] ?? ''}`,
    );
  const ofApproval = lacks(
    asks(({ approvals }) => approvals > 0),
    `a merge into ${branch} requires an approval`,
    `${branch} accepts changes without an approval`,
    `${where} → Require a pull request before merging → Required approvals: 1`,
  );
  const ofPushes = (): Check =>
    lacks(
      asks(({ dismissesStale }) => dismissesStale),
      `a push dismisses the approvals of a pull request`,
      `an approval stays after a push to the pull request`,
      `${where} → Dismiss stale pull request approvals when new commits are pushed`,
    );
  const ofOwners = (file: string): Check =>
    lacks(
      asks(({ asksCodeOwners }) => asksCodeOwners),
      `a merge into ${branch} requires the owners that ${file} names`,
      `${file} has no effect: ${branch} requires no review by code owners`,
      `${where} → Require review from Code Owners`,
    );
  return [
    ...(checks.length === 0 ? [] : [ofPlan()]),
    ofApproval,
    ...(asks(({ approvals }) => approvals > 0) ? [ofPushes()] : []),
    ...(ownersFile === undefined ? [] : [ofOwners(ownersFile)]),
  ];
}

function checkSchedule(
  { file, cron }: { readonly file: string; readonly cron: string },
  { name, schedules }: RepositorySetUp,
  now: Date,
): Check {
  const workflow = file.split('/').at(-1) ?? file;
  const schedule = schedules.get(file);
  const look = `gh run list --repo ${name} --workflow ${workflow} --event schedule --limit 3`;
  if (schedule === undefined || !schedule.known)
    return notChecked(
      `whether ${file} is still run${schedule === undefined ? '' : ` (${schedule.reason})`}`,
      look,
    );
  const { value } = schedule;
  if (value === undefined)
    return problem(
      `GitHub does not know ${file}, or the token may not see it: a schedule runs on the default branch only`,
      'merge the file into the default branch',
    );
  return value.state === 'active'
    ? checkLastRun({ file, cron, look }, value, now)
    : stopped(file, value, name);
}

/** https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows */
function stopped(file: string, { state }: ScheduledWorkflow, repository: string): Check {
  const why: Readonly<Record<string, string>> = {
    disabled_inactivity: 'nothing happened in the repository for 60 days',
    disabled_manually: 'it was disabled by hand',
    disabled_fork: 'the repository is a fork',
  };
  const enable = `gh workflow enable ${file.split('/').at(-1) ?? file} --repo ${repository}`;
  return problem(`GitHub does not run ${file} any more: ${why[state] ?? state}`, enable);
}

const DAY = 86_400_000;

function checkLastRun(
  { file, cron, look }: { readonly file: string; readonly cron: string; readonly look: string },
  { last }: ScheduledWorkflow,
  now: Date,
): Check {
  if (last === undefined)
    return notChecked(`whether ${file} runs: its schedule has not started it yet`, look);
  const days = Math.floor((now.getTime() - Date.parse(last.at)) / DAY);
  const age = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
  if (days > mostDays(cron))
    return problem(`the schedule of ${file} ("${cron}") started it last ${age}`, `see ${last.url}; ${look}`);
  return last.conclusion === undefined || last.conclusion === 'success'
    ? ok(`${file} ran ${age} on its schedule`)
    : problem(`the last scheduled run of ${file}, ${age}, ended with ${last.conclusion}`, `see ${last.url}`);
}

/** How old the last run may be: a schedule of every day is late after two, any other after a month. */
function mostDays(cron: string): number {
  const [, , dayOfMonth, , dayOfWeek] = cron.trim().split(/\s+/);
  return dayOfMonth === '*' && dayOfWeek === '*' ? 2 : 32;
}

import { commentStoreOf } from '../../github/comment-store.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { type StatusPublication, publishStatus } from '../../github/plan-comment.ts';
import type { IntegrationOutcome } from '../../model/apply-result.ts';
import { type AssessedIntegration, type AssessedPlan, isBlocked } from '../../model/assessment.ts';
import type { Scope } from '../../model/integration.ts';
import { alertBlock, codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { count } from '../../report/say-totals.ts';
import type { Render } from '../../review/comment-body.ts';
import { VERSION } from '../../model/version.ts';
import { type Choice, NO_STACK, type Refusal } from './choose.ts';
import { sayRefusal } from './say-failure.ts';
import type { ActionContext } from './context.ts';
import type { GitHubRun } from './github-run.ts';
import type { JointStatus } from './joint-status.ts';
import { commitLink, reportWithin, runLink } from './plan-text.ts';
import { type RunFailure, type RunStep, partOfComment } from './run-outcome.ts';

/** What became of the integrations of one pull request. */
export interface PullOutcome {
  readonly outcomes: readonly IntegrationOutcome[];
  readonly refused: readonly Refusal[];
  readonly blocked: readonly AssessedIntegration[];
}

export function outcomeOfPull(
  number: number,
  choice: Choice,
  plan: AssessedPlan,
  outcomes: readonly IntegrationOutcome[],
): PullOutcome {
  const isOwn = ({ integration }: { readonly integration: string }): boolean =>
    choice.pulls.get(integration) === number;
  return {
    outcomes: outcomes.filter(isOwn),
    refused: choice.refused.filter(isOwn),
    blocked: plan.integrations.filter((integration) => isOwn(integration) && isBlocked(integration)),
  };
}

export function stateOf({ outcomes, refused, blocked }: PullOutcome): StatusPublication['state'] {
  const isWhole = outcomes.every(({ outcome }) => outcome === 'applied' || outcome === 'unchanged');
  return isWhole && refused.length === 0 && blocked.length === 0 ? 'applied' : 'failed';
}

/**
 * What was applied as shown, by this run or by one that never said so: the same plan is no evidence for another apply of
 * it, nor for another attempt of this run.
 */
function spentIn({ outcomes, refused }: PullOutcome, number: number): readonly string[] {
  const isDone = ({ outcome }: IntegrationOutcome) => outcome === 'applied' || outcome === 'unchanged';
  const isSpent = (refusal: Refusal) =>
    refusal.verdict === 'not-approved' && refusal.why === 'spent' && refusal.pullRequest === number;
  return [...outcomes.filter(isDone), ...refused.filter(isSpent)].map(({ integration }) => integration);
}

export function sayApplying(integrations: readonly string[], run: GitHubRun): Render {
  return () =>
    alertBlock('NOTE', [`**Applying** ${integrations.map(codeSpan).join(', ')} · ${runLink(run)}`]);
}

export function sayBroken(
  { reason, message, hint }: RunFailure,
  integrations: readonly string[],
  run: GitHubRun,
): Render {
  const names = integrations.map((name) => codeSpan(name)).join(', ');
  const what = `**Ended early** (${codeSpan(reason ?? 'failed')}) while ${names} was applied: ${prose(message)}`;
  const remedy = hint === undefined ? '' : ` ${sayRemedy({ hint })}.`;
  return () => alertBlock('CAUTION', [`${what}.${remedy} · ${runLink(run)}`]);
}

/** In the comment, over the plan that was reviewed. */
export function sayEnd(end: PullOutcome, plan: AssessedPlan, run: GitHubRun): Render {
  const at = `${commitLink(run, run.commit)} · ${runLink(run)}`;
  const good = end.outcomes.flatMap(saySuccess);
  const bad = [
    ...end.refused.map(sayRefusal),
    ...end.outcomes.flatMap(sayFailure),
    ...end.blocked.map(sayBlocked),
  ];
  return (limit) => {
    const text = [alertBlock('CAUTION', bad), alertBlock('TIP', good), `<sub>${at}</sub>`]
      .filter((block) => block !== '')
      .join('\n\n');
    const now = end.refused.length === 0 ? '' : sayPlanOfNow(end.refused, plan, limit - text.length, run);
    return now === '' ? text : `${text}\n\n${now}`;
  };
}

function saySuccess(outcome: IntegrationOutcome): readonly string[] {
  const name = codeSpan(outcome.integration);
  if (outcome.outcome === 'unchanged') return [`**Nothing was left to do** for ${name}`];
  if (outcome.outcome !== 'applied') return [];
  return [
    `**Applied** ${name} with ${count(outcome.changeSets, 'change set')}; what it changed was read again, and is as declared; the next plan compares the rest`,
  ];
}

function sayFailure(outcome: IntegrationOutcome): readonly string[] {
  if (outcome.outcome !== 'failed') return [];
  const { integration, reason, message, hint } = outcome;
  const what = reason === 'stale-run' ? '**Not applied by this run:**' : '**Failed:**';
  const remedy = hint === undefined ? '' : ` ${sayRemedy({ hint })}`;
  return [`${what} ${codeSpan(integration)} (${codeSpan(reason)}): ${prose(message)}.${remedy}`];
}

function sayBlocked({ integration, blockers, entries }: AssessedIntegration): string {
  const all = [...blockers, ...entries.flatMap((entry) => entry.blockers)];
  const [first] = all;
  const more = all.length > 1 ? `, and ${all.length - 1} more` : '';
  const why = first === undefined ? '' : `: ${prose(first.message)}. ${sayRemedy(first)}`;
  return `**Blocked:** ${codeSpan(integration)}${more}${why}`;
}

/** Enough room for a table with its frame; with less, the summary says it all. */
const LEAST_ROOM = 600;

function sayPlanOfNow(refused: readonly Refusal[], plan: AssessedPlan, room: number, run: GitHubRun): string {
  const names = new Set(refused.map(({ integration }) => integration));
  const own = {
    ...plan,
    integrations: plan.integrations.filter(({ integration }) => names.has(integration)),
  };
  const [open, close] = [
    '<details><summary>The plan of now, in place of the one below</summary>\n\n',
    '\n</details>',
  ];
  if (room < LEAST_ROOM) return '';
  const limit = room - open.length - close.length - 10;
  return open + reportWithin(limit, own, 'apply', run) + close;
}

/** Where the pull requests behind an apply are told about it. */
export interface Told {
  readonly scope: Scope;
  readonly choice: Choice;
  readonly connection: GitHubConnection;
  /** Writes the comment where the run has several scopes: one comment is about all of them. */
  readonly joint?: JointStatus;
  /** How each stack stands before anything is applied. */
  readonly stacks: ReadonlyMap<string, string>;
}

/**
 * Says in the comments of the pull requests behind what is applied that it is being applied, before anything is: should
 * the run be killed, the plan is known to be in use.
 */
export async function* tellApplying(told: Told, context: ActionContext): RunStep {
  const { choice, stacks } = told;
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    const claims = new Map(integrations.map((name) => [name, stacks.get(name) ?? NO_STACK]));
    const status = sayApplying(integrations, context.run);
    yield* tell(told, number, { state: 'applying', status, claims }, context);
  }
}

/** Says there that the run ended before its time: nothing would write over "applying" else. */
export async function* tellBroken(failure: RunFailure, told: Told, context: ActionContext): RunStep {
  const { choice } = told;
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    const status = sayBroken(failure, integrations, context.run);
    yield* tell(told, number, { state: 'failed', status }, context);
  }
}

/** Says there what became of it; also of what was refused or is blocked. */
export async function* tellEnd(
  told: Told,
  plan: AssessedPlan,
  outcomes: readonly IntegrationOutcome[],
  context: ActionContext,
): RunStep {
  const { choice } = told;
  const blocked = plan.integrations.filter(isBlocked).map(({ integration }) => integration);
  const concerned = [...choice.approved, ...choice.refused.map(({ integration }) => integration), ...blocked];
  for (const [number, integrations] of byPull(choice, concerned)) {
    const end = outcomeOfPull(number, choice, plan, outcomes);
    yield* tell(
      told,
      number,
      {
        state: stateOf(end),
        status: sayEnd(end, plan, context.run),
        spent: spentIn(end, number),
        // What it did not apply can be applied by another run. What it refused may be in use by an earlier one.
        claims: new Map(
          integrations.filter((name) => choice.approved.includes(name)).map((name) => [name, undefined]),
        ),
      },
      context,
    );
  }
}

function byPull(choice: Choice, integrations: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const pulls = new Map<number, string[]>();
  for (const integration of new Set(integrations)) {
    const number = choice.pulls.get(integration);
    if (number !== undefined) pulls.set(number, [...(pulls.get(number) ?? []), integration]);
  }
  return pulls;
}

async function* tell(
  { scope, connection, joint }: Told,
  number: number,
  said: Pick<StatusPublication, 'state' | 'status' | 'spent' | 'claims'>,
  context: ActionContext,
): RunStep {
  const { run, inputs } = context;
  if (inputs.comment === 'never') return;
  if (joint !== undefined) return yield* joint.take(scope, number, said, context);
  const outcome = await publishStatus(commentStoreOf(connection, number), {
    scope: scope.directory,
    run: run.run,
    tool: VERSION,
    ...said,
  });
  yield partOfComment(outcome);
}

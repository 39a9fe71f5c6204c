import type { IntegrationOutcome } from '../../model/apply-result.ts';
import { isBlocked, type AssessedIntegration, type AssessedPlan } from '../../model/assessment.ts';
import { alertBlock, codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { count } from '../../report/say-totals.ts';
import type { Render } from '../../review/comment-body.ts';
import type { StatusPublication } from '../../github/plan-comment.ts';
import type { Choice } from './choice.ts';
import type { RunFailure } from './run-outcome.ts';
import type { GitHubRun } from './github-run.ts';
import { commitLink, reportWithin, runLink } from './plan-text.ts';
import { sayRefusal, type Refusal } from './refusals.ts';

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
  return [`**Applied** ${name} with ${count(outcome.changeSets, 'change set')}, read again, and as declared`];
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

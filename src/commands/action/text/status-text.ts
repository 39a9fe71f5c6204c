import type { StatusPublication } from '../../../github/plan-comment.ts';
import type { IntegrationOutcome } from '../../../model/apply-result.ts';
import { type AssessedIntegration, type AssessedPlan, isBlocked } from '../../../model/assessment.ts';
import { isExpiryAlone, isPureDrift } from '../../../model/plan.ts';
import { alertBlock, codeSpan, prose, sayRemedy } from '../../../report/escape-markdown.ts';
import { count } from '../../../report/say-totals.ts';
import type { Render } from '../../../review/comment-body.ts';
import type { Choice, Refusal } from '../choose.ts';
import { failedLabel, sayReadAgain } from '../../../report/apply-result.ts';
import { handoversMarkdown } from '../../../report/say-handover.ts';
import type { GitHubRun } from '../context.ts';
import type { RunFailure } from '../run-outcome.ts';
import { commitLink, reportWithin, runLink } from './plan-text.ts';

/** What the comment of a pull request is told of one scope. */
export interface Said extends Pick<StatusPublication, 'state' | 'status' | 'spent' | 'claims'> {
  /** What third parties are to be told now; empty where there is nothing. */
  readonly handovers?: Render;
}

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
export function spentIn({ outcomes, refused }: PullOutcome, number: number): readonly string[] {
  const isSpent = (refusal: Refusal) =>
    refusal.verdict === 'not-approved' && refusal.why === 'spent' && refusal.pullRequest === number;
  return [...outcomes.filter(isDone), ...refused.filter(isSpent)].map(({ integration }) => integration);
}

/** By this run, or by one that never said so. */
function isDone({ outcome }: IntegrationOutcome): boolean {
  return outcome === 'applied' || outcome === 'unchanged';
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
  const applied = end.outcomes.filter(({ outcome }) => outcome === 'applied');
  const good = [
    ...end.outcomes.flatMap(saySuccess),
    ...(applied.length === 0 ? [] : [sayReadAgain(applied.map(({ integration }) => integration))]),
  ];
  const handovers = sayHandovers(end, plan);
  const bad = [
    ...end.refused.map(sayRefusal),
    ...end.outcomes.flatMap(sayFailure),
    ...end.blocked.map(sayBlocked),
  ];
  return (limit) => {
    const head = [alertBlock('CAUTION', bad), alertBlock('TIP', good)];
    const room = (limit - head.join('\n\n').length) * HANDOVER_SHARE;
    const text = [...head, handovers(room), `<sub>${at}</sub>`].filter((block) => block !== '').join('\n\n');
    const now = end.refused.length === 0 ? '' : sayPlanOfNow(end.refused, plan, limit - text.length, run);
    return now === '' ? text : `${text}\n\n${now}`;
  };
}

/** What third parties are to be told of what is applied now. */
export function sayHandovers({ outcomes }: PullOutcome, plan: AssessedPlan): Render {
  const done = outcomes.filter(isDone).map(({ integration }) => integration);
  return (room) => handoversMarkdown(done, plan, room);
}

/** Of the room of a comment: the plan that was reviewed stays under it. */
const HANDOVER_SHARE = 0.25;

function saySuccess(outcome: IntegrationOutcome): readonly string[] {
  const name = codeSpan(outcome.integration);
  if (outcome.outcome === 'unchanged') return [`**Nothing was left to do** for ${name}`];
  if (outcome.outcome !== 'applied') return [];
  return [`**Applied** ${name} with ${count(outcome.changeSets, 'change set')}`];
}

function sayFailure(outcome: IntegrationOutcome): readonly string[] {
  if (outcome.outcome !== 'failed') return [];
  const { integration, reason, message, hint } = outcome;
  const remedy = hint === undefined ? '' : ` ${sayRemedy({ hint })}`;
  return [
    `${failedLabel(outcome)} ${codeSpan(integration)} (${codeSpan(reason)}): ${prose(message)}.${remedy}`,
  ];
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
    '<details><summary>The current plan, in place of the one below</summary>\n\n',
    '\n</details>',
  ];
  if (room < LEAST_ROOM) return '';
  const limit = room - open.length - close.length - 10;
  return open + reportWithin(limit, own, 'apply', run) + close;
}

/** A scope that failed is said with its reason, as far as there is room; of those that were applied the number. */
const ROOM_FOR_ONE = 900;

export function sayScopes(scopes: ReadonlyMap<string, Said>, limit: number, link: string): string {
  const applied = [...scopes].filter(([, { state }]) => state === 'applied');
  const others = [...scopes].filter(([, { state }]) => state !== 'applied');
  const done =
    applied.length === 0 ? '' : alertBlock('TIP', [`**Applied** in ${applied.length} scopes · ${link}`]);
  const blocks: string[] = [];
  const handovers = scopeHandovers(applied, limit * HANDOVER_SHARE);
  let left = limit - done.length - handovers.length - 200;
  for (const [directory, { status }] of others) {
    const text = `${codeSpan(directory)}:\n\n${status(Math.min(ROOM_FOR_ONE, left))}`;
    if (text.length + 2 > left) break;
    blocks.push(text);
    left -= text.length + 2;
  }
  const rest = others.length - blocks.length;
  const more =
    rest === 0
      ? ''
      : `… and ${rest} more scopes that were not applied as a whole: the summary of the run says why.`;
  return [...blocks, more, done, handovers].filter((block) => block !== '').join('\n\n');
}

/** Each under its folder, as far as there is room; of the others the number. */
function scopeHandovers(applied: readonly (readonly [string, Said])[], room: number): string {
  const blocks = applied.flatMap(([directory, { handovers }]) => {
    const text = handovers?.(room / 2) ?? '';
    return text === '' ? [] : [`${codeSpan(directory)}:\n\n${text}`];
  });
  const shown = blocks.filter((_block, index) => blocks.slice(0, index + 1).join('\n\n').length <= room);
  const rest = blocks.length - shown.length;
  return [
    ...shown,
    ...(rest === 0 ? [] : [`**To hand over** in ${rest} more scopes: in the summary of the run`]),
  ].join('\n\n');
}

/** Markdown, a line each: the reason, the new digest and the way out. */
export function sayRefusals(refused: readonly Refusal[]): readonly string[] {
  return refused.map(sayRefusal);
}

export function sayRefusal({ integration, verdict, message, hint }: Refusal): string {
  return `**Not applied:** ${codeSpan(integration)} (${codeSpan(verdict)}): ${prose(message)}. ${sayRemedy({ hint })}`;
}

/** What of a plan is left alone by this apply, and what it was started for. */
export function applyNotes(
  plan: AssessedPlan,
  choice: Choice,
  digests: readonly string[],
): readonly string[] {
  const left = plan.integrations.filter(isPureDrift).map(({ integration }) => integration);
  const rest = left.filter((name) => !choice.approved.includes(name)).map((name) => codeSpan(name));
  const expired = plan.integrations
    .filter((one) => isExpiryAlone(one) && !one.observed && !choice.approved.includes(one.integration))
    .map(({ integration }) => codeSpan(integration));
  return [
    ...(digests.length === 0
      ? []
      : [
          `Started by hand for the digest ${digests.map((digest) => codeSpan(digest)).join(', ')}: nothing else is applied.`,
        ]),
    ...(rest.length === 0
      ? []
      : [`Drift that no merge touched is reported and not applied: ${rest.join(', ')}.`]),
    ...(expired.length === 0
      ? []
      : [
          `Access that has expired is not suspended before that was reviewed: ${expired.join(', ')}. ` +
            `A pull request that writes ${codeSpan('suspend: true')} into the file suspends it.`,
        ]),
  ];
}

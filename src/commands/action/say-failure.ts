import { commentStoreOf } from '../../github/comment-store.ts';
import { reportDrift } from '../../github/drift-issue.ts';
import { issueStoreOf } from '../../github/issue-store.ts';
import { publishPlan } from '../../github/plan-comment.ts';
import type { IntegrationOutcome } from '../../model/apply-result.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Scope } from '../../model/integration.ts';
import { alertBlock, codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { VERSION } from '../../model/version.ts';
import type { Choice, Refusal } from './choose.ts';
import type { ActionContext } from './context.ts';
import type { PullRequestTask } from './event.ts';
import { commitLink, runLink } from './plan-text.ts';
import { type RunFailure, type RunPart, type RunStep, partOfComment, partOfIssue } from './run-outcome.ts';

export interface FailedApply {
  readonly choice: Choice;
  readonly outcomes: readonly IntegrationOutcome[];
  /** Of this scope. */
  readonly failures: readonly RunFailure[];
}

/** Appends to the drift issue that an apply failed or was refused: the account is not as the branch declares it. */
export async function* appendToIssue(
  { directory }: Pick<Scope, 'directory'>,
  { choice, outcomes, failures }: FailedApply,
  context: ActionContext,
): RunStep {
  const failed = outcomes.flatMap((outcome) =>
    outcome.outcome === 'failed' && outcome.reason !== 'stale-run'
      ? [
          `**Failed:** ${codeSpan(outcome.integration)} (${codeSpan(outcome.reason)}): ${prose(outcome.message)}`,
        ]
      : [],
  );
  const blocked = failures
    .filter(({ reason }) => reason === 'blocked' || reason === 'findings')
    .map(sayReason);
  yield* append(directory, [...sayRefusals(choice.refused), ...failed, ...blocked], context);
}

/** The same where the run ended before there was anything to apply. */
export async function* sayApplyFailure(
  directories: readonly string[],
  failure: RunFailure,
  context: ActionContext,
): RunStep {
  for (const directory of directories) yield* append(directory, [sayReason(failure)], context);
}

function sayReason({ reason, message, hint }: RunFailure): string {
  const remedy = hint === undefined ? '' : ` ${sayRemedy({ hint })}`;
  return `**Not applied** (${codeSpan(reason ?? 'failed')}): ${prose(message)}.${remedy}`;
}

async function* append(
  directory: string,
  lines: readonly string[],
  { connection, inputs, run }: ActionContext,
): RunStep {
  if (connection === undefined || !inputs.driftIssue || lines.length === 0) return;
  const text = (limit: number): string => {
    const head = `An apply of ${commitLink(run, run.commit)} failed or was refused · ${runLink(run)}\n`;
    const items = lines.map((line) => `- ${line}`);
    const room = limit - head.length - 40;
    const shown = items.filter((_item, index) => items.slice(0, index + 1).join('\n').length <= room);
    const rest = items.length - shown.length;
    return [head, ...shown, ...(rest === 0 ? [] : [`- … and ${rest} more`]), ''].join('\n');
  };
  const outcome = await reportDrift(issueStoreOf(connection), {
    scope: directory,
    tool: VERSION,
    state: 'apply-failed',
    checkedAt: undefined,
    run: run.run,
    digest: '',
    title: `IAM of ${directory} is not as declared: an apply failed`,
    body: text,
    comment: text,
  });
  yield partOfIssue(outcome);
}

export interface FailedPlan {
  readonly task: PullRequestTask;
  readonly diagnostics: readonly Diagnostic[];
}

/** Says in the pull request's comment that there is no plan, and why: what stood there before is out of date. */
export async function* commentFailure(
  failure: RunFailure,
  { task, diagnostics }: FailedPlan,
  { connection, inputs, run }: ActionContext,
): RunStep {
  // A job with a part of the scopes says it in its log: the job that joins them comments.
  if (connection === undefined || inputs.comment === 'never' || inputs.scopes.length > 0) return;
  const outcome = await publishPlan(commentStoreOf(connection, task.number), {
    scope: inputs.desired,
    run: run.run,
    head: task.head,
    base: task.base,
    baseRef: task.baseRef,
    tool: VERSION,
    digests: [],
    plan: (limit) => {
      const head = [
        `## IAM plan failed: ${codeSpan(failure.reason ?? 'failed')}`,
        alertBlock('CAUTION', [`**There is no plan for this commit:** ${prose(failure.message)}`]),
        ...(failure.hint === undefined ? [] : [sayRemedy(failure)]),
      ].join('\n\n');
      const foot = `<sub>${commitLink(run, task.head)} · ${runLink(run)}</sub>\n`;
      const room = limit - head.length - foot.length - 4;
      const list = renderDiagnostics(diagnostics, 'markdown', { command: 'plan', color: false, limit: room });
      return [head, ...(list === '' ? [] : [list.trimEnd()]), foot].join('\n\n');
    },
  });
  yield partOfComment(outcome);
}

/** Markdown, a line each: the reason, the new digest and the way out. */
export function sayRefusals(refused: readonly Refusal[]): readonly string[] {
  return refused.map(sayRefusal);
}

export function sayRefusal({ integration, verdict, message, hint }: Refusal): string {
  return `**Not applied:** ${codeSpan(integration)} (${codeSpan(verdict)}): ${prose(message)}. ${sayRemedy({ hint })}`;
}

/** The run fails for the first of them, and names all. */
export function failedForRefusals(refused: readonly Refusal[]): RunPart {
  const [first] = refused;
  if (first === undefined) return {};
  const annotations = refused.map(({ integration, verdict, message, hint }) => ({
    level: 'error' as const,
    title: `rolekeeper: ${integration} is not applied (${verdict})`,
    message: `${message}. ${hint}`,
  }));
  const failure =
    refused.length === 1
      ? { reason: first.verdict, message: first.message, hint: first.hint }
      : {
          reason: first.verdict,
          message: `not what was reviewed: ${refused.map(({ integration }) => integration).join(', ')}`,
          hint: 'each reason, with its digest, stands in the summary',
        };
  return { annotations, failures: [failure] };
}

import type { IntegrationOutcome } from '../../model/apply-result.ts';
import type { Scope } from '../../model/integration.ts';
import { codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { reportDrift } from '../../github/drift-issue.ts';
import { issueStoreOf } from '../../github/issue-store.ts';
import { VERSION } from '../version.ts';
import type { ActionContext } from './action-context.ts';
import type { Choice } from './choice.ts';
import { commitLink, runLink } from './plan-text.ts';
import { sayRefusals } from './refusals.ts';
import { partOfIssue, type RunFailure, type RunStep } from './run-outcome.ts';

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

import { commentStoreOf } from '../../github/comment-store.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { type OpenApply, hasEnded, readOpenApplies } from '../../github/open-applies.ts';
import { publishStatus } from '../../github/plan-comment.ts';
import { orWarning } from '../../github/publish-warning.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { isActing } from '../../model/plan.ts';
import { VERSION } from '../../model/version.ts';
import { alertBlock, codeSpan, sayRemedy } from '../../report/escape-markdown.ts';
import type { Render } from '../../review/comment-body.ts';
import { type PlanMarker, markerOf, nameWithin } from '../../review/marker.ts';
import type { ActionContext, GitHubRun } from './context.ts';
import type { RunStep } from './run-outcome.ts';
import { runLink } from './text/plan-text.ts';

/** Two drift checks a week apart, and some. */
const LOOK_BACK_DAYS = 15;

/**
 * A job on GitHub's runners ends after this long:
 * https://docs.github.com/en/actions/reference/limits (a self-hosted one may take longer)
 */
const LONGEST_JOB_HOURS = 6;

const HOUR = 3_600_000;

/**
 * A run that is killed while it applies leaves "applying" in the comment of its pull request. Whichever run comes across
 * that next, and finds that the run has ended, says so there, and what the plan of now says is left to do. Should the run
 * be alive after all, what it writes at its end stands over this.
 *
 * @param plans what this run knows of the account, by the folder of the scope
 */
export async function* repairComments(
  plans: ReadonlyMap<string, AssessedPlan>,
  { connection, inputs, environment, run }: ActionContext,
): RunStep {
  if (connection === undefined || inputs.comment === 'never') return;
  const now = environment.clock.now().getTime();
  const found = await orWarning(() =>
    readOpenApplies(connection, new Date(now - LOOK_BACK_DAYS * 24 * HOUR)),
  );
  if ('warning' in found) {
    yield { warnings: [found.warning] };
    return;
  }
  for (const apply of found.value) {
    const ended = await orWarning(() => isOver(apply, run, connection));
    if ('warning' in ended) yield { warnings: [ended.warning] };
    const isLong = now - apply.since.getTime() > LONGEST_JOB_HOURS * HOUR;
    if ('value' in ended ? !ended.value : !isLong) continue;
    const { marker, pullRequest } = apply;
    const outcome = await publishStatus(commentStoreOf(connection, pullRequest), {
      scope: marker.scope,
      run: { run: marker.run, attempt: marker.attempt },
      tool: VERSION,
      state: 'interrupted',
      status: sayInterrupted(apply, plans, run),
    });
    yield { warnings: outcome.warnings };
  }
}

/** Of this run, earlier attempts have ended; its own comment is as it wants it. */
async function isOver(
  { marker }: OpenApply,
  { run }: GitHubRun,
  connection: GitHubConnection,
): Promise<boolean> {
  return marker.run === run.run ? marker.attempt < run.attempt : hasEnded(connection, marker);
}

type Plans = ReadonlyMap<string, AssessedPlan>;

function sayInterrupted({ marker }: OpenApply, plans: Plans, run: GitHubRun): Render {
  const itsRun = runLink({ ...run, run: { run: marker.run, attempt: marker.attempt } });
  const what = `**Interrupted:** the run applying this ended without reporting a result · ${itsRun}`;
  const found = `<sub>found by a later run · ${runLink(run)}</sub>`;
  return () => `${alertBlock('CAUTION', [what, sayLeft(marker, plans)])}\n\n${found}`;
}

/** Of hundreds of integrations the first say enough. */
const MOST_NAMES = 20;

function sayLeft(marker: PlanMarker, plans: Plans): string {
  const looked = [...plans].flatMap(([directory, plan]) => {
    const own = markerOf(marker, directory);
    return own === undefined
      ? []
      : [{ directory, plan, rows: own.digests.map(({ integration }) => integration) }];
  });
  if (looked.length === 0)
    return 'Running that job again does what is left; the next apply does what it had not begun, or what was rolled back.';
  const left = looked.flatMap(({ directory, plan, rows }) =>
    plan.integrations
      .filter(({ integration, entries }) => rows.includes(integration) && entries.some(isActing))
      .map(({ integration }) => codeSpan(nameWithin(marker.scope, directory, integration))),
  );
  const isPart = looked.reduce((sum, { rows }) => sum + rows.length, 0) < marker.digests.length;
  const unseen = isPart ? ' Of the other folders nothing is known here.' : '';
  if (left.length === 0) {
    return isPart
      ? `Nothing is left to do in the folders that were read.${unseen}`
      : 'Nothing is left to do: the account is as declared.';
  }
  const more = left.length > MOST_NAMES ? `, and ${left.length - MOST_NAMES} more` : '';
  const some = left.slice(0, MOST_NAMES).join(', ');
  return `Still to do: ${some}${more}. ${sayRemedy({ hint: 'run that job again' })}; the next apply does what it had not begun, or what was rolled back.${unseen}`;
}

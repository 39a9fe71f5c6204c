import type * as Core from '@actions/core';
import { annotate } from '../../github/annotations.ts';
import { writeJobSummary } from '../../github/job-summary.ts';
import { type RunOutputs, type RunResult, writeOutputs } from '../../github/outputs.ts';
import type { PublishWarning } from '../../github/publish-warning.ts';
import { findingsIn, totalsOf } from '../../model/assessment.ts';
import { isFullDisk } from '../../model/full-disk.ts';
import { failedLabel, sayFailed as sayHow } from '../../report/apply-result.ts';
import { alertBlock, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { visibleText } from '../../report/escape-terminal.ts';
import type { Render } from '../../review/comment-body.ts';
import { type RunFailure, type RunOutcome, failureOfRun, isNeutral } from './run-outcome.ts';
import { worstOf } from './together.ts';

/** What the run says to the steps after this one. */
export function outputsOf(outcome: RunOutcome): RunOutputs {
  const { plans, commentUrl, issueNumber, planPath, reportPath, sarifPath, inventoryPath, digests, matrix } =
    outcome;
  const failure = failureOfRun(outcome);
  const totals = totalsOf({
    integrations: plans.flatMap(({ integrations }) => integrations),
    unchecked: plans.flatMap(({ unchecked }) => unchecked),
  });
  const entries = plans.flatMap(({ integrations }) => integrations.flatMap((item) => item.entries));
  return {
    result: resultOf(outcome),
    hasChanges: entries.some(({ action, cause }) => action !== 'none' && cause !== 'drift'),
    hasDrift: totals.drift > 0,
    createCount: totals.create,
    updateCount: totals.update,
    deleteCount: totals.delete,
    adoptCount: totals.adopt,
    driftCount: totals.drift,
    findingCount: plans.flatMap(findingsIn).length,
    ...(failure?.reason === undefined ? {} : { failureReason: failure.reason }),
    ...(planPath === undefined ? {} : { planPath }),
    ...(reportPath === undefined ? {} : { reportPath }),
    ...(sarifPath === undefined ? {} : { sarifPath }),
    ...(matrix === undefined ? {} : { matrix }),
    ...(inventoryPath === undefined ? {} : { inventoryPath }),
    ...(digests.length === 0 ? {} : { planDigest: digests.join(' ') }),
    ...(commentUrl === undefined ? {} : { commentUrl }),
    ...(issueNumber === undefined ? {} : { issueNumber }),
  };
}

function resultOf(outcome: RunOutcome): RunResult {
  const failure = failureOfRun(outcome);
  const all = [...(failure === undefined ? [] : resultOfFailure(failure)), ...outcome.results];
  return worstOf(all) ?? 'no-changes';
}

function resultOfFailure(failure: RunFailure): readonly RunResult[] {
  if (failure.reason === undefined) return [];
  if (isNeutral(failure)) return ['superseded'];
  return [failure.reason === 'blocked' || failure.reason === 'findings' ? 'blocked' : 'error'];
}

type Port = Pick<typeof Core, 'error' | 'warning' | 'notice' | 'info' | 'setOutput' | 'summary'>;

/** Brings out what a run found and did: outputs, job summary, annotations and the log. Gives the exit code. */
export async function endRun(outcome: RunOutcome, core: Port): Promise<number> {
  const unset = setOutputs(outcome, core);
  const failures = [...outcome.failures, ...unset];
  const failure = failureOfRun({ ...outcome, failures });
  const parts: readonly Render[] = [
    () => sayFailures(failures),
    ...outcome.summary,
    () => sayWarnings(outcome.warnings),
  ];
  const unwritten = await writeJobSummary(parts, (text) => core.summary.addRaw(text).write());
  if (failure !== undefined) sayFailure(failure, core);
  const all = [...outcome.annotations, ...[...outcome.warnings, ...unwritten].map(annotationOfWarning)];
  const left = annotate(all, core, failure === undefined ? 0 : 1);
  if (left > 0) core.info(`… and ${left} more remarks: read the summary`);
  return failure === undefined || isNeutral(failure) ? 0 : 1;
}

/** Without them the steps after this one would take a failed run for one that found nothing. */
function setOutputs(outcome: RunOutcome, core: Port): readonly RunFailure[] {
  try {
    writeOutputs(outputsOf(outcome), core.setOutput);
    return [];
  } catch (error) {
    if (!isFullDisk(error)) throw error;
    const message = `the outputs of the step could not be written: ${error.message}`;
    return [{ reason: 'invalid-config', message, hint: 'make room on the disk of the runner' }];
  }
}

/** First, so that it is among those that GitHub shows. */
function sayFailure(failure: RunFailure, core: Port): void {
  const said = `${visibleText(failure.message)}${failure.reason === undefined ? '' : ` (${failure.reason})`}`;
  if (isNeutral(failure)) {
    core.notice(said, { title: 'rolekeeper: nothing was applied by this run' });
    return;
  }
  const remedy = failure.hint === undefined ? '' : `. ${visibleText(failure.hint)}`;
  core.error(said + remedy, { title: `rolekeeper ${sayHow(failure)}` });
}

function annotationOfWarning({ message, hint }: PublishWarning) {
  return {
    level: 'warning',
    title: 'rolekeeper: GitHub',
    message: visibleText(`${message}. ${hint}`),
  } as const;
}

function sayFailures(failures: readonly RunFailure[]): string {
  const lines = failures.map((failure) => {
    const { reason, message, hint } = failure;
    const what = reason === undefined ? '' : ` (${prose(reason)})`;
    const label = isNeutral(failure) ? '**Superseded:**' : failedLabel(failure);
    return `${label.replace(':**', '**')}${what}: ${prose(message)}.${hint === undefined ? '' : ` ${sayRemedy({ hint })}`}`;
  });
  const isFailure = failures.some((failure) => !isNeutral(failure));
  const block = alertBlock(isFailure ? 'CAUTION' : 'NOTE', lines);
  return block === '' ? '' : `${block}\n`;
}

function sayWarnings(warnings: readonly PublishWarning[]): string {
  const lines = warnings.map((warning) => `${prose(warning.message)}. ${sayRemedy(warning)}`);
  const block = alertBlock('NOTE', lines);
  return block === '' ? '' : `${block}\n`;
}

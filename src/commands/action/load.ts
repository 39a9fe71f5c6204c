import { posix } from 'node:path';
import { loadDesired } from '../../desired/load.ts';
import { type LoadResult, withEmptyScopes } from '../../desired/load-result.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { sarif } from '../../report/formats/sarif.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import {
  brokenExpectations,
  expectationFailure,
  sayExpectationsJudged,
} from '../check-scope-expectations.ts';
import { invalidConfig, sayFilesChecked } from '../load-scopes.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { forbidden, reviewFiles, sayReviewed } from '../review-plan.ts';
import { matrixOf } from '../scopes.ts';
import { type ShownWork, whileWorking } from '../show-work.ts';
import { today } from '../today.ts';
import { type ActionContext, readingOf } from './context.ts';
import { type RunFailure, type RunStep, failed, sayingFailure } from './run-outcome.ts';
import { annotationsOfDiagnostics } from './text/annotations.ts';
import { writeOutput } from './write-output.ts';

/**
 * Reads and validates the desired state of the check-out. Every mistake goes into the log, the annotations and the
 * summary.
 *
 * @param say says where readers look for it why there is nothing to work with
 * @param mayBeEmpty takes scopes without integrations
 * @throws RolekeeperError `invalid-config`; `expectation-failed` when a file does not keep its own expectations
 */
export async function* loadForAction(
  context: ActionContext,
  say: (failure: RunFailure, invalid: InvalidDesired) => RunStep = silent,
  mayBeEmpty = false,
): RunStep<readonly Scope[]> {
  const { inputs } = context;
  const unread = { diagnostics: [], directories: [inputs.desired] };
  const { scopes, diagnostics, mistakes, failure } = yield* sayingFailure(
    readForAction(context, mayBeEmpty),
    (why) => say(why, unread),
  );
  if (failure === undefined) return scopes;
  yield {
    summary: [
      (limit) => renderDiagnostics(diagnostics, 'markdown', { command: 'plan', color: false, limit }),
    ],
  };
  const { reason, message, hint } = failure;
  yield* say(
    { reason, message, hint },
    { diagnostics, directories: directoriesOf(mistakes, inputs.desired) },
  );
  throw failure;
}

async function* silent(): RunStep {}

interface LoadedForAction {
  readonly scopes: readonly Scope[];
  /** With what the rules find in the files that could be read. */
  readonly diagnostics: readonly Diagnostic[];
  readonly mistakes: readonly Diagnostic[];
  /** Why there is nothing to work with; undefined where there is. */
  readonly failure: RolekeeperError | undefined;
}

async function* readForAction(context: ActionContext, mayBeEmpty: boolean): RunStep<LoadedForAction> {
  const { environment, log, inputs } = context;
  const day = today(environment.clock);
  const { scopes, diagnostics, broken, found } = await whileWorking(readingOf(context), async (work) => {
    const read = await loadFiles(context, work, day);
    const loaded = mayBeEmpty ? withEmptyScopes(read) : read;
    // A mistake in one file does not hide what the rules find in another one.
    if (hasErrors(loaded.diagnostics)) {
      const { diagnostics: found } = await reviewFiles(loaded.reviewable, day, { partial: true });
      return { ...loaded, broken: [], found };
    }
    const onJudged = work.counting(sayExpectationsJudged);
    return { ...loaded, broken: await brokenExpectations(loaded.scopes, { onJudged }), found: [] };
  });
  const mistakes = [...diagnostics, ...broken];
  const all = [...mistakes, ...found];
  if (all.length > 0) {
    log(renderDiagnostics(all, 'text', { command: 'plan', color: false }));
    yield { annotations: annotationsOfDiagnostics(all) };
  }
  const failure = hasErrors(all)
    ? (expectationFailure(broken) ?? invalidConfig(diagnostics, inputs.desired))
    : undefined;
  return { scopes, diagnostics: all, mistakes, failure };
}

async function loadFiles({ inputs }: ActionContext, work: ShownWork, day: string): Promise<LoadResult> {
  return loadDesired({
    directory: inputs.desired,
    catalogue: await readCatalogue(),
    today: day,
    onFile: work.counting(sayFilesChecked),
  });
}

/**
 * The scopes that the input `scopes` names; all where it names none.
 *
 * @throws RolekeeperError `invalid-config` for a folder that is not a scope: its account would be left out in silence
 */
export function chosenScopes(
  scopes: readonly Scope[],
  { scopes: names, desired }: Pick<ActionContext['inputs'], 'scopes' | 'desired'>,
): readonly Scope[] {
  if (names.length === 0) return scopes;
  const unknown = names.filter((name) => !scopes.some(({ directory }) => directory === name));
  if (unknown.length === 0) return scopes.filter(({ directory }) => names.includes(directory));
  throw new RolekeeperError('invalid-config', `${desired} has no scope ${unknown.join(', ')}`, {
    hint: '`command: scopes` lists them, each by its folder from the root of the repository',
  });
}

export interface InvalidDesired {
  readonly diagnostics: readonly Diagnostic[];
  /** The folders of the scopes that have mistakes. */
  readonly directories: readonly string[];
}

function directoriesOf(diagnostics: readonly Diagnostic[], desired: string): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // A mistake of a shared file is one of the scopes that include it.
  const folders = errors.flatMap(({ location, includedAt = [] }) => {
    const files = includedAt.length > 0 ? includedAt : location === undefined ? [] : [location];
    return files.length === 0 ? [desired] : files.map(({ file }) => posix.dirname(file));
  });
  return [...new Set(folders)].sort();
}

/** The scopes as the list that the matrix of other jobs is made of. */
export async function* listScopes(context: ActionContext): RunStep {
  const matrix = matrixOf(
    chosenScopes(yield* loadForAction(context, undefined, true), context.inputs),
    context.inputs.jobs,
  );
  context.log(`${matrix.length} jobs:\n${matrix.map(({ name }) => `  ${name}\n`).join('')}`);
  yield { matrix: JSON.stringify(matrix), results: ['no-changes'] };
}

/** Checks the files of the check-out without AWS: what the CLI's `validate` says, on the lines, and as SARIF. */
export async function* validateFiles(context: ActionContext): RunStep {
  const { inputs, run, environment, log } = context;
  const day = today(environment.clock);
  const { diagnostics, broken, reviewed } = await whileWorking(readingOf(context), async (work) => {
    const loaded = withEmptyScopes(await loadFiles(context, work, day));
    const partial = hasErrors(loaded.diagnostics);
    const onJudged = work.counting(sayExpectationsJudged);
    const broken = await brokenExpectations(partial ? [] : loaded.scopes, { onJudged });
    const onIntegration = work.counting(sayReviewed);
    // A mistake in one file does not hide what the rules find in another one, nor close its alerts.
    const reviewed = await reviewFiles(loaded.reviewable, day, { partial, onIntegration });
    return { ...loaded, broken, reviewed };
  });
  const all = [...diagnostics, ...broken, ...reviewed.diagnostics];
  const options = { command: 'plan', color: false } as const;
  log(all.length === 0 ? `${inputs.desired} is valid\n` : renderDiagnostics(all, 'text', options));
  yield {
    results: ['no-changes'],
    annotations: annotationsOfDiagnostics(all),
    summary: [(limit) => renderDiagnostics(all, 'markdown', { ...options, limit })],
  };
  const place = { temporary: run.temporary, name: 'rolekeeper.sarif' };
  yield { sarifPath: await writeOutput('sarif-path', place, sarif.diagnostics(all)) };
  yield failed(
    hasErrors(diagnostics) ? invalidConfig(diagnostics, inputs.desired) : undefined,
    expectationFailure(broken),
    forbidden(reviewed.findings),
  );
}

import { posix } from 'node:path';
import { hasErrors, type Diagnostic } from '../../model/diagnostic.ts';
import type { Scope } from '../../model/integration.ts';
import { loadDesired } from '../../desired/load.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { brokenExpectations, expectationFailure } from '../check-scope-expectations.ts';
import { invalidConfig } from '../load-scopes.ts';
import { readCatalogue } from '../read-catalogue.ts';
import type { ActionContext } from './action-context.ts';
import { annotationsOfDiagnostics } from './annotations-of.ts';
import { sayingFailure, type RunFailure, type RunStep } from './run-outcome.ts';

/**
 * Reads and validates the desired state of the check-out. Every mistake goes into the log, the annotations and the
 * summary.
 *
 * @param say says where readers look for it why there is nothing to work with
 * @throws RolekeeperError `invalid-config`; `expectation-failed` when a file does not keep its own expectations
 */
export function loadForAction(
  context: ActionContext,
  say: (failure: RunFailure, invalid: InvalidDesired) => RunStep = silent,
): RunStep<readonly Scope[]> {
  let invalid: InvalidDesired = { diagnostics: [], directories: [context.inputs.desired] };
  const load = loadOrFail(context, (found) => {
    invalid = found;
  });
  return sayingFailure(load, (failure) => say(failure, invalid));
}

async function* silent(): RunStep {}

async function* loadOrFail(
  { inputs, log }: ActionContext,
  onErrors: (invalid: InvalidDesired) => void,
): RunStep<readonly Scope[]> {
  const { scopes, diagnostics } = await loadDesired(inputs.desired, await readCatalogue());
  const broken = hasErrors(diagnostics) ? [] : await brokenExpectations(scopes);
  const all = [...diagnostics, ...broken];
  if (all.length > 0) {
    log(renderDiagnostics(all, 'text', { command: 'plan', color: false }));
    yield { annotations: annotationsOfDiagnostics(all) };
  }
  if (!hasErrors(all)) return scopes;
  yield {
    summary: [(limit) => renderDiagnostics(all, 'markdown', { command: 'plan', color: false, limit })],
  };
  onErrors({ diagnostics: all, directories: directoriesOf(all, inputs.desired) });
  throw expectationFailure(broken) ?? invalidConfig(diagnostics, inputs.desired);
}

export interface InvalidDesired {
  readonly diagnostics: readonly Diagnostic[];
  /** The folders of the scopes that have mistakes. */
  readonly directories: readonly string[];
}

function directoriesOf(diagnostics: readonly Diagnostic[], desired: string): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const folders = errors.map(({ location }) =>
    location === undefined ? desired : posix.dirname(location.file),
  );
  return [...new Set(folders)].sort();
}

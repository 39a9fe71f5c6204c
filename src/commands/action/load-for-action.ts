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

/**
 * Reads and validates the desired state of the check-out. Every mistake goes into the log, the annotations and the
 * summary.
 *
 * @param onErrors told where the mistakes are before the run fails for them
 * @throws RolekeeperError `invalid-config`; `expectation-failed` when a file does not keep its own expectations
 */
export async function loadForAction(
  { inputs, record, log }: ActionContext,
  onErrors: (invalid: InvalidDesired) => void = () => undefined,
): Promise<readonly Scope[]> {
  const { scopes, diagnostics } = await loadDesired(inputs.desired, await readCatalogue());
  const broken = hasErrors(diagnostics) ? [] : await brokenExpectations(scopes);
  const all = [...diagnostics, ...broken];
  if (all.length > 0) {
    log(renderDiagnostics(all, 'text', { command: 'plan', color: false }));
    record.annotations.push(...annotationsOfDiagnostics(all));
  }
  if (!hasErrors(all)) return scopes;
  record.summary.push((limit) =>
    renderDiagnostics(all, 'markdown', { command: 'plan', color: false, limit }),
  );
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

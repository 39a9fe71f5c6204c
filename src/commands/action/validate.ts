import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDesired } from '../../desired/load.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { sarif } from '../../report/formats/sarif.ts';
import { brokenExpectations, expectationFailure } from '../check-scope-expectations.ts';
import { invalidConfig } from '../load-scopes.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { forbidden, reviewFiles } from '../review-plan.ts';
import { today } from '../today.ts';
import { annotationsOfDiagnostics } from './annotations.ts';
import type { ActionContext } from './context.ts';
import { failed, type RunStep } from './run-outcome.ts';

/** Checks the files of the check-out without AWS: what the CLI's `validate` says, on the lines, and as SARIF. */
export async function* validateFiles({ inputs, run, environment, log }: ActionContext): RunStep {
  const day = today(environment.clock);
  const { scopes, readable, diagnostics } = await loadDesired(
    inputs.desired,
    await readCatalogue(),
    false,
    day,
  );
  const isBroken = hasErrors(diagnostics);
  const broken = await brokenExpectations(isBroken ? [] : scopes);
  // A mistake in one file does not hide what the rules find in another one, nor close its alerts.
  const reviewed = await reviewFiles(readable, day, isBroken);
  const all = [...diagnostics, ...broken, ...reviewed.diagnostics];
  const options = { command: 'plan', color: false } as const;
  log(all.length === 0 ? `${inputs.desired} is valid\n` : renderDiagnostics(all, 'text', options));
  yield {
    results: ['no-changes'],
    annotations: annotationsOfDiagnostics(all),
    summary: [(limit) => renderDiagnostics(all, 'markdown', { ...options, limit })],
  };
  const sarifPath = join(run.temporary, 'rolekeeper.sarif');
  await writeFile(sarifPath, sarif.diagnostics(all));
  yield { sarifPath };
  yield failed(
    isBroken ? invalidConfig(diagnostics, inputs.desired) : undefined,
    expectationFailure(broken),
    forbidden(reviewed.findings),
  );
}

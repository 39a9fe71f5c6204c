import type { Diagnostic } from '../model/diagnostic.ts';
import type { ReportOptions } from '../report/report-options.ts';
import type { Environment } from './environment.ts';

/** Writes what is wrong with files to standard error. The report is loaded where there is something to say. */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  layout: Pick<ReportOptions, 'color' | 'width'>,
  { err }: Pick<Environment, 'err'>,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await import('../report/registry.ts');
  err(renderDiagnostics(diagnostics, 'text', { command: 'plan', ...layout }));
}

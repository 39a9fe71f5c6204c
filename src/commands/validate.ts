import { hasErrors } from '../model/diagnostic.ts';
import { loadDesired } from '../desired/load.ts';
import { renderDiagnostics } from '../report/registry.ts';
import type { Environment } from './environment.ts';
import { invalidConfig } from './load-scopes.ts';
import type { CommonOptions } from './options.ts';
import { writeReport } from './write-report.ts';

/** Checks the desired state without AWS: exit code 0, or 1 after every mistake was printed. */
export async function validate(options: CommonOptions, environment: Environment): Promise<number> {
  const { scopes, diagnostics } = await loadDesired(options.desired);
  const color = environment.color && options.out === undefined;
  if (diagnostics.length > 0 || options.format === 'json') {
    await writeReport(
      renderDiagnostics(diagnostics, options.format, { command: 'plan', color }),
      options.out,
      environment,
    );
  }
  if (hasErrors(diagnostics)) throw invalidConfig(diagnostics, options.desired);
  const integrations = scopes.flatMap((scope) => scope.integrations);
  const resources = integrations.flatMap((integration) => integration.resources);
  environment.err(
    `${options.desired} is valid: ${count(integrations.length, 'integration')}, ${count(resources.length, 'resource')}\n`,
  );
  return 0;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

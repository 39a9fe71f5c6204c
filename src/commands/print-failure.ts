import { RolekeeperError } from '../model/failure.ts';
import { visibleText } from '../report/escape-terminal.ts';
import type { Environment } from './environment.ts';

/** Says why a run failed: a user's mistake in one sentence with its remedy, a bug of ours with what we need to mend it. */
export function printFailure(error: unknown, environment: Environment): void {
  if (error instanceof RolekeeperError && error.reason !== 'internal') {
    const { location, message, hint, reason } = error;
    const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
    environment.err(`\nError: ${place}${visibleText(message)} (${reason})\n`);
    if (hint !== undefined) environment.err(`  ${visibleText(hint)}\n`);
    return;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  environment.err(
    `\nError: this is a bug in rolekeeper (internal)\n  please report it with the following lines: https://github.com/rolekeeper/rolekeeper/issues\n${detail}\n`,
  );
}

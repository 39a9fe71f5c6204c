import { RolekeeperError } from '../model/failure.ts';
import { visibleText } from '../report/escape-terminal.ts';
import { wrapText } from '../report/lay-out-text.ts';
import type { Environment } from './environment.ts';

/** Says why a run failed: a user's mistake in one sentence with its remedy, a bug of ours with what we need to mend it. */
export function printFailure(error: unknown, environment: Environment): void {
  if (error instanceof RolekeeperError && error.reason !== 'internal') {
    const { location, message, hint, reason } = error;
    const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
    const said = `Error: ${place}${visibleText(message)} (${reason})`;
    environment.err(`\n${wrapped(said, '', environment)}\n`);
    if (hint !== undefined) environment.err(`${wrapped(visibleText(hint), '  ', environment)}\n`);
    return;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  environment.err(
    `\nError: this is a bug in rolekeeper (internal)\n  please report it with the following lines: https://github.com/rolekeeper/rolekeeper/issues\n${detail}\n`,
  );
}

/** For a terminal; elsewhere a sentence stays on its line, where programs find it. */
function wrapped(text: string, indent: string, { errWidth }: Environment): string {
  const lines = errWidth === undefined ? [text] : wrapText(text, errWidth - indent.length);
  return lines.map((line) => indent + line).join('\n');
}

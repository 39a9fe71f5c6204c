import { CommanderError } from 'commander';
import { program } from './command-line/program.ts';
import type { Runner } from './command-line/runner.ts';
import type { Environment } from './commands/environment.ts';
import { CallTally } from './model/call-counts.ts';
import { JudgedTally } from './model/judged-tally.ts';

/**
 * The CLI. The one place of it that catches. A command is loaded when it runs: `--version`, help and completion load
 * none, and each loads what it uses (docs/decisions/0015-a-command-loads-what-it-uses.md).
 *
 * @param argv what follows the name of the program
 * @param environmentOf the process around a command, which may use colours or not
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  environmentOf: (colorAllowed: boolean) => Environment,
): Promise<number> {
  let exitCode = 0;
  const run: Runner = (command) => async (options) => {
    const calls = new CallTally();
    const environment = { ...environmentOf(options.color !== false), calls, judged: new JudgedTally() };
    try {
      exitCode = await command(options, environment);
    } catch (error) {
      const { printFailure } = await import('./commands/print-failure.ts');
      printFailure(error, environment);
      exitCode = 1;
    }
    if (calls.total === 0) return;
    const { printCalls } = await import('./commands/print-calls.ts');
    printCalls(environment);
  };
  try {
    await program(run, environmentOf(true), argv[0]).parseAsync(argv, { from: 'user' });
  } catch (error) {
    // Help, the version and what is wrong with the command line: commander has said it.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode;
  }
  return exitCode;
}

import { RolekeeperError } from '../../../src/model/failure.ts';
import { printFailure } from '../../../src/commands/print-failure.ts';
import type { Environment } from '../../../src/commands/environment.ts';
import { capturedEnvironment } from './captured-environment.ts';

export interface CommandResult {
  readonly exitCode: number;
  /** `failure-reason`, or the text of an error that is none of ours. */
  readonly reason: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly transcript: string;
}

/** Runs a command as the CLI does: a failure is printed, and is exit code 1. */
export async function runCommand(
  command: (environment: Environment) => Promise<number>,
  overrides: Partial<Environment> = {},
): Promise<CommandResult> {
  const environment = capturedEnvironment('2026-11-22T09:00:00.000Z', overrides);
  const result = (exitCode: number, reason?: string): CommandResult => ({
    exitCode,
    reason,
    stdout: environment.stdout(),
    stderr: environment.stderr(),
    transcript: environment.transcript(),
  });
  try {
    return result(await command(environment));
  } catch (error) {
    printFailure(error, environment);
    return result(1, error instanceof RolekeeperError ? error.reason : String(error));
  }
}

import { writeFile } from 'node:fs/promises';
import { RolekeeperError } from '../model/failure.ts';
import type { Environment } from './environment.ts';

/** Prints a report, or writes it to the file of `--out` and says so. */
export async function writeReport(
  text: string,
  out: string | undefined,
  environment: Environment,
): Promise<void> {
  if (out === undefined) {
    environment.out(text);
    return;
  }
  try {
    await writeFile(out, text);
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `--out: ${out} cannot be written`, {
      cause,
      hint: 'name a file in a folder that exists and may be written to',
    });
  }
  environment.err(`report written to ${out}\n`);
}

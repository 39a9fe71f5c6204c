import { writeFile } from 'node:fs/promises';
import { unwritable, type WayOut } from '../write-whole.ts';

/** A file in the folder that the runner gives to each job: no input names another one. */
const TEMPORARY: WayOut = {
  full: 'make room on the disk of the runner',
  otherwise:
    "the job's temporary folder (RUNNER_TEMP) must exist, and the runner must be allowed to write to it",
};

/**
 * Writes the file that an output of the action names.
 *
 * @param wayOut where an input names the file
 * @throws RolekeeperError `invalid-config` where it cannot be written
 */
export async function writeOutput(
  output: string,
  file: string,
  text: string,
  wayOut: WayOut = TEMPORARY,
): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw unwritable(output, file, cause, wayOut);
  }
}

import { writeFile } from 'node:fs/promises';
import { unwritable } from '../write-whole.ts';

/** Writes the file that an output of the action names. @throws RolekeeperError `invalid-config` where it cannot be written */
export async function writeOutput(output: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw unwritable(output, file, cause);
  }
}

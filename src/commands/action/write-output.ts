import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable, type Remedies } from '../write-whole.ts';

/** Where the file of an output goes: where an input of the same name says, or into the temporary folder of the job. */
export type OutputPlace = { readonly chosen: string } | { readonly temporary: string; readonly name: string };

/**
 * Writes the file that an output of the action names.
 *
 * @returns its path
 * @throws RolekeeperError `invalid-config` where it cannot be written
 */
export async function writeOutput(output: string, place: OutputPlace, text: string): Promise<string> {
  const file = 'chosen' in place ? place.chosen : join(place.temporary, place.name);
  try {
    await writeFile(file, text);
    return file;
  } catch (cause) {
    throw unwritable(output, file, cause, 'chosen' in place ? ofInput(output) : OF_RUNNER);
  }
}

function ofInput(input: string): Remedies {
  return {
    full: `make room on the disk, or name a file on another one with the input ${input}`,
    otherwise: `name a file in a folder that exists and can be written to with the input ${input}`,
  };
}

const OF_RUNNER: Remedies = {
  full: 'make room on the disk of the runner: RUNNER_TEMP names the folder',
  otherwise: 'RUNNER_TEMP of the runner has to name a folder that exists and can be written to',
};

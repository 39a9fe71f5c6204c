import { rename, stat, writeFile } from 'node:fs/promises';
import { RolekeeperError } from '../model/failure.ts';
import type { Environment } from './environment.ts';

/** Prints a report, or a template, or writes it to the file of `--out` and says so. */
export async function writeReport(
  text: string,
  out: string | undefined,
  environment: Environment,
  name: 'report' | 'template' = 'report',
): Promise<void> {
  if (out === undefined) {
    environment.out(text);
    return;
  }
  try {
    await writeWhole(out, text);
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `--out: ${out} cannot be written`, {
      cause,
      hint: 'name a file in a folder that exists and may be written to',
    });
  }
  environment.err(`${name} written to ${out}\n`);
}

/** Over a second file: a run that is killed while it writes leaves no half a report. A pipe or device is written to. */
async function writeWhole(file: string, text: string): Promise<void> {
  const isSpecial = await stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  if (isSpecial) {
    await writeFile(file, text);
    return;
  }
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

import { link, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RolekeeperError } from '../../model/failure.ts';

/** A new file of a folder. */
export interface NewFile {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/**
 * Writes all of them, or none, and over nothing: each whole under a hidden name first, then under its own, which must be
 * free. A run that is killed in between leaves whole files and hidden ones, which nothing reads.
 */
export async function writeNewFiles(files: readonly NewFile[], id: string): Promise<void> {
  const hidden = files.map(({ file, name }) => join(dirname(file), `.${name}.${id}`));
  const done: string[] = [];
  try {
    for (const [index, { text }] of files.entries())
      await writeFile(hidden[index] ?? '', text, { flag: 'wx' });
    for (const [index, { file }] of files.entries()) {
      await link(hidden[index] ?? '', file);
      done.push(file);
    }
  } catch (cause) {
    await Promise.all(done.map((file) => rm(file, { force: true })));
    throw unwritten(cause, files);
  } finally {
    await Promise.all(hidden.map((file) => rm(file, { force: true })));
  }
}

function unwritten(cause: unknown, files: readonly NewFile[]): RolekeeperError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  const folder = dirname(files[0]?.file ?? '');
  const [message, hint] =
    code === 'EEXIST'
      ? [`a file in ${folder} came into being meanwhile`, 'run it again']
      : code === 'ENOSPC' || code === 'EDQUOT'
        ? [`there is no space left for ${folder}`, 'free some of the disk, and run it again']
        : [`${folder} cannot be written`, 'name a folder that exists and may be written to with --desired'];
  return new RolekeeperError('invalid-config', `${message}; nothing was written`, { cause, hint });
}

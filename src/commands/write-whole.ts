import * as disk from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { RolekeeperError } from '../model/failure.ts';

/** The operations by which a text takes its place in a folder: a test ends them at each. */
export type Disk = Pick<typeof disk, 'link' | 'readFile' | 'rename' | 'rm' | 'stat' | 'writeFile'>;

export const DISK: Disk = disk;

/** The name of a hidden file beside another one. It ends in no ending that desired files have, so that nothing reads it. */
export function hiddenBeside(file: string, ending: string): string {
  return join(dirname(file), `.${basename(file)}.${ending}`);
}

/**
 * Writes a file over a second one that takes its place: a run that is killed while it writes leaves the old file whole, and
 * so does a full disk. A pipe, a device or a link (`/dev/stdout`) is written to as it is.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const old = await disk.lstat(file).catch(() => undefined);
  if (old?.isFile() === false) return disk.writeFile(file, text);
  // A folder of its own: two runs that write the same file do not write into one another.
  const folder = await disk.mkdtemp(`${file}.`);
  try {
    const draft = join(folder, basename(file));
    await disk.writeFile(draft, text, old === undefined ? {} : { mode: old.mode });
    await disk.rename(draft, file);
  } finally {
    await disk.rm(folder, { recursive: true, force: true });
  }
}

/** What to do about a file that cannot be written. */
export interface Remedies {
  /** Of a disk that is full. */
  readonly full: string;
  readonly otherwise: string;
}

const OF_OPTION: Remedies = {
  full: 'make room on the disk, or name a file on another one',
  otherwise: 'name a file in a folder that exists and can be written to',
};

/** Says of a file that it cannot be written, and what to do. @param name of what names the file: an option, an output */
export function unwritable(
  name: string,
  file: string,
  cause: unknown,
  remedies: Remedies = OF_OPTION,
): RolekeeperError {
  const why = isNativeError(cause) ? `: ${cause.message}` : '';
  return new RolekeeperError('invalid-config', `${name}: ${file} cannot be written${why}`, {
    cause,
    hint: remedyOf(cause, remedies),
  });
}

export function remedyOf(cause: unknown, { full, otherwise }: Remedies): string {
  const isFull = isNativeError(cause) && 'code' in cause && ['ENOSPC', 'EDQUOT'].includes(String(cause.code));
  return isFull ? full : otherwise;
}

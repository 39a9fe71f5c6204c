import { dirname } from 'node:path';
import { RolekeeperError } from '../../model/failure.ts';
import { DISK, hiddenBeside, remedyOf, type Disk } from '../write-whole.ts';

/** A new file of a folder. */
export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** A file of a folder with another text than the one that was read. */
export interface ChangedFile extends NewFile {
  readonly before: string;
}

/**
 * Writes all of them, or none, and over nothing: each whole under a hidden name first, then under its own, which must be
 * free. A run that is killed in between leaves whole files and hidden ones, which nothing reads.
 */
export async function writeNewFiles(files: readonly NewFile[], id: string, disk: Disk = DISK): Promise<void> {
  const drafts = files.map(({ file, text }) => ({ file, text, draft: hiddenBeside(file, id) }));
  const done: string[] = [];
  try {
    for (const { draft, text } of drafts) await disk.writeFile(draft, text, { flag: 'wx' });
    for (const { draft, file } of drafts) {
      await disk.link(draft, file);
      done.push(file);
    }
  } catch (cause) {
    await removeAll(done, disk);
    throw unwritten(cause, dirname(files[0]?.file ?? ''));
  } finally {
    await removeAll(
      drafts.map(({ draft }) => draft),
      disk,
    );
  }
}

/**
 * Each file whole or not at all: all under hidden names first, then in the place of what was read, as long as nothing else
 * was written there meanwhile. One run at a time has a file: what another one writes is never lost. The file keeps its
 * mode.
 *
 * @throws RolekeeperError `invalid-config`: a file that cannot be written, or that is another one by now
 */
export async function overwriteFiles(
  files: readonly ChangedFile[],
  id: string,
  disk: Disk = DISK,
): Promise<void> {
  const drafts = files.map((one) => ({ ...one, draft: hiddenBeside(one.file, id) }));
  const claims: string[] = [];
  try {
    for (const { file, draft, text } of drafts)
      await unlessUnwritable(file, async () => {
        const { mode } = await disk.stat(file);
        await disk.writeFile(draft, text, { flag: 'wx', mode });
      });
    for (const { file, draft } of drafts) claims.push(await claim(file, draft, disk));
    for (const { file, before } of drafts) {
      const now = await unlessUnwritable(file, async () =>
        new TextDecoder().decode(await disk.readFile(file)),
      );
      if (now !== before)
        throw new RolekeeperError('invalid-config', `${file} was edited meanwhile; nothing was written`, {
          hint: 'run it again',
        });
    }
    for (const { file, draft } of drafts) await unlessUnwritable(file, () => disk.rename(draft, file));
  } finally {
    await removeAll([...drafts.map(({ draft }) => draft), ...claims], disk);
  }
}

/** A claim that is so much older than a draft is of a run that was killed. */
const STALE = 60_000;

/** Takes a file for this run, by a name that only one run can have at a time. */
async function claim(file: string, draft: string, disk: Disk): Promise<string> {
  const name = hiddenBeside(file, 'update');
  const take = async (): Promise<string> => {
    await disk.link(draft, name);
    return name;
  };
  try {
    return await take();
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cannotBeWritten(file, cause);
    const [own, other] = await Promise.all([disk.stat(draft), disk.stat(name).catch(() => undefined)]);
    if (other === undefined || own.mtimeMs - other.mtimeMs > STALE) {
      await disk.rm(name, { force: true });
      return unlessUnwritable(file, take);
    }
    throw new RolekeeperError('invalid-config', `another run updates ${file}; nothing was written`, {
      cause,
      hint: 'run it again when that one has ended',
    });
  }
}

async function removeAll(files: readonly string[], disk: Disk): Promise<void> {
  await Promise.all(files.map((file) => disk.rm(file, { force: true })));
}

async function unlessUnwritable<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw cannotBeWritten(file, cause);
  }
}

const FULL = 'make room on the disk';

function cannotBeWritten(file: string, cause: unknown): RolekeeperError {
  return new RolekeeperError('invalid-config', `${file} cannot be written`, {
    cause,
    hint: remedyOf(cause, { full: FULL, otherwise: 'check that you can write to it' }),
  });
}

function unwritten(cause: unknown, folder: string): RolekeeperError {
  const isThere = codeOf(cause) === 'EEXIST';
  return new RolekeeperError(
    'invalid-config',
    isThere
      ? `a file in ${folder} was created meanwhile; nothing was written`
      : `${folder} cannot be written; nothing was written`,
    {
      cause,
      hint: isThere
        ? 'run it again'
        : remedyOf(cause, {
            full: FULL,
            otherwise: 'name a folder that exists and can be written to with --desired',
          }),
    },
  );
}

function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}

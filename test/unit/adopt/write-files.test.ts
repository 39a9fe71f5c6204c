import { lstatSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { overwriteFiles, writeNewFiles } from '../../../src/commands/adopt/write-files.ts';
import { DISK, type Disk } from '../../../src/commands/write-whole.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';

afterAll(removeTemporaryFolders);

const OLD = 'integration: old\n';
const NEW = 'integration: new\n'.repeat(200);

/** A disk whose operations fail from one of them on, so that nothing is tidied up: a process that is killed there. */
function killedAt(operation: number): { readonly disk: Disk; readonly done: () => number } {
  let done = 0;
  const next = <Arguments extends readonly unknown[], Result>(
    act: (...given: Arguments) => Promise<Result>,
  ) => {
    return async (...given: Arguments): Promise<Result> => {
      done += 1;
      if (done > operation) throw new Error('killed');
      return act(...given);
    };
  };
  const disk = Object.fromEntries(
    Object.entries({
      link: DISK.link,
      readFile: DISK.readFile,
      rename: DISK.rename,
      rm: DISK.rm,
      stat: DISK.stat,
    }).map(([name, act]) => [name, next(act as () => Promise<unknown>)]),
  );
  // A file is written in two halves: a kill in between leaves the first.
  const writeFile = async (file: string, text: string, options: { readonly flag: string }): Promise<void> => {
    await next(DISK.writeFile)(file, text.slice(0, text.length / 2), options);
    await next(DISK.writeFile)(file, text.slice(text.length / 2), { flag: 'a' });
  };
  return { disk: { ...disk, writeFile } as unknown as Disk, done: () => done };
}

/** A disk that refuses one operation and does all others. */
function failing(name: 'link' | 'rename' | 'writeFile', code: string, from = 0): Disk {
  let calls = 0;
  const fail = async (...given: readonly unknown[]): Promise<unknown> => {
    calls += 1;
    if (calls > from) throw Object.assign(new Error(code), { code });
    return (DISK[name] as (...all: readonly unknown[]) => Promise<unknown>)(...given);
  };
  return { ...DISK, [name]: fail };
}

function seen(folder: string): Readonly<Record<string, string>> {
  const visible = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(visible.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function twoFiles(): { readonly folder: string; readonly files: Parameters<typeof overwriteFiles>[0] } {
  const folder = temporaryFolder();
  const files = ['a.yaml', 'b.yaml'].map((name) => {
    writeFileSync(join(folder, name), OLD);
    return { file: join(folder, name), text: NEW, before: OLD };
  });
  return { folder, files };
}

async function failureOf(act: Promise<void>): Promise<unknown> {
  return act.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** How many operations a whole run has. */
async function operationsOf(act: (disk: Disk) => Promise<void>): Promise<number> {
  const { disk, done } = killedAt(Number.POSITIVE_INFINITY);
  await act(disk);
  return done();
}

describe('a run that is killed at any operation leaves no half file', () => {
  test('of a new one, and the next run writes them', async () => {
    const fresh = (folder: string) =>
      ['a.yaml', 'b.yaml'].map((name) => ({ file: join(folder, name), text: NEW }));
    const operations = await operationsOf((disk) => writeNewFiles(fresh(temporaryFolder()), 'all', disk));
    expect(operations).toBe(8);
    for (let operation = 0; operation < operations; operation += 1) {
      const folder = temporaryFolder();
      await failureOf(writeNewFiles(fresh(folder), 'one', killedAt(operation).disk));
      expect(Object.values(seen(folder)).every((text) => text === NEW)).toBe(true);
      const left = fresh(folder).filter(
        ({ file }) => !Object.hasOwn(seen(folder), file.slice(folder.length + 1)),
      );
      await writeNewFiles(left, 'two');
      expect(seen(folder)).toEqual({ 'a.yaml': NEW, 'b.yaml': NEW });
    }
  });

  test('of one that is there, and the next run of a minute later updates it', async () => {
    const operations = await operationsOf((disk) => overwriteFiles(twoFiles().files, 'all', disk));
    expect(operations).toBe(16);
    for (let operation = 0; operation < operations; operation += 1) {
      const { folder, files } = twoFiles();
      await failureOf(overwriteFiles(files, 'one', killedAt(operation).disk));
      const after = seen(folder);
      expect(Object.keys(after)).toEqual(['a.yaml', 'b.yaml']);
      expect(Object.values(after).every((text) => text === OLD || text === NEW)).toBe(true);
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, 1);
      const left = files.filter(({ file }) => readFileSync(file, 'utf8') === OLD);
      await overwriteFiles(left, 'two');
      expect(seen(folder)).toEqual({ 'a.yaml': NEW, 'b.yaml': NEW });
    }
  });
});

describe('what fails leaves every file as it was, and nothing beside it', () => {
  test.each([
    ['writeFile', 'ENOSPC', 'make room on the disk'],
    ['writeFile', 'EACCES', 'can be written to'],
    ['link', 'EPERM', 'can be written to'],
  ] as const)('a new file: %s fails with %s', async (name, code, hint) => {
    const folder = temporaryFolder();
    const files = ['a.yaml', 'b.yaml'].map((one) => ({ file: join(folder, one), text: NEW }));
    const error = await failureOf(writeNewFiles(files, 'one', failing(name, code, 1)));
    expect(error).toBeInstanceOf(RolekeeperError);
    expect((error as RolekeeperError).hint).toContain(hint);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['writeFile', 'ENOSPC', 'make room on the disk'],
    ['rename', 'EACCES', 'can write to it'],
  ] as const)('one that is there: %s fails with %s', async (name, code, hint) => {
    const { folder, files } = twoFiles();
    const error = await failureOf(overwriteFiles(files, 'one', failing(name, code)));
    expect(error).toMatchObject({ reason: 'invalid-config' });
    expect((error as RolekeeperError).hint).toContain(hint);
    expect(seen(folder)).toEqual({ 'a.yaml': OLD, 'b.yaml': OLD });
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('a name that is taken meanwhile', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'b.yaml'), OLD);
    const files = ['a.yaml', 'b.yaml'].map((one) => ({ file: join(folder, one), text: NEW }));
    const error = await failureOf(writeNewFiles(files, 'one'));
    expect(error).toMatchObject({ message: expect.stringContaining('was created meanwhile') });
    expect(seen(folder)).toEqual({ 'b.yaml': OLD });
  });
});

test('of two runs that update a file at once, one says that the other has it, and no edit is lost', async () => {
  const { folder, files } = twoFiles();
  const other = files.map((one) => ({ ...one, text: 'integration: other\n' }));
  const ends = await Promise.all([
    failureOf(overwriteFiles(files, 'one')),
    failureOf(overwriteFiles(other, 'two')),
  ]);
  expect(ends.filter((end) => end === undefined)).toHaveLength(1);
  expect(ends.find((end) => end !== undefined)).toMatchObject({
    message: expect.stringMatching(/another run updates .*; nothing was written|was edited meanwhile/),
  });
  expect(new Set(Object.values(seen(folder)))).toEqual(
    new Set([ends[0] === undefined ? NEW : 'integration: other\n']),
  );
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a file that another run has is left alone until that one has had a minute', async () => {
  const { folder, files } = twoFiles();
  const claim = join(folder, '.a.yaml.update');
  writeFileSync(claim, NEW);
  expect(await failureOf(overwriteFiles(files, 'one'))).toMatchObject({
    message: expect.stringContaining('another run updates'),
  });
  expect(seen(folder)).toEqual({ 'a.yaml': OLD, 'b.yaml': OLD });
  utimesSync(claim, 1, 1);
  await overwriteFiles(files, 'two');
  expect(seen(folder)).toEqual({ 'a.yaml': NEW, 'b.yaml': NEW });
  expect(lstatSync(folder).isDirectory() && readdirSync(folder)).toHaveLength(2);
});

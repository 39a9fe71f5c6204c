import { lstat, rename, writeFile } from 'node:fs/promises';

/**
 * Writes a file over a second one that takes its place: a run that is killed while it writes leaves the old file whole. A
 * pipe, a device or a link (`/dev/stdout`) is written to as it is.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const isSpecial = await lstat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  if (isSpecial) return writeFile(file, text);
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from '@jest/globals';

/** Compares with a file of the repository; `ROLEKEEPER_UPDATE_GOLDEN=1` rewrites the file instead. */
export function expectGolden(file: string, text: string): void {
  if (process.env['ROLEKEEPER_UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file))
    throw new Error(`there is no ${file}: run with ROLEKEEPER_UPDATE_GOLDEN=1 and look at it`);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

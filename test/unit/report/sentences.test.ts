import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/**
 * Every sentence that rolekeeper can say, one file for each surface, to be read through. After a change of words run with
 * ROLEKEEPER_UPDATE_GOLDEN=1 and read the difference.
 */
const GOLDEN = 'test/golden/sentences';
const SURFACES = ['cli.txt', 'comment.txt', 'errors.txt', 'issue.txt'];
const update = process.env['ROLEKEEPER_UPDATE_GOLDEN'] === '1';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sentences-'));
  const { status, stderr } = spawnSync(process.execPath, ['scripts/emit-sentences.mjs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sentencesOf = (name: string): readonly string[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('  '));

describe('the sentences of rolekeeper', () => {
  it('have a file for each surface', () => {
    expect(readdirSync(folder).sort()).toEqual(SURFACES);
    expect(readdirSync(GOLDEN).sort()).toEqual(SURFACES);
  });

  it.each(SURFACES)('stand in %s as the sources have them', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (update) writeFileSync(join(GOLDEN, name), text);
    expect(text === readFileSync(join(GOLDEN, name), 'utf8')).toBe(true);
  });

  it.each(SURFACES)('of %s are found at all', (name) => {
    expect(sentencesOf(name).length).toBeGreaterThan(50);
  });

  it.each(SURFACES)('of %s say what does something, and not that somebody does', (name) => {
    const vague = /\b(somebody|someone|nobody|no one|whoever)\b/i;
    expect(sentencesOf(name).filter((line) => vague.test(line) && !FOR_PERSONS.test(line))).toEqual([]);
  });
});

/** Where the person is what it is about. */
const FOR_PERSONS = /whoever may merge|nobody else approved|somebody else encrypted/;

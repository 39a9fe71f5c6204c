import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

/** What runs with the apply role, and what it is made of. */
const RUNS = ['dist/action.js', 'dist/action-main.js', 'dist/cli-main.js', 'package-lock.json'];

it('a change of what is run stands in the diff that a reviewer reads', () => {
  expect(readFileSync('.gitattributes', 'utf8')).not.toMatch(/(?:^|\s)(?:-diff|binary)(?:\s|$)/m);
  if (!existsSync('.git')) return;
  const said = execFileSync('git', ['check-attr', 'diff', '--', ...RUNS], { encoding: 'utf8' });
  expect(said.trim().split('\n')).toEqual(RUNS.map((path) => `${path}: diff: unspecified`));
});

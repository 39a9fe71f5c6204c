import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { AccessDelta } from '../../../src/model/access.ts';
import { describeAccess } from '../../../src/report/describe-access.ts';
import { IN_BRIEF } from '../../../src/report/markdown-style.ts';
import { rollUpAccess } from '../../../src/report/roll-up.ts';
import { AS_IT_IS, BRIEFLY } from '../../../src/report/say-statement.ts';
import { deltaOfCase, readCases } from './cases.ts';

/**
 * Everything that a reader is told of access, in one file for each surface, to be read through from top to bottom. After
 * an intended change run with ROLEKEEPER_UPDATE_GOLDEN=1 and read the difference.
 */
const folder = join(fileURLToPath(new URL('../../golden/access/words', import.meta.url)));
const update = process.env['ROLEKEEPER_UPDATE_GOLDEN'] === '1';

type Say = (delta: AccessDelta) => readonly string[];

const SURFACES: Readonly<Record<string, Say>> = {
  'terminal.txt': (delta) =>
    rollUpAccess(delta, 'role/x', BRIEFLY).map(({ symbol, text }) => `    ${symbol} ${text}`),
  'details.txt': (delta) =>
    describeAccess(delta, 'role/x', AS_IT_IS).map(({ symbol, text }) => `    ${symbol} ${text}`),
  'comment.md': (delta) => rollUpAccess(delta, '`role/x`', IN_BRIEF).map(({ text }) => `- ${text}`),
};

it.each(Object.entries(SURFACES))('what %s says is what its golden file holds', async (name, say) => {
  const texts: string[] = [];
  for (const { it: title, before, after } of readCases()) {
    const lines = say(await deltaOfCase({ before, after }));
    const heading = name.endsWith('.md') ? `### ${title}\n` : title;
    texts.push([heading, ...(lines.length === 0 ? ['    (nothing)'] : lines)].join('\n'));
  }
  const text = `${texts.join('\n\n')}\n`;
  const path = join(folder, name);
  if (update) writeFileSync(path, text);
  expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : 'a golden file');
});

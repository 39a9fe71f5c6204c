import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { JUDGED_IN_PART, NOT_JUDGED } from '../../../src/model/diagnostic.ts';
import { DEFAULT_LEVELS, RULE_NAMES } from '../../../src/model/finding.ts';
import { RULES } from '../../../src/rules/registry.ts';

const rows = readFileSync('docs/rules.md', 'utf8')
  .split('\n')
  .map((line) => /^\| \[`([a-z-]+)`\]\(rules\/\1\.md\) \| `(error|warning|off)` \| (.+)\|$/.exec(line))
  .filter((match) => match !== null);

/** The codes of the warnings that the checks of files give. */
function warningCodes(): readonly string[] {
  const sources = ['src/desired', 'src/policy'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
  );
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/\bwarning(?:At\([^']*?|, code: )'([a-z-]+)'/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set([...codes, JUDGED_IN_PART, NOT_JUDGED])].filter((code) => code !== 'warning').sort();
}

describe('docs/rules.md', () => {
  it('has a line for every rule, in the order in which findings are sorted, with its level', () => {
    expect(rows.map(([, name, level]) => [name, level])).toEqual(Object.entries(DEFAULT_LEVELS));
    expect(Object.keys(RULES)).toEqual(RULE_NAMES);
  });

  it('has a row for every warning of the checks of files, and for no other', () => {
    const [, section = ''] = readFileSync('docs/rules.md', 'utf8').split(
      '## Warnings of `validate` that are no rule',
    );
    const cells = [...section.split('\n## ')[0]!.matchAll(/^\| (`[^|]+) \|/gm)].map(
      (match) => match[1] ?? '',
    );
    expect(cells.flatMap((cell) => cell.replaceAll('`', '').split(', ')).sort()).toEqual(warningCodes());
  });

  it('says of each what it finds, why with a page of AWS, and what to write', () => {
    for (const [, name, , rest] of rows) {
      const cells = (rest ?? '').split(' | ');
      expect([name, cells.length]).toEqual([name, 3]);
      expect(cells[1]).toContain('(https://docs.aws.amazon.com/');
    }
  });

  it('has a page for each rule, with the words of its line, the reasoning, a bad and a good example', () => {
    expect(readdirSync('docs/rules').sort()).toEqual(RULE_NAMES.map((name) => `${name}.md`).sort());
    for (const name of RULE_NAMES) {
      const page = readFileSync(`docs/rules/${name}.md`, 'utf8');
      expect(page).toContain(`Level: \`${DEFAULT_LEVELS[name]}\`.`);
      const [finds = '', why = '', what = ''] = (rows.find((row) => row[1] === name)?.[3] ?? '').split(' | ');
      for (const cell of [finds, why, what.trim()])
        expect(page.replace(/\n/g, ' ').toLowerCase()).toContain(cell.toLowerCase());
      for (const heading of ['Why', 'Bad', 'Good']) expect(page).toContain(`\n## ${heading}\n`);
    }
  });
});

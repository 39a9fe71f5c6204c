import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const PAGES = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'src/sandbox/BEHAVIOR.md',
  ...['docs', 'docs/decisions', 'docs/recipes', 'docs/rules'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
];

/** As GitHub makes it of a heading. https://docs.github.com/en/get-started/writing-on-github */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsIn(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

  it('links to files and headings that are there', () => {
    const broken = links
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(file)) return true;
        return anchor !== undefined && file.endsWith('.md') && !anchorsIn(file).includes(anchor);
      });
    expect(broken).toEqual([]);
  });
});

it('the README has fewer than two hundred lines', () => {
  expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThan(200);
});

describe('docs/threat-model.md', () => {
  const text = readFileSync('docs/threat-model.md', 'utf8');

  it('answers twenty questions, and says of twenty-five where each is answered', () => {
    const section = (from: string, to: string | undefined): string =>
      text.slice(text.indexOf(from), to === undefined ? undefined : text.indexOf(to));
    expect(section('## Twenty questions', '## The service role').match(/^\d+\. \*\*/gm)).toHaveLength(20);
    const rows = section('## Where a security engineer', undefined).match(/^\| \d+ \|.*$/gm) ?? [];
    expect(rows).toHaveLength(25);
    // A page, or a command to run.
    const words = rows.filter((row) => !/\]\([^)]+\)|`(?:rolekeeper|aws|npm) [a-z]/.test(row));
    expect(words.map((row) => /^\| (\d+)/.exec(row)?.[1])).toEqual([]);
  });
});

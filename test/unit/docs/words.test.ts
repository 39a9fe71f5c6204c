import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a person matters: authors and reviewers on GitHub, and what a person may do to an account. */
const PEOPLE = [
  'src/review/',
  'src/github/',
  'src/doctor/',
  'src/commands/init.ts',
  'test/unit/review/',
  'test/unit/github/',
  'test/e2e/action/',
];

const WORDS = /\b(?:somebody|nobody|whoever|whom|whomever|someone)\b/i;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .filter((name) => !PEOPLE.some((place) => name.startsWith(place)));
}

/** Comments, and texts with white space in them: sentences, and no tags of data. */
function sentencesIn(text: string): readonly string[] {
  const comments = text.match(/\/\*\*.*?\*\/|^\s*\/\/ .*?$/gms) ?? [];
  const texts = text.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  return [...comments, ...texts.filter((one) => /\s/.test(one))];
}

/** The names of suites and tests. */
function titlesIn(text: string): readonly string[] {
  const named = /\b(?:describe|it|test)(?:\.\w+)*\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g;
  return [...text.matchAll(named)].map(([, , title = '']) => title);
}

test('the subject of a sentence in src is the thing', () => {
  const found = filesIn('src').flatMap((file) =>
    sentencesIn(readFileSync(file, 'utf8'))
      .filter((sentence) => WORDS.test(sentence))
      .map((sentence) => `${file}: ${sentence}`),
  );
  expect(found).toEqual([]);
});

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'action.yml', 'src/sandbox/BEHAVIOR.md'].concat(
  ['docs', 'docs/decisions', 'docs/recipes'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
);

test('the subject of a sentence on a page is the thing', () => {
  const found = PAGES.flatMap((page) =>
    readFileSync(page, 'utf8')
      .split('\n')
      .filter((line) => WORDS.test(line))
      .map((line) => `${page}: ${line}`),
  );
  expect(found).toEqual([]);
});

test('the name of a test says what the thing does', () => {
  const found = filesIn('test').flatMap((file) =>
    titlesIn(readFileSync(file, 'utf8'))
      .filter((title) => WORDS.test(title))
      .map((title) => `${file}: ${title}`),
  );
  expect(found).toEqual([]);
});

test.each(['// Nobody knows.\n', "const a = 'somebody deleted it';", '/** Whoever may do it. */'])(
  'a sentence such as %j is found',
  (text) => {
    expect(sentencesIn(text).filter((sentence) => WORDS.test(sentence))).toHaveLength(1);
  },
);

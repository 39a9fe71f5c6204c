import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../helpers/cli/run-cli.ts';
import { KINDS } from '../../../src/model/address.ts';

/** What is not of this repository: GitHub's, CloudFormation's and IAM's words, names in a vendor's own template, and made-up ones. */
const FOREIGN = [
  'actions/checkout',
  'MEMBER',
  'IMPORT_IN_PROGRESS',
  'policyDocumentType',
  'NotX',
  'aws/sam-template.yaml',
  'OnemataAccountId',
  'OnemataRoleName',
  'QwakAccountId',
  'NAME.yaml',
  'GITHUB_TOKEN',
  'NODE_COMPILE_CACHE',
  'AcmeProdLogs',
  'cloud_connectors',
  'AWS_ENDPOINT_URL_IAM',
  'Datadog_Integration_2024',
  'custom-resource',
  'desired/_shared/',
  'vendor-boundary',
  'vendor-logs',
];

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(REPOSITORY.length).replace(/^\//, ''));
const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');

const TREE = ['src', 'test', 'scripts', 'docs', 'desired', 'examples', 'schema', 'dist', '.github'].flatMap(
  filesIn,
);
const ROOT = readdirSync(REPOSITORY);
const SOURCES = TREE.filter((path) => /^(?:src|scripts|test\/helpers)\/.*\.(?:ts|mjs)$/.test(path));

/** The code without its comments: a name that only a comment still has is gone. */
const CODE = SOURCES.map((path) => read(path).replace(/\/\*.*?\*\/|(?<=^|\s)\/\/ .*?$/gms, '')).join('\n');
const SPOKEN = [
  CODE,
  read('action.yml'),
  read('package.json'),
  ...TREE.filter((p) => /^(schema|desired)\//.test(p)).map(read),
];
const SPOKEN_TEXT = SPOKEN.join('\n');
const WORDS = new Set(SPOKEN_TEXT.match(/[A-Za-z_$][\w$]*/g));
const { scripts: NPM_SCRIPTS } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

const PAGES = [
  ...TREE.filter((path) => /^docs\/.*\.md$/.test(path)),
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
];
const COMMENTED = SOURCES.filter((path) => path.startsWith('src/'));

/** What stands in backticks, outside of blocks of code. */
function quotedIn(text: string): readonly string[] {
  const prose = text.replace(/^ *```.*?^ *```/gms, '');
  return [...new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, quoted = '']) => quoted))];
}

const commentsOf = (text: string): string => (text.match(/\/\*\*.*?\*\/|^\s*\/\/ .*?$/gms) ?? []).join('\n');

const isPath = (text: string): boolean =>
  !/^[\d./]+$/.test(text) &&
  /^[\w.-]+(?:\/[\w.-]+)+\/?$|^[\w-]+\.(?:ts|mjs|md|yml|yaml)$/.test(text) &&
  !KINDS.some((kind) => text.startsWith(`${kind}/`));

function isThere(path: string): boolean {
  const tidy = path.replace(/\/$/, '');
  const within = (file: string): boolean =>
    file === tidy || file.endsWith(`/${tidy}`) || `/${file}`.includes(`/${tidy}/`);
  return ROOT.includes(tidy) || TREE.some(within);
}

/** Names of code have an inner capital or an underscore; one with parameters is that of a function with the same ones. */
function isStaleName(text: string): boolean {
  const [, name, parameters] = /^([A-Za-z]+(?:[A-Z_][A-Za-z0-9]*)+)(?:\(([\w, ]*)\))?$/.exec(text) ?? [];
  if (name === undefined) return false;
  if (parameters === undefined || parameters === '') return !WORDS.has(name);
  const declared = new RegExp(`function ${name}\\(([^)]*)\\)`).exec(CODE)?.[1] ?? '';
  const names = [...declared.matchAll(/(\w+)\??:/g)].map(([, parameter]) => parameter);
  return names.join(', ') !== parameters;
}

/** `Plan.digest`: a member of what begins with a capital. */
function isStaleMember(text: string): boolean {
  const names = /^([A-Z][A-Za-z]+)\.([a-z]\w+)$/.exec(text)?.slice(1) ?? [];
  return names.some((name) => !WORDS.has(name));
}

/** `plan-changed`: a reason, a rule, an input or an output has its hyphens where it is made. */
const isStaleKebab = (text: string): boolean =>
  /^[a-z]+(?:-[a-z]+)+$/.test(text) && !SPOKEN_TEXT.includes(text);

/** What a command names: scripts of package.json, and files of the tree. */
function staleInCommand(line: string): readonly string[] {
  const scripts = [...line.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
  const files = [...line.matchAll(/(?<=^|[ =])(?:src|test|scripts)\/[\w./-]*/g)].map(([path]) => path);
  return [
    ...scripts.filter((name) => NPM_SCRIPTS[name] === undefined),
    ...files.filter((path) => !isThere(path)),
  ];
}

const blocksOf = (text: string): readonly string[] =>
  [...text.matchAll(/^ *```(?:sh|console)?\n(.*?)^ *```/gms)].flatMap(([, block = '']) => block.split('\n'));

function isStale(quoted: string): boolean {
  if (FOREIGN.includes(quoted)) return false;
  if (isPath(quoted)) return !isThere(quoted);
  return isStaleName(quoted) || isStaleMember(quoted) || isStaleKebab(quoted);
}

const staleIn = (text: string): readonly string[] => [
  ...quotedIn(text).filter(isStale),
  ...[...quotedIn(text).filter((quoted) => quoted.includes(' ')), ...blocksOf(text)].flatMap(staleInCommand),
];

test.each(PAGES)('every path and name in backticks in %s is there', (page) => {
  expect(staleIn(read(page))).toEqual([]);
});

test('every name in backticks in a comment of src is there', () => {
  const stale = COMMENTED.flatMap((path) =>
    quotedIn(commentsOf(read(path)))
      .filter((quoted) => !FOREIGN.includes(quoted) && !isPath(quoted) && isStaleName(quoted))
      .map((quoted) => `${path}: ${quoted}`),
  );
  expect(stale).toEqual([]);
});

test.each([
  '`apply/steps.ts`',
  '`src/steps/`',
  '`buildEntries`',
  '`stepsOf(plan, integration, stack)`',
  '`GONE_AWAY`',
  '`Plan.blockedBy`',
  '`plan-has-moved`',
  '`npm run examine`',
  '`npm test -- test/unit/steps`',
  '`node scripts/emit-steps.mjs`',
  '\n```sh\nnode scripts/emit-steps.mjs --check\n```\n',
])('a page with %j is stale', (text) => {
  expect(staleIn(`It is ${text} that does it.`)).toHaveLength(1);
});

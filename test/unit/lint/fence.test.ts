import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneOf, removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { REPOSITORY } from '../../helpers/cli/run-cli.ts';

import { KINDS } from '../../../src/model/address.ts';

interface Table {
  readonly LAYERS: Readonly<
    Record<
      string,
      { readonly imports: readonly string[]; readonly reaches?: Readonly<Record<string, readonly string[]>> }
    >
  >;
  readonly GLOBALS: readonly string[];
  readonly KINDS: readonly string[];
  /** Files that have the word of a kind, by what it means there. */
  readonly WORDS: Readonly<Record<string, string>>;
}

const { LAYERS, GLOBALS, ...ofKinds } = (await Promise.all(
  ['layers', 'kinds'].map((name) => import(pathToFileURL(join(REPOSITORY, `scripts/lint/${name}.mjs`)).href)),
).then((tables: readonly object[]) => Object.assign({}, ...tables) as unknown)) as Table;
const FOLDERS = Object.keys(LAYERS).filter((folder) => !folder.endsWith('.ts'));

/** Every way of TypeScript to depend on another module. */
const importsOf = (module: string): readonly string[] => [
  `import '${module}';`,
  `import { a } from '${module}';`,
  `import type { a } from '${module}';`,
  `import * as a from '${module}';`,
  `import a = require('${module}');`,
  `export { a } from '${module}';`,
  `export type { a } from '${module}';`,
  `export * from '${module}';`,
  `await import('${module}');`,
  `await import(\`${module}\`);`,
  `type A = import('${module}').A;`,
  `type B = typeof import('${module}');`,
];

const OUTSIDE = [
  'node:fs',
  'node:child_process',
  'fs/promises',
  '@aws-sdk/client-s3',
  '@smithy/types',
  '@octokit/rest',
  'undici',
];

const CLOCK = [
  'new Date();',
  'new Date;',
  'Date();',
  'Date.now();',
  "Date['now']();",
  'Date[name]();',
  'new Date(...[]);',
  'const { now } = Date;',
  'const Clock = Date;',
  'call(Date);',
];

const EFFECTS = [
  'performance.now();',
  'Math.random();',
  "Math['random']();",
  'const { random } = Math;',
  'crypto.randomUUID();',
  'crypto.getRandomValues(bytes);',
  "import { randomUUID } from 'node:crypto';",
  "import { createHash, randomBytes } from 'node:crypto';",
  "import * as everything from 'node:crypto';",
  "import { connect } from 'node:net';",
  'process.env;',
  'const { env } = process;',
  'globalThis.process;',
  "globalThis['process'];",
  'global.process;',
  'setTimeout(call, 1);',
  'setInterval(call, 1);',
  'AbortSignal.timeout(1);',
  'fetch(url);',
  'new WebSocket(url);',
  "console.log('');",
  "require('fs');",
  "eval('process');",
  "new Function('return process')();",
  'import.meta.dirname;',
  'new Intl.DateTimeFormat().format();',
  'await import(name);',
];

/** What asks which kind it has, where that is a fact of the kind. */
const BY_KIND = [
  "if (kind === 'role') call();",
  'if (`managed-policy` !== entry.kind) call();',
  "switch (kind) { case 'user': call(); }",
  "addressOf('group', name);",
  "const LISTED = ['oidc-provider'];",
  "if (entry['kind'] === 'role') call();",
  "if (`${kind}` === 'role') call();",
  "if ((kind as string) === 'role' || String(kind) !== 'user') call();",
  "if (['role', 'user'].includes(entry.kind)) call();",
  "if (new Set(['role']).has(kind)) call();",
  "if (kind.includes('role')) call();",
  "new Map([['role', 1]]).get(kind);",
  '({ role: 1, user: 2 })[kind];',
  "if (address.startsWith('role/')) call();",
  'if (entry.address.startsWith(`user/${name}`)) call();',
  'if (/^(?:role|user)$/.test(kind)) call();',
  String.raw`if (/^role\//.test(address)) call();`,
];
/** Those that a file may write whose word is no kind. */
const AS_A_WORD = ["addressOf('group', name);", "const LISTED = ['oidc-provider'];"];

const HARMLESS = [
  "import { a } from './other.ts';",
  "import { z } from 'zod';",
  "import { createHash } from 'node:crypto';",
  'new Date(0);',
  "Date.parse('2026-01-01');",
  'const earlier = (time: Date): boolean => time instanceof Date;',
  'Math.max(1, 2);',
  'const f = (process: string, Date: () => void): void => Date(process);',
  'type Fetch = typeof fetch;',
  'const text = { process: 1, fetch: 2 }.process;',
];

/** What a file of the folder that the table does not name may not write, a statement to a line. */
function violationsIn(folder: string): readonly string[] {
  const { imports, reaches } = LAYERS[folder] ?? { imports: [] };
  const everywhere = reaches?.['*'] ?? [];
  const forbidden = [...Object.keys(LAYERS), 'a-new-folder'].filter(
    (other) => other !== folder && !imports.includes(other),
  );
  return [
    ...forbidden.flatMap((other) => importsOf(other.endsWith('.ts') ? `../${other}` : `../${other}/zz.ts`)),
    ...OUTSIDE.flatMap(importsOf),
    ...(everywhere.includes('Date') ? [] : CLOCK),
    ...EFFECTS.filter((line) => !everywhere.some((allowed) => line.includes(allowed))),
    ...GLOBALS.filter((name) => !everywhere.includes(name)).map((name) => `call(${name});`),
    ...(['kinds', 'sandbox'].includes(folder) ? [] : BY_KIND),
  ];
}

/** By file, the lines that the fence refuses. */
const refused = new Map<string, Set<number>>();
const violations = new Map(FOLDERS.map((folder) => [`src/${folder}/violations.ts`, violationsIn(folder)]));
const harmless = new Map(FOLDERS.map((folder) => [`src/${folder}/harmless.ts`, HARMLESS]));
/** What is special to one file, with a file beside it that may do the same. */
const particular = new Map([
  ['src/desired/other.ts', ["import { readFile } from 'node:fs/promises';"]],
  ['src/live/other.ts', ["import { readFile } from 'node:fs/promises';"]],
  [
    'src/commands/zz.ts',
    ["import { startSandbox } from '../sandbox/server.ts';", 'process.env;', 'new Date();'],
  ],
  ['src/commands/other.ts', ["import { demo } from './demo.ts';", "await import('./sandbox.ts');"]],
  ['src/cli.ts', ["import { demo } from './commands/demo.ts';", "import type { a } from './plan/zz.ts';"]],
  ['src/action.ts', ["await import('./commands/sandbox.ts');", "await import('./aws/zz.ts');"]],
  ['src/a-new-folder/zz.ts', ['export const a = 1;']],
  [
    'src/report/arns.ts',
    [
      '/^arn:[^:]+:iam::aws:policy/.test(text);',
      "text.replace(/arn\\:aws:/, '');",
      "new RegExp('^arn:' + partition);",
      'RegExp(`^arn:${partition}:iam`);',
      'new RegExp(String.raw`^(?:\\*|arn:.*)$`);',
      "text.startsWith('arn:');",
      'call(`arn:${partition}:iam::${account}:root`);',
      'call(`AWS:arn:${partition}:iam::${account}:root`);',
      'text.startsWith(`arn:${partition}:iam::`);',
      "arn.split(':');",
      "item.roleArn.split(':')[4];",
      'call(`arn:aws:iam::${account}:root`);',
      'call(`it is arn:aws:iam::${account}:root`);',
      "call('arn:aws:iam::' + account);",
      "call('AWS:' + 'arn:aws:iam::' + account);",
      "call('arn:'.concat(partition));",
      "call(['arn', partition, 'iam'].join(':'));",
      "text.includes('arn:');",
      "text.replace('arn:aws:', '');",
      "text.replaceAll('arn:aws:iam::111122223333:', other);",
    ],
  ],
  ['src/report/say-field.ts', BY_KIND.filter((line) => !AS_A_WORD.includes(line))],
  [
    'src/apply/texts.ts',
    [
      "if (error.message.includes('does not exist')) call();",
      "if (event.reason?.startsWith('Resource creation')) call();",
      '/Rate exceeded/.test(message);',
      "/cancelled/i.test(event.reason ?? '');",
      '/\\[(\\w+)\\]/.exec(statusReason);',
      "error.message.startsWith('Stack');",
      "message.match('x');",
      "message.toLowerCase().includes('x');",
      "error['message'].endsWith('x');",
      "(error as Error).message.includes('x');",
      "String(error).includes('x');",
      "`${error}`.includes('x');",
      "awsMessageOf(error).includes('x');",
      'PATTERN.test(error.message);',
      "new RegExp('x').test(message);",
      "if (message === 'Unknown') call();",
      "if (event.reason !== 'Resource creation cancelled') call();",
      "switch (error.message) { case 'x': call(); }",
      'KNOWN_TEXTS.includes(error.message);',
      'TEXTS[error.message];',
      'new Set(texts).has(statusReason);',
    ],
  ],
  [
    'src/report/deep/down/zz.ts',
    ["import { a } from '../../../plan/zz.ts';", "import { a } from '../../../model/../plan/zz.ts';"],
  ],
]);
const allowed = new Map([
  ['src/desired/read-folder.ts', ["import { readFile } from 'node:fs/promises';"]],
  ['src/commands/demo.ts', ["import { startSandbox } from '../sandbox/server.ts';", 'process.env;']],
  ['src/apply/zz.ts', ["import { a } from '../plan/zz.ts';", "import type { b } from '../model/zz.ts';"]],
  ['src/model/arn.ts', ['/^arn:[^:]+:iam/.test(text);', "text.startsWith('arn:');"]],
  ['src/kinds/zz.ts', BY_KIND],
  ['src/rules/full-admin.ts', [...AS_A_WORD, "resource.startsWith('role/');"]],
  ['src/sandbox/zz.ts', [...BY_KIND, '/^arn:[^:]+:iam/.test(text);']],
  [
    'src/apply/said.ts',
    [
      "texts.includes('x');",
      'TABLE.busy.test(error.message);',
      "name.startsWith('a');",
      "if (error.reason === 'access-denied' || message !== '') call();",
      'CODES.has(reason);',
      'REASONS[reason];',
      'texts.includes(word);',
    ],
  ],
  [
    'src/report/quoted.ts',
    ['call(`write an ARN, as in "arn:aws:s3:::logs": ${text}`);', "const A = 'arn:aws:iam::aws:policy/X';"],
  ],
  ['src/report/learned.ts', ['/^learn:/.test(text);', "text.split(':');", "text.startsWith('learn:');"]],
]);

beforeAll(() => {
  const tree = cloneOf('.oxlintrc.json', 'scripts/lint');
  symlinkSync(join(REPOSITORY, 'node_modules'), join(tree, 'node_modules'));
  for (const [path, lines] of [...violations, ...harmless, ...particular, ...allowed]) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), lines.map(withOwnNames).join(''));
  }
  const { stdout } = spawnSync(join(REPOSITORY, 'node_modules/.bin/oxlint'), ['--format', 'json', 'src'], {
    cwd: tree,
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  for (const { code, filename, labels, message } of diagnosticsOf(stdout)) {
    if (code === undefined) throw new Error(`${filename ?? ''}: ${message}`);
    if (!code.startsWith('rolekeeper(') || filename === undefined) continue;
    const lines = refused.get(filename) ?? new Set();
    refused.set(filename, lines.add(labels[0]?.span.line ?? 0));
  }
});

afterAll(removeTemporaryFolders);

interface Diagnostic {
  readonly code?: string;
  readonly message: string;
  readonly filename?: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** The names that a line declares are its own, so that a whole list of lines is one file. */
function withOwnNames(line: string, index: number): string {
  const own = `own${String(index)}`;
  return `${line
    .replace(/^(import(?: type)? \{ )(\w+)( \})/, `$1$2 as ${own}$3`)
    .replace(/^(export(?: type)? \{ )(\w+)( \})/, `$1$2 as ${own}$3`)
    .replace(/^(import \{ \w+, )(\w+)( \})/, `$1$2 as ${own}$3`)
    .replace(/^(import \* as )\w+/, `$1${own}`)
    .replace(/^(import )\w+(?= =)/, `$1${own}`)
    .replace(/^(const )\w+(?= =|:)/, `$1${own}`)
    .replace(/^(type )\w+/, `$1${own}`)
    .replace(/^(const \{ )(\w+)( \})/, `$1$2: ${own}$3`)}\n`;
}

function diagnosticsOf(output: string): readonly Diagnostic[] {
  return (JSON.parse(output) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
}

test('every folder of src stands in the table', () => {
  expect(readdirSync(join(REPOSITORY, 'src')).filter((name) => LAYERS[name] === undefined)).toEqual([]);
});

test.each([...violations, ...particular])('every line of %s is refused', (path, lines) => {
  expect(lines.filter((_, index) => refused.get(path)?.has(index + 1) !== true)).toEqual([]);
});

test.each([...harmless, ...allowed])('no line of %s is refused', (path, lines) => {
  expect(lines.filter((_, index) => refused.get(path)?.has(index + 1) === true)).toEqual([]);
});

test('the kinds that the fence knows are those of the model, and no file is excepted that needs no exception', () => {
  expect(ofKinds.KINDS).toEqual(KINDS);
  const literal = new RegExp(`'(${KINDS.join('|')})'`);
  const unneeded = Object.keys(ofKinds.WORDS).filter(
    (path) => !literal.test(readFileSync(join(REPOSITORY, 'src', path), 'utf8')),
  );
  expect(unneeded).toEqual([]);
});

test('what the layers promise is what the table says', () => {
  expect(LAYERS['model']).toEqual({ imports: [] });
  expect(LAYERS['sandbox']?.imports).toEqual([]);
  expect(LAYERS['report']).toEqual({ imports: ['model'] });
  expect(LAYERS['apply']?.imports).not.toContain('assess');
  const pure = [
    'model',
    'policy',
    'access',
    'kinds',
    'plan',
    'rules',
    'cloudformation',
    'assess',
    'apply',
    'report',
    'review',
  ];
  expect(pure.filter((folder) => LAYERS[folder]?.reaches !== undefined)).toEqual([]);
});

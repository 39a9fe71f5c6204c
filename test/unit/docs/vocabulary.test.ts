import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { main } from '../../../src/cli.ts';
import { INPUT_NAMES } from '../../../src/commands/action/context.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { settingsSchema } from '../../../src/desired/settings-schema.ts';
import { integrationSchema } from '../../../src/desired/integration-schema.ts';
import { FAILURE_REASONS } from '../../../src/model/failure.ts';
import { OUTPUT_NAMES } from '../../../src/github/outputs.ts';
import { REPOSITORY } from '../../helpers/cli/run-cli.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'action.yml', ...markdownIn('docs')];

const BLOCK = /^( *)```(\w*)[^\n]*\n(.*?)^ *```/gms;

function quotedIn(text: string): readonly string[] {
  return [...text.replace(BLOCK, '').matchAll(/`([^`\n]+)`/g)].map(([, quoted = '']) => quoted);
}

function blocksIn(text: string, languages: readonly string[]): readonly string[] {
  return [...text.matchAll(BLOCK)]
    .filter(([, , language = '']) => languages.includes(language))
    .map(([, indent = '', , block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** By command, what its parser takes. */
async function readFlags(): Promise<ReadonlyMap<string, readonly string[]>> {
  const environment = capturedEnvironment('2026-11-28T00:00:00Z');
  await main(['completion', 'bash'], () => environment);
  const rows = environment.stdout().matchAll(/^ {4}([a-z-]+)\) words='([^']*)' ;;$/gm);
  return new Map([...rows].map(([, command = '', flags = '']) => [command, flags.split(' ')]));
}

const FLAGS = await readFlags();
const EVERY_FLAG = new Set(['--version', ...[...FLAGS.values()].flat()]);

/** Flags of other programs, and of the benchmarks, that a page has by themselves. */
const FOREIGN_FLAGS = [
  '--check',
  '--filter',
  '--full',
  '--node',
  '--resources-to-skip',
  '--role-arn',
  '--template-stage',
];

/** `rolekeeper plan --only a`, `npx rolekeeper …`, `node dist/cli.js …`, or a command with flags: `plan --live DIR`. */
function staleFlagsIn(line: string): readonly string[] {
  const said = line.replace(/\s#.*$/, '').replace(/^\$ /, '');
  const [, named, rest = ''] =
    /(?:^|\s)(?:rolekeeper|node dist\/cli\.js) ([a-z-]+)((?:\s.*)?)$/.exec(said) ??
    /^([a-z]+)(\s.*--.*)$/.exec(said) ??
    [];
  const flags = (named === undefined ? said : rest).match(/(?<=^|\s)--[a-z-]+/g) ?? [];
  if (named === undefined || FLAGS.has(named)) {
    const known = named === undefined ? EVERY_FLAG : new Set(FLAGS.get(named));
    const isAlone = named !== undefined || said.startsWith('--');
    return isAlone ? flags.filter((flag) => !known.has(flag) && !FOREIGN_FLAGS.includes(flag)) : [];
  }
  return /(?:^|\s)(?:rolekeeper|node dist\/cli\.js) /.test(said) ? [`${named} is no command`] : [];
}

const commandLinesIn = (text: string): readonly string[] =>
  blocksIn(text, ['', 'sh', 'bash', 'console', 'shell', 'yaml', 'yml'])
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.trim().replace(/^- run: |^run: /, ''))
    .filter((line) => /^(?:\$ )?(?:npx )?(?:rolekeeper|node dist\/cli\.js) [a-z]/.test(line));

test.each(PAGES)('every command and flag in %s is one of the parser', (page) => {
  const text = read(page);
  expect([...quotedIn(text), ...commandLinesIn(text)].flatMap(staleFlagsIn)).toEqual([]);
});

/** The first cells of the rows of a table, without their backticks. */
function firstCells(page: string, heading: string): readonly string[] {
  const [, section = ''] = read(page).split(`\n## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').matchAll(/^\| (`(?:[^|\\]|\\.)*) \|/gm);
  return [...rows].map(([, cell = '']) => cell.replaceAll('`', ''));
}

test('the README has every command, and no other', () => {
  const named = firstCells('README.md', 'Commands').flatMap((cell) => cell.split(', '));
  expect(named.map((one) => one.split(' ', 1).join('')).sort()).toEqual([...FLAGS.keys()].sort());
});

test('docs/github.md has every reason of a failure, in their order', () => {
  expect(firstCells('docs/github.md', 'Failure reasons')).toEqual(FAILURE_REASONS);
});

test('docs/github.md gives every input the default that it has', () => {
  const { inputs } = parse(read('action.yml')) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  };
  const rows = [...read('docs/github.md').matchAll(/^\| `([a-z-]+)` \| `([^`]+)` \| .* \|$/gm)];
  const said = Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value]));
  for (const [name, { default: value }] of Object.entries(inputs))
    if (value !== '') expect([name, said[name]]).toEqual([name, value]);
});

test.each(['--recursive', 'plan --update', 'rolekeeper adopt --detailed-exitcode', 'npx rolekeeper probe'])(
  '%s is found to be no command line of rolekeeper',
  (line) => {
    expect(staleFlagsIn(line)).toHaveLength(1);
  },
);

const CATALOGUE = await readCatalogue();
const CODE = ['src', 'examples', 'scripts']
  .flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  )
  .join('\n')
  .toLowerCase();

/** Actions that a page names because there is none of that name. */
const NO_ACTIONS = ['s3:LisBucket', 'events:GetRule'];

/** `s3:GetObject`, `s3:Get*`: an action or a condition key of the catalogue, or one that the code knows. */
function isStaleAction(quoted: string): boolean {
  const [, service = '', name = ''] = /^([a-z0-9-]+):([A-Z*][A-Za-z0-9*?]*)$/.exec(quoted) ?? [];
  if (service === '' || NO_ACTIONS.includes(quoted)) return false;
  const names = Object.values(CATALOGUE.services[service]?.actions ?? {}).flatMap(Object.keys);
  const pattern = new RegExp(`^${name.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
  const keys = CATALOGUE.conditionKeys?.[service] ?? [];
  if ([...names, ...keys].some((one) => pattern.test(one))) return false;
  return !CODE.includes(`${service}:${name}`.toLowerCase());
}

test.each(PAGES)('every action and condition key in %s is one of AWS', (page) => {
  expect(quotedIn(read(page)).filter(isStaleAction)).toEqual([]);
});

test.each(['s3:GetObjects', 'ec2:Terminate', 'glue:Make*'])('%s is found to be no action', (action) => {
  expect(isStaleAction(action)).toBe(true);
});

/** Keys of GitHub's workflows and of CloudFormation's templates, and what begins a line of the tests. */
const FOREIGN_KEYS = [
  'actions',
  'uses',
  'with',
  'permissions',
  'persist-credentials',
  'fetch-depth',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'skipped',
];

/** What actions of a service, or ARNs of a type, begin with. */
const BEGINNINGS = ['iam:', 'logs:', 'log-group:'];

function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? schema.properties : undefined;
  return [...Object.keys(own ?? {}), ...Object.values(schema).flatMap(keysOf)];
}

const KEYS = new Set([
  ...['settings', 'integration'].flatMap((name) => keysOf(parse(read(`schema/${name}.schema.json`)))),
  ...INPUT_NAMES,
  ...OUTPUT_NAMES,
  ...FOREIGN_KEYS,
]);

/** `delete: [role/x]`, `expect:`, `hold: [{ address, field, until }]` */
function staleKeysIn(quoted: string): readonly string[] {
  const [, key, , value = ''] = /^([A-Za-z-]+):(\s+(.*))?$/.exec(quoted) ?? [];
  if (key === undefined || BEGINNINGS.includes(quoted)) return [];
  const within = /^\[\{ ([\w, ]+) \}/.exec(value)?.[1]?.split(', ') ?? [];
  return [key, ...within].filter((one) => !KEYS.has(one));
}

test.each(PAGES)('every key in %s is one of the files', (page) => {
  expect(quotedIn(read(page)).flatMap(staleKeysIn)).toEqual([]);
});

test.each(['expects:', 'hold: [{ address, because }]', 'observed: true'])(
  '%s is found to be no key',
  (key) => {
    expect(staleKeysIn(key)).toHaveLength(1);
  },
);

const REST = {
  integration: { integration: 'x', description: 'x' },
  settings: { version: 1, account: '111122223333', region: 'eu-west-1' },
};

/** Keys of a block of YAML that no schema has, however much of the file it leaves out. */
function staleKeysInBlock(block: string): readonly string[] {
  return parseAllDocuments(block).flatMap((document) => {
    const { data: whole } = z.record(z.string(), z.unknown()).safeParse(document.toJS());
    if (whole === undefined) return [];
    // A part of a policy document, beside what the file says of the vendor.
    const { Principal: _, ...data } = whole;
    const keys = Object.keys(data);
    const isOf = (schema: z.ZodObject): boolean => keys.some((key) => key in schema.shape);
    if (keys.some((key) => ['jobs', 'on', 'steps', 'with', 'Resources'].includes(key))) return [];
    if ('account' in data || !isOf(integrationSchema))
      return isOf(settingsSchema) ? unknownIn(settingsSchema, { ...REST.settings, ...data }) : [];
    return unknownIn(integrationSchema, { ...REST.integration, ...data });
  });
}

function unknownIn(schema: z.ZodType, data: unknown): readonly string[] {
  const { error } = schema.safeParse(data);
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [],
  );
}

test.each(PAGES)('every block of YAML in %s has keys of its file alone', (page) => {
  expect(blocksIn(read(page), ['yaml', 'yml']).flatMap(staleKeysInBlock)).toEqual([]);
});

test('a block with a key of its own invention is found', () => {
  expect(staleKeysInBlock('delete: [role/x]\nroles:\n  - RoleName: x\n    Boundary: y\n')).toEqual([
    'roles.0.Boundary',
  ]);
});

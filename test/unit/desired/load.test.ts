import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { loadDesired } from '../../../src/desired/load.ts';
import { renderDiagnostics } from '../../../src/report/registry.ts';
import { lineOf, SETTINGS } from './parse.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rolekeeper-load-'));
});
afterEach(async () => rm(root, { recursive: true }));

const user = (name: string): string =>
  `integration: ${name}\ndescription: d\nusers: [{ UserName: ${name}-user }]\n`;

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

async function lines(directory = root): Promise<readonly string[]> {
  const { diagnostics } = await loadDesired({ directory });
  return diagnostics.map((one) => lineOf(one).replaceAll(root, 'ROOT'));
}

describe('loadDesired', () => {
  it('reads a folder with a rolekeeper.yaml as one scope, its integrations sorted by name', async () => {
    await write({ 'rolekeeper.yaml': SETTINGS, 'b.yaml': user('b'), 'a.yml': user('a'), 'README.md': '#' });
    const { scopes, diagnostics } = await loadDesired({ directory: root });
    expect(diagnostics).toEqual([]);
    expect(scopes.map((scope) => scope.directory)).toEqual([root]);
    expect(scopes[0]?.integrations.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('reads a folder of folders as one scope each, and leaves one with errors out', async () => {
    await write({
      'prod/rolekeeper.yaml': SETTINGS,
      'prod/a.yaml': user('a'),
      'stage/rolekeeper.yaml': SETTINGS,
      'stage/a.yaml': 'colour: red\n',
      'notes/README.md': '#',
      '.git/config.yaml': '',
    });
    const { scopes } = await loadDesired({ directory: root });
    expect(scopes.map((scope) => scope.directory)).toEqual([join(root, 'prod')]);
    expect(new Set((await lines()).map((line) => line.split(' ')[0]))).toEqual(
      new Set(['ROOT/stage/a.yaml:1:1']),
    );
  });

  describe('between two folders', () => {
    const folders = (prod: string, stage: string, name = 'a') => ({
      'prod/rolekeeper.yaml': SETTINGS + prod,
      'prod/a.yaml': user('a'),
      'stage/rolekeeper.yaml': SETTINGS + stage,
      [`stage/${name}.yaml`]: user(name),
    });

    it('refuses stacks that would belong to both, whatever the files declare', async () => {
      await write(folders('', '', 'b'));
      expect(await lines()).toEqual([
        expect.stringMatching(/^ROOT\/stage\/rolekeeper.yaml:1:1 .*shared-stacks/),
      ]);
      const [diagnostic] = (await loadDesired({ directory: root })).diagnostics;
      expect(diagnostic?.message).toContain('prod/rolekeeper.yaml');
    });

    it('refuses a prefix that begins with that of the other', async () => {
      await write(folders('', 'stackPrefix: Rolekeeper-b-\n', 'b'));
      expect(await lines()).toEqual([expect.stringContaining('shared-stacks')]);
    });

    it.each(['', 'stackPrefix: b-\n'])(
      'refuses an address of one account twice, also in two regions',
      async (prefix) => {
        await write(folders('', prefix));
        const stage = prefix === '' ? SETTINGS.replace('eu-central-1', 'us-east-1') : SETTINGS + prefix;
        await write({
          'stage/rolekeeper.yaml': stage,
          'stage/a.yaml': user('a').replace('a-user', 'A-User'),
        });
        expect(await lines()).toEqual([expect.stringMatching(/^ROOT\/stage\/a.yaml:3:.*duplicate-resource/)]);
        expect((await loadDesired({ directory: root })).diagnostics[0]?.message).toMatch(
          /user\/A-User .*prod\/a\.yaml:3/,
        );
      },
    );

    it.each(['delete', 'release'])('lets no %s reach what the other folder declares', async (key) => {
      await write(folders('', 'stackPrefix: b-\n', 'b'));
      await write({ 'stage/b.yaml': `${user('b')}${key}: [user/a-user]\n` });
      expect(await lines()).toEqual([
        expect.stringMatching(/^ROOT\/stage\/b.yaml:4:\d+ error contradiction/),
      ]);
    });

    it('allows different prefixes and names in one account, and one prefix in two regions', async () => {
      await write(folders('', 'stackPrefix: b-\n', 'b'));
      expect(await lines()).toEqual([]);
      await write({ 'stage/rolekeeper.yaml': SETTINGS.replace('eu-central-1', 'us-east-1') });
      expect(await lines()).toEqual([]);
    });
  });

  it('tells each folder what the others for its account declare, and nothing of other accounts', async () => {
    await write({
      'a/rolekeeper.yaml': `${SETTINGS}stackPrefix: a-\n`,
      'a/a.yaml': user('a'),
      'b/rolekeeper.yaml': `${SETTINGS}stackPrefix: b-\n`,
      'b/b.yaml': user('b'),
      'c/rolekeeper.yaml': SETTINGS.replace('1111', '4444'),
      'c/c.yaml': user('c'),
    });
    const { scopes } = await loadDesired({ directory: root });
    expect(
      scopes.map(({ neighbours }) => neighbours?.map((one) => [one.stackPrefix, one.addresses])),
    ).toEqual([[['b-', ['user/b-user']]], [['a-', ['user/a-user']]], undefined]);
  });

  it('the same resource in two scopes is no mistake: they are two accounts', async () => {
    await write({
      'prod/rolekeeper.yaml': SETTINGS,
      'prod/a.yaml': user('a'),
      'stage/rolekeeper.yaml': SETTINGS.replace('1111', '4444'),
      'stage/a.yaml': user('a'),
    });
    expect((await loadDesired({ directory: root })).scopes).toHaveLength(2);
  });

  it('names files as the user would: the folder joined with the name', async () => {
    await write({ 'rolekeeper.yaml': SETTINGS, 'a.yaml': user('a') });
    const directory = `./${relative(process.cwd(), root)}/`;
    const { scopes } = await loadDesired({ directory });
    expect(scopes[0]?.integrations[0]?.file).toBe(join(relative(process.cwd(), root), 'a.yaml'));
  });

  it('a folder that does not exist', async () => {
    expect(await lines(join(root, 'nope'))).toEqual([
      'error missing-folder: there is no folder "ROOT/nope" -> name the folder of the desired files with --desired, or write one with a rolekeeper.yaml in it',
    ]);
  });

  it('a folder that is a file', async () => {
    await write({ file: 'x' });
    expect((await lines(join(root, 'file')))[0]).toMatch(
      /error missing-folder: "ROOT.file" is a file, and --desired takes a folder/,
    );
  });

  it('an empty folder', async () => {
    expect(await lines()).toEqual([
      'error missing-settings: ROOT has no rolekeeper.yaml, which names the account and the region -> write in it, with your account and region: version: 1, account: "111122223333" and region: eu-central-1, each on a line of its own',
      'error empty-desired: ROOT has no integrations -> write one, as in "my-vendor.yaml", or check the folder that you named; to retire the folder, write "retire: delete" or "retire: release" in rolekeeper.yaml',
    ]);
  });

  it('a folder of folders that hold nothing', async () => {
    await write({ 'prod/README.md': '#' });
    expect((await lines())[0]).toContain('error missing-settings: ROOT has no rolekeeper.yaml');
  });

  it('a folder below a scope whose files would be passed over', async () => {
    await write({ 'rolekeeper.yaml': SETTINGS, 'a.yaml': user('a'), 'more/b.yaml': user('b') });
    expect(await lines()).toEqual([
      'ROOT/more/b.yaml:1:1 error nested-folder: this file is in a folder below ROOT, which has YAML files of its own -> move it up, or give every account a folder with a rolekeeper.yaml and leave no YAML file beside them',
    ]);
    expect((await loadDesired({ directory: root })).scopes).toEqual([]);
  });

  it.each([
    [
      'two folders below the scope',
      { 'rolekeeper.yaml': SETTINGS, 'a.yaml': user('a'), 'x/y/b.yaml': 'no: [yaml' },
    ],
    [
      'two folders below the folder of the scopes',
      { 'p/rolekeeper.yaml': SETTINGS, 'p/a.yaml': user('a'), 'x/y/b.yaml': user('b') },
    ],
    [
      'JSON beside the folders of the scopes',
      { 'p/rolekeeper.yaml': SETTINGS, 'p/a.yaml': user('a'), 'b.json': '{}' },
    ],
    ['JSON two folders below', { 'p/rolekeeper.yaml': SETTINGS, 'p/a.yaml': user('a'), 'x/y/b.json': '{}' }],
  ])('a file that belongs to no scope: %s', async (_, files) => {
    await write(files);
    expect(await lines()).toMatchObject([expect.stringMatching(/b\.(yaml|json):1:1 error nested-folder: /)]);
  });

  it('a symbolic link, a pipe and a folder behind a link, wherever they lead, and reads none of them', async () => {
    await write({ 'rolekeeper.yaml': SETTINGS, 'a.yaml': user('a'), 'folder/README.md': '' });
    await symlink('/dev/zero', join(root, 'b.yaml'));
    await symlink(join(root, 'a.yaml'), join(root, 'notes.txt'));
    await symlink(tmpdir(), join(root, 'folder', 'elsewhere'));
    execFileSync('mkfifo', [join(root, 'd.yaml')]);
    const found = await lines();
    expect(found.map((line) => line.split(':')[0])).toEqual(
      ['b.yaml', 'd.yaml', 'folder/elsewhere', 'notes.txt'].map((name) => `ROOT/${name}`),
    );
    expect(found.every((line) => line.includes('error not-a-file'))).toBe(true);
    await symlink(root, join(root, '.linked'));
    expect(await lines(join(root, '.linked'))).toEqual([expect.stringContaining('is a symbolic link')]);
  });

  it('a file of more than 1 MiB', async () => {
    await write({
      'rolekeeper.yaml': SETTINGS,
      'a.yaml': user('a'),
      'b.yaml': `${user('b')}#${'x'.repeat(1024 * 1024)}`,
    });
    expect(await lines()).toEqual([
      expect.stringContaining('error file-too-large: b.yaml is larger than 1 MiB'),
    ]);
  });

  it('2,000 unknown keys, of which it guesses at the first only', async () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `k${index}: 1\n`).join('');
    await write({ 'rolekeeper.yaml': SETTINGS, 'a.yaml': user('a') + keys });
    const { diagnostics } = await loadDesired({ directory: root });
    expect(diagnostics).toHaveLength(2_000);
    expect(diagnostics.filter(({ hint = '' }) => hint !== 'remove it')).toHaveLength(100);
    const text = renderDiagnostics(diagnostics, 'text', { command: 'plan', color: false });
    expect(text.match(/: error: /g)).toHaveLength(100);
    expect(text).toContain('… and 1900 more');
    expect(text).toContain('2000 errors');
  });

  it('a file that is not UTF-8, one that is a link to nothing, and one that is JSON by name', async () => {
    await write({
      'rolekeeper.yaml': SETTINGS,
      'a.yaml': user('a'),
      'b.yaml': new Uint8Array([0xff, 0xfe, 0x61, 0x00]),
      'd.json': '{}',
    });
    await symlink(join(root, 'gone'), join(root, 'c.yaml'));
    expect(await lines()).toEqual([
      'ROOT/b.yaml:1:1 error not-utf8: b.yaml is not UTF-8 text -> save it as UTF-8',
      'ROOT/c.yaml:1:1 error not-a-file: ROOT/c.yaml is a symbolic link: a review of the folder would not show what it leads to -> put the file itself there, or take it out of the folder',
      'ROOT/d.json:1:1 warning ignored-file: d.json is not read: only files that end in .yaml or .yml are -> rename it to "d.yaml": YAML reads JSON as it is',
    ]);
    expect((await loadDesired({ directory: root })).scopes).toEqual([]);
  });
});

describe("the repository's own desired files", () => {
  it('load without an error', async () => {
    const { scopes, diagnostics } = await loadDesired({ directory: 'desired' });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(scopes).toHaveLength(1);
  });
});

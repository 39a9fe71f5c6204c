import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadDesired } from '../../../src/desired/load.ts';
import { renderDiagnostics } from '../../../src/report/registry.ts';
import { lineOf } from './parse.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rolekeeper-include-'));
});
afterEach(async () => rm(root, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

const settings = (account: string, more = ''): string =>
  `version: 1\naccount: "${account}"\nregion: eu-central-1\n${more}`;

const include = (more = '', file = '_shared/datadog.yaml'): string => `include:\n  - file: ${file}\n${more}`;
const withId = (id: string, more = ''): string => include(`    parameters: { ExternalId: ${id} }\n${more}`);

const SHARED = `integration: datadog
description: d
parameters:
  Vendor: "464622532012"
  Name: datadog
roles:
  - RoleName: \${Name}
    AssumeRolePolicyDocument:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: { AWS: "arn:aws:iam::\${Vendor}:root" }
          Action: sts:AssumeRole
          Condition: { StringEquals: { sts:ExternalId: "\${ExternalId}" } }
`;

async function load(directory = root) {
  const { scopes, diagnostics } = await loadDesired({ directory });
  return { scopes, lines: diagnostics.map((one) => lineOf(one).replaceAll(root, 'ROOT')), diagnostics };
}

describe('a file that scopes include', () => {
  it('is an integration of each of them, with its own parameters, account and exceptions', async () => {
    const exception =
      'exceptions: [{ rule: vendor-account, address: role/datadog, reason: migrated in May }]';
    await write({
      '_shared/datadog.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('111122223333', withId('prod-4k2vq8m1t7', `    ${exception}\n`)),
      'stage/rolekeeper.yaml': settings(
        '444455556666',
        include('    parameters: { ExternalId: stage-4k2vq8m1t7, Name: dd-stage }\n'),
      ),
    });
    const { scopes, lines } = await load();
    expect(lines).toEqual([]);
    expect(
      scopes.map(({ integrations }) =>
        integrations.map(({ name, file, exceptions, resources }) => ({
          name,
          file: file.replace(root, 'ROOT'),
          exceptions: exceptions?.length,
          role: resources[0]?.resource.name,
          place: resources[0]?.location.line,
        })),
      ),
    ).toEqual([
      [{ name: 'datadog', file: 'ROOT/_shared/datadog.yaml', exceptions: 1, role: 'datadog', place: 7 }],
      [
        {
          name: 'datadog',
          file: 'ROOT/_shared/datadog.yaml',
          exceptions: undefined,
          role: 'dd-stage',
          place: 7,
        },
      ],
    ]);
    expect(JSON.stringify(scopes[1]?.integrations)).toContain('stage-4k2vq8m1t7');
    expect(scopes[0]?.settings.include).toEqual([
      {
        file: '_shared/datadog.yaml',
        parameters: { ExternalId: 'prod-4k2vq8m1t7' },
        said: { exceptions: [expect.objectContaining({ rule: 'vendor-account' })] },
      },
    ]);
  });

  it('is found when one scope alone is loaded, as a job of a matrix does', async () => {
    await write({
      '_shared/datadog.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('111122223333', withId('prod-4k2vq8m1t7')),
    });
    const { scopes, lines } = await load(join(root, 'prod'));
    expect(lines).toEqual([]);
    expect(scopes[0]?.integrations.map(({ name }) => name)).toEqual(['datadog']);
  });

  it('is suspended in one account by the line of its include', async () => {
    await write({
      '_shared/datadog.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('111122223333', withId('prod-4k2vq8m1t7', '    suspend: true\n')),
      'stage/rolekeeper.yaml': settings('444455556666', withId('stage-4k2vq8m1t7')),
    });
    const { scopes } = await load();
    expect(scopes.map(({ integrations }) => integrations[0]?.suspended)).toEqual([true, undefined]);
  });

  it('expires in one account by the date of its include, in the others by that of the file', async () => {
    await write({
      '_shared/datadog.yaml': `expires: 2027-06-30\n${SHARED}`,
      'prod/rolekeeper.yaml': settings(
        '111122223333',
        withId('prod-4k2vq8m1t7', '    expires: 2027-01-31\n'),
      ),
      'stage/rolekeeper.yaml': settings('444455556666', withId('stage-4k2vq8m1t7')),
    });
    const { scopes } = await loadDesired({ directory: root, today: '2027-03-01' });
    const dates = scopes.map(({ integrations }) => [integrations[0]?.expires, integrations[0]?.expired]);
    expect(dates).toEqual([
      ['2027-01-31', true],
      ['2027-06-30', undefined],
    ]);
  });
});

describe('a mistake', () => {
  it.each<[what: string, more: string, shared: string, lines: readonly RegExp[]]>([
    [
      'of the file stands at its place, and names each include that it is about',
      withId('prod-4k2vq8m1t7'),
      SHARED.replace('Effect:', 'Efect:'),
      [/^ROOT\/_shared\/datadog\.yaml:11:11 error/],
    ],
    [
      'of a parameter that the file does not use stands in the settings',
      include('    parameters: { ExternalId: prod-4k2vq8m1t7, Colour: red }\n'),
      SHARED,
      [/^ROOT\/prod\/rolekeeper\.yaml:6:\d+ error unused-parameter: nothing in ROOT\/_shared\/datadog\.yaml/],
    ],
    [
      'of a parameter that nothing gives stands where it is used',
      include(),
      SHARED,
      [/^ROOT\/_shared\/datadog\.yaml:14:\d+ error unknown-reference.*or where the file is included/],
    ],
    [
      'of an exception for what the file does not declare stands in the settings',
      withId('prod-4k2vq8m1t7', '    exceptions: [{ rule: full-admin, address: role/other, reason: r }]\n'),
      SHARED,
      [/^ROOT\/prod\/rolekeeper\.yaml:7:\d+ error unknown-address/],
    ],
    [
      'of an unknown key stands in the settings',
      include('    parametres: {}\n'),
      SHARED,
      [/^ROOT\/prod\/rolekeeper\.yaml:6:\d+ error unknown-key.*parameters/],
    ],
    [
      'of the name of the file',
      withId('prod-4k2vq8m1t7'),
      SHARED.replace('integration: datadog', 'integration: other'),
      [/^ROOT\/_shared\/datadog\.yaml:1:14 error file-name/],
    ],
    [
      'of an unquoted account id',
      include('    parameters: { ExternalId: prod-4k2vq8m1t7, Vendor: 464622532012 }\n'),
      SHARED,
      [/^ROOT\/prod\/rolekeeper\.yaml:6:\d+ error unquoted-account-id/],
    ],
    [
      'of a file that is included twice',
      `${withId('prod-4k2vq8m1t7')}  - file: _shared/datadog.yaml\n`,
      SHARED,
      [/^ROOT\/prod\/rolekeeper\.yaml:7:\d+ error duplicate-member/],
    ],
  ])('%s', async (_what, more, shared, expected) => {
    await write({ '_shared/datadog.yaml': shared, 'prod/rolekeeper.yaml': settings('111122223333', more) });
    const { lines, scopes } = await load();
    expect(scopes).toEqual([]);
    expect(lines).toEqual(expect.arrayContaining(expected.map((line) => expect.stringMatching(line))));
    expect(
      lines.filter((line) => !/error (missing|bad|unknown)|warning not-judged/.test(line)).length,
    ).toBeLessThanOrEqual(1);
  });

  it('that many scopes share is said once, with every place', async () => {
    const names = ['a', 'b', 'c'];
    await write({ '_shared/datadog.yaml': SHARED.replace('Effect:', 'Efect:') });
    for (const [index, name] of names.entries())
      await write({
        [`${name}/rolekeeper.yaml`]: settings(`33330000000${index}`, withId('prod-4k2vq8m1t7')),
      });
    const { diagnostics } = await load();
    expect(new Set(diagnostics.map(({ includedAt }) => includedAt?.map(({ line }) => line).join()))).toEqual(
      new Set(['5,5,5']),
    );
    const text = renderDiagnostics(diagnostics, 'text', { command: 'plan', color: false }).replaceAll(
      root,
      'ROOT',
    );
    expect(text).toMatch(/as included in ROOT\/a\/rolekeeper\.yaml:5:11 and\s+2 more places/);
  });

  it('of a name that the scope has a file for, too', async () => {
    await write({
      '_shared/datadog.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('111122223333', withId('prod-4k2vq8m1t7')),
      'prod/Datadog.yaml': 'integration: Datadog\ndescription: d\nusers: [{ UserName: u }]\n',
    });
    expect((await load()).lines).toContainEqual(expect.stringContaining('error duplicate-integration'));
  });
});

describe('a path that leads elsewhere', () => {
  it.each([
    '../_shared/datadog.yaml',
    '_shared/../prod/datadog.yaml',
    '_shared/../../datadog.yaml',
    '_shared/./datadog.yaml',
    '/etc/_shared/datadog.yaml',
    'prod/datadog.yaml',
    '_shared\\\\datadog.yaml',
    '_shared/rolekeeper.json',
    '_shared',
    'https://example.com/_shared/datadog.yaml',
  ])('is refused: %s', async (file) => {
    await write({
      '_shared/datadog.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('111122223333', `include: [{ file: "${file}" }]\n`),
      'prod/datadog.yaml': SHARED,
    });
    const { scopes, lines } = await load();
    expect(scopes).toEqual([]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ROOT\/prod\/rolekeeper\.yaml:4:\d+ error \S+: .*must/),
    );
  });

  it.each(['file', 'folder'])('is refused where the %s is a symbolic link', async (what) => {
    await write({
      'elsewhere/datadog.yaml': SHARED,
      '_real/.keep': '',
      'desired/prod/rolekeeper.yaml': settings('111122223333', withId('prod-4k2vq8m1t7')),
    });
    if (what === 'folder') await symlink(join(root, 'elsewhere'), join(root, 'desired/_shared'));
    else {
      await mkdir(join(root, 'desired/_shared'));
      await symlink(join(root, 'elsewhere/datadog.yaml'), join(root, 'desired/_shared/datadog.yaml'));
    }
    for (const directory of [join(root, 'desired'), join(root, 'desired/prod')]) {
      const { scopes, lines } = await load(directory);
      expect(scopes).toEqual([]);
      expect(lines).toContainEqual(expect.stringMatching(/error not-a-file: .*a symbolic link/));
    }
  });

  it('names no file: the include says so', async () => {
    await write({ 'prod/rolekeeper.yaml': settings('111122223333', include('', '_shared/none.yaml')) });
    expect((await load()).lines).toEqual([
      expect.stringMatching(/^ROOT\/prod\/rolekeeper\.yaml:5:11 error missing-include/),
    ]);
  });

  it('begins around no folder that is given as ".": that may be the root of the repository', async () => {
    await write({
      '_shared/datadog.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('111122223333', withId('prod-4k2vq8m1t7')),
    });
    const before = process.cwd();
    process.chdir(join(root, 'prod'));
    try {
      expect((await load('.')).lines).toEqual([expect.stringContaining('error missing-include')]);
    } finally {
      process.chdir(before);
    }
  });
});

describe('a folder that begins with "_"', () => {
  it('is not a scope, and its settings are a mistake', async () => {
    await write({
      '_off/rolekeeper.yaml': settings('111122223333'),
      'prod/rolekeeper.yaml': settings('444455556666'),
      'prod/a.yaml': 'integration: a\ndescription: d\nusers: [{ UserName: u }]\n',
    });
    expect((await load()).lines).toEqual([
      expect.stringMatching(/^ROOT\/_off\/rolekeeper\.yaml:1:1 error nested-folder/),
    ]);
  });

  it('has a warning for each file that no scope includes', async () => {
    await write({
      '_shared/old.yaml': SHARED,
      'prod/rolekeeper.yaml': settings('444455556666'),
      'prod/a.yaml': 'integration: a\ndescription: d\nusers: [{ UserName: u }]\n',
    });
    const { scopes, lines } = await load();
    expect(scopes).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/^ROOT\/_shared\/old\.yaml:1:1 warning not-included/)]);
  });
});

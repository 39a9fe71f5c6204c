import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { runCli, sandboxVariables, spawnCli, type CliResult } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders, temporaryFolder } from '../helpers/cli/temporary-folder.ts';
import { THOROUGH } from '../helpers/thorough.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace?: string;
  readonly repeat?: string;
  readonly times?: number;
  readonly place: string;
  readonly says: string;
}

const cases = JSON.parse(
  readFileSync(fileURLToPath(new URL('../cases/bad-input.json', import.meta.url)), 'utf8'),
) as readonly Case[];

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startWatchedSandbox();
});

afterAll(async () => {
  await sandbox.close();
  removeTemporaryFolders();
});

/** A folder whose desired state is two files of this repository, one of them spoilt. */
function spoilt({ file, find, replace, repeat, times }: Case): string {
  const folder = cloneOf('desired/rolekeeper.yaml', 'desired/qwak.yaml');
  const path = join(folder, 'desired', file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(find)) throw new Error(`${file} has no ${find}`);
  const lines = Array.from({ length: times ?? 0 }, (_, index) => `${repeat ?? ''}${index}`);
  writeFileSync(
    path,
    text.replace(find, () => replace ?? lines.join('\n')),
  );
  return folder;
}

function applyIn(folder: string): Promise<CliResult> {
  return runCli(['apply', '--auto-approve'], { cwd: folder, env: sandboxVariables(sandbox.url) });
}

function expectRefusal(result: CliResult): void {
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).not.toMatch(/^ {4}at /m);
  expect(result.stderr.match(/^Error: .*\(invalid-config\)$/gm)).toHaveLength(1);
  // Not even a question was asked.
  expect(sandbox.world.requests).toEqual([]);
}

describe('apply, and so every command before it, refuses', () => {
  // Each is a process; what is said of every mistake is held in test/cases/diagnostics.json as well.
  const tried = cases.filter((_one, index) => THOROUGH || index % 3 === 0);
  it.each(tried.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const result = await applyIn(spoilt(one));
    expectRefusal(result);
    // A busy machine is told that the run is still at work.
    expect(result.stderr.replaceAll(/^Still at work .*\n/gm, '').startsWith(one.place)).toBe(true);
    expect(result.stderr).toContain(one.says);
  });

  it('a desired folder without integrations, which would otherwise mean to delete everything', async () => {
    const folder = cloneOf('desired/rolekeeper.yaml');
    expectRefusal(await applyIn(folder));
  });

  it('a desired folder that is empty', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'desired'));
    const options = { cwd: folder, env: sandboxVariables(sandbox.url) };
    expectRefusal(await spawnCli(['apply', '--auto-approve'], options));
  });

  it('a desired folder that does not exist', async () => {
    expectRefusal(await applyIn(temporaryFolder()));
  });

  it('a file without settings beside it', async () => {
    const folder = cloneOf('desired/rolekeeper.yaml', 'desired/qwak.yaml');
    rmSync(join(folder, 'desired', 'rolekeeper.yaml'));
    expectRefusal(await applyIn(folder));
  });
});

describe('several mistakes', () => {
  it('are all said in one run, in the order of the files', async () => {
    const folder = cloneOf('desired/rolekeeper.yaml', 'desired/qwak.yaml', 'desired/logzio-s3.yaml');
    for (const file of ['qwak.yaml', 'logzio-s3.yaml']) {
      const path = join(folder, 'desired', file);
      writeFileSync(path, readFileSync(path, 'utf8').replace('owner:', 'ownr:'));
    }
    const result = await runCli(['validate'], { cwd: folder });
    expect(result.exitCode).toBe(1);
    expect(result.stdout.match(/^desired\/\S+: error/gm)?.map((line) => line.split(':')[0])).toEqual([
      'desired/logzio-s3.yaml',
      'desired/qwak.yaml',
    ]);
    expect(result.stderr).toContain('Error: desired has 2 mistakes (invalid-config)');
  });
});

describe('a command line', () => {
  it.each([
    ['an unknown command', ['paln'], "unknown command 'paln'"],
    ['an unknown option', ['plan', '--fromat', 'json'], "unknown option '--fromat'"],
    ['an unknown format', ['plan', '--format', 'xml'], 'Allowed choices are text, markdown, json'],
    ['an integration that is not there', ['plan', '--only', 'nobody'], 'desired has: qwak'],
    ['an unknown integration to render', ['render', 'nobody'], 'no integration is called nobody'],
    ['a mistyped integration', ['plan', '--only', 'qwack'], 'did you mean qwak?'],
    [
      'a report into a folder that is not there',
      ['render', 'qwak', '--out', 'x/y.json'],
      'cannot be written',
    ],
    ['a live folder that is not there', ['plan', '--live', 'nowhere'], '--live nowhere cannot be read'],
    ['a number that is none', ['apply', '--parallel', 'many'], 'must be a whole number from 1'],
  ])('with %s ends 1 and says what is wrong', async (_name, parameters, says) => {
    const folder = cloneOf('desired/rolekeeper.yaml', 'desired/qwak.yaml');
    const before = sandbox.world.requests.length;
    const result = await runCli(parameters, { cwd: folder, env: sandboxVariables(sandbox.url) });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(says);
    expect(result.stdout + result.stderr).not.toMatch(/^ {4}at /m);
    // A name without a file may be that of a stack.
    const asked = parameters.includes('--only') ? ['GetCallerIdentity', 'DescribeStacks'] : [];
    expect(sandbox.world.requests.slice(before).map(({ action }) => action)).toEqual(asked);
  });
});

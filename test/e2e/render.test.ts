import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, runCli, spawnCli, type CliResult } from '../helpers/cli/run-cli.ts';
import { itWith, runProgram } from '../helpers/cli/programs.ts';
import { cloneOf, removeTemporaryFolders, temporaryFolder } from '../helpers/cli/temporary-folder.ts';

const folder = cloneOf('desired', 'examples');
const templates = temporaryFolder();

/** Every scope of this repository with its integrations. */
const scopes = [
  'desired',
  ...readdirSync(join(folder, 'examples', 'integrations')).map((name) => `examples/integrations/${name}`),
];
const integrations = scopes.flatMap((scope) =>
  readdirSync(join(folder, scope))
    .filter((file) => file !== 'rolekeeper.yaml')
    .map((file) => ({ scope, name: file.replace('.yaml', '') })),
);

beforeAll(async () => {
  // No credentials: a template is made of the files alone.
  const results: CliResult[] = [];
  for (const { scope, name } of integrations) {
    const parameters = ['render', name, '--desired', scope, '--out', fileOf(scope, name)];
    results.push(await runCli(parameters, { cwd: folder }));
  }
  expect(results.map((result) => [result.exitCode, result.stdout])).toEqual(results.map(() => [0, '']));
});

afterAll(removeTemporaryFolders);

function fileOf(scope: string, name: string): string {
  return join(templates, `${scope.replaceAll('/', '-')}-${name}.json`);
}

describe('rolekeeper render', () => {
  it('makes a template of every integration of this repository', () => {
    expect(readdirSync(templates)).toHaveLength(integrations.length);
    expect(integrations.length).toBeGreaterThanOrEqual(9);
  });

  itWith('cfn-lint')('makes templates that cfn-lint accepts, warnings included', async () => {
    const files = integrations.map(({ scope, name }) => fileOf(scope, name));
    const printed = await runProgram('cfn-lint', files, cleanEnvironment(folder));
    expect(printed).toBe('');
  });

  it('prints the same bytes every time', async () => {
    const first = await runCli(['render', 'starrocks'], { cwd: folder });
    const second = await spawnCli(['render', 'starrocks'], { cwd: folder });
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(first.stdout).toBe(second.stdout);
  });
});

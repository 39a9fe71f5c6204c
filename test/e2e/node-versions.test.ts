import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tuneV8 } from '../../src/commands/tune-v8.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { runCli, sandboxVariables } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';

/** Paths of Node executables, as in `ROLEKEEPER_NODES=/opt/node20/bin/node:/opt/node24/bin/node`. */
const nodes = (process.env['ROLEKEEPER_NODES'] ?? '').split(':').filter((path) => path !== '');
if (nodes.length === 0) process.stderr.write('skipped: ROLEKEEPER_NODES names no other Node\n');

afterAll(removeTemporaryFolders);

it.each([process.execPath, ...nodes])('the programs ask V8 for settings that it has, on %s', (node) => {
  const options = spawnSync(node, ['--v8-options'], { encoding: 'utf8' }).stdout;
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const flags: string[] = [];
  tuneV8(version, (flag) => flags.push(flag));
  expect(flags.length > 0).toBe(/^v(20|22|24)\./.test(version));
  // For a flag that it does not know, V8 prints an error to standard error.
  expect(flags.filter((flag) => !options.includes(`  ${flag.split('=')[0]} (`))).toEqual([]);
});

(nodes.length === 0 ? describe.skip : describe)('the committed build', () => {
  it.each(nodes.length === 0 ? ['none'] : nodes)('runs on %s', async (node) => {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    expect(version).toMatch(/^v(20|22|24)\./);
    const clone = cloneOf('dist', 'desired');
    const sandbox = await startWatchedSandbox();
    try {
      const options = {
        cwd: clone,
        node,
        home: clone,
        env: sandboxVariables(sandbox.url),
      };
      for (const [parameters, exitCode] of [
        [['validate'], 0],
        [['plan', '--detailed-exitcode'], 2],
        [['demo'], 0],
      ] as const) {
        const result = await runCli(parameters, options);
        expect([parameters[0], result.exitCode]).toEqual([parameters[0], exitCode]);
        expect(result.stderr).not.toMatch(/Warning|deprecat|unrecognized flag/i);
      }
    } finally {
      await sandbox.close();
    }
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { CLI, cleanEnvironment, runCli, sandboxVariables } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { sendCall } from '../helpers/scenario/account.ts';
import { roleFile } from './action/desired-files.ts';
import { rowsFor } from '../helpers/thorough.ts';

/** Longer than any test: an operation ends only when the test lets time pass. */
const SLOW = 600_000;

let folder: string;
let sandbox: Sandbox;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = cloneOf('desired/rolekeeper.yaml');
  sandbox = await startWatchedSandbox();
});

afterEach(async () => {
  child?.kill('SIGKILL');
  child = undefined;
  await sandbox.close();
});

afterAll(removeTemporaryFolders);

const rolekeeper = (...parameters: readonly string[]) =>
  runCli(parameters, { cwd: folder, env: sandboxVariables(sandbox.url) });

function declare(...actions: readonly string[]): void {
  writeFileSync(join(folder, 'desired', 'reader.yaml'), roleFile({ name: 'reader', actions }));
}

function timePasses(operationMs: number): void {
  sandbox.world.switches = { ...sandbox.world.switches, operationMs };
}

function stackStatus(): string | undefined {
  return sandbox.world.cloudFormation.find('eu-west-1', 'rolekeeper-reader')?.status;
}

/** When a change set is executed, time stands still: what it begins does not end until the test says so. */
function executed(): Promise<void> {
  const { requests } = sandbox.world;
  const push = requests.push.bind(requests);
  return new Promise((resolve) => {
    requests.push = (...records) => {
      if (records.some(({ action }) => action === 'ExecuteChangeSet')) {
        timePasses(SLOW);
        resolve();
      }
      return push(...records);
    };
  });
}

/** `apply` in a process of its own, and what it has printed so far. */
function startApply(): { readonly process: ChildProcess; readonly printed: () => string } {
  const started = spawn(process.execPath, [CLI, 'apply', '--auto-approve'], {
    cwd: folder,
    env: cleanEnvironment(folder, sandboxVariables(sandbox.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let text = '';
  for (const stream of [started.stdout, started.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return { process: started, printed: () => text };
}

describe('apply that is asked to stop while CloudFormation is at work', () => {
  it.each(rowsFor(['SIGINT', 'SIGTERM'], ['SIGINT']) as readonly ('SIGINT' | 'SIGTERM')[])(
    '%s: says what is under way, exits by itself before that has ended, and the next run goes on',
    async (signal) => {
      declare('s3:GetObject');
      expect(await rolekeeper('apply', '--auto-approve')).toMatchObject({ exitCode: 0 });
      declare('s3:PutObject');
      const atWork = executed();
      const { process: running, printed } = startApply();
      await atWork;
      running.kill(signal);
      const [exitCode, killedBy] = (await once(running, 'close')) as [number | null, string | null];
      expect([exitCode, killedBy]).toEqual([1, null]);
      expect(stackStatus()).toBe('UPDATE_IN_PROGRESS');
      expect(printed()).toContain(`stopped by ${signal}; under way: reader (`);
      expect(printed()).toContain('(interrupted)');
      expect(printed()).toContain('the next run continues from there');
      expect(printed()).not.toMatch(/^ {4}at /m);

      const watched = await rolekeeper('drift');
      expect(watched.stdout.replace(/\s+/g, ' ')).toContain(
        'the stack rolekeeper-reader is being changed right now (UPDATE_IN_PROGRESS)',
      );
      expect(watched.stdout).not.toContain('somebody edited');
      timePasses(0);
      const applied = await rolekeeper('apply', '--auto-approve');
      expect(applied).toMatchObject({ exitCode: 0 });
      expect(await rolekeeper('plan', '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
      expect(await rolekeeper('drift')).toMatchObject({ exitCode: 0 });
      const role = await sendCall(sandbox.url, {
        Action: 'GetRolePolicy',
        RoleName: 'reader',
        PolicyName: 'read',
      });
      expect(decodeURIComponent(role)).toContain('s3:PutObject');
    },
  );
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { CALLS_ONLY, runCli, sandboxVariables, type CliResult } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { sendCall } from '../helpers/scenario/account.ts';
import { roleFile } from './action/desired-files.ts';
import { describeThorough } from '../helpers/thorough.ts';

const folder = cloneOf('desired/rolekeeper.yaml');
const STACK = 'rolekeeper-reader';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startWatchedSandbox();
});

afterAll(async () => {
  await sandbox.close();
  removeTemporaryFolders();
});

const rolekeeper = (...parameters: readonly string[]): Promise<CliResult> =>
  runCli(parameters, { cwd: folder, env: sandboxVariables(sandbox.url) });

function declare(actions: readonly string[]): void {
  writeFileSync(join(folder, 'desired', 'reader.yaml'), roleFile({ name: 'reader', actions }));
}

// One story, told in order, on one account.
describeThorough('a stack that got stuck, and a pull request that was reverted after it', () => {
  it('gets stuck', async () => {
    declare(['s3:GetObject']);
    expect(await rolekeeper('apply', '--auto-approve')).toMatchObject({ exitCode: 0 });
    sandbox.inject({ kind: 'handler', operation: 'update', name: 'reader', message: 'no', times: 2 });
    declare(['s3:PutObject']);
    const failed = await rolekeeper('apply', '--auto-approve');
    expect(failed).toMatchObject({ exitCode: 1 });
    expect(failed.stderr).toContain('(change-set-failed)');
  });

  it.each([['plan'], ['plan', '--detailed-exitcode'], ['apply', '--auto-approve'], ['drift']])(
    '%s %s: nothing is to be done, and it ends with code 1 and the way out',
    async (...parameters) => {
      declare(['s3:GetObject']);
      const changes = sandbox.world.ledger.length;
      const result = await rolekeeper(...parameters);
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('(blocked)');
      const printed = result.stdout.replace(/\s+/g, ' ');
      expect(printed).toContain(`the stack ${STACK} is in UPDATE_ROLLBACK_FAILED`);
      expect(printed).toContain(`aws cloudformation continue-update-rollback --stack-name ${STACK}`);
      expect(printed).not.toMatch(/No changes|nothing to do|No drift\. IAM matches|already as declared/);
      expect(sandbox.world.ledger).toHaveLength(changes);
    },
  );

  it('is in order after the command', async () => {
    await sendCall(sandbox.url, {
      Version: '2010-05-15',
      Action: 'ContinueUpdateRollback',
      StackName: STACK,
    });
    expect(await rolekeeper('apply', '--auto-approve')).toMatchObject({ exitCode: 0 });
    const clean = await rolekeeper('plan', '--detailed-exitcode');
    expect(clean).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(CALLS_ONLY) });
    expect(clean.stdout).toContain('No changes.');
    expect(await rolekeeper('drift')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(CALLS_ONLY),
    });
  });
});

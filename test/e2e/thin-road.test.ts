import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cleanEnvironment,
  runCli,
  sandboxVariables,
  spawnCli,
  type CliResult,
} from '../helpers/cli/run-cli.ts';
import { itWith, runProgram } from '../helpers/cli/programs.ts';
import { startSandboxProcess, type SandboxProcess } from '../helpers/cli/sandbox-process.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { sendCall } from '../helpers/scenario/account.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import type { SandboxState } from '../../src/sandbox/world.ts';
import { CALLS_ONLY } from '../helpers/cli/calls-only.ts';
import { saySkipped, THOROUGH, NOT_THOROUGH } from '../helpers/thorough.ts';

/** A part of what the repository desires, which CI has whole. */
const PART = ['rolekeeper', 'qwak', 'logzio-s3'].map((name) => `desired/${name}.yaml`);

/** As it is cloned: without node_modules. */
const folder = cloneOf('dist', ...(THOROUGH ? ['desired'] : PART));
const [INTEGRATIONS, RESOURCES] = THOROUGH ? [9, 14] : [2, 3];
const state = join(folder, 'account.json');
const sneaky = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
};

if (!THOROUGH) saySkipped('7 of the 9 integrations of desired/', NOT_THOROUGH);

let sandbox: SandboxProcess;

const options = () => ({ cwd: folder, env: sandboxVariables(sandbox.url) });
const rolekeeper = (...parameters: readonly string[]): Promise<CliResult> => runCli(parameters, options());

/** A process of its own, as a user of the clone starts it: here it is the one that writes. */
const started = (...parameters: readonly string[]): Promise<CliResult> =>
  spawnCli(parameters, { ...options(), home: folder });

const aws = async (...parameters: readonly string[]): Promise<unknown> => {
  const environment = cleanEnvironment(folder, {
    ...sandboxVariables(sandbox.url),
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'somebody',
  });
  const printed = await runProgram('aws', [...parameters, '--output', 'json'], environment);
  return printed === '' ? undefined : (JSON.parse(printed) as unknown);
};

/** That `rolekeeper sandbox` itself loads a state is held in test/unit/commands/sandbox.test.ts. */
async function startFrom(saved: SandboxState): Promise<SandboxProcess> {
  const started = await startWatchedSandbox({ state: saved });
  return { url: started.url, stop: () => started.close().then(() => 0) };
}

beforeAll(async () => {
  sandbox = await startSandboxProcess(folder, state);
});

afterAll(async () => {
  await sandbox.stop();
  removeTemporaryFolders();
});

// One story, told in order, on one account.
describe('the desired state of this repository, on a sandbox in a process of its own', () => {
  it('is valid', async () => {
    const result = await rolekeeper('validate');
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain(`desired is valid: ${INTEGRATIONS} integrations, ${RESOURCES} resources`);
  });

  it('is planned as new, and the plan names the endpoint that is not AWS', async () => {
    const result = await rolekeeper('plan', '--detailed-exitcode');
    expect(result).toMatchObject({ exitCode: 2, stderr: CALLS_ONLY });
    expect(result.stdout).toContain(`Endpoint: ${sandbox.url}, which is not AWS.`);
    expect(result.stdout).toContain(`Plan: ${RESOURCES} to create, 0 to update, 0 to delete.`);
  });

  it('is applied by a clone without node_modules', async () => {
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    const result = await started('apply', '--auto-approve');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain(`Apply: ${INTEGRATIONS} applied.`);
  });

  it('then has no changes and no drift', async () => {
    const planned = await rolekeeper('plan', '--detailed-exitcode');
    expect(planned).toMatchObject({ exitCode: 0, stderr: CALLS_ONLY });
    expect(planned.stdout).toContain('No changes.');
    const watched = await rolekeeper('drift');
    expect(watched).toMatchObject({ exitCode: 0, stderr: CALLS_ONLY });
    expect(watched.stdout).toContain('No drift.');
  });

  it('stands in the account as declared', async () => {
    const role = await sendCall(sandbox.url, { Action: 'GetRole', RoleName: 'qwak-access-role' });
    expect(role).toContain('<Arn>arn:aws:iam::111122223333:role/qwak-access-role</Arn>');
    expect(decodeURIComponent(role)).toContain('eksctl-Qwak-EKS-Cluster-nodegroup-*');
  });

  itWith('aws')('is read back by the aws CLI', async () => {
    const role = await aws('iam', 'get-role', '--role-name', 'logzio-s3-fetcher');
    expect(role).toMatchObject({
      Role: {
        Arn: 'arn:aws:iam::111122223333:role/logzio-s3-fetcher',
        MaxSessionDuration: 3600,
        AssumeRolePolicyDocument: {
          Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': 'logzio:aws:extid:4k2vq8m1t7' } } }],
        },
      },
    });
    const stacks = await aws('cloudformation', 'describe-stacks', '--query', 'Stacks[].StackStatus');
    expect(stacks).toEqual(Array.from({ length: INTEGRATIONS }, () => 'CREATE_COMPLETE'));
  });

  it('survives the end of the sandbox in its state file', async () => {
    expect(await sandbox.stop()).toBe(0);
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ version: 1, account: '111122223333' });
    sandbox = await startFrom(JSON.parse(readFileSync(state, 'utf8')) as SandboxState);
    const result = await rolekeeper('plan', '--detailed-exitcode');
    expect(result).toMatchObject({ exitCode: 0 });
  });

  it('drifts when the account is edited', async () => {
    await sendCall(sandbox.url, {
      Action: 'PutRolePolicy',
      RoleName: 'qwak-access-role',
      PolicyName: 'temporary-debug',
      PolicyDocument: sneaky,
    });
    const result = await rolekeeper('drift');
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toContain('role/qwak-access-role');
    expect(result.stdout).toContain('inline policy temporary-debug');
    expect(result.stdout).not.toContain('logzio-s3-fetcher');
  });

  itWith('aws')('drifts when the account is edited with the aws CLI', async () => {
    await aws(
      'iam',
      'put-role-policy',
      '--role-name',
      'logzio-s3-fetcher',
      '--policy-name',
      'by-hand',
      '--policy-document',
      JSON.stringify(sneaky),
    );
    const result = await rolekeeper('drift', '--only', 'logzio-s3');
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toContain('inline policy by-hand');
  });
});

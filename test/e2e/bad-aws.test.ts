import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { runCli, sandboxVariables, type CliResult } from '../helpers/cli/run-cli.ts';
import { describeThorough } from '../helpers/thorough.ts';
import { withoutPauses } from '../helpers/without-pauses.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';

const folder = cloneOf('desired/rolekeeper.yaml', 'desired/qwak.yaml');

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startWatchedSandbox({
    credentials: [
      { accessKeyId: 'test' },
      { accessKeyId: 'OTHER', account: '444455556666', arn: 'arn:aws:iam::444455556666:user/deploy' },
      { accessKeyId: 'EXPIRED', expired: true },
    ],
  });
});

afterEach(() => sandbox.close());

afterAll(removeTemporaryFolders);

function applyWith(env: Readonly<Record<string, string>>): Promise<CliResult> {
  return runCli(['apply', '--auto-approve'], { cwd: folder, env });
}

function applyHere(overrides: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return applyWith({ ...sandboxVariables(sandbox.url), ...overrides });
}

/** One clear sentence with its remedy, no stack trace, and nothing changed. */
function expectFailure(result: CliResult, reason: string, sentence: string | RegExp): void {
  const [error = '', hint = ''] = result.stderr.slice(result.stderr.indexOf('Error: ')).split('\n');
  expect({ exitCode: result.exitCode, reason: / \(([a-z-]+)\)$/.exec(error)?.[1] }).toEqual({
    exitCode: 1,
    reason,
  });
  expect(error).toMatch(sentence);
  expect(hint).toMatch(/^ {2}\S/);
  expect(result.stdout + result.stderr).not.toMatch(/^ {4}at /m);
  expect(sandbox.world.ledger).toEqual([]);
  expect(sandbox.saveState().cloudFormation.stacks).toEqual([]);
}

describe('apply ends 1, says why in one sentence and changes nothing', () => {
  it('without credentials', async () => {
    const result = await applyWith({ AWS_ENDPOINT_URL: sandbox.url });
    expectFailure(result, 'no-credentials', /^Error: there are no AWS credentials /);
    expect(result.stderr).toContain('AWS_PROFILE');
  });

  it('with credentials that have expired', async () => {
    const result = await applyHere({ AWS_ACCESS_KEY_ID: 'EXPIRED' });
    expectFailure(result, 'no-credentials', 'the credentials have expired');
  });

  it('with an unknown access key', async () => {
    const result = await applyHere({ AWS_ACCESS_KEY_ID: 'NOBODY' });
    expectFailure(result, 'no-credentials', 'AWS does not know the access key');
  });

  it('in the wrong account', async () => {
    const result = await applyHere({ AWS_ACCESS_KEY_ID: 'OTHER' });
    expectFailure(
      result,
      'wrong-account',
      'the credentials are of account 444455556666 (arn:aws:iam::444455556666:user/deploy); desired/rolekeeper.yaml is for account 111122223333',
    );
    expect(sandbox.world.requests.at(-1)?.action).toBe('GetCallerIdentity');
  });

  it('when nothing listens at the endpoint', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const result = await applyHere({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    expectFailure(result, 'unreachable', 'nothing listens there (ECONNREFUSED)');
  });

  it('when the endpoint is no URL', async () => {
    const result = await applyHere({ AWS_ENDPOINT_URL: 'sandbox' });
    expectFailure(result, 'unreachable', '"sandbox" is not the URL of an endpoint');
  });

  it('when the endpoint hangs for longer than the timeout', async () => {
    sandbox.inject({ kind: 'hang', action: '*' });
    const result = await withoutPauses(() =>
      applyHere({ ROLEKEEPER_AWS_TIMEOUT: '1', AWS_MAX_ATTEMPTS: '1' }),
    );
    expectFailure(result, 'unreachable', 'it did not answer in time');
  });

  it.each([
    ['AWS_MAX_ATTEMPTS', 'many'],
    ['ROLEKEEPER_AWS_TIMEOUT', '0.5'],
  ])('when %s is %s', async (name, value) => {
    const result = await applyHere({ [name]: value });
    expectFailure(result, 'invalid-config', `${name} "${value}" must be a whole number`);
    expect(sandbox.world.requests).toEqual([]);
  });

  it('when the endpoint throttles every request', async () => {
    sandbox.inject({ kind: 'throttle', action: '*' });
    const result = await withoutPauses(() => applyHere({ AWS_MAX_ATTEMPTS: '2' }));
    expectFailure(result, 'unreachable', /AWS still throttles sts:GetCallerIdentity after 2 attempts/);
  });

  it('when the endpoint is something else', async () => {
    const server = createServer((_request, response) => response.end('<html>hello</html>'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const result = await applyHere({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    server.closeAllConnections();
    server.close();
    expectFailure(result, 'unreachable', /it is not from AWS|is not AWS/);
  });

  it.each([
    ['DescribeStacks', 'access-denied', 'may not cloudformation:DescribeStacks'],
    ['GetRole, GetAccountAuthorizationDetails', 'blocked', 'qwak'],
    ['CreateChangeSet', 'access-denied', 'may not cloudformation:CreateChangeSet'],
  ])('when %s is denied', async (actions, reason, sentence) => {
    for (const action of actions.split(', ')) sandbox.inject({ kind: 'deny', action });
    expectFailure(await applyHere(), reason, sentence);
  });
});

describeThorough('apply, when the endpoint hangs and nobody set anything,', () => {
  it('gives up in well under a minute', async () => {
    sandbox.inject({ kind: 'hang', action: '*' });
    const result = await applyHere();
    expectFailure(result, 'unreachable', 'it did not answer in time');
    expect(result.milliseconds).toBeLessThan(30_000);
  });
});

describe('plan, when a part of IAM may not be read,', () => {
  it('says what was not read, and claims nothing of it', async () => {
    for (const action of ['GetRole', 'GetAccountAuthorizationDetails'])
      sandbox.inject({ kind: 'deny', action });
    const result = await runCli(['plan'], { cwd: folder, env: sandboxVariables(sandbox.url) });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('may not iam:GetRole');
    expect(result.stdout).not.toContain('No changes');
  });
});

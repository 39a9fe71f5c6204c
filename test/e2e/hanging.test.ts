import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { CLI, cleanEnvironment, runCli, sandboxVariables } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { sendCall } from '../helpers/scenario/account.ts';
import { describeThorough } from '../helpers/thorough.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { roleFile } from './action/desired-files.ts';

let folder: string;
let sandbox: Sandbox;
let front: Server | undefined;

beforeEach(async () => {
  folder = cloneOf('desired/rolekeeper.yaml');
  sandbox = await startWatchedSandbox();
});

afterEach(async () => {
  front?.closeAllConnections();
  front?.close();
  front = undefined;
  await sandbox.close();
});

afterAll(removeTemporaryFolders);

type Fate = 'answered' | 'denied' | 'unanswered';

/** Stands before the sandbox. What it denies it denies only when another call is under way that it never answers. */
async function standBefore(fateOf: (call: URLSearchParams) => Fate) {
  let leave: (response: ServerResponse) => void = () => undefined;
  const left = new Promise<ServerResponse>((resolve) => {
    leave = resolve;
  });
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (part: string) => (body += part));
    incoming.on('end', () => {
      const fate = fateOf(new URLSearchParams(body));
      if (fate === 'unanswered') leave(response);
      else if (fate === 'denied') void left.then(() => refuse(response));
      else forward(body, incoming.headers, response);
    });
  });
  front = server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, left };
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/xml' });
  response.end(
    '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>',
  );
}

function forward(body: string, headers: NodeJS.Dict<string | string[]>, response: ServerResponse): void {
  const forwarded = request(sandbox.url, { method: 'POST', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  forwarded.end(body);
}

/** Runs the CLI at an endpoint; to its end, whatever the endpoint has not answered by then. */
function start(url: string, ...parameters: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...parameters], {
    cwd: folder,
    env: cleanEnvironment(folder, sandboxVariables(url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (printed += part));
  const ended = once(child, 'close').then(([exitCode, signal]) => ({
    exitCode: exitCode as number | null,
    signal: signal as string | null,
    printed: printed.replace(/\s+/g, ' '),
  }));
  return { child, ended };
}

/** So that a call that is never made is a failure of the test, not a test without an end. */
function endedBefore(printed: string): never {
  throw new Error(`the process ended before the call that is never answered: ${printed}`);
}

function declare(name: string, text: string): void {
  writeFileSync(join(folder, 'desired', `${name}.yaml`), text);
}

function withPolicy(action: string): string {
  return `${roleFile({ name: 'reader' })}    ManagedPolicyArns: [reading]
managedPolicies:
  - ManagedPolicyName: reading
    PolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Action: '${action}', Resource: 'arn:aws:s3:::logs/*' }]
`;
}

describeThorough('a process of rolekeeper ends by itself while an endpoint still owes an answer', () => {
  it('plan, which goes on without what was denied beside it', async () => {
    declare('reader', withPolicy('s3:GetObject'));
    const applied = await runCli(['apply', '--auto-approve'], {
      cwd: folder,
      env: sandboxVariables(sandbox.url),
    });
    expect(applied).toMatchObject({ exitCode: 0 });
    declare('reader', withPolicy('s3:*'));
    const { url, left } = await standBefore((call) => {
      if (call.get('Action') !== 'ListEntitiesForPolicy') return 'answered';
      return call.get('PolicyUsageFilter') === 'PermissionsBoundary' ? 'unanswered' : 'denied';
    });
    const closed = left.then((response) => once(response, 'close'));
    const { exitCode, printed } = await start(url, 'plan').ended;
    expect(printed).toContain('other attachments were not checked');
    expect(exitCode).toBe(0);
    await closed;
    expect((await left).headersSent).toBe(false);
  });

  it('plan, which fails on what was denied beside it', async () => {
    for (const name of ['first', 'second']) {
      declare(name, roleFile({ name }));
      const document = { Version: '2012-10-17', Statement: [] };
      await sendCall(sandbox.url, {
        Action: 'CreateRole',
        RoleName: name,
        AssumeRolePolicyDocument: {
          ...document,
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      });
    }
    const { url, left } = await standBefore((call) => {
      if (call.get('Action') !== 'DescribeStackResources') return 'answered';
      return call.get('PhysicalResourceId') === 'first' ? 'unanswered' : 'denied';
    });
    const closed = left.then((response) => once(response, 'close'));
    const { exitCode, printed } = await start(url, 'plan').ended;
    expect(printed).toContain('access denied for cloudformation:DescribeStackResources');
    expect(exitCode).toBe(1);
    await closed;
    expect((await left).headersSent).toBe(false);
  });

  it.each(['plan', 'drift'])('%s, whose files have a mistake', async (command) => {
    declare('reader', 'integration: reader\n');
    const { url } = await standBefore(() => 'unanswered');
    const { exitCode, signal, printed } = await start(url, command).ended;
    expect([exitCode, signal]).toEqual([1, null]);
    expect(printed).toMatch(
      /Error: desired has \d+ mistakes? \(invalid-config\) correct what is listed; nothing was changed $/,
    );
  });

  it('apply, which is asked to stop', async () => {
    declare('reader', roleFile({ name: 'reader' }));
    let executed = false;
    const { url, left } = await standBefore((call) => {
      executed ||= call.get('Action') === 'ExecuteChangeSet';
      return executed && call.get('Action') === 'DescribeStacks' ? 'unanswered' : 'answered';
    });
    const { child, ended } = start(url, 'apply', '--auto-approve');
    const response = await Promise.race([left, ended.then(({ printed }) => endedBefore(printed))]);
    child.kill('SIGTERM');
    const { exitCode, signal, printed } = await ended;
    expect([exitCode, signal]).toEqual([1, null]);
    expect(printed).toContain('stopped by SIGTERM; under way: reader (');
    expect(printed).toContain('(interrupted)');
    expect(response.headersSent).toBe(false);
  });
});

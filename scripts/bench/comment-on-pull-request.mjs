// A pull request that touches one integration of 100, in an account of 1,000 roles: from the start of the built action to
// its comment, where every call of AWS and of GitHub takes 30 ms.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as requestOf } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const modules = ['src/sandbox/server.ts', 'test/helpers/github/fake-github.ts'];

const DELAY = 30;
const ROLES = 999;
const INTEGRATIONS = 100;
const ROUNDS = 3;
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

export async function run({ startSandbox, startGitHub }) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-comment-'));
  const sandbox = await startSandbox();
  const emulator = await startGitHub();
  const aws = await delayed(sandbox.url);
  const github = await delayed(emulator.url);
  try {
    await write(folder, desired([]));
    await fill(sandbox.url);
    await promisify(execFile)(
      process.execPath,
      [join(dist, 'cli.js'), 'apply', '--auto-approve', '--only', 'integration-7'],
      { cwd: folder, env: credentials(sandbox.url) },
    );
    await emulator.push('main', inRepository(desired([])));
    await write(folder, desired(['integration-7']));
    const changed = new Map(
      [...desired(['integration-7'])].filter(([name]) => name === 'integration-7.yaml'),
    );
    const times = [];
    let calls = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each round is a pull request of its own, which has no comment yet.
      const pull = await emulator.openPull(`round-${round}`, inRepository(changed));
      const [awsBefore, githubBefore] = [aws.count(), github.count()];
      times.push(await measure(folder, { aws, github, pull, token: emulator.token }));
      calls = aws.count() - awsBefore + (github.count() - githubBefore);
    }
    return [
      { what: 'from the start to the comment (median)', value: times.sort()[1], unit: 's', yardsticks: 55 },
      { what: 'calls of AWS and GitHub', value: calls, unit: 'calls', limit: 20 },
    ];
  } finally {
    for (const service of [aws, github, sandbox, emulator]) await service.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files of the desired state where they stand in the repository. */
function inRepository(files) {
  return Object.fromEntries([...files].map(([name, text]) => [`desired/${name}`, text]));
}

async function measure(folder, { aws, github, pull, token }) {
  const files = {};
  for (const name of ['OUTPUT', 'STEP_SUMMARY', 'ENV', 'STATE', 'PATH']) {
    files[`GITHUB_${name}`] = join(folder, name);
    await writeFile(join(folder, name), '');
  }
  const repository = { full_name: 'acme/infra', default_branch: 'main' };
  const { number, head, headRef, base } = pull;
  const event = {
    action: 'opened',
    number,
    repository,
    pull_request: {
      number,
      head: { ref: headRef, sha: head, repo: repository },
      base: { ref: 'main', sha: base, repo: repository },
      user: { login: 'alice' },
    },
  };
  await writeFile(join(folder, 'event.json'), JSON.stringify(event));
  const start = performance.now();
  const commented = github.wait(({ method, url }) => method === 'POST' && url.endsWith('/comments'));
  const child = spawn(process.execPath, [join(dist, 'action.js')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...credentials(aws.url),
      ...files,
      'INPUT_GITHUB-TOKEN': token,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_REPOSITORY: 'acme/infra',
      GITHUB_REF: `refs/pull/${number}/merge`,
      GITHUB_SHA: head,
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: github.url,
      RUNNER_TEMP: folder,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += data;
    });
  const ended = once(child, 'close');
  const seconds = await Promise.race([
    commented.then(() => (performance.now() - start) / 1_000),
    ended.then(([code]) => {
      throw new Error(`the action ended with ${code} and without a comment:\n${said.slice(-2000)}`);
    }),
  ]);
  await ended;
  return seconds;
}

function credentials(url) {
  return {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The files of the desired state; the named integrations may read one thing more. */
function desired(changed) {
  const statement = (action, rest) => ({ Effect: 'Allow', Action: action, ...rest });
  const document = (one) => ({ Version: '2012-10-17', Statement: [one] });
  const file = (name) => ({
    integration: name,
    description: 'One role',
    roles: [
      {
        RoleName: name,
        AssumeRolePolicyDocument: document(
          statement('sts:AssumeRole', { Principal: { AWS: 'arn:aws:iam::406095609952:root' } }),
        ),
        Policies: [
          {
            PolicyName: 'read',
            PolicyDocument: document(
              statement(['s3:GetObject', ...(changed.includes(name) ? ['s3:GetObjectTagging'] : [])], {
                Resource: 'arn:aws:s3:::acme-prod-logs/*',
              }),
            ),
          },
        ],
      },
    ],
  });
  const names = Array.from({ length: INTEGRATIONS }, (_, index) => `integration-${index}`);
  return new Map([
    ['rolekeeper.yaml', 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n'],
    ...names.map((name) => [`${name}.yaml`, JSON.stringify(file(name))]),
  ]);
}

async function write(folder, files) {
  await mkdir(join(folder, 'desired'), { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, 'desired', name), text);
}

/** Roles that no file declares. */
async function fill(url) {
  const trust =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
  for (let index = 0; index < ROLES; index += 1) {
    const body = new URLSearchParams({
      Version: '2010-05-08',
      Action: 'CreateRole',
      RoleName: `else-${index}`,
      AssumeRolePolicyDocument: trust,
    });
    const authorization = 'AWS4-HMAC-SHA256 Credential=somebody/20260101/eu-west-1/iam/aws4_request';
    const response = await fetch(url, { method: 'POST', body, headers: { authorization } });
    if (!response.ok) throw new Error(await response.text());
  }
}

/** Every request of a service after so many milliseconds. */
async function delayed(url) {
  let calls = 0;
  const waiting = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    calls += 1;
    await new Promise((resolve) => setTimeout(resolve, DELAY));
    const answer = await forwarded(url, request, Buffer.concat(chunks));
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
    for (const { matches, resolve } of waiting) if (matches(request)) resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    count: () => calls,
    wait: (matches) => new Promise((resolve) => waiting.push({ matches, resolve })),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function forwarded(url, { method, headers, url: path }, body) {
  return new Promise((resolve, reject) => {
    requestOf(new URL(path, url), { method, headers }, resolve).on('error', reject).end(body);
  });
}

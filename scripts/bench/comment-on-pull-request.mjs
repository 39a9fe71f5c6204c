// A pull request that touches one integration of 100, in an account of 1,000 roles: from the start of the built action to
// its comment, where every call of AWS and of GitHub takes 30 ms.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const modules = ['src/sandbox/server.ts'];

const DELAY = 30;
const ROLES = 999;
const INTEGRATIONS = 100;
const ROUNDS = 3;
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const sha = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';

export async function run({ startSandbox }) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-comment-'));
  const sandbox = await startSandbox();
  const aws = await listen((request, body) => forward(sandbox.url, request, body));
  const before = desired([]);
  const github = await listen((request, body) => answer(request, body, before));
  try {
    await write(folder, before);
    await fill(sandbox.url);
    await promisify(execFile)(
      process.execPath,
      [join(dist, 'cli.js'), 'apply', '--auto-approve', '--only', 'integration-7'],
      { cwd: folder, env: credentials(sandbox.url) },
    );
    await write(folder, desired(['integration-7']));
    const times = [];
    let calls = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const [awsBefore, githubBefore] = [aws.count(), github.count()];
      times.push(await measure(folder, aws.url, github));
      calls = aws.count() - awsBefore + (github.count() - githubBefore);
    }
    return [
      { what: 'from the start to the comment (median)', value: times.sort()[1], unit: 's', yardsticks: 55 },
      { what: 'calls of AWS and GitHub', value: calls, unit: 'calls', limit: 20 },
    ];
  } finally {
    for (const server of [aws, github]) await server.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder, awsUrl, github) {
  const files = {};
  for (const name of ['OUTPUT', 'STEP_SUMMARY', 'ENV', 'STATE', 'PATH']) {
    files[`GITHUB_${name}`] = join(folder, name);
    await writeFile(join(folder, name), '');
  }
  const repository = { full_name: 'acme/infra', default_branch: 'main' };
  const pull = { head: { sha, repo: repository }, base: { sha }, user: { login: 'alice' } };
  await writeFile(join(folder, 'event.json'), JSON.stringify({ number: 1, pull_request: pull, repository }));
  const start = performance.now();
  const commented = github.wait((request) => request.method === 'POST' && request.url.endsWith('/comments'));
  const child = spawn(process.execPath, [join(dist, 'action.js')], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...credentials(awsUrl),
      ...files,
      'INPUT_GITHUB-TOKEN': 'token',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_REPOSITORY: 'acme/infra',
      GITHUB_SHA: sha,
      GITHUB_RUN_ID: '1',
      GITHUB_API_URL: github.url,
      RUNNER_TEMP: folder,
    },
  });
  const ended = once(child, 'close');
  const seconds = await Promise.race([
    commented.then(() => (performance.now() - start) / 1_000),
    ended.then(([code]) => {
      throw new Error(`the action ended with ${code} and without a comment`);
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

async function forward(url, request, body) {
  const headers = {
    authorization: request.headers.authorization ?? '',
    'content-type': request.headers['content-type'] ?? '',
  };
  const response = await fetch(url + request.url, { method: request.method, headers, body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const comments = [];

/** As much of GitHub as a first comment takes. */
function answer({ method, url }, body, base) {
  const json = (data) => ({ status: 200, type: 'application/json', text: JSON.stringify(data) });
  if (url.startsWith('/repos/acme/infra/pulls/1/files'))
    return json([{ filename: 'desired/integration-7.yaml' }]);
  if (url === '/graphql' && body.includes('viewer')) return json({ data: { viewer: { login: 'bot' } } });
  if (url === '/graphql') {
    const entries = [...base].map(([name, text]) => ({
      name,
      type: 'blob',
      object: { text, isTruncated: false },
    }));
    return json({ data: { repository: { object: { entries } } } });
  }
  if (method === 'POST') {
    const user = { login: 'bot' };
    const html_url = 'https://github.com/acme/infra/pull/1#issuecomment-1';
    comments.push({ id: 1, node_id: '1', html_url, user, ...JSON.parse(body) });
    return json(comments[0]);
  }
  // The next round finds no comment again.
  if (url.includes('/issues/1/comments')) return json(comments.splice(0));
  return json([]);
}

async function listen(handle) {
  let calls = 0;
  const waiting = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    calls += 1;
    await new Promise((resolve) => setTimeout(resolve, DELAY));
    const { status, type, text } = await handle(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': type ?? 'text/plain' }).end(text);
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

// One endpoint for all sides, as a process of its own: every request takes so many milliseconds, and answers of reads are
// replayed, so that the cost of the in-memory AWS is in no figure. A GET tells the calls since the last one.
// usage: node endpoint.mjs BUNDLE STATE LATENCY   (BUNDLE has startSandbox; STATE is a saved account)
import { readFile } from 'node:fs/promises';
import { createServer, request as requestOf } from 'node:http';

const [bundle, stateFile, latency] = process.argv.slice(2);
const { startSandbox } = await import(bundle);
const saved = JSON.parse(await readFile(stateFile, 'utf8'));
const { accounts, ...state } = saved;
const sandbox = await startSandbox({
  ...(state.version === undefined ? {} : { state }),
  ...(accounts === undefined ? {} : { accounts }),
});
for (const world of sandbox.others) world.iam.roles.set('rolekeeper-plan', roleOfHub(world));
const answers = new Map();
let calls = {};
let isWritten = false;

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === 'GET') {
    response.end(JSON.stringify(calls));
    calls = {};
    return;
  }
  const body = Buffer.concat(chunks);
  const text = body.toString();
  const action = /(?:^|&)Action=(\w+)/.exec(text)?.[1] ?? '';
  calls[action] = (calls[action] ?? 0) + 1;
  const start = performance.now();
  const isRead = /^(?:Get|List|Describe)/.test(action);
  // Who asks decides about the account that answers.
  const key = `${/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? ''} ${text}`;
  // After a write nothing is replayed: the status of a change set changes between two equal requests.
  if (!isRead && action !== 'AssumeRole') isWritten = true;
  const answer =
    (isRead && !isWritten ? answers.get(key) : undefined) ?? (await forwarded(request.headers, body));
  if (isRead && answer.status === 200) answers.set(key, answer);
  const left = Number(latency) - (performance.now() - start);
  setTimeout(() => response.writeHead(answer.status, answer.headers).end(answer.body), Math.max(0, left));
});

/** What a scope of another account is read with. */
function roleOfHub(world) {
  const Principal = { AWS: `arn:aws:iam::${sandbox.world.account}:root` };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  return {
    id: world.uniqueId('AROA'),
    name: 'rolekeeper-plan',
    path: '/',
    createDate: '2026-01-01T00:00:00Z',
    maxSessionDuration: 3600,
    trust: JSON.stringify({ Version: '2012-10-17', Statement }),
    inline: [],
    attached: [],
    tags: [],
  };
}

function forwarded(headers, body) {
  return new Promise((resolve, reject) => {
    requestOf(sandbox.url, { method: 'POST', headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      const { 'content-type': type } = answer.headers;
      resolve({ status: answer.statusCode, headers: { 'content-type': type }, body: Buffer.concat(chunks) });
    })
      .on('error', reject)
      .end(body);
  });
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

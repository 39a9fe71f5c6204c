import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call, Reply } from './exchange.ts';
import { refuseUserToApps, requireToken, wordPermissions, wordRefusals } from './rules-access.ts';
import { showRun } from './rules-actions.ts';
import { forgetDeleted, keepRevisions, listAllComments, nameApps } from './rules-comments.ts';
import { answerGraphql } from './rules-graphql.ts';
import { listCommitsByPath, nameTreeAsAsked } from './rules-history.ts';
import { limitTexts, refuseLocked } from './rules-limits.ts';
import {
  listActivity,
  listCommits,
  listFiles,
  listPullsOfCommit,
  lockIssues,
  mixPullsIntoIssues,
  refuseDuplicates,
  showPullState,
  timeReviews,
} from './rules-pulls.ts';
import { showSetUp } from './rules-set-up.ts';
import type { Amendment, Fault, Rule, World } from './world.ts';

/** What GitHub enforces, in the order in which it would notice. */
const RULES: readonly Rule[] = [
  requireToken,
  refuseUserToApps,
  answerGraphql,
  limitTexts,
  refuseLocked,
  lockIssues,
  refuseDuplicates,
  listFiles,
  listCommits,
  listActivity,
  listPullsOfCommit,
  listCommitsByPath,
  showRun,
  showSetUp,
  listAllComments,
];

const AMENDMENTS: readonly Amendment[] = [
  wordRefusals,
  wordPermissions,
  keepRevisions,
  forgetDeleted,
  nameApps,
  timeReviews,
  showPullState,
  mixPullsIntoIssues,
  nameTreeAsAsked,
];

export interface Front {
  readonly url: string;
  /** What a call is answered, without a connection and without a word in the log. */
  readonly ask: (call: Pick<Call, 'method' | 'path' | 'body' | 'token'>) => Promise<Reply>;
  readonly close: () => Promise<void>;
}

/** Listens before `emulate` and adds what GitHub enforces and it does not. */
export async function startFront(world: World): Promise<Front> {
  const server = createServer((request, response) => {
    handle(request, response, world).catch((error: unknown) => {
      response.writeHead(599, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `the front failed: ${String(error)}` }));
    });
  });
  // Client and server are one process here: where it is busy for longer than the usual 5 s, the server would close a
  // connection over which the next request was just sent, and nothing is sent again (`ONCE`).
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: world.origin,
    ask: ({ token = '', ...call }) => {
      world.clock.tick();
      const headers = { authorization: `token ${token}` };
      return answer({ ...call, token, headers, query: new URLSearchParams() }, world);
    },
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

async function handle(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const call = await readCall(request);
  await world.held;
  world.clock.tick();
  const fault = takeFault(call, world);
  const logged = {
    method: call.method,
    path: call.path,
    query: call.query.toString(),
    userAgent: call.headers['user-agent'] ?? '',
    body: call.body,
    status: 0,
  };
  world.log.push(logged);
  if (fault?.answer === 'hang' && fault.takesEffect !== true) return;
  if (fault !== undefined && fault.takesEffect !== true) {
    logged.status = write(response, fault.answer, world);
    return;
  }
  const reply = await answer(call, world);
  if (fault?.answer === 'hang') return;
  logged.status = write(response, fault?.answer ?? reply, world);
}

async function answer(call: Call, world: World): Promise<Reply> {
  for (const rule of RULES) {
    const reply = await rule(call, world);
    if (reply !== undefined) return reply;
  }
  let reply = await forward(call, world);
  for (const amendment of AMENDMENTS) reply = await amendment(call, reply, world);
  return reply;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://front');
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    token: headers['authorization']?.replace(/^(?:token|bearer) /i, ''),
  };
}

function takeFault(call: Call, world: World): Fault | undefined {
  const fault = world.faults.find(
    ({ method, path, times }) =>
      (method === undefined || method === call.method) && (path?.test(call.path) ?? true) && (times ?? 1) > 0,
  );
  if (fault !== undefined) fault.times = (fault.times ?? 1) - 1;
  return fault;
}

async function forward(call: Call, world: World): Promise<Reply> {
  const query = call.query.toString();
  const isBodiless = call.method === 'PUT' && call.body === undefined;
  const { url, respond } = world.backend;
  const reply = await respond({
    method: call.method,
    url: `${url}${call.path}${query === '' ? '' : `?${query}`}`,
    headers: { authorization: call.headers['authorization'] ?? '', 'content-type': 'application/json' },
    ...(call.body === undefined && !isBodiless ? {} : { body: JSON.stringify(call.body ?? {}) }),
  });
  const text = reply.text.replaceAll(url, world.origin);
  const link = [reply.headers['link'] ?? []].flat().join(', ').replaceAll(url, world.origin);
  return {
    status: reply.status,
    headers: link === '' ? {} : { link },
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

function write(response: ServerResponse, reply: Reply | 'drop' | 'hang', world: World): number {
  if (reply === 'drop' || reply === 'hang') {
    response.destroy();
    return 0;
  }
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    date: world.clock.http(),
    ...reply.headers,
  };
  response.writeHead(reply.status, headers);
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  return reply.status;
}

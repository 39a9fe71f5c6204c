import { createSign, generateKeyPairSync } from 'node:crypto';
import { createEmulator } from 'emulate';
import type { Row } from './exchange.ts';
import { respondentOf, type Respond } from './in-process-server.ts';

/**
 * The people of the emulated repository, one with the name of the app that runs jobs, each with a token of the same name
 * behind `token-`.
 */
export const PEOPLE = ['alice', 'bob', 'carol', 'mallory', 'github-actions'] as const;

export type Person = (typeof PEOPLE)[number];

export const OWNER = 'acme';
export const REPOSITORY = 'infra';

/** The app that GitHub runs jobs as. */
const ACTIONS_APP = 15_368;

/** What a job's token may do, in the words of the App permissions. */
export type TokenPermissions = Readonly<Record<string, 'read' | 'write'>>;

export const ALL_PERMISSIONS: TokenPermissions = {
  actions: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  metadata: 'read',
};

export interface Backend {
  readonly url: string;
  readonly respond: Respond;
  /** A request as the owner of everything. */
  readonly admin: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; body: unknown }>;
  /** A token such as jobs get, of `github-actions[bot]`. */
  readonly mint: (permissions: TokenPermissions) => Promise<string>;
  readonly close: () => void;
}

const ADMIN_TOKEN = 'token-admin';

/** The app's: making one takes longer than starting a server. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

interface Emulator {
  readonly url: string;
  readonly respond: Respond;
  /** Requests that it has answered. */
  used: number;
  readonly reset: () => void;
}

/** Those that no GitHub uses now: a worker starts one, and resets it for the next test. */
const idle: Emulator[] = [];

/** `emulate` counts 5,000 requests per token, also over a reset. */
const MOST_REQUESTS = 2_500;

/** `emulate` with one repository, as nobody has used it before. */
export async function startBackend(): Promise<Backend> {
  const emulator = idle.pop() ?? (await startEmulator());
  let requests = 0;
  const respond: Respond = (wanted) => {
    requests += 1;
    return emulator.respond(wanted);
  };
  const send = async (token: string, method: string, path: string, body?: unknown) => {
    const { status, text } = await respond({
      method,
      url: emulator.url + path,
      headers: { authorization: token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  return {
    url: emulator.url,
    respond,
    admin: (method, path, body) => send(`token ${ADMIN_TOKEN}`, method, path, body),
    mint: async (permissions) => {
      const jwt = signJwt();
      const path = '/app/installations/1/access_tokens';
      const { body } = await send(`Bearer ${jwt}`, 'POST', path, { permissions });
      return (body as { token: string }).token;
    },
    close: () => {
      emulator.used += requests;
      if (emulator.used < MOST_REQUESTS) {
        emulator.reset();
        idle.push(emulator);
      }
    },
  };
}

async function startEmulator(): Promise<Emulator> {
  const emulator = await createEmulator({ service: 'github', port: 0, seed: seed() });
  const { url } = emulator;
  const respond = await respondentOf(url);
  // Nothing connects to it from here on.
  await emulator.close();
  return { url, respond, used: 0, reset: () => emulator.reset() };
}

function seed() {
  const tokens = Object.fromEntries(PEOPLE.map((login) => [`token-${login}`, { login, scopes: ['repo'] }]));
  return {
    tokens: { ...tokens, [ADMIN_TOKEN]: { login: 'octo-admin', scopes: ['repo'] } },
    github: {
      // An unknown token becomes the first user: that must be nobody.
      users: [{ login: 'nobody' }, { login: 'octo-admin' }, ...PEOPLE.map((login) => ({ login }))],
      orgs: [{ login: OWNER, members: [{ login: 'octo-admin', role: 'admin' }] }],
      repos: [{ owner: OWNER, name: REPOSITORY, private: true, default_branch: 'main', auto_init: true }],
      apps: [
        {
          app_id: ACTIONS_APP,
          slug: 'github-actions',
          name: 'GitHub Actions',
          private_key: privateKey,
          permissions: ALL_PERMISSIONS,
          events: [],
          installations: [{ installation_id: 1, account: OWNER, repository_selection: 'all' }],
        },
      ],
    },
  };
}

function signJwt(): string {
  const encode = (part: Row): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 60, exp: now + 540, iss: ACTIONS_APP })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

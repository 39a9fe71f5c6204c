import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SandboxCredential } from './authentication.ts';
import { createDispatcher, type Dispatcher, type Incoming } from './dispatch.ts';
import type { Fault } from './faults.ts';
import type { SandboxOrganization } from './organizations.ts';
import type { Switches } from './switches.ts';
import { World, type SandboxState } from './world.ts';

export interface SandboxOptions {
  /** 0: any free port. @default 0 */
  readonly port?: number;
  /** @default 111122223333 */
  readonly account?: string;
  /** Other accounts of the same AWS: who assumes a role there works in them. */
  readonly accounts?: readonly string[];
  /** The world to start from. */
  readonly state?: SandboxState;
  readonly switches?: Partial<Switches>;
  readonly faults?: readonly Fault[];
  /** The largest page that lists are served in. @default what the request asks for */
  readonly pageSize?: number;
  /** What the accounts belong to. @default nothing */
  readonly organization?: SandboxOrganization;
  /** The access keys that are accepted. @default all */
  readonly credentials?: readonly SandboxCredential[];
}

/** An in-memory AWS that nothing listens for: requests are calls. */
export interface QuietSandbox extends Dispatcher {
  readonly world: World;
  /** The other accounts. */
  readonly others: readonly World[];
  saveState(): SandboxState;
  inject(fault: Fault): void;
}

/** A running in-memory AWS. */
export interface Sandbox extends QuietSandbox {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  close(): Promise<void>;
}

export function createSandbox(options: SandboxOptions = {}): QuietSandbox {
  const { state, switches, pageSize } = options;
  const world = new World(options.account ?? '111122223333', { state, switches, pageSize });
  const others = (options.accounts ?? []).map((account) => new World(account, { switches, pageSize }));
  for (const fault of options.faults ?? []) world.faults.add(fault);
  for (const one of [world, ...others]) one.organization = options.organization;
  return {
    ...createDispatcher(world, others, options.credentials),
    world,
    others,
    saveState: () => world.save(),
    inject: (fault) => world.faults.add(fault),
  };
}

/** Starts the sandbox on 127.0.0.1. @throws when the port is taken */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = createSandbox(options);
  const { dispatch } = sandbox;

  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => dispatch({ ...headersOf(request), body }))
      .then((outcome) => {
        if (outcome.kind === 'drop') request.socket.destroy();
        if (outcome.kind === 'answer') send(response, outcome, contentTypeOf(request));
      })
      // The client went away while it sent its request: no client is left to answer.
      .catch(() => request.socket.destroy());
  });
  // SDK clients keep connections open; a connection closed by the server in between is a spurious error there.
  server.keepAliveTimeout = 60_000;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  return {
    ...sandbox,
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function headersOf({ headers }: IncomingMessage): Omit<Incoming, 'body'> {
  const target = headers['x-amz-target'];
  return { authorization: headers.authorization, ...(typeof target === 'string' ? { target } : {}) };
}

function contentTypeOf({ headers }: IncomingMessage): string {
  return headers['x-amz-target'] === undefined ? 'text/xml' : 'application/x-amz-json-1.1';
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function send(
  response: ServerResponse,
  { status, body, requestId }: { readonly status: number; readonly body: string; readonly requestId: string },
  contentType: string,
): void {
  response.writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': requestId });
  response.end(body);
}

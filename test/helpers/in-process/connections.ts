import { setTimeout } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import {
  lifetimeOf,
  type ClientOptions,
  type Connection,
  type Connections,
} from '../../../src/aws/clients.ts';
import type { Signature } from '../../../src/sandbox/authentication.ts';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import { exceptionOf, type ServiceName } from './exceptions.ts';
import { shapeOf } from './schema.ts';
import { outputOf, paramsOf } from './serialise.ts';

/** What an SDK client does with a request, and what the SDK leaves of it when a client has none of its own. */
interface Command {
  readonly input: object;
  readonly schema?: unknown;
}

interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

interface Service {
  readonly name: ServiceName;
  readonly version: string;
}

/** As many as `buildConnections` gives. */
const ATTEMPTS = 8;

/**
 * Clients whose requests are calls of the sandbox: the commands, shapes, exceptions and attempts are the SDK's; signing,
 * XML and HTTP are left out. `sandbox/both-ways.test.ts` holds them against the SDK's own.
 */
export function connectionsTo(
  sandbox: QuietSandbox,
  url: string,
  accessKeyId: string,
  { region, timeouts, limits, credentials, onCall }: ClientOptions,
): Connections {
  const attempts = limits?.attempts ?? timeouts?.attempts ?? ATTEMPTS;
  const { reads, changes, stop, close } = lifetimeOf([]);
  const connection = <Client extends object>(prototype: Client, service: Service): Connection<Client> => {
    const state = { asked: false };
    const send = async (command: Command, options: SendOptions = {}): Promise<unknown> => {
      state.asked = true;
      const assumed = await credentials?.();
      const key = assumed?.accessKeyId ?? accessKeyId;
      const signature = { accessKeyId: key, region, service: service.name };
      const request = { service, signature, attempts, command, ...options };
      return sendCommand(sandbox, onCall === undefined ? request : { ...request, onCall });
    };
    // The SDK's paginators take nothing but its own clients.
    const client = Object.create(prototype) as Client;
    return {
      client: Object.assign(client, {
        config: { credentials: () => Promise.resolve({ accessKeyId, secretAccessKey: 'secret' }) },
        send,
        destroy: () => undefined,
      }),
      endpoint: () => (state.asked ? url : undefined),
      signal: reads,
    };
  };
  const cloudFormation = connection(CloudFormationClient.prototype, {
    name: 'cloudFormation',
    version: '2010-05-15',
  });
  return {
    iam: connection(IAMClient.prototype, { name: 'iam', version: '2010-05-08' }),
    cloudFormation,
    changes: { ...cloudFormation, signal: changes },
    sts: connection(STSClient.prototype, { name: 'sts', version: '2011-06-15' }),
    stop,
    close,
  };
}

interface Request extends SendOptions {
  readonly service: Service;
  readonly signature: Signature;
  readonly attempts: number;
  readonly command: Command;
  readonly onCall?: ClientOptions['onCall'];
}

async function sendCommand(sandbox: QuietSandbox, request: Request): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(sandbox, request, attempt);
    } catch (error) {
      if (attempt >= request.attempts || !isRetried(error)) throw error;
    }
  }
}

async function sendOnce(sandbox: QuietSandbox, request: Request, attempt: number): Promise<unknown> {
  const { service, signature, command, abortSignal } = request;
  // Requests that are sent at the same time take turns, as over a network.
  await new Promise((resolve) => setImmediate(resolve));
  if (abortSignal?.aborted === true) throw abortError();
  const [, , action, , input, output] = command.schema as readonly [
    number,
    string,
    string,
    unknown,
    unknown,
    unknown,
  ];
  request.onCall?.(`${service.name.toLowerCase()}:${action}`);
  const fixed = { Action: action, Version: service.version };
  const reply = sandbox.reply(paramsOf(shapeOf(input), command.input, fixed), signature);
  switch (reply.kind) {
    case 'result': {
      const metadata = metadataOf(200, reply.requestId, attempt);
      return { ...(outputOf(shapeOf(output), reply.answer, action) as object), $metadata: metadata };
    }
    case 'error': {
      const { error, requestId } = reply;
      throw exceptionOf(service.name, error, metadataOf(error.status, requestId, attempt));
    }
    case 'hang':
      await untilGivenUp(abortSignal);
      throw Object.assign(new Error('the request was not answered in time'), {
        name: 'TimeoutError',
        $metadata: { attempts: attempt },
      });
    case 'drop':
      throw Object.assign(new Error('socket hang up'), {
        name: 'TimeoutError',
        code: 'ECONNRESET',
        $metadata: { attempts: attempt },
      });
  }
}

/** The time of a request that hangs, but for a signal that ends it: tests do not wait for it. */
async function untilGivenUp(signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(20, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw abortError();
  }
}

function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}

function metadataOf(httpStatusCode: number, requestId: string, attempts: number): object {
  return { httpStatusCode, requestId, attempts, totalRetryDelay: 0 };
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
function isRetried(error: unknown): boolean {
  const { name, code, $metadata } = error as Error & {
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    code === 'ECONNRESET' ||
    name === 'TimeoutError' ||
    [429, 500, 502, 503, 504].includes(status) ||
    /^(Throttling(Exception)?|ThrottledException|RequestLimitExceeded|LimitExceededException|SlowDown|TooManyRequestsException)$/.test(
      name,
    )
  );
}

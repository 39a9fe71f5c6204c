import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { setMaxListeners } from 'node:events';
import { RolekeeperError } from '../model/failure.ts';
import type { SessionCredentials } from './assume-role.ts';
import { readPlainly } from './read-plainly.ts';
import { requestRate } from './request-rate.ts';
import { resolveOnce } from './resolve-once.ts';
import { unansweredAfter } from './unanswered.ts';

/** How long and how often one service is asked. */
export interface Timeouts {
  /** Attempts per request, the first included. */
  readonly attempts: number;
  readonly connectionMilliseconds: number;
  readonly requestMilliseconds: number;
}

/** Of a session, or of a user, which have neither a token nor an end. */
type Credentials = Omit<SessionCredentials, 'sessionToken' | 'expiration'> & Partial<SessionCredentials>;

export interface ClientOptions {
  readonly region: string;
  /** The version of rolekeeper, for the user agent that CloudTrail shows. */
  readonly version: string;
  readonly timeouts?: Timeouts;
  /** For the first call of a run. */
  readonly identityTimeouts?: Timeouts;
  /** What is set otherwise: it goes before both. */
  readonly limits?: Partial<Timeouts>;
  /** Gives the credentials; those of the environment when absent. */
  readonly credentials?: () => Promise<Credentials>;
  /** The most requests in a second, over all services; no limit when absent. */
  readonly requestsPerSecond?: number;
  /** Told of every request that was answered, each attempt of a call: `iam:GetRole`. */
  readonly onCall?: (operation: string) => void;
  /** Told of every request that is sent; what it gives is called when that has ended, however it did. */
  readonly onSend?: (operation: string) => () => void;
}

/** A client of the SDK, and where its requests go. */
export interface Connection<Client> {
  readonly client: Client;
  /** `https://iam.amazonaws.com`; undefined before the first request. */
  readonly endpoint: () => string | undefined;
  /** Aborts the requests under way and refuses further ones; its reason is a RolekeeperError. */
  readonly signal: AbortSignal;
  /** How often a request is sent anew after all its attempts were throttled; once in all when absent. */
  readonly rounds?: number;
}

export interface Connections {
  readonly iam: Connection<IAMClient>;
  readonly cloudFormation: Connection<CloudFormationClient>;
  /**
   * For requests that change a stack. One that is cut off half-way leaves unknown whether AWS did it, so `stop` lets
   * them end and only `close` aborts them.
   */
  readonly changes: Connection<CloudFormationClient>;
  readonly sts: Connection<STSClient>;
  /** Aborts everything under way but changes, and refuses what would be asked from now on. */
  readonly stop: (reason: RolekeeperError) => void;
  /** Aborts what is still under way and lets go of the sockets: nothing keeps the process alive after it. */
  readonly close: () => void;
}

/**
 * IAM's rate limits are low, unpublished and cannot be raised, so a throttled request is repeated often
 * (https://repost.aws/knowledge-center/iam-sts-throttling-error). The SDK waits at most 20 s between two attempts.
 */
const TIMEOUTS: Timeouts = {
  attempts: 8,
  connectionMilliseconds: 6_000,
  requestMilliseconds: 20_000,
};

/** Who we are is asked first: an endpoint that hangs is named after 15 s, not after minutes. */
const IDENTITY_TIMEOUTS: Timeouts = {
  attempts: 2,
  connectionMilliseconds: 5_000,
  requestMilliseconds: 7_000,
};

/**
 * The clients of a run. Endpoints and credentials come from the environment, as with every AWS tool
 * (`AWS_ENDPOINT_URL`, `AWS_PROFILE`, …). Nothing is sent.
 */
export function buildConnections(options: ClientOptions): Connections {
  const timeouts = { ...(options.timeouts ?? TIMEOUTS), ...options.limits };
  const identityTimeouts = { ...(options.identityTimeouts ?? IDENTITY_TIMEOUTS), ...options.limits };
  const iam = new IAMClient(configOf(options, timeouts));
  const cloudFormation = new CloudFormationClient(configOf(options, timeouts));
  const sts = new STSClient(configOf(options, identityTimeouts));
  // It makes a copy of every answer for a log that is not kept.
  for (const { middlewareStack } of [iam, cloudFormation, sts]) middlewareStack.remove('loggerMiddleware');
  for (const client of [iam, cloudFormation, sts]) {
    readPlainly(client);
    resolveOnce(client);
  }
  const seen = { iam: new EndpointNote(), cloudFormation: new EndpointNote(), sts: new EndpointNote() };
  iam.middlewareStack.add((next) => async (args) => next(seen.iam.take(args)), NOTING);
  cloudFormation.middlewareStack.add((next) => async (args) => next(seen.cloudFormation.take(args)), NOTING);
  sts.middlewareStack.add((next) => async (args) => next(seen.sts.take(args)), NOTING);
  const { reads, changes, stop, close } = lifetimeOf([iam, cloudFormation, sts]);
  if (options.requestsPerSecond !== undefined) {
    const turn = requestRate(options.requestsPerSecond, changes);
    const waiting =
      <Args, Output>(next: (args: Args) => Promise<Output>) =>
      async (args: Args): Promise<Output> => {
        await turn();
        return next(args);
      };
    iam.middlewareStack.add(waiting, PACING);
    cloudFormation.middlewareStack.add(waiting, PACING);
    sts.middlewareStack.add(waiting, PACING);
  }
  iam.middlewareStack.add(unansweredAfter(timeouts.requestMilliseconds), PATIENCE);
  cloudFormation.middlewareStack.add(unansweredAfter(timeouts.requestMilliseconds), PATIENCE);
  sts.middlewareStack.add(unansweredAfter(identityTimeouts.requestMilliseconds), PATIENCE);
  iam.middlewareStack.add(counting('iam', options), COUNTING);
  cloudFormation.middlewareStack.add(counting('cloudformation', options), COUNTING);
  sts.middlewareStack.add(counting('sts', options), COUNTING);
  const stacks = { client: cloudFormation, endpoint: () => seen.cloudFormation.endpoint };
  return {
    iam: { client: iam, endpoint: () => seen.iam.endpoint, signal: reads },
    cloudFormation: { ...stacks, signal: reads },
    changes: { ...stacks, signal: changes },
    sts: {
      client: sts,
      endpoint: () => seen.sts.endpoint,
      signal: reads,
      // Hanging is cut short, throttling is not.
      rounds: Math.ceil(timeouts.attempts / identityTimeouts.attempts),
    },
    stop,
    close,
  };
}

/** AWS Organizations, of which little depends: it is given up after a few seconds. */
export function buildOrganizationConnection(
  options: ClientOptions,
): Connection<OrganizationsClient> & Pick<Connections, 'close'> {
  const client = new OrganizationsClient(configOf(options, { ...ORGANIZATION_TIMEOUTS, ...options.limits }));
  const seen = new EndpointNote();
  client.middlewareStack.add((next) => async (args) => next(seen.take(args)), NOTING);
  client.middlewareStack.add(counting('organizations', options), COUNTING);
  const { reads, close } = lifetimeOf([client]);
  return { client, endpoint: () => seen.endpoint, signal: reads, close };
}

const ORGANIZATION_TIMEOUTS: Timeouts = {
  attempts: 2,
  connectionMilliseconds: 3_000,
  requestMilliseconds: 6_000,
};

/** The signals of a run's requests, and what aborts them; {@link Connections} says what each is for. */
export function lifetimeOf(clients: readonly { readonly destroy: () => void }[]): {
  readonly reads: AbortSignal;
  readonly changes: AbortSignal;
} & Pick<Connections, 'stop' | 'close'> {
  const reads = new AbortController();
  const changes = new AbortController();
  // Each request under way listens, and there may be dozens: Node would warn of a leak on standard error.
  setMaxListeners(0, reads.signal, changes.signal);
  return {
    reads: reads.signal,
    changes: changes.signal,
    stop: (reason) => reads.abort(reason),
    close: () => {
      const closed = new RolekeeperError('interrupted', 'the session with AWS is closed');
      reads.abort(closed);
      changes.abort(closed);
      for (const client of clients) client.destroy();
    },
  };
}

/** The endpoints that requests went to so far and that are not AWS's own: every output names them. */
export function foreignEndpoints(connections: Connections): readonly string[] {
  const { iam, cloudFormation, sts } = connections;
  const endpoints = [iam, cloudFormation, sts].map(({ endpoint }) => endpoint() ?? '');
  return [...new Set(endpoints)].filter((endpoint) => endpoint !== '' && !isAwsEndpoint(endpoint)).sort();
}

/**
 * Tells of each request that was answered, an error or a refusal included. One whose connection broke before an answer is
 * sent anew, and whether AWS saw it is not known: of the two, the answered one counts.
 */
function counting(service: string, { onCall, onSend }: Pick<ClientOptions, 'onCall' | 'onSend'>) {
  return <Args, Output>(
      next: (args: Args) => Promise<Output>,
      { commandName = '' }: { readonly commandName?: string },
    ) =>
    async (args: Args): Promise<Output> => {
      const operation = `${service}:${commandName.replace(/Command$/, '')}`;
      const ended = onSend?.(operation);
      try {
        const answer = await next(args);
        onCall?.(operation);
        return answer;
      } finally {
        ended?.();
      }
    };
}

/** Beside the handler: what comes back there is an answer, of whatever status. */
const COUNTING = {
  step: 'deserialize',
  priority: 'low',
  name: 'rolekeeperCounting',
  override: true,
} as const;

/** After the retries: each attempt is a request. */
const PACING = {
  step: 'finalizeRequest',
  priority: 'low',
  name: 'rolekeeperPacing',
  override: true,
} as const;

/** After the retries as well, and after the pacing: a wait for the turn is none for an answer. */
const PATIENCE = {
  step: 'finalizeRequest',
  priority: 'low',
  name: 'rolekeeperPatience',
  override: true,
} as const;

const NOTING = { step: 'build', name: 'rolekeeperEndpointNote', override: true } as const;

class EndpointNote {
  endpoint: string | undefined = undefined;

  /** Notes where a request goes, and gives it on unchanged. */
  take<Args extends { request?: unknown }>(args: Args): Args {
    const { protocol, hostname, port } = args.request as {
      protocol?: string;
      hostname?: string;
      port?: number;
    };
    this.endpoint = `${protocol ?? 'https:'}//${hostname ?? ''}${port === undefined ? '' : `:${port}`}`;
    return args;
  }
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
function isAwsEndpoint(endpoint: string): boolean {
  return /^https:\/\/[^/:]+\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)$/.test(endpoint);
}

function configOf(options: ClientOptions, timeouts: Timeouts) {
  return {
    region: options.region,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    retryMode: 'adaptive',
    maxAttempts: timeouts.attempts,
    customUserAgent: [['rolekeeper', options.version]] satisfies [string, string][],
    requestHandler: {
      connectionTimeout: timeouts.connectionMilliseconds,
      requestTimeout: timeouts.requestMilliseconds,
      // The request timeout ends with the first byte of the answer: an answer that stops half-way needs its own.
      socketTimeout: timeouts.requestMilliseconds,
      throwOnRequestTimeout: true,
    },
  };
}

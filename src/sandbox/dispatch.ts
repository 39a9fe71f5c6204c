import { authorizeCall } from './authorization/authorize.ts';
import { AwsError } from './aws-error.ts';
import {
  accountOf,
  expiredToken,
  identify,
  readSignature,
  type SandboxCredential,
  type Signature,
} from './authentication.ts';
import type { Call, Caller, Handlers } from './call.ts';
import { cloudFormationHandlers } from './stacks/registry.ts';
import type { RequestFault } from './faults.ts';
import { iamHandlers } from './iam/registry.ts';
import { errorJson, jsonOf, parseJsonRequest } from './json-protocol.ts';
import { organizationHandlers } from './organizations.ts';
import { parseQuery, type Params } from './query.ts';
import { stsHandlers, type Session } from './sts.ts';
import type { World } from './world.ts';
import { errorXml, responseXml, type Answer } from './xml.ts';

interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly handlers: Handlers;
}

/** What a request gets, before it is written as XML. */
export type Reply =
  | { readonly kind: 'result'; readonly requestId: string; readonly answer: Answer }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: AwsError }
  /** The request is never answered, or the connection breaks. */
  | { readonly kind: 'hang' | 'drop' };

/** What to do with a request of HTTP: answer it, never answer it, or break the connection. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly requestId: string }
  | { readonly kind: 'hang' | 'drop' };

export interface Incoming {
  readonly authorization: string | undefined;
  /** `X-Amz-Target`: of the JSON protocol, where the others are those of the Query protocol. */
  readonly target?: string;
  readonly body: string;
}

export interface Dispatcher {
  /** Carries out a request whose parameters are read already. */
  readonly reply: (params: Params, signature: Signature | undefined) => Reply;
  /** The same from the body of a request of HTTP to the body of its answer. */
  readonly dispatch: (incoming: Incoming) => Outcome;
}

/**
 * Serves requests one after the other, each on the world of the account that signed it.
 *
 * @param own the account of every caller whose key names no other
 */
export function createDispatcher(
  own: World,
  others: readonly World[],
  credentials: readonly SandboxCredential[] | undefined,
): Dispatcher {
  const sessions = new Map<string, Session>();
  const worlds = new Map([own, ...others].map((world) => [world.account, world]));
  const services = servicesWith(sessions, worlds);
  const serviceOf = (params: Params) => services[params.get('Version') ?? ''];

  const reply: Dispatcher['reply'] = (params, signature) => {
    const world = worlds.get(accountOf(signature, credentials, sessions) ?? '') ?? own;
    const action = params.get('Action') ?? '';
    const region = signature?.region ?? 'us-east-1';
    const request = { service: serviceOf(params), action, params, region, requestId: world.requestId() };
    const caller = () => callerOf(action, () => identify(signature, world.account, credentials, sessions));
    const run = () => runOperation(world, request, caller());
    const fault = world.faults.forRequest(action);
    if (fault === undefined) return answer(world, request, run);
    if (fault.kind === 'hang' || fault.kind === 'drop') {
      if (fault.when === 'after') answer(world, request, run);
      else log(world, request, 0, fault.kind);
      return { kind: fault.kind };
    }
    return answer(world, request, () => {
      throw faultError(request, fault, caller);
    });
  };

  const dispatch: Dispatcher['dispatch'] = ({ authorization, target, body }) => {
    if (target !== undefined)
      return writtenAsJson(reply(parseJsonRequest(target, body), readSignature(authorization)));
    const params = parseQuery(body);
    return written(
      reply(params, readSignature(authorization)),
      params.get('Action') ?? '',
      serviceOf(params)?.namespace,
    );
  };

  return { reply, dispatch };
}

const FAULT_NAMESPACE = 'http://webservices.amazon.com/AWSFault/2005-15-09';

/** A reply as XML. */
function written(reply: Reply, action: string, namespace = FAULT_NAMESPACE): Outcome {
  switch (reply.kind) {
    case 'result': {
      const { requestId } = reply;
      const body = responseXml(action, namespace, requestId, reply.answer);
      return { kind: 'answer', status: 200, body, requestId };
    }
    case 'error': {
      const { requestId, error } = reply;
      const body = errorXml(namespace, requestId, error.code, error.message, error.status < 500);
      return { kind: 'answer', status: error.status, body, requestId };
    }
    case 'hang':
    case 'drop':
      return reply;
  }
}

/** The same of the JSON protocol, where an error of the caller is always a 400. */
function writtenAsJson(reply: Reply): Outcome {
  switch (reply.kind) {
    case 'result':
      return { kind: 'answer', status: 200, body: jsonOf(reply.answer), requestId: reply.requestId };
    case 'error': {
      const { requestId, error } = reply;
      const status = error.status < 500 ? 400 : error.status;
      return { kind: 'answer', status, body: errorJson(error), requestId };
    }
    case 'hang':
    case 'drop':
      return reply;
  }
}

function servicesWith(
  sessions: Map<string, Session>,
  worlds: ReadonlyMap<string, World>,
): Readonly<Record<string, Service>> {
  return {
    '2010-05-08': {
      name: 'iam',
      namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
      handlers: iamHandlers,
    },
    '2010-05-15': {
      name: 'cloudformation',
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      handlers: cloudFormationHandlers,
    },
    '2011-06-15': {
      name: 'sts',
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      handlers: stsHandlers(sessions, worlds),
    },
    AWSOrganizationsV20161128: { name: 'organizations', namespace: '', handlers: organizationHandlers },
  };
}

interface Request {
  readonly service: Service | undefined;
  readonly action: string;
  readonly params: Params;
  readonly region: string;
  readonly requestId: string;
}

function log(world: World, request: Request, status: number, error?: string): void {
  const { action, region, service, params } = request;
  world.requests.push({
    number: world.requests.length + 1,
    at: world.now(),
    service: service?.name ?? 'unknown',
    action,
    region,
    parameters: params.entries(),
    status,
    ...(error === undefined ? {} : { error }),
  });
}

function answer(world: World, request: Request, run: () => Answer): Reply {
  const { requestId } = request;
  try {
    const result = run();
    log(world, request, 200);
    return { kind: 'result', requestId, answer: result };
  } catch (thrown) {
    const error = asAwsError(thrown);
    log(world, request, error.status, error.code);
    return { kind: 'error', requestId, error };
  }
}

function runOperation(world: World, request: Request, caller: Caller): Answer {
  const { service, action, params, region } = request;
  if (service === undefined) {
    const version = params.get('Version') ?? '(none)';
    throw new AwsError('InvalidAction', 400, `no service of the sandbox has the API version ${version}`);
  }
  const handler = Object.hasOwn(service.handlers, action) ? service.handlers[action] : undefined;
  if (handler === undefined) {
    const message = `Could not find operation ${action} (the sandbox has no such ${service.name} action)`;
    throw new AwsError('InvalidAction', 400, message);
  }
  const reads = service.name === 'iam' && /^(Get|List)/.test(action);
  const call: Call = {
    world,
    action,
    params,
    region,
    caller,
    iam: reads ? world.iamForRead() : world.iam,
    write: { world, origin: { kind: 'api', action, by: caller.accessKeyId } },
  };
  world.principals.set(caller.accessKeyId, caller.arn);
  if (world.switches.authorization !== 'off') authorizeCall(service.name, call);
  return handler(call);
}

/** The error that an injected fault answers. */
function faultError(
  request: Request,
  fault: Exclude<RequestFault, { readonly kind: 'hang' | 'drop' }>,
  caller: () => Caller,
): AwsError {
  const service = request.service?.name ?? 'unknown';
  if (fault.kind === 'throttle') return new AwsError('Throttling', 400, 'Rate exceeded');
  if (fault.kind === 'expired-token') return expiredToken();
  if (fault.kind === 'deny') return denied(caller(), `${service}:${request.action}`);
  const code = fault.code ?? (service === 'iam' ? 'ServiceFailure' : 'InternalFailure');
  const message = fault.message ?? 'The request processing has failed because of an unknown error.';
  return new AwsError(code, fault.status ?? 500, message);
}

/** Federated callers sign nothing. */
function callerOf(action: string, identifyCaller: () => Caller): Caller {
  return action === 'AssumeRoleWithWebIdentity'
    ? { accessKeyId: '', arn: '', userId: '', account: '' }
    : identifyCaller();
}

function denied(caller: Caller, action: string): AwsError {
  const message = `User: ${caller.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return new AwsError('AccessDenied', 403, message);
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', 500, `the sandbox itself failed: ${message}`);
}

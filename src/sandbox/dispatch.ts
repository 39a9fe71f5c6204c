import { AwsError } from './aws-error.ts';
import { expiredToken, identify, readSignature, type SandboxCredential } from './authentication.ts';
import type { Call, Caller, Handlers } from './call.ts';
import { cloudFormationHandlers } from './stacks/registry.ts';
import type { RequestFault } from './faults.ts';
import { iamHandlers } from './iam/registry.ts';
import { parseQuery, type Params } from './query.ts';
import { stsHandlers, type Session } from './sts.ts';
import type { World } from './world.ts';
import { errorXml, responseXml } from './xml.ts';

interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly handlers: Handlers;
}

/** What to do with a request: answer it, never answer it, or break the connection. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly requestId: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' };

export interface Incoming {
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Serves requests one after the other on one world. */
export function createDispatcher(world: World, credentials: readonly SandboxCredential[] | undefined) {
  const sessions = new Map<string, Session>();
  const services = servicesWith(sessions);
  return function dispatch(incoming: Incoming): Outcome {
    const params = parseQuery(incoming.body);
    const signature = readSignature(incoming.authorization);
    const action = params.get('Action') ?? '';
    const service = services[params.get('Version') ?? ''];
    const region = signature?.region ?? 'us-east-1';
    const request = { service, action, params, region, requestId: world.uuid() };
    const caller = () => callerOf(action, () => identify(signature, world.account, credentials, sessions));
    const run = () => carryOut(world, request, caller());
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
}

function servicesWith(sessions: Map<string, Session>): Readonly<Record<string, Service>> {
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
      handlers: stsHandlers(sessions),
    },
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

function answer(world: World, request: Request, run: () => string): Outcome {
  const { requestId, service } = request;
  try {
    const body = run();
    log(world, request, 200);
    return { kind: 'answer', status: 200, body, requestId };
  } catch (error) {
    const aws = asAwsError(error);
    log(world, request, aws.status, aws.code);
    const namespace = service?.namespace ?? 'http://webservices.amazon.com/AWSFault/2005-15-09';
    const body = errorXml(namespace, requestId, aws.code, aws.message, aws.status < 500);
    return { kind: 'answer', status: aws.status, body, requestId };
  }
}

function carryOut(world: World, request: Request, caller: Caller): string {
  const { service, action, params, region, requestId } = request;
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
  return responseXml(action, service.namespace, requestId, handler(call));
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildConnections, type Connections } from '../../../src/aws/clients.ts';

/** One request to the endpoint: the parameters of the Query protocol. */
export type Answer = (parameters: URLSearchParams, response: ServerResponse) => void;

const servers: Server[] = [];

/** Listens on loopback and points the SDK at itself, the way a user would. */
export async function startEndpoint(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => answer(new URLSearchParams(body), response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  servers.push(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  useEndpoint(url);
  return url;
}

export function useEndpoint(url: string): void {
  process.env['AWS_ENDPOINT_URL'] = url;
}

export async function stopEndpoints(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Credentials and nothing else of the machine's own settings. */
export function useDummyCredentials(): void {
  clearAwsEnvironment();
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
}

export function clearAwsEnvironment(): void {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
}

/**
 * Connections without the pauses of production.
 *
 * @param milliseconds how long an answer may take: short only where none comes, as a busy machine may be slow
 */
export function quickConnections(attempts = 1, milliseconds = 30_000): Connections {
  const timeouts = { attempts, connectionMilliseconds: milliseconds, requestMilliseconds: milliseconds };
  return buildConnections({
    region: 'eu-central-1',
    version: '0.0.0',
    timeouts,
    identityTimeouts: timeouts,
  });
}

/** What AWS sends when a request succeeds. */
export function sendResult(response: ServerResponse, action: string, result: string): void {
  response.setHeader('content-type', 'text/xml');
  response.end(
    `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>rid</RequestId></ResponseMetadata></${action}Response>`,
  );
}

/** What AWS sends when a request fails. */
export function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/xml');
  response.setHeader('x-amzn-requestid', 'request-1');
  response.end(
    `<ErrorResponse>\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${message}</Message>\n  </Error>\n  <RequestId>request-1</RequestId>\n</ErrorResponse>`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

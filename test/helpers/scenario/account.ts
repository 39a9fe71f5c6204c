import type { QuietSandbox, Sandbox, SandboxOptions } from '../../../src/sandbox/server.ts';
import { createWatchedSandbox, ROLEKEEPERS_KEY } from '../watched-sandbox.ts';
import type { ApiCall } from './scenario.ts';

export interface Account {
  readonly sandbox: Sandbox;
  /** What somebody does in the account past rolekeeper. @throws when the account refuses it */
  readonly call: (call: ApiCall) => Promise<string>;
  /** Every change of IAM from the given one on, a line each. */
  readonly changesSince: (number: number) => readonly string[];
  /** How often IAM was changed. */
  readonly changes: () => number;
}

/** Makes an account in this process and points the environment at it, the way a user would. */
export async function openAccount(options: SandboxOptions = {}): Promise<Account> {
  const sandbox = createWatchedSandbox(options);
  useAccount(sandbox.url);
  return {
    sandbox,
    call: async (call) => callWithin(sandbox, call),
    changesSince: (number) => sandbox.world.ledger.slice(number).map(lineOf),
    changes: () => sandbox.world.ledger.length,
  };
}

/** Credentials, an endpoint, and nothing else of the machine's own settings. */
export function useAccount(url: string): void {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: ROLEKEEPERS_KEY,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
}

const SOMEBODY = 'AWS4-HMAC-SHA256 Credential=somebody/20260101/eu-west-1/iam/aws4_request';

/** One request of the Query API, of IAM unless it names another version. */
export async function sendCall(url: string, call: ApiCall): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: SOMEBODY },
    body: bodyOf(call),
  });
  const text = await response.text();
  if (!response.ok) throw refusal(call, text);
  return text;
}

/** The same to a sandbox of this process. */
function callWithin(sandbox: QuietSandbox, call: ApiCall): string {
  const outcome = sandbox.dispatch({ authorization: SOMEBODY, body: bodyOf(call).toString() });
  if (outcome.kind !== 'answer') throw refusal(call, outcome.kind);
  if (outcome.status !== 200) throw refusal(call, outcome.body);
  return outcome.body;
}

function refusal(call: ApiCall, text: string): Error {
  return new Error(`the account refused ${JSON.stringify(call)}: ${text}`);
}

function bodyOf(call: ApiCall): URLSearchParams {
  const parameters = Object.entries(call).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams({ Version: '2010-05-08', ...Object.fromEntries(parameters) });
}

function lineOf({ operation, resource, subject, origin }: Sandbox['world']['ledger'][number]): string {
  return [origin.kind, operation, resource, ...(subject === undefined ? [] : [subject])].join(' ');
}

import type { AwsError } from './aws-error.ts';
import { Params } from './query.ts';
import type { Answer } from './xml.ts';

/** `AWSOrganizationsV20161128.ListAccounts`: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const TARGET = /^([A-Za-z0-9]+)\.([A-Za-z0-9]+)$/;

/** A request of AWS's JSON protocol, as one of the Query protocol: the API for the version, the members for the parameters. */
export function parseJsonRequest(target: string, body: string): Params {
  const [, api = '', action = ''] = TARGET.exec(target) ?? [];
  const input = readInput(body);
  const values = Object.entries(input ?? {}).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
  );
  return new Params(new Map([...values, ['Action', action], ['Version', api]]));
}

function readInput(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

export function jsonOf(answer: Answer): string {
  return JSON.stringify(answer ?? {});
}

/** Errors are types of the model there: their names end in `Exception`. */
export function errorJson({ code, message }: AwsError): string {
  const type = code.endsWith('Exception') ? code : `${code}Exception`;
  return JSON.stringify({ __type: type, Message: message });
}

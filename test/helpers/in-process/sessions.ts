import * as sdk from '../../../src/commands/open-session.ts';
import type { ConnectionOptions } from '../../../src/commands/open-session.ts';
import type { Session, WritableSession } from '../../../src/commands/session.ts';
import type { Settings } from '../../../src/model/integration.ts';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import { connectionsTo } from './connections.ts';

const sandboxes = new Map<string, QuietSandbox>();
let count = 0;

/** Gives a sandbox an address for `AWS_ENDPOINT_URL`, where `openSession` finds it without a network. */
export function addressOf(sandbox: QuietSandbox): string {
  count += 1;
  // A name that no resolver knows (RFC 2606): what wants to go there over the network fails.
  const url = `http://account-${count}.invalid`;
  sandboxes.set(url, sandbox);
  return url;
}

export function forgetAddress(url: string): void {
  sandboxes.delete(url);
}

/** `openSession` of the commands, for the account that the environment points at. */
export function openSession(settings: Settings, options: ConnectionOptions = {}): Promise<Session> {
  return sdk.openSession(settings, { ...options, build: buildConnections });
}

/** `askIdentity` of the commands, of the account that the environment points at. */
export function askIdentity(options: ConnectionOptions = {}): sdk.AskedIdentity | undefined {
  return sdk.askIdentity({ ...options, build: buildConnections });
}

export function openWritableSession(
  settings: Settings,
  options: ConnectionOptions = {},
): Promise<WritableSession> {
  return sdk.openWritableSession(settings, { ...options, build: buildConnections });
}

const buildConnections: NonNullable<ConnectionOptions['build']> = (options) => {
  const { AWS_ENDPOINT_URL: url = '', AWS_ACCESS_KEY_ID: accessKeyId = '' } = process.env;
  const sandbox = sandboxes.get(url);
  if (sandbox === undefined) throw new Error(`no sandbox of this process has the address ${url}`);
  return connectionsTo(sandbox, url, accessKeyId, options);
};

import { afterEach } from '@jest/globals';
import {
  createSandbox,
  startSandbox,
  type QuietSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../../src/sandbox/server.ts';
import { callingClients, sdkClients, type Clients } from './clients.ts';

const open: { readonly sandbox: Sandbox; readonly clients: ReturnType<typeof sdkClients> }[] = [];

/** A sandbox for one test, with clients that call it. */
export function running(options: SandboxOptions = {}): {
  readonly sandbox: QuietSandbox;
  readonly clients: Clients;
} {
  const sandbox = createSandbox(options);
  return { sandbox, clients: callingClients(sandbox) };
}

/** A sandbox that listens, with clients of the SDK; both end with the test. */
export async function serving(
  options: SandboxOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly clients: Clients }> {
  const sandbox = await startSandbox(options);
  const pair = { sandbox, clients: sdkClients(sandbox) };
  open.push(pair);
  return pair;
}

/** Ends what `serving` started. Call it once at the top of a test file. */
export function stopAfterEach(): void {
  afterEach(async () => {
    for (const { sandbox, clients } of open.splice(0)) {
      clients.destroy();
      await sandbox.close();
    }
  });
}

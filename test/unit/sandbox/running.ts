import { afterEach } from '@jest/globals';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/server.ts';
import { client, type Clients } from './clients.ts';

const open: { readonly sandbox: Sandbox; readonly clients: Clients }[] = [];

/** A sandbox for one test, with clients; both end with the test. */
export async function running(
  options: SandboxOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly clients: Clients }> {
  const sandbox = await startSandbox(options);
  const pair = { sandbox, clients: client(sandbox) };
  open.push(pair);
  return pair;
}

/** Ends what `running` started. Call it once at the top of a test file. */
export function stopAfterEach(): void {
  afterEach(async () => {
    for (const { sandbox, clients } of open.splice(0)) {
      clients.destroy();
      await sandbox.close();
    }
  });
}

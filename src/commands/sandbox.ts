import { readFile } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import { RolekeeperError } from '../model/failure.ts';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import type { SandboxState } from '../sandbox/world.ts';
import type { Environment } from './environment.ts';
import { unwritable, writeWhole } from './write-whole.ts';

const SAVED_HINT =
  'name a file that "rolekeeper sandbox --state" has written, or one that does not exist yet';

export interface SandboxCommandOptions {
  readonly port: number;
  /** The file that the account is loaded from and saved to. */
  readonly state?: string;
  readonly account: string;
}

/** Serves an in-memory AWS on 127.0.0.1 until the process is asked to stop, and then saves the account. */
export async function sandbox(options: SandboxCommandOptions, environment: Environment): Promise<number> {
  const state = options.state === undefined ? undefined : await readState(options.state);
  const server = await startSandbox({
    port: options.port,
    account: options.account,
    ...(state === undefined ? {} : { state }),
  }).catch((cause: unknown) => {
    throw explainStart(cause, options);
  });
  try {
    await serve(server, options, environment);
    return 0;
  } finally {
    await server.close();
  }
}

async function serve(
  server: Sandbox,
  options: SandboxCommandOptions,
  environment: Environment,
): Promise<void> {
  // Checked at the start: a state file that cannot be written must not be found out at the end.
  if (options.state !== undefined) await writeState(options.state, server.saveState());
  environment.out(
    [
      `In-memory AWS on ${server.url}, account ${server.world.account}. This is not AWS: nothing leaves this machine.`,
      '',
      // Version 1 of the aws CLI reads AWS_DEFAULT_REGION only.
      `  export AWS_ENDPOINT_URL=${server.url} AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1`,
      '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
      '',
      'Stop with Ctrl-C.',
      '',
    ].join('\n'),
  );
  await environment.stopped();
  if (options.state !== undefined) await writeState(options.state, server.saveState());
}

/** Errors of the network have a code; all else is about the account that was loaded. */
function explainStart(cause: unknown, { port, state }: SandboxCommandOptions): RolekeeperError {
  if (isNativeError(cause) && 'code' in cause) {
    return new RolekeeperError('unreachable', `port ${port} cannot be opened on 127.0.0.1`, {
      cause,
      hint: 'name another one with --port; 0 takes any that is free',
    });
  }
  const why = isNativeError(cause) ? cause.message : String(cause);
  return new RolekeeperError('invalid-config', `--state: ${state ?? ''} is not a saved account: ${why}`, {
    cause,
    hint: SAVED_HINT,
  });
}

async function readState(file: string): Promise<SandboxState | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isNativeError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new RolekeeperError('invalid-config', `--state: ${file} cannot be read`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return (JSON.parse(text) ?? {}) as SandboxState;
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `--state: ${file} is not a saved account: it is not JSON`, {
      cause,
      hint: SAVED_HINT,
    });
  }
}

async function writeState(file: string, state: SandboxState): Promise<void> {
  try {
    await writeWhole(file, `${JSON.stringify(state, null, 2)}\n`);
  } catch (cause) {
    throw unwritable('--state', file, cause);
  }
}

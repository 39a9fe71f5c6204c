import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { wrongsIn } from '../watched-sandbox.ts';
import { CLI, cleanEnvironment } from './run-cli.ts';

export interface SandboxProcess {
  readonly url: string;
  /** Stops it as Ctrl-C does; it saves its state, whose ledger is looked into. Gives its exit code. */
  stop(): Promise<number | null>;
}

/** `rolekeeper sandbox --port 0 --state FILE` in a process of its own. */
export async function startSandboxProcess(cwd: string, state: string): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [CLI, 'sandbox', '--port', '0', '--state', state], {
    cwd,
    env: cleanEnvironment(cwd),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const url = await new Promise<string>((resolve, reject) => {
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = /AWS_ENDPOINT_URL=(\S+)/.exec(stdout)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the sandbox ended with ${String(code)}: ${stdout}`)));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGINT');
      const code = await ended;
      const wrongs = wrongsIn(JSON.parse(readFileSync(state, 'utf8')) as SandboxState, undefined, []);
      if (wrongs.length > 0) throw new Error(`the ledger has what must not be: ${wrongs.join('; ')}`);
      return code;
    },
  };
}

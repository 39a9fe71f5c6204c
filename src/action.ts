import * as core from '@actions/core';
import { readGitHubRun } from './commands/action/github-run.ts';
import { parseInputs } from './commands/action/inputs.ts';
import {
  combine,
  endRun,
  failuresOf,
  NOTHING_YET,
  traceOf,
  type RunPart,
} from './commands/action/run-outcome.ts';
import { runAction } from './commands/action/run-action.ts';
import { openAnyAccount, openSession, openWritableSession } from './commands/open-session.ts';
import type { Environment } from './commands/environment.ts';
import { withSessions } from './commands/with-sessions.ts';
import { withoutWorkflowCommands } from './report/escape-terminal.ts';
import { VERSION } from './model/version.ts';
import { connectGitHub } from './github/github-client.ts';

/**
 * The action. The one place of it that catches: whatever ends the run, what is known by then comes out.
 *
 * @returns the exit code
 */
export async function main(environment: Environment): Promise<number> {
  let outcome = NOTHING_YET;
  try {
    await run(environment, (part) => {
      outcome = combine(outcome, part);
    });
  } catch (error) {
    const trace = traceOf(error);
    if (trace !== undefined) say(trace);
    outcome = combine(outcome, { failures: failuresOf(error) });
  }
  return endRun(outcome, core);
}

async function run(environment: Environment, take: (part: RunPart) => void): Promise<void> {
  const inputs = parseInputs((name) => core.getInput(name));
  const run = await readGitHubRun(process.env);
  const connection =
    inputs.token === ''
      ? undefined
      : connectGitHub({
          token: inputs.token,
          apiUrl: run.apiUrl,
          repository: run.repository,
          version: VERSION,
        });
  const context = {
    run,
    inputs,
    connection,
    environment,
    log: say,
    logGroup: (title: string, text: string) => {
      core.startGroup(title);
      say(text);
      core.endGroup();
    },
  };
  await withSessions(openSession, (open) =>
    withSessions(openWritableSession, async (openWritable) => {
      for await (const part of runAction({ ...context, open, openWritable, openAny: () => openAnyAccount() }))
        take(part);
    }),
  );
}

/** Into the log, where nothing of it becomes a command of the runner. */
function say(text: string): void {
  core.info(withoutWorkflowCommands(text.replace(/\n$/, '')));
}

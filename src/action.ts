import * as core from '@actions/core';
import { endRun } from './commands/action/run-outcome.ts';
import { readGitHubRun } from './commands/action/github-run.ts';
import { parseInputs } from './commands/action/inputs.ts';
import { combine, failuresOf, NOTHING_YET, traceOf } from './commands/action/run-outcome.ts';
import { runAction } from './commands/action/run-action.ts';
import { openSession, openWritableSession } from './commands/open-session.ts';
import { processEnvironment } from './commands/process-environment.ts';
import { withoutWorkflowCommands } from './report/escape-terminal.ts';
import { VERSION } from './commands/version.ts';
import { connectGitHub } from './github/github-client.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

let outcome = NOTHING_YET;

const environment = processEnvironment(false);

/** The one place of the action that catches. Whatever ends the run, what is known by then comes out. */
try {
  await run();
} catch (error) {
  const trace = traceOf(error);
  if (trace !== undefined) say(trace);
  outcome = combine(outcome, { failures: failuresOf(error) });
}
process.exitCode = await endRun(outcome, core);
// What was under way when the run was cancelled would keep the process alive.
if (environment.wasStopped?.() === true) process.exit();

async function run(): Promise<void> {
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
  const steps = runAction({
    run,
    inputs,
    connection,
    environment,
    log: say,
    logGroup: (title, text) => {
      core.startGroup(title);
      say(text);
      core.endGroup();
    },
    open: openSession,
    openWritable: openWritableSession,
  });
  for await (const part of steps) outcome = combine(outcome, part);
}

/** Into the log, where nothing of it becomes a command of the runner. */
function say(text: string): void {
  core.info(withoutWorkflowCommands(text.replace(/\n$/, '')));
}

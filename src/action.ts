import * as core from '@actions/core';
import { RolekeeperError } from './model/failure.ts';
import { endRun } from './commands/action/end-run.ts';
import { readGitHubRun } from './commands/action/github-run.ts';
import { parseInputs } from './commands/action/inputs.ts';
import { RunRecord } from './commands/action/record.ts';
import { runAction } from './commands/action/run-action.ts';
import { openSession, openWritableSession } from './commands/open-session.ts';
import { processEnvironment } from './commands/process-environment.ts';
import { withoutWorkflowCommands } from './report/escape-terminal.ts';
import { VERSION } from './commands/version.ts';
import { connectGitHub } from './github/github-client.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const record = new RunRecord();

const environment = processEnvironment(false);

/** The one place of the action that catches. Whatever ends the run, what is known by then comes out. */
try {
  await run();
} catch (error) {
  await fail(error);
}
process.exitCode = await endRun(record, core);
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
  await runAction({
    run,
    inputs,
    connection,
    record,
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
}

/** Into the log, where nothing of it becomes a command of the runner. */
function say(text: string): void {
  core.info(withoutWorkflowCommands(text.replace(/\n$/, '')));
}

async function fail(error: unknown): Promise<void> {
  const failure = failureOf(error);
  record.fail(failure);
  try {
    await record.sayFailure(failure);
  } catch (another) {
    record.fail(failureOf(another));
  }
}

/** A user's mistake in one sentence with its remedy; a bug of ours with what we need to mend it. */
function failureOf(error: unknown) {
  if (error instanceof RolekeeperError && error.reason !== 'internal') return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(detail);
  return new RolekeeperError('internal', 'this is a bug in rolekeeper', {
    hint: 'please report it with the log: https://github.com/rolekeeper/rolekeeper/issues',
  });
}

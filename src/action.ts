import * as core from '@actions/core';
import { applyMerged } from './commands/action/apply.ts';
import { type ActionContext, parseInputs, readGitHubRun } from './commands/action/context.ts';
import { driftOnSchedule } from './commands/action/drift.ts';
import { endRun } from './commands/action/end-run.ts';
import { taskOf } from './commands/action/event.ts';
import { takeInventory } from './commands/action/inventory.ts';
import { joinPlans } from './commands/action/join.ts';
import { planEverything, planOnPullRequest } from './commands/action/plan.ts';
import { NOTHING_YET, type RunStep, combine, failuresOf, traceOf } from './commands/action/run-outcome.ts';
import { listScopes, validateFiles } from './commands/action/load.ts';
import { planOnMergeGroup } from './commands/action/merge-queue.ts';
import { prose } from './report/escape-markdown.ts';
import { openAnyAccount, openSession, openWritableSession } from './commands/open-session.ts';
import type { Environment } from './commands/environment.ts';
import { printCalls } from './commands/print-calls.ts';
import { sessionsOf } from './commands/with-sessions.ts';
import { withoutWorkflowCommands } from './report/escape-terminal.ts';
import { CallTally } from './model/call-counts.ts';
import { JudgedTally } from './model/judged-tally.ts';
import { VERSION } from './model/version.ts';
import { connectGitHub, type ResponseTimeouts } from './github/github-client.ts';

/**
 * The action. The one place of it that catches: whatever ends the run, what is known by then comes out.
 *
 * @param patience with GitHub, where it is not that of production
 * @returns the exit code
 */
export async function main(environment: Environment, patience?: ResponseTimeouts): Promise<number> {
  let outcome = NOTHING_YET;
  try {
    for await (const part of run(environment, patience)) outcome = combine(outcome, part);
  } catch (error) {
    const trace = traceOf(error);
    if (trace !== undefined) say(trace);
    outcome = combine(outcome, { failures: failuresOf(error) });
  }
  return endRun(outcome, core);
}

/** @throws RolekeeperError, after what was known by then */
async function* run(environment: Environment, patience: ResponseTimeouts | undefined): RunStep {
  const inputs = parseInputs((name) => core.getInput(name));
  const calls = new CallTally();
  const options = {
    calls,
    ...(inputs.requestsPerSecond === undefined ? {} : { requestsPerSecond: inputs.requestsPerSecond }),
  };
  const run = await readGitHubRun(process.env);
  const connection =
    inputs.token === ''
      ? undefined
      : connectGitHub({
          token: inputs.token,
          apiUrl: run.apiUrl,
          repository: run.repository,
          version: VERSION,
          ...(patience === undefined ? {} : { patience }),
        });
  const context = {
    run,
    inputs,
    connection,
    environment: { ...environment, calls, judged: new JudgedTally() },
    log: say,
    logGroup: (title: string, text: string) => {
      core.startGroup(title);
      say(text);
      core.endGroup();
    },
  };
  const reading = sessionsOf((settings) => openSession(settings, options));
  const writing = sessionsOf((settings) => openWritableSession(settings, options));
  try {
    yield* runAction({
      ...context,
      open: reading.open,
      openWritable: writing.open,
      openAny: () => openAnyAccount(options),
    });
  } finally {
    reading.close();
    writing.close();
    printCalls({ calls, err: say });
  }
}

/** Does what the event asks for. */
async function* runAction(context: ActionContext): RunStep {
  const task = taskOf(context.run, context.inputs);
  switch (task.task) {
    case 'plan-pull-request':
      return yield* planOnPullRequest(task, context);
    case 'plan-merge-group':
      return yield* planOnMergeGroup(task, context);
    case 'apply':
      return yield* applyMerged(task, context);
    case 'plan':
      return yield* planEverything(context);
    case 'join-plans':
      return yield* joinPlans(task.of, context);
    case 'scopes':
      return yield* listScopes(context);
    case 'validate':
      return yield* validateFiles(context);
    case 'inventory':
      return yield* takeInventory(context);
    case 'drift':
      return yield* driftOnSchedule(context);
    case 'nothing':
      yield {
        results: ['skipped'],
        summary: [() => `Nothing to do for rolekeeper: ${prose(task.why)}.\n`],
      };
      context.log(`nothing to do: ${task.why}\n`);
  }
}

/** Into the log, where nothing of it becomes a command of the runner. */
function say(text: string): void {
  core.info(withoutWorkflowCommands(text.replace(/\n$/, '')));
}

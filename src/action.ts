import * as core from '@actions/core';
import { applyMerged } from './commands/action/apply.ts';
import type { ActionContext } from './commands/action/context.ts';
import { driftOnSchedule } from './commands/action/drift.ts';
import { taskOf } from './commands/action/event.ts';
import { readGitHubRun } from './commands/action/github-run.ts';
import { parseInputs } from './commands/action/inputs.ts';
import { takeInventory } from './commands/action/inventory.ts';
import { listScopes } from './commands/action/many-plans.ts';
import { joinPlans, planEverything, planOnMergeGroup, planOnPullRequest } from './commands/action/plan.ts';
import { validateFiles } from './commands/action/validate.ts';
import { prose } from './report/escape-markdown.ts';
import {
  combine,
  endRun,
  failuresOf,
  NOTHING_YET,
  traceOf,
  type RunPart,
  type RunStep,
} from './commands/action/run-outcome.ts';
import { openAnyAccount, openSession, openWritableSession } from './commands/open-session.ts';
import type { Environment } from './commands/environment.ts';
import { printCalls } from './commands/print-calls.ts';
import { withSessions } from './commands/with-sessions.ts';
import { withoutWorkflowCommands } from './report/escape-terminal.ts';
import { CallTally } from './model/call-counts.ts';
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
        });
  const context = {
    run,
    inputs,
    connection,
    environment: { ...environment, calls },
    log: say,
    logGroup: (title: string, text: string) => {
      core.startGroup(title);
      say(text);
      core.endGroup();
    },
  };
  const openAny = () => openAnyAccount(options);
  try {
    await withSessions(
      (settings) => openSession(settings, options),
      (open) =>
        withSessions(
          (settings) => openWritableSession(settings, options),
          async (openWritable) => {
            for await (const part of runAction({ ...context, open, openWritable, openAny })) take(part);
          },
        ),
    );
  } finally {
    printCalls({ calls, err: say });
  }
}

/**
 * Does what the event asks for.
 *
 * @throws RolekeeperError, after what was known by then
 */
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

import { join } from 'node:path';
import { expect } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import { openSession, openWritableSession } from '../in-process/sessions.ts';
import type { Environment } from '../../../src/commands/environment.ts';
import { plan } from '../../../src/commands/plan.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { openAccount, type Account } from './account.ts';
import { capturedEnvironment } from './captured-environment.ts';
import { expectGolden } from './golden.ts';
import { runCommand, type CommandResult } from './run-command.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { readTemplates } from './templates.ts';

type Format = 'text' | 'markdown' | 'json';

/** Plays a scenario from an empty account on, with the real commands. */
export async function runScenario(scenario: Scenario, repository: string): Promise<void> {
  const account = await openAccount();
  const before = process.cwd();
  try {
    for (const step of scenario.steps) {
      const ofRepository = step.desired === 'repository';
      // The user stands in the folder that has the desired one: so no path of this machine gets into a report.
      process.chdir(ofRepository ? repository : scenario.directory);
      const desired = ofRepository ? 'desired' : step.desired;
      const expected = join(scenario.directory, 'expected', step.name);
      await runStep(step, { account, desired, expected, day: step.day });
    }
  } finally {
    process.chdir(before);
    await account.sandbox.close();
  }
}

interface Stage {
  readonly account: Account;
  /** As the user names it. */
  readonly desired: string;
  /** The folder of the goldens. */
  readonly expected: string;
  readonly day: string | undefined;
}

async function runStep(step: ScenarioStep, stage: Stage): Promise<void> {
  for (const call of step.account) await stage.account.call(call);
  const start = stage.account.changes();
  if (step.plan !== undefined) await checkPlan(step, step.plan, stage);
  if (step.drift !== undefined) await checkDrift(step.drift, stage);
  expect(stage.account.changesSince(start)).toEqual([]);
  if (step.apply !== undefined) await checkApply(step, step.apply, stage);
}

async function checkPlan(step: ScenarioStep, exitCode: number, stage: Stage): Promise<void> {
  const text = await planAs('text', stage);
  const json = await planAs('json', stage);
  const markdown = await planAs('markdown', stage);
  expect([text, json, markdown].map((result) => result.exitCode)).toEqual([exitCode, exitCode, exitCode]);
  expect(blockersOf(JSON.parse(json.stdout) as AssessedPlan)).toEqual(step.blocked);
  golden('plan.txt', text.transcript, stage);
  golden('plan.json', json.stdout, stage);
  golden('comment.md', markdown.stdout, stage);
}

async function checkDrift(exitCode: number, stage: Stage): Promise<void> {
  const options = { desired: stage.desired, format: 'text' } as const;
  const result = await runCommand((environment) => drift(options, environment, openSession), clockOf(stage));
  expect(result.exitCode).toBe(exitCode);
  golden('drift.txt', result.transcript, stage);
}

async function checkApply(step: ScenarioStep, exitCode: number, stage: Stage): Promise<void> {
  const start = stage.account.changes();
  const options = { desired: stage.desired, format: 'markdown', autoApprove: true, parallel: 1 } as const;
  const result = await runCommand(
    (environment) => apply(options, environment, openWritableSession),
    clockOf(stage),
  );
  expect({ exitCode: result.exitCode, stderr: result.exitCode === exitCode ? '' : result.stderr }).toEqual({
    exitCode,
    stderr: '',
  });
  const changes = stage.account.changesSince(start);
  if (step.blocked.length > 0) {
    expect(changes).toEqual([]);
    return;
  }
  if (step.plan !== undefined) {
    golden('changes.txt', changes.map((line) => `${line}\n`).join(''), stage);
    golden(
      'template.json',
      `${JSON.stringify(await readTemplates(stage.account.sandbox), null, 2)}\n`,
      stage,
    );
    golden('applied.md', result.stdout, stage);
  }
  await expectEmptyPlan(stage);
}

/** Applied, and there is nothing left to do: neither a change nor drift. */
async function expectEmptyPlan(stage: Stage): Promise<void> {
  const after = await planAs('json', stage);
  const { integrations } = JSON.parse(after.stdout) as AssessedPlan;
  const open = integrations.flatMap(({ entries }) =>
    entries.filter(
      (entry) => entry.action !== 'none' || entry.changes.length > 0 || entry.unchecked.length > 0,
    ),
  );
  expect(open).toEqual([]);
  expect(after.exitCode).toBe(0);
}

function planAs(format: Format, stage: Stage): Promise<CommandResult> {
  const options = { desired: stage.desired, format, detailedExitcode: true };
  return runCommand((environment) => plan(options, environment, openSession), clockOf(stage));
}

/** The clock of a day; that of all other steps without one. */
function clockOf({ day }: Stage): Partial<Environment> {
  return day === undefined ? {} : { clock: capturedEnvironment(`${day}T09:00:00.000Z`).clock };
}

function blockersOf({ integrations }: AssessedPlan): readonly string[] {
  return integrations
    .flatMap((item) => [...item.blockers, ...item.entries.flatMap((entry) => entry.blockers)])
    .map((blocker) => blocker.code)
    .sort();
}

/** Ports differ from run to run, and ids of the account with what was asked before: neither is what a golden is about. */
function golden(name: string, text: string, { account, expected }: Stage): void {
  const stable = text
    .replaceAll(account.sandbox.url, 'http://127.0.0.1:4566')
    .replaceAll(/\b(AROA|AIDA|AGPA|ANPA|AIPA)[A-Z2-7]{17}\b/g, '<$1 id>');
  expectGolden(join(expected, name), stable);
}

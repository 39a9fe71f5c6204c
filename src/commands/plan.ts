import type { RunBudget } from '../access/step-budget.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Scope } from '../model/integration.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import { liveOfListings } from '../live/live-of-listings.ts';
import { policiesOfListings } from '../live/policies-of-listings.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { PlanInput } from '../plan/input.ts';
import type { Begun } from './begin-reading.ts';
import { budgetPerScope, requireExpectations } from './check-scope-expectations.ts';
import { eachScope, errorsOf, failedScopes, failureOfScopes, valuesOf } from './each-scope.ts';
import type { Environment } from './environment.ts';
import { failureOfPlan } from './failures.ts';
import { loadScopes, namesOf } from './load-scopes.ts';
import type { AccessOptions, FindingOptions } from './options.ts';
import { readEvidence } from './read-evidence.ts';
import { judgedReading, readAssessedPlan } from './read-plan.ts';
import { undeclaredInFiles } from './read-undeclared.ts';
import { declaresNothing, requireNew, sayFirstStep } from './new-scope.ts';
import type { OpenSession } from './session.ts';
import { callsSoFar, whileReading } from './show-reading.ts';
import { today } from './today.ts';
import { withSessions } from './with-sessions.ts';
import { writeReport } from './write-report.ts';

export interface PlanOptions extends FindingOptions, AccessOptions {
  readonly detailedExitcode?: boolean;
  /** A folder with what the `aws` CLI printed, instead of credentials; for several accounts, a folder in it for each. */
  readonly live?: string;
}

/**
 * Says what apply would do. Exit code 0; 2 with `--detailed-exitcode` when there is anything to do or any drift; 1
 * when something was not read, a change in the YAML cannot be applied, a review rule forbids something, or a stack
 * needs a person.
 */
export async function plan(
  options: PlanOptions,
  environment: Environment,
  open: OpenSession,
  begun: Begun = {},
): Promise<number> {
  try {
    return await planFrom(begun, options, environment, open);
  } finally {
    begun.early?.close();
  }
}

async function planFrom(
  { loading, early }: Begun,
  options: PlanOptions,
  environment: Environment,
  open: OpenSession,
): Promise<number> {
  const judged = async (diagnostics: readonly Diagnostic[]): Promise<void> => {
    // An alert stays open while the file that it is about still has its cause.
    if (options.format !== 'sarif') return;
    const { renderDiagnostics } = await import('../report/registry.ts');
    await writeReport(renderDiagnostics(diagnostics, 'sarif', PLAIN), options.out, environment);
  };
  // Loaded while the files and AWS are waited for.
  const report = import('./render-plans.ts');
  const asked = options.live === undefined ? open : undefined;
  const before = callsSoFar(environment);
  const scopes = await loadScopes(options, environment, { open: asked, judged, mayBeEmpty: true, loading });
  early?.know(scopes);
  for (const scope of scopes.filter(declaresNothing)) environment.err(`${sayFirstStep(scope)}\n`);
  const budgetOf = budgetPerScope(scopes.length);
  await requireExpectations(scopes, environment, budgetOf);
  const planOf = (scope: Scope) => {
    const planned = { scope, scopes, budget: budgetOf(scope) };
    return withSessions(early?.open ?? open, (opening) => planScope(planned, options, environment, opening));
  };
  const ends = await whileReading(
    environment,
    scopes,
    ({ scopeDone }) => eachScope(scopes, (scope) => planOf(scope).finally(scopeDone)),
    before,
  );
  if (scopes.length === 1) for (const error of errorsOf(ends)) throw error;
  const planned = ends.flatMap((end) => ('value' in end ? [{ scope: end.scope, plan: end.value }] : []));
  const { writePlans } = await report;
  await writePlans({ planned, failed: failedScopes(ends) }, 'plan', options, environment);
  if (options.format === 'sarif' && options.only !== undefined) environment.err(`${OF_A_PART}\n`);
  const plans = valuesOf(ends);
  const failure = failureOfScopes(ends) ?? plans.map(failureOfPlan).find((item) => item !== undefined);
  if (failure !== undefined) throw failure;
  return options.detailedExitcode === true && plans.some(hasSomethingToDo) ? 2 : 0;
}

/** The step that uploads it fails, and says nothing of the cause (docs/decisions/0020-a-run-with-a-mistake-closes-no-alert.md). */
const OF_A_PART =
  'note: code scanning refuses the SARIF of a run with --only, as an upload closes every alert that it lacks: upload that of "rolekeeper validate", which judges every file and needs no account';

const PLAIN = { command: 'plan', color: false } as const;

interface PlannedScope {
  readonly scope: Scope;
  readonly scopes: readonly Scope[];
  readonly budget: RunBudget;
}

async function planScope(
  { scope, scopes, budget }: PlannedScope,
  options: PlanOptions,
  environment: Environment,
  open: OpenSession,
): Promise<AssessedPlan> {
  const only = namesOf(scope, options.only, scopes);
  const selected = only === undefined ? {} : { only };
  const day = today(environment.clock);
  const judging = { budget, onJudged: environment.judged?.add };
  if (options.live === undefined) {
    const session = await open(scope.settings);
    const request = { scope, session, ...selected, live: 'wanted', today: day, ...judging } as const;
    const { assessed } = await readAssessedPlan(request);
    requireNew(scope, assessed);
    return assessed;
  }
  const { account } = scope.settings;
  const accounts = scopes.map(({ settings }) => settings.account);
  const { liveFolderOf } = await import('../live/live-folder.ts');
  const folder = await liveFolderOf(options.live, account, accounts);
  const live = liveOfListings(folder, account);
  const source = { kind: 'files', directory: folder.directory } as const;
  const applied = { known: false } as const;
  const input: PlanInput = { scope, live, applied, source, ...selected, today: day, ownArns: [] };
  const policies = policiesOfListings(folder);
  const read = { plan: buildPlan(input), input };
  const { assessed } = judgedReading(read, await readEvidence(read, {}, { policies }, judging));
  const undeclaredInventory = await undeclaredInFiles(read.plan, live, { scope, folder, today: day });
  return { ...assessed, ...(undeclaredInventory === undefined ? {} : { undeclaredInventory }) };
}

export function hasSomethingToDo({ integrations }: Pick<Plan, 'integrations'>): boolean {
  return integrations.some(({ entries }) =>
    entries.some((entry) => entry.action !== 'none' || entry.drift !== undefined),
  );
}

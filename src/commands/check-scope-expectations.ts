import { RunBudget } from '../access/step-budget.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { JudgedExpectations } from '../model/expectation.ts';
import type { Scope } from '../model/integration.ts';
import { checkExpectations } from '../assess/check-expectations.ts';
import { count } from '../report/say-totals.ts';
import type { Environment } from './environment.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { readCatalogue } from './read-catalogue.ts';
import type { ReadingEnvironment } from './show-reading.ts';
import { whileWorking } from './show-work.ts';

/** What judging a scope may cost: whatever a run asks of it draws from one budget. */
export type BudgetOf = (scope: Scope) => RunBudget;

export function budgetPerScope(count: number): BudgetOf {
  const budgets = new Map<string, RunBudget>();
  return ({ directory }) => {
    const budget = budgets.get(directory) ?? RunBudget.ofScopes(count);
    budgets.set(directory, budget);
    return budget;
  };
}

export interface OfflineJudging {
  readonly budgetOf?: BudgetOf | undefined;
  /** Called for each integration whose expectations were judged. */
  readonly onJudged?: (() => void) | undefined;
}

export function sayExpectationsJudged(integrations: number): string {
  return `the expectations of ${count(integrations, 'integration')} judged`;
}

/** What the files' own tests say without AWS; reads the catalogue only where there is one. */
export async function judgeOffline(
  scopes: readonly Scope[],
  { budgetOf = budgetPerScope(scopes.length), onJudged }: OfflineJudging = {},
): Promise<readonly JudgedExpectations[]> {
  const tested = scopes.filter((scope) => scope.integrations.some((one) => one.expectations !== undefined));
  if (tested.length === 0) return [];
  const catalogue = await readCatalogue();
  return tested.flatMap((scope) =>
    checkExpectations(scope, catalogue, { budget: budgetOf(scope), onJudged }),
  );
}

/** Every expectation that the files break. What they leave undecided is no mistake: a plan decides it. */
export async function brokenExpectations(
  scopes: readonly Scope[],
  judging?: OfflineJudging,
): Promise<readonly Diagnostic[]> {
  return (await judgeOffline(scopes, judging)).flatMap(({ broken }) => broken);
}

/**
 * Checks the expectations of the files before anything else is made of them. Those broken go to standard error.
 *
 * @throws RolekeeperError `expectation-failed`
 */
export async function requireExpectations(
  scopes: readonly Scope[],
  environment: ReadingEnvironment & Pick<Environment, 'color'>,
  budgetOf?: BudgetOf,
): Promise<void> {
  const diagnostics = await whileWorking(environment, ({ counting }) =>
    brokenExpectations(scopes, { budgetOf, onJudged: counting(sayExpectationsJudged) }),
  );
  await printDiagnostics(diagnostics, { color: environment.color }, environment);
  const failure = expectationFailure(diagnostics);
  if (failure !== undefined) throw failure;
}

/** The failure of a run whose files break their own expectations; undefined when they keep them. */
export function expectationFailure(diagnostics: readonly Diagnostic[]): RolekeeperError | undefined {
  const [first] = diagnostics;
  if (first === undefined) return undefined;
  const { length } = diagnostics;
  const count = length === 1 ? 'an expectation is broken' : `${length} expectations are broken`;
  return new RolekeeperError('expectation-failed', count, {
    hint: 'correct what is listed; nothing was changed',
    ...(first.location === undefined ? {} : { location: first.location }),
  });
}

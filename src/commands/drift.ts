import { hasDrifted, type AssessedPlan } from '../model/assessment.ts';
import type { Scope } from '../model/integration.ts';
import type { Begun } from './begin-reading.ts';
import { budgetPerScope } from './check-scope-expectations.ts';
import { eachScope, errorsOf, failedScopes, failureOfScopes, valuesOf } from './each-scope.ts';
import type { Environment } from './environment.ts';
import { failureOfExpectations, failureOfStacks, failureOfUnchecked } from './failures.ts';
import { failureOfStrangers } from './review-plan.ts';
import { failureOfLostStacks, readLostStacks, withLostStacks } from './lost-stacks.ts';
import { loadScopes, namesOf } from './load-scopes.ts';
import type { AccessOptions, CommonOptions } from './options.ts';
import { declaredInClone } from './git-clone.ts';
import { readAssessedPlan } from './read-plan.ts';
import type { WithPage } from './render-plans.ts';
import type { PlanFormat } from '../report/registry.ts';
import { callsSoFar, whileReading } from './show-reading.ts';
import { withStackOrigins } from './stack-origins.ts';
import type { OpenSession } from './session.ts';
import { today } from './today.ts';
import { withSessions } from './with-sessions.ts';

export type DriftOptions = CommonOptions<WithPage<PlanFormat>>;

/**
 * Reads the whole account and says what was edited there. Exit code 2 on drift; where no drift was found 1 when
 * a stack has no folder any more, something was not read, an expectation is broken, a stack needs a person, or a rule forbids what no file declares;
 * else 0. A change in the YAML that waits to be applied is pending, not drift, unless its stack is not what the commit
 * declares that it was applied from.
 */
export async function drift(
  options: DriftOptions & AccessOptions,
  environment: Environment,
  open: OpenSession,
  begun: Begun = {},
): Promise<number> {
  try {
    return await driftFrom(begun, options, environment, open);
  } finally {
    begun.early?.close();
  }
}

async function driftFrom(
  { loading, early }: Begun,
  options: DriftOptions & AccessOptions,
  environment: Environment,
  open: OpenSession,
): Promise<number> {
  // Loaded while the files and AWS are waited for.
  const report = import('./render-plans.ts');
  const before = callsSoFar(environment);
  const scopes = await loadScopes(options, environment, { open, mayBeEmpty: true, loading });
  early?.know(scopes);
  const budgetOf = budgetPerScope(scopes.length);
  const readScope = (scope: Scope) =>
    withSessions(early?.open ?? open, async (opening) => {
      const session = await opening(scope.settings);
      const only = namesOf(scope, options.only, scopes);
      const day = today(environment.clock);
      const judging = { budget: budgetOf(scope), onJudged: environment.judged?.add };
      const request = { scope, session, live: 'all', today: day, ...judging } as const;
      const reading = await readAssessedPlan({ ...request, ...(only === undefined ? {} : { only }) });
      const assessed = await withStackOrigins(
        reading,
        session.stacks,
        declaredInClone(scope, environment.git),
      );
      const own = only === undefined ? await readLostStacks(scope, scopes, session) : [];
      return { lost: own, plan: { ...withLostStacks(assessed, own), calls: session.calls() } };
    });
  const ends = await whileReading(
    environment,
    scopes,
    ({ scopeDone }) => eachScope(scopes, (scope) => readScope(scope).finally(scopeDone)),
    before,
  );
  if (scopes.length === 1) for (const error of errorsOf(ends)) throw error;
  const planned = ends.flatMap((end) => ('value' in end ? [{ scope: end.scope, plan: end.value.plan }] : []));
  const plans = planned.map(({ plan }) => plan);
  const lost = valuesOf(ends).flatMap((one) => one.lost);
  const { writePlans } = await report;
  await writePlans({ planned, failed: failedScopes(ends) }, 'drift', options, environment);
  // An account that was not read may have drift, too.
  const failed = failureOfScopes(ends);
  if (failed !== undefined) throw failed;
  if (plans.some(isDrifted)) return 2;
  const lostStacks = failureOfLostStacks(lost);
  if (lostStacks !== undefined) throw lostStacks;
  const failure = plans
    .map(
      (one) =>
        failureOfExpectations(one) ??
        failureOfStacks(one) ??
        failureOfUnchecked(one) ??
        failureOfStrangers(one),
    )
    .find((item) => item !== undefined);
  if (failure !== undefined) throw failure;
  return 0;
}

function isDrifted({ integrations }: AssessedPlan): boolean {
  return integrations.some((one) => one.entries.some((entry) => hasDrifted(one, entry)));
}

import type { ApplyResult } from '../../src/model/apply-result.ts';
import { RULE_NAMES } from '../../src/model/finding.ts';
import type { Scope } from '../../src/model/integration.ts';
import type { AssessedPlan } from '../../src/model/assessment.ts';
import type { Progress } from '../../src/model/progress.ts';
import { waitForStacks } from '../../src/apply/wait-for-stacks.ts';
import { carryOut } from '../../src/commands/carry-out.ts';
import type { Environment } from '../../src/commands/environment.ts';
import { openWritableSession } from './in-process/sessions.ts';
import { readAssessedPlan } from '../../src/commands/read-plan.ts';
import type { OpenWritableSession } from '../../src/commands/session.ts';
import { withSessions } from '../../src/commands/with-sessions.ts';
import { capturedEnvironment } from './scenario/captured-environment.ts';

export const TODAY = '2026-11-22';

const OFF = Object.fromEntries(RULE_NAMES.map((rule) => [rule, 'off'] as const));

/** The review rules are off where a scope says nothing of them: no test of what apply does is about what they find. */
function unruled(scope: Scope): Scope {
  return scope.settings.rules === undefined
    ? { ...scope, settings: { ...scope.settings, rules: OFF } }
    : scope;
}

/**
 * Applies a scope to the account that the environment points at, as the command does.
 *
 * @param meanwhile what happens between the plan and its first change set
 * @param parallel how many stacks are changed at the same time
 */
export async function applyScope(
  ruled: Scope,
  open: OpenWritableSession = openWritableSession,
  overrides: Partial<Environment> = {},
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  parallel = 5,
): Promise<ApplyResult & { readonly progress: readonly Progress[] }> {
  const scope = unruled(ruled);
  const environment = capturedEnvironment(`${TODAY}T08:00:00Z`, overrides);
  const progress: Progress[] = [];
  const onProgress = (item: Progress): void => void progress.push(item);
  return withSessions(open, async (opening) => {
    const session = await opening(scope.settings);
    await waitForStacks(session.stacks, environment.clock, {
      prefix: scope.settings.stackPrefix,
      names: undefined,
      onWaiting: () => undefined,
    });
    const planned = await readAssessedPlan({ scope, session, live: 'wanted', today: TODAY });
    await meanwhile();
    const request = { scope, session, planned, today: TODAY, environment, onProgress };
    return { ...(await carryOut({ ...request, parallel })), progress };
  });
}

export async function planScope(
  ruled: Scope,
  open: OpenWritableSession = openWritableSession,
): Promise<AssessedPlan> {
  const scope = unruled(ruled);
  return withSessions(open, async (opening) => {
    const session = await opening(scope.settings);
    return (await readAssessedPlan({ scope, session, live: 'all', today: TODAY })).assessed;
  });
}

import { stacksWithoutFolder } from '../live/stacks-without-folder.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import type { Session } from './session.ts';

/**
 * Stacks of a scope's account and region that no folder is about any more. Of several scopes for one account and region
 * the first says it.
 */
export async function readLostStacks(
  scope: Scope,
  scopes: readonly Scope[],
  session: Session,
): Promise<readonly Diagnostic[]> {
  const { account, region } = scope.settings;
  const siblings = scopes.filter(
    ({ settings }) => settings.account === account && settings.region === region,
  );
  if (siblings[0]?.directory !== scope.directory) return [];
  return stacksWithoutFolder(
    await session.stacks.stacks(''),
    siblings.map(({ settings }) => settings),
  );
}

/** The plan with them among its warnings. */
export function withLostStacks(plan: AssessedPlan, lost: readonly Diagnostic[]): AssessedPlan {
  return lost.length === 0 ? plan : { ...plan, warnings: [...lost, ...(plan.warnings ?? [])] };
}

export function failureOfLostStacks(lost: readonly Diagnostic[]): RolekeeperError | undefined {
  const [first] = lost;
  if (first === undefined) return undefined;
  const others = lost.length === 1 ? '' : `, and ${lost.length - 1} more`;
  const { hint } = first;
  return new RolekeeperError('blocked', `${first.message}${others}`, hint === undefined ? {} : { hint });
}

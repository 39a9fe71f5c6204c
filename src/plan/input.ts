import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Applied } from '../model/applied.ts';
import type { Live } from '../model/live.ts';
import type { Scope } from '../model/integration.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { isUniqueId } from '../policy/parse-principal.ts';
import type { Plan } from '../model/plan.ts';

/** How the documents of a plan are read: what its account makes of them. */
export function policyContextOf({ scope, live }: Pick<PlanInput, 'scope' | 'live'>): PolicyContext {
  const principals = new Map(live.found.filter(({ id }) => isUniqueId(id)).map(({ id, arn }) => [id, arn]));
  return { partition: scope.settings.partition, principals };
}

/** Everything that a plan is made of. Plain data: the planner reads nothing itself. */
export interface PlanInput {
  readonly scope: Scope;
  readonly applied: Applied;
  readonly live: Live;
  readonly source: Plan['source'];
  /** The integrations that the command is about; all when absent. */
  readonly only?: readonly string[];
  /** `YYYY-MM-DD`: decides whether a hold has run out. */
  readonly today: string;
  /** ARNs of the roles that rolekeeper itself works with: it never changes them. */
  readonly ownArns: readonly string[];
  /** With it, what drift cut off is told by what it means, and not by the statements alone. */
  readonly catalogue?: ActionCatalogue;
}

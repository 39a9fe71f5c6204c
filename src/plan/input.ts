import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Applied } from '../model/applied.ts';
import type { Live } from '../model/live.ts';
import type { Scope } from '../model/integration.ts';
import type { Plan } from '../model/plan.ts';

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

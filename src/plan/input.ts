import type { Address, Kind } from '../model/address.ts';
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
}

/** What the planner must know beyond its input, because only it knows for which resources. */
export interface Question {
  readonly question: 'owner';
  readonly address: Address;
  readonly kind: Kind;
  /** CloudFormation's physical id: the name, or the ARN of a managed policy. */
  readonly physicalId: string;
}

/** The stack of the same account and region that has a resource, by address key; absent when none has. */
export type Answers = Readonly<Record<string, { readonly stackName: string } | undefined>>;

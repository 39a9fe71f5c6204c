import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { addressKey, type Address, type Kind } from '../model/address.ts';
import type { Applied } from '../model/applied.ts';
import type { Credential } from '../model/credential.ts';
import type { Use } from '../model/iam-uses.ts';
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

/**
 * What the planner must know beyond its input, because only it knows for which resources. At most one of `owner` and
 * `uses` per address.
 */
export type Question =
  /** Of what would be adopted: which stack has it? */
  | {
      readonly question: 'owner';
      readonly address: Address;
      readonly kind: Kind;
      /** CloudFormation's physical id: the name, or the ARN of a managed policy. */
      readonly physicalId: string;
      /** The stack that it would be adopted into. */
      readonly stackName: string;
    }
  /** Of what would be deleted: what hangs on it? */
  | {
      readonly question: 'uses';
      readonly address: Address;
      readonly kind: Kind;
      readonly name: string;
      readonly arn: string;
    }
  /** Of a user: what signs in as it? */
  | { readonly question: 'credentials'; readonly address: Address; readonly name: string }
  /** Of a resource in a stack that was rolled back: what did CloudFormation say of it? */
  | {
      readonly question: 'refusal';
      readonly address: Address;
      readonly stackId: string;
      readonly logicalId: string;
    };

export type Answer =
  /** The stack that has the resource, with its region where that is another one; absent when none is known. */
  | { readonly answer: 'owner'; readonly stackName?: string; readonly region?: string }
  | { readonly answer: 'uses'; readonly uses: readonly Use[] }
  | { readonly answer: 'credentials'; readonly credentials: readonly Credential[] }
  /** The reasons of its failures, as far as the newest events go. */
  | { readonly answer: 'refusal'; readonly reasons: readonly string[] }
  /** Nobody may know. */
  | { readonly answer: 'unchecked'; readonly reason: string };

/** By the key of the question, which for `owner` and `uses` is the address key. */
export type Answers = Readonly<Record<string, Answer | undefined>>;

export function keyOfQuestion({ question, address }: Pick<Question, 'question' | 'address'>): string {
  const key = addressKey(address);
  return question === 'owner' || question === 'uses' ? key : `${question} ${key}`;
}

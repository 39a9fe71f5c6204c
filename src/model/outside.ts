import { accountOfPrincipal } from './arn.ts';
import type { Party, Proof, ReachLevel } from './inventory.ts';

/** Whose a principal of a trust policy is: an account's, or an identity provider's; undefined of services, unique ids and `*`. */
export function ownerOfPrincipal(
  principal: string,
): { readonly account: string } | { readonly provider: string } | undefined {
  if (principal.startsWith('Federated:')) return { provider: principal.slice('Federated:'.length) };
  const account = accountOfPrincipal(principal);
  return account === undefined ? undefined : { account };
}

/** What becomes of something that a role has from one side to the other. */
export type Becomes = 'new' | 'lost' | 'kept';

/** One way by which a principal outside the account can assume a role. */
export interface OutsideWay {
  readonly party: Party;
  /** As the canonical form writes it: `AWS:arn:…`, `Federated:arn:…`, `*`. */
  readonly principal: string;
  readonly proof: Proof;
  readonly becomes: Becomes;
  /** Of a new way, that it allows no request that was refused before: the proof changed, and not for a weaker one. */
  readonly opensNothing?: true;
  /** Of a new way: what the same principal had to show before, where it could come in. */
  readonly instead?: Proof;
}

/** What of a role's reach is of one level. */
export interface OutsideReach {
  readonly level: Exclude<ReachLevel, 'nothing'>;
  /** The most telling ones: what is new or lost, or of what is kept all. */
  readonly actions: readonly string[];
  /** How many more. */
  readonly more: number;
  readonly becomes: Becomes;
}

/** Who outside reaches what through a role, and what a plan does about it. In no digest and in no verdict: it explains. */
export interface OutsideView {
  readonly ways: readonly OutsideWay[];
  /** Absent where too many roles move for a picture. */
  readonly reach?: readonly OutsideReach[];
}

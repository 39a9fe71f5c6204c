import { shownDigest } from '../model/digest.ts';
import { wayOut } from './by-digest.ts';
import type { ShownIntegration } from './marker.ts';

/** The plan of now is not what reviewers saw. */
export interface PlanChanged {
  readonly verdict: 'plan-changed';
  readonly integration: string;
  readonly pullRequest: number;
  /** The start of the digest that reviewers saw; undefined when the comment said nothing of the integration. */
  readonly reviewed: string | undefined;
  readonly current: string;
  readonly message: string;
  readonly hint: string;
}

interface PlanOfNow {
  readonly integration: string;
  readonly digest: string;
}

/** The comment shows another plan, or none of the integration. */
export function planChanged(candidate: PlanOfNow, number: number, reviewed: string | undefined): PlanChanged {
  const { integration, digest } = candidate;
  const saw =
    reviewed === undefined
      ? `the comment on #${number} says nothing of ${integration}`
      : `the comment on #${number} shows ${shownDigest(reviewed)} for ${integration}`;
  return {
    verdict: 'plan-changed',
    integration,
    pullRequest: number,
    reviewed,
    current: digest,
    message: `the plan is not the one that was reviewed: ${saw}, and it is ${shownDigest(digest)} now`,
    hint: wayOut(candidate, 'undo what changed in the account'),
  };
}

/** The most parts of a difference that one sentence names. */
const MOST_PARTS = 5;

/** The digest is the same, and what it means is more than the comment shows. */
export function moreThanShown(
  candidate: PlanOfNow,
  number: number,
  row: ShownIntegration,
  more: readonly string[],
): PlanChanged {
  const named = more.slice(0, MOST_PARTS).join('; ');
  const rest = more.length > MOST_PARTS ? `; and ${more.length - MOST_PARTS} more` : '';
  return {
    verdict: 'plan-changed',
    integration: candidate.integration,
    pullRequest: number,
    reviewed: row.digest,
    current: candidate.digest,
    message: `the same change means more than the comment on #${number} shows for ${candidate.integration}: ${named}${rest}`,
    hint: wayOut(candidate, 'undo what came in between'),
  };
}

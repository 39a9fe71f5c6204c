import { RolekeeperError } from '../../model/failure.ts';
import { namesDigest } from '../../review/decide-review.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { isActing } from '../../model/plan.ts';
import { candidateOf } from './candidates.ts';
import type { Choice } from './choice.ts';
import { pullsOf, type Merged } from './choose-reviewed.ts';

/**
 * By hand: exactly the integrations whose plan has a digest that somebody named. Whoever may start the workflow, and
 * passes its environment, has read that plan.
 *
 * @throws RolekeeperError `plan-changed` when a digest names no plan of now; `github`
 */
export async function chooseByDigest(
  merged: Merged,
  digests: readonly string[],
  connection: GitHubConnection,
): Promise<Choice> {
  const acting = merged.reading.plan.integrations.filter(({ entries }) => entries.some(isActing));
  const named = acting.filter(({ digest }) => digests.some((given) => namesDigest(given, digest)));
  const pulls = await pullsOf(
    named.map((integration) => candidateOf(integration, merged.scope)),
    merged,
    connection,
  );
  return {
    approved: named.map(({ integration }) => integration),
    refused: [],
    pulls: new Map([...pulls].map(([integration, pull]) => [integration, pull.number])),
  };
}

/** Digests that name nothing in any scope: whoever named them has read another plan. */
export function refuseUnknownDigests(
  digests: readonly string[],
  known: readonly { readonly integration: string; readonly digest: string }[],
): RolekeeperError | undefined {
  const unknown = digests.filter((given) => !known.some(({ digest }) => namesDigest(given, digest)));
  if (unknown.length === 0) return undefined;
  const now = known.map(({ integration, digest }) => `${integration} ${digest.slice(0, 16)}`);
  return new RolekeeperError('plan-changed', `no plan has the digest ${unknown.join(', ')} now`, {
    hint:
      now.length === 0
        ? 'there is nothing to apply'
        : `read the plan in the summary and start again with the digest of now: ${now.join(', ')}`,
  });
}

import type { IntegrationOutcome } from '../../model/apply-result.ts';
import type { Scope } from '../../model/integration.ts';
import { isBlocked, type AssessedPlan } from '../../model/assessment.ts';
import { commentStoreOf } from '../../github/comment-store.ts';
import type { Render } from '../../review/comment-body.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { publishStatus, type StatusPublication } from '../../github/plan-comment.ts';
import { VERSION } from '../version.ts';
import type { ActionContext } from './action-context.ts';
import { outcomeOfPull, sayApplying, sayBroken, sayEnd, stateOf } from './apply-status.ts';
import type { Choice } from './choice.ts';
import type { RunFailure } from './record.ts';

/** Says in the comments of the pull requests behind what is applied that it is being applied. */
export async function tellApplying(
  scope: Scope,
  choice: Choice,
  connection: GitHubConnection,
  context: ActionContext,
): Promise<void> {
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    await tell(scope, number, 'applying', sayApplying(integrations, context.run), connection, context);
  }
}

/** Says there that the run ended before its time: nobody would write over "applying" else. */
export async function tellBroken(
  failure: RunFailure,
  scope: Scope,
  choice: Choice,
  connection: GitHubConnection,
  context: ActionContext,
): Promise<void> {
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    await tell(scope, number, 'failed', sayBroken(failure, integrations, context.run), connection, context);
  }
}

/** Says there what became of it; also of what was refused or is blocked. */
export async function tellEnd(
  scope: Scope,
  choice: Choice,
  plan: AssessedPlan,
  outcomes: readonly IntegrationOutcome[],
  connection: GitHubConnection,
  context: ActionContext,
): Promise<void> {
  const blocked = plan.integrations.filter(isBlocked).map(({ integration }) => integration);
  const concerned = [...choice.approved, ...choice.refused.map(({ integration }) => integration), ...blocked];
  for (const number of byPull(choice, concerned).keys()) {
    const end = outcomeOfPull(number, choice, plan, outcomes);
    await tell(scope, number, stateOf(end), sayEnd(end, plan, context.run), connection, context);
  }
}

function byPull(choice: Choice, integrations: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const pulls = new Map<number, string[]>();
  for (const integration of new Set(integrations)) {
    const number = choice.pulls.get(integration);
    if (number !== undefined) pulls.set(number, [...(pulls.get(number) ?? []), integration]);
  }
  return pulls;
}

async function tell(
  { directory }: Scope,
  number: number,
  state: StatusPublication['state'],
  status: Render,
  connection: GitHubConnection,
  { record, run, inputs }: ActionContext,
): Promise<void> {
  if (inputs.comment === 'never') return;
  const outcome = await publishStatus(commentStoreOf(connection, number), {
    scope: directory,
    run: run.run,
    tool: VERSION,
    state,
    status,
  });
  record.warnings.push(...outcome.warnings);
  if (outcome.outcome !== 'not-written') record.commentUrl ??= outcome.url;
}

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
import { partOfComment, type RunFailure, type RunStep } from './run-outcome.ts';

/** Where the pull requests behind an apply are told about it. */
export interface Told {
  readonly scope: Scope;
  readonly choice: Choice;
  readonly connection: GitHubConnection;
}

/** Says in the comments of the pull requests behind what is applied that it is being applied. */
export function tellApplying(told: Told, context: ActionContext): RunStep {
  return tellApproved(told, 'applying', (names) => sayApplying(names, context.run), context);
}

/** Says there that the run ended before its time: nobody would write over "applying" else. */
export function tellBroken(failure: RunFailure, told: Told, context: ActionContext): RunStep {
  return tellApproved(told, 'failed', (names) => sayBroken(failure, names, context.run), context);
}

async function* tellApproved(
  told: Told,
  state: StatusPublication['state'],
  say: (integrations: readonly string[]) => Render,
  context: ActionContext,
): RunStep {
  const { choice } = told;
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    yield* tell(told, number, state, say(integrations), context);
  }
}

/** Says there what became of it; also of what was refused or is blocked. */
export async function* tellEnd(
  told: Told,
  plan: AssessedPlan,
  outcomes: readonly IntegrationOutcome[],
  context: ActionContext,
): RunStep {
  const { choice } = told;
  const blocked = plan.integrations.filter(isBlocked).map(({ integration }) => integration);
  const concerned = [...choice.approved, ...choice.refused.map(({ integration }) => integration), ...blocked];
  for (const number of byPull(choice, concerned).keys()) {
    const end = outcomeOfPull(number, choice, plan, outcomes);
    yield* tell(told, number, stateOf(end), sayEnd(end, plan, context.run), context);
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

async function* tell(
  { scope, connection }: Told,
  number: number,
  state: StatusPublication['state'],
  status: Render,
  { run, inputs }: ActionContext,
): RunStep {
  if (inputs.comment === 'never') return;
  const outcome = await publishStatus(commentStoreOf(connection, number), {
    scope: scope.directory,
    run: run.run,
    tool: VERSION,
    state,
    status,
  });
  yield partOfComment(outcome);
}

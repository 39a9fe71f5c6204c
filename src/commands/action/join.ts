import { appOf } from '../../review/base-guards.ts';
import { failureOfPlan } from '../failures.ts';
import { readSettledFolders } from './declared-on-github.ts';
import { sayVanished } from './vanished.ts';
import type { ActionContext } from './context.ts';
import type { PullRequestTask } from './event.ts';
import { loadForAction } from './load.ts';
import { type CommentedScopes, commentFailure, commentTogether } from './plan-comment.ts';
import { type ManyPlans, readParts, writePlanFiles } from './plan-file.ts';
import { type RunStep, digestsOf, failed, orNothing, resultOf } from './run-outcome.ts';
import { jointReport } from './text/plan-text.ts';

/**
 * Puts the plans that the jobs of a matrix made of parts of the scopes into one comment, and fails where one of them does.
 */
export async function* joinPlans(task: PullRequestTask, context: ActionContext): RunStep {
  const { connection, inputs, run } = context;
  const scopes = yield* loadForAction(
    context,
    (failure, { diagnostics }) => commentFailure(failure, { task, diagnostics }, context),
    true,
  );
  const folders = yield* orNothing(
    connection && (() => readSettledFolders(connection, task.base, inputs.desired)),
  );
  const vanished = yield* sayVanished(folders ?? [], scopes, context);
  const many = await readParts(inputs.plans, scopes, run.commit);
  yield {
    plans: many.planned.map(({ plan }) => plan),
    results: many.planned.map(({ plan }) => resultOf(plan)),
    digests: many.planned.flatMap(({ plan }) => digestsOf(plan)),
  };
  for (const { directory, reason, message, hint } of many.failed)
    yield failed({ reason, message: `${directory}: ${message}`, hint });
  yield* showTogether(many, { scopes, task, vanished, app: appOf(folders ?? []) }, context);
}

/** Puts the plans of several scopes into the plan file and into one comment, and fails for what each of them fails for. */
export async function* showTogether(
  many: ManyPlans,
  about: CommentedScopes,
  context: ActionContext,
): RunStep {
  const plans = many.planned.map(({ plan }) => plan);
  const { scopes, task, vanished } = about;
  yield { summary: [jointReport(many, { scopes, commit: task.head, vanished }, context.run)] };
  yield await writePlanFiles(plans, 'plan', context, many);
  yield* commentTogether(many, about, context);
  for (const { directory, plan } of many.planned) {
    const failure = failureOfPlan(plan);
    if (failure === undefined) continue;
    const { reason, message, hint } = failure;
    yield failed({ reason, message: `${directory}: ${message}`, hint });
  }
}

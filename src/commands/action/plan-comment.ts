import { type CommentStore, commentStoreOf } from '../../github/comment-store.ts';
import { type PlanPublication, publishPlan, readShownPlan } from '../../github/plan-comment.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Scope } from '../../model/integration.ts';
import type { Verdict } from '../../model/verdict.ts';
import { VERSION } from '../../model/version.ts';
import { alertBlock, codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import type { FailedScope } from '../../report/many-scopes.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import type { Render } from '../../review/comment-body.ts';
import { nameWithin } from '../../review/marker.ts';
import { failureOfFindings } from '../review-plan.ts';
import type { ActionContext } from './context.ts';
import type { PullRequestTask } from './event.ts';
import type { ManyPlans, PlannedScope } from './plan-file.ts';
import { type RunFailure, type RunStep, orNothing, partOfComment } from './run-outcome.ts';
import { type PlanText, commitLink, jointReport, planText, runLink } from './text/plan-text.ts';

/** What a comment over several scopes is about. */
export interface CommentedScopes {
  readonly scopes: readonly Scope[];
  readonly task: PullRequestTask;
  /** Folders that the pull request must not take away. */
  readonly vanished: readonly FailedScope[];
  /** The id of the app that writes the comment, as the base says. */
  readonly app: number | undefined;
}

export interface CommentedScope extends Pick<CommentedScopes, 'task' | 'app'> {
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Says the plan of the only scope in the pull request's comment. */
export async function* commentPlan(
  scope: Scope,
  text: PlanText,
  { verdicts, task, app }: CommentedScope,
  context: ActionContext,
): RunStep {
  const { connection, inputs, run } = context;
  if (connection === undefined || inputs.comment === 'never') return;
  const { plan } = text;
  const store = commentStoreOf(connection, task.number, app);
  const isQuiet =
    inputs.comment === 'on-change' && outcomeOf(plan).clean && failureOfFindings(plan) === undefined;
  const isNothing = plan.integrations.length === 0 && (text.notes ?? []).length === 0;
  if (isNothing || isQuiet) {
    const shown = yield* orNothing(() => readShownPlan(store, scope.directory));
    if (shown === undefined || shown.marker.closed) return;
  }
  const digests = digestsWith(plan, verdicts);
  yield* write({ scope: scope.directory, digests, plan: planText(text, run) }, { store, task }, context);
}

/** What is not compared with the account cannot be what apply does. */
export function digestsWith(
  { integrations }: AssessedPlan,
  verdicts: ReadonlyMap<string, Verdict>,
): PlannedScope['digests'] {
  return integrations.flatMap(({ integration, digest }) => {
    const verdict = verdicts.get(integration);
    return verdict === undefined ? [] : [{ integration, digest, verdict }];
  });
}

/** Says the plans of several scopes in one comment. */
export async function* commentTogether(
  many: ManyPlans,
  { scopes, task, vanished, app }: CommentedScopes,
  context: ActionContext,
): RunStep {
  const { connection, inputs, run } = context;
  // A job with a part of the scopes would write over what the others say: the job that joins them comments.
  if (connection === undefined || inputs.comment === 'never' || inputs.scopes.length > 0) return;
  const { planned } = many;
  const broken = [...vanished, ...many.failed];
  const store = commentStoreOf(connection, task.number, app);
  const isEmpty =
    broken.length === 0 &&
    planned.every(({ plan, notes }) => plan.integrations.length === 0 && notes.length === 0);
  const isQuiet = inputs.comment === 'on-change' && broken.length === 0 && planned.every(isCalm);
  if (isEmpty || isQuiet) {
    const shown = yield* orNothing(() => readShownPlan(store, inputs.desired));
    if (shown === undefined || shown.marker.closed) return;
  }
  const digests = planned.flatMap(({ directory, digests: own }) =>
    own.map((one) => ({ ...one, integration: nameWithin(inputs.desired, directory, one.integration) })),
  );
  const plan = jointReport(many, { scopes, commit: task.head, vanished }, run);
  yield* write({ scope: inputs.desired, digests, plan }, { store, task }, context);
}

function isCalm({ plan, cautions }: PlannedScope): boolean {
  return outcomeOf(plan).clean && cautions.length === 0 && failureOfFindings(plan) === undefined;
}

export interface FailedPlan {
  readonly task: PullRequestTask;
  readonly diagnostics: readonly Diagnostic[];
}

/** Says in the pull request's comment that there is no plan, and why: what stood there before is out of date. */
export async function* commentFailure(
  failure: RunFailure,
  { task, diagnostics }: FailedPlan,
  context: ActionContext,
): RunStep {
  const { connection, inputs, run } = context;
  // A job with a part of the scopes says it in its log: the job that joins them comments.
  if (connection === undefined || inputs.comment === 'never' || inputs.scopes.length > 0) return;
  const plan: Render = (limit) => {
    const head = [
      `## IAM plan failed: ${codeSpan(failure.reason ?? 'failed')}`,
      alertBlock('CAUTION', [`**There is no plan for this commit:** ${prose(failure.message)}`]),
      ...(failure.hint === undefined ? [] : [sayRemedy(failure)]),
    ].join('\n\n');
    const foot = `<sub>${commitLink(run, task.head)} · ${runLink(run)}</sub>\n`;
    const room = limit - head.length - foot.length - 4;
    const list = renderDiagnostics(diagnostics, 'markdown', { command: 'plan', color: false, limit: room });
    return [head, ...(list === '' ? [] : [list.trimEnd()]), foot].join('\n\n');
  };
  const store = commentStoreOf(connection, task.number);
  yield* write({ scope: inputs.desired, digests: [], plan }, { store, task }, context);
}

/** Writes the comment, unless a newer run has written it already. */
async function* write(
  comment: Pick<PlanPublication, 'scope' | 'digests' | 'plan'>,
  { store, task }: { readonly store: CommentStore; readonly task: PullRequestTask },
  { run, log }: ActionContext,
): RunStep {
  const { head, base, baseRef } = task;
  const made = { run: run.run, head, base, baseRef, tool: VERSION };
  const outcome = await publishPlan(store, { ...made, ...comment });
  yield partOfComment(outcome);
  if (outcome.outcome === 'overtaken') {
    log(`run ${outcome.by.run} is newer and has written the comment already: it stays as it is\n`);
  }
}

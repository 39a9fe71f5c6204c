import { commentStoreOf } from '../../github/comment-store.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { type StatusPublication, publishStatus } from '../../github/plan-comment.ts';
import type { IntegrationOutcome } from '../../model/apply-result.ts';
import { type AssessedPlan, isBlocked } from '../../model/assessment.ts';
import type { Scope } from '../../model/integration.ts';
import { VERSION } from '../../model/version.ts';
import { alertBlock } from '../../report/escape-markdown.ts';
import { nameWithin } from '../../review/marker.ts';
import type { Choice } from './choose.ts';
import { NO_STACK } from '../../review/candidates.ts';
import { type RunFailure, type RunPart, type RunStep, partOfComment } from './run-outcome.ts';
import type { ActionContext } from './context.ts';
import { runLink } from './text/plan-text.ts';
import {
  type Said,
  outcomeOfPull,
  sayApplying,
  sayBroken,
  sayEnd,
  sayHandovers,
  sayScopes,
  spentIn,
  stateOf,
} from './text/status-text.ts';

/** Where the pull requests behind an apply are told about it. */
export interface Told {
  readonly scope: Scope;
  readonly choice: Choice;
  readonly connection: GitHubConnection;
  /** Writes the comment where the run has several scopes: one comment is about all of them. */
  readonly joint?: JointStatus;
  /** How each stack stands before anything is applied. */
  readonly stacks: ReadonlyMap<string, string>;
}

/**
 * Says in the comments of the pull requests behind what is applied that it is being applied, before anything is: should
 * the run be killed, the plan is known to be in use.
 */
export async function* tellApplying(told: Told, context: ActionContext): RunStep {
  const { choice, stacks } = told;
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    const claims = new Map(integrations.map((name) => [name, stacks.get(name) ?? NO_STACK]));
    const status = sayApplying(integrations, context.run);
    yield* tell(told, number, { state: 'applying', status, claims }, context);
  }
}

/** Says there that the run ended before its time: nothing would write over "applying" else. */
export async function* tellBroken(failure: RunFailure, told: Told, context: ActionContext): RunStep {
  const { choice } = told;
  for (const [number, integrations] of byPull(choice, choice.approved)) {
    const status = sayBroken(failure, integrations, context.run);
    yield* tell(told, number, { state: 'failed', status }, context);
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
  for (const [number, integrations] of byPull(choice, concerned)) {
    const end = outcomeOfPull(number, choice, plan, outcomes);
    yield* tell(
      told,
      number,
      {
        state: stateOf(end),
        status: sayEnd(end, plan, context.run),
        handovers: sayHandovers(end, plan),
        spent: spentIn(end, number),
        // What it did not apply can be applied by another run. What it refused may be in use by an earlier one.
        claims: new Map(
          integrations.filter((name) => choice.approved.includes(name)).map((name) => [name, undefined]),
        ),
      },
      context,
    );
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
  { scope, connection, joint }: Told,
  number: number,
  said: Said,
  context: ActionContext,
): RunStep {
  const { run, inputs } = context;
  if (inputs.comment === 'never') return;
  if (joint !== undefined) return yield* joint.take(scope, number, said, context);
  const { handovers: _inStatus, ...publication } = said;
  const outcome = await publishStatus(commentStoreOf(connection, number), {
    scope: scope.directory,
    run: run.run,
    tool: VERSION,
    ...partOf(inputs, scope.directory),
    ...publication,
  });
  yield partOfComment(outcome);
}

/** One job of a matrix applies some of the scopes, and others say what they apply in the same comment. */
function partOf({ scopes }: ActionContext['inputs'], first: string): Pick<StatusPublication, 'part'> {
  return scopes.length === 0 ? {} : { part: first };
}

/**
 * What a run over several scopes says in the comments of pull requests: before the first change of a scope which plans it
 * is about to apply, and what became of all scopes once, at the end. Scopes that begin while the comment is being written
 * share the next edit: GitHub limits what one token writes.
 */
export class JointStatus {
  readonly #connection: GitHubConnection;
  readonly #first: string;
  /** By pull request and folder of the scope. */
  readonly #pulls = new Map<number, Map<string, Said>>();
  /** By pull request, the last edit of its comment, and the one that has not begun yet. */
  readonly #last = new Map<number, Promise<unknown>>();
  readonly #next = new Map<number, Promise<RunPart>>();

  /** @param scopes those of the job */
  constructor(connection: GitHubConnection, scopes: readonly Scope[]) {
    this.#connection = connection;
    this.#first = scopes.map(({ directory }) => directory).sort()[0] ?? '';
  }

  /** Takes what a scope says; a scope that begins to apply goes on once the comment says so. */
  async *take(scope: Scope, number: number, said: Said, context: ActionContext): RunStep {
    const scopes = this.#pulls.get(number) ?? new Map<string, Said>();
    this.#pulls.set(number, scopes.set(scope.directory, { ...scopes.get(scope.directory), ...said }));
    if (said.state === 'applying') yield await this.#writeBegun(number, context);
  }

  /** Says what became of it, once for each pull request. */
  async *publish(context: ActionContext): RunStep {
    if (context.inputs.comment === 'never') return;
    for (const [number, scopes] of this.#pulls) {
      const isWhole = [...scopes.values()].every(({ state }) => state === 'applied');
      const status = (limit: number): string => sayScopes(scopes, limit, runLink(context.run));
      yield await this.#write(number, { state: isWhole ? 'applied' : 'failed', status }, context);
    }
  }

  /** One edit after the other: each is made of what the one before left. */
  #writeBegun(number: number, context: ActionContext): Promise<RunPart> {
    const waiting = this.#next.get(number);
    // The scope that asked for the edit has its warnings.
    if (waiting !== undefined) return waiting.then(() => ({}));
    const status = () => alertBlock('NOTE', [`**Applying** in several scopes · ${runLink(context.run)}`]);
    const edit = (this.#last.get(number) ?? Promise.resolve()).then(() => {
      this.#next.delete(number);
      return this.#write(number, { state: 'applying', status }, context);
    });
    this.#next.set(number, edit);
    this.#last.set(number, edit);
    return edit;
  }

  async #write(
    number: number,
    said: Pick<Said, 'state' | 'status'>,
    { run, inputs }: ActionContext,
  ): Promise<RunPart> {
    const scopes = [...(this.#pulls.get(number) ?? [])];
    const within = (directory: string, name: string) => nameWithin(inputs.desired, directory, name);
    const outcome = await publishStatus(commentStoreOf(this.#connection, number), {
      scope: inputs.desired,
      run: run.run,
      tool: VERSION,
      ...partOf(inputs, this.#first),
      ...said,
      spent: scopes.flatMap(([directory, { spent = [] }]) => spent.map((name) => within(directory, name))),
      claims: new Map(
        scopes.flatMap(([directory, { claims }]) =>
          [...(claims ?? [])].map(([name, claim]) => [within(directory, name), claim] as const),
        ),
      ),
    });
    return partOfComment(outcome);
  }
}

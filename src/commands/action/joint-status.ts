import { commentStoreOf } from '../../github/comment-store.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { type StatusPublication, publishStatus } from '../../github/plan-comment.ts';
import type { Scope } from '../../model/integration.ts';
import { VERSION } from '../../model/version.ts';
import { alertBlock, codeSpan } from '../../report/escape-markdown.ts';
import { nameWithin } from '../../review/marker.ts';
import type { ActionContext } from './context.ts';
import { runLink } from './plan-text.ts';
import { type RunPart, type RunStep, partOfComment } from './run-outcome.ts';

type Said = Pick<StatusPublication, 'state' | 'status' | 'spent' | 'claims'>;

/**
 * What a run over several scopes says in the comments of pull requests: before the first change of a scope which plans it
 * is about to apply, and what became of all scopes once, at the end. Scopes that begin while the comment is being written
 * share the next edit: GitHub limits what one token writes.
 */
export class JointStatus {
  readonly #connection: GitHubConnection;
  /** By pull request and folder of the scope. */
  readonly #pulls = new Map<number, Map<string, Said>>();
  /** By pull request, the last edit of its comment, and the one that has not begun yet. */
  readonly #last = new Map<number, Promise<unknown>>();
  readonly #next = new Map<number, Promise<RunPart>>();

  constructor(connection: GitHubConnection) {
    this.#connection = connection;
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

/** A scope that failed is said with its reason, as far as there is room; of those that were applied the number. */
const ROOM_FOR_ONE = 900;

function sayScopes(scopes: ReadonlyMap<string, Said>, limit: number, link: string): string {
  const applied = [...scopes].filter(([, { state }]) => state === 'applied');
  const others = [...scopes].filter(([, { state }]) => state !== 'applied');
  const done =
    applied.length === 0 ? '' : alertBlock('TIP', [`**Applied** in ${applied.length} scopes · ${link}`]);
  const blocks: string[] = [];
  let left = limit - done.length - 200;
  for (const [directory, { status }] of others) {
    const text = `${codeSpan(directory)}:\n\n${status(Math.min(ROOM_FOR_ONE, left))}`;
    if (text.length + 2 > left) break;
    blocks.push(text);
    left -= text.length + 2;
  }
  const rest = others.length - blocks.length;
  const more =
    rest === 0
      ? ''
      : `… and ${rest} more scopes that were not applied as a whole: the summary of the run says why.`;
  return [...blocks, more, done].filter((block) => block !== '').join('\n\n');
}

import { commentStoreOf } from '../../github/comment-store.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { type StatusPublication, publishStatus } from '../../github/plan-comment.ts';
import type { Scope } from '../../model/integration.ts';
import { VERSION } from '../../model/version.ts';
import { alertBlock, codeSpan } from '../../report/escape-markdown.ts';
import { nameWithin } from '../../review/marker.ts';
import type { ActionContext } from './context.ts';
import { runLink } from './plan-text.ts';
import { type RunStep, partOfComment } from './run-outcome.ts';

type Said = Pick<StatusPublication, 'state' | 'status' | 'spent'>;

/**
 * What a run over several scopes says in the comments of pull requests: that it begins once, and what became of all scopes
 * at the end. A comment that is edited for every scope would meet GitHub's limit on what one token writes.
 */
export class JointStatus {
  readonly #connection: GitHubConnection;
  readonly #begun = new Set<number>();
  /** By pull request, what is said of each scope last. */
  readonly #said = new Map<number, Map<string, Said>>();

  constructor(connection: GitHubConnection) {
    this.#connection = connection;
  }

  async *take(scope: Scope, number: number, said: Said, context: ActionContext): RunStep {
    if (said.state !== 'applying') {
      this.#said.set(number, (this.#said.get(number) ?? new Map<string, Said>()).set(scope.directory, said));
      return;
    }
    if (this.#begun.has(number)) return;
    this.#begun.add(number);
    const status = () => alertBlock('NOTE', [`**Applying** in several scopes · ${runLink(context.run)}`]);
    yield* this.#write(number, { state: 'applying', status }, context);
  }

  /** Says what became of it, once for each pull request. */
  async *publish(context: ActionContext): RunStep {
    if (context.inputs.comment === 'never') return;
    const { desired } = context.inputs;
    for (const [number, scopes] of this.#said) {
      const spent = [...scopes].flatMap(([directory, said]) =>
        (said.spent ?? []).map((name) => nameWithin(desired, directory, name)),
      );
      const isWhole = [...scopes.values()].every(({ state }) => state === 'applied');
      const status = (limit: number): string => sayScopes(scopes, limit, runLink(context.run));
      yield* this.#write(number, { state: isWhole ? 'applied' : 'failed', status, spent }, context);
    }
  }

  async *#write(number: number, said: Said, { run, inputs }: ActionContext): RunStep {
    const outcome = await publishStatus(commentStoreOf(this.#connection, number), {
      scope: inputs.desired,
      run: run.run,
      tool: VERSION,
      ...said,
    });
    yield partOfComment(outcome);
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

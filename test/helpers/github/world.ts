import { FrontClock } from './clock.ts';
import type { Backend, TokenPermissions } from './emulator.ts';
import type { Call, Reply } from './exchange.ts';
import { GitObjects } from './git-objects.ts';
import type { PullState } from './pull-state.ts';
import { SetUp } from './set-up.ts';

export type Holder =
  | { readonly login: string; readonly type: 'User' }
  | { readonly login: 'github-actions[bot]'; readonly type: 'App'; readonly permissions: TokenPermissions };

/** A request that is answered otherwise than it would be. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** How often; once unless told. */
  times?: number;
  /** `drop` breaks the connection, `hang` never answers. */
  readonly answer: Reply | 'drop' | 'hang';
  /** The request is carried out all the same; only its answer is lost. */
  readonly takesEffect?: boolean;
}

export interface Logged {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly userAgent: string;
  readonly body: unknown;
  status: number;
}

/** What was written into one comment, newest first. */
interface Revision {
  readonly body: string;
  readonly editor: string;
  readonly at: string;
}

/** Everything that the front keeps besides `emulate`. */
export class World {
  readonly backend: Backend;
  readonly clock = new FrontClock();
  readonly git: GitObjects;
  readonly holders = new Map<string, Holder>();
  /** Of comments that another app wrote under the login of a bot, by their ids. */
  readonly apps = new Map<number, { readonly id: number; readonly slug: string }>();
  readonly pulls = new Map<number, PullState>();
  /** By GraphQL id. */
  readonly revisions = new Map<string, Revision[]>();
  readonly reviewTimes = new Map<number, string>();
  /** The commits that reviews are of. */
  readonly reviewCommits = new Map<number, string>();
  /** Who pushed which branch, newest first. */
  readonly pushes: { readonly ref: string; readonly actor: string; readonly after: string }[] = [];
  readonly lockedIssues = new Set<number>();
  /** Runs of workflows by id, as far as somebody asks for them; any other is in progress. */
  readonly runs = new Map<
    number,
    { readonly status: 'in_progress' | 'completed'; readonly attempt: number }
  >();
  readonly setUp = new SetUp();
  readonly log: Logged[] = [];
  readonly faults: Fault[] = [];
  /** Requests of runs are answered after this; what people do meanwhile is done. */
  held: Promise<unknown> = Promise.resolve();
  /** Where the front itself listens. */
  origin = '';

  constructor(backend: Backend) {
    this.backend = backend;
    this.git = new GitObjects(backend);
  }

  forgetComment(id: number): void {
    for (const nodeId of this.revisions.keys()) {
      if (Buffer.from(nodeId, 'base64').toString().endsWith(`IssueComment${id}`))
        this.revisions.delete(nodeId);
    }
  }

  holderOf(call: Call): Holder | undefined {
    return call.token === undefined ? undefined : this.holders.get(call.token);
  }
}

/** LookupResults a request in place of `emulate`, or undefined to let it through. */
export type Rule = (call: Call, world: World) => Promise<Reply | undefined> | Reply | undefined;

/** Changes what `emulate` answered. */
export type Amendment = (call: Call, reply: Reply, world: World) => Promise<Reply> | Reply;

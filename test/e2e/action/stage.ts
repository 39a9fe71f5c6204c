import { readFileSync } from 'node:fs';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { startWatchedSandbox } from '../../helpers/watched-sandbox.ts';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { sandboxVariables } from '../../helpers/cli/run-cli.ts';
import { sendCall } from '../../helpers/scenario/account.ts';
import { startGitHub, type FakeGitHub, type OpenedPull } from '../../helpers/github/fake-github.ts';
import { makeMerge } from '../../helpers/github/merge.ts';
import { runAction, type ActionRequest, type ActionResult } from './run-action.ts';

type Payload = Readonly<Record<string, unknown>>;

export interface StepOptions extends Partial<Omit<ActionRequest, 'inputs'>> {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Runs the job again: the same run, another attempt. */
  readonly rerun?: { readonly id: number; readonly attempt: number };
  /** What happened to a pull request. @default synchronize */
  readonly action?: 'opened' | 'synchronize' | 'reopened' | 'closed' | 'edited';
  /** Of an edited one: what stood there before. */
  readonly changes?: Payload;
}

function payload(name: string): Payload {
  return JSON.parse(readFileSync(new URL(`payloads/${name}.json`, import.meta.url), 'utf8')) as Payload;
}

const repository = payload('repository');

/** A repository on GitHub and an account of AWS, and the runs of the action between them. */
export class Stage {
  readonly github: FakeGitHub;
  readonly sandbox: Sandbox;
  private lastRun = 1_000;

  constructor(github: FakeGitHub, sandbox: Sandbox) {
    this.github = github;
    this.sandbox = sandbox;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await this.github.close();
  }

  /** What somebody does in the account past rolekeeper. */
  iam(call: Readonly<Record<string, string | object>>): Promise<string> {
    return sendCall(this.sandbox.url, call as Parameters<typeof sendCall>[1]);
  }

  /** A run number that is taken now and used later: runs start in this order, and may end in another. */
  takeRun(): { readonly id: number; readonly attempt: number } {
    this.lastRun += 1;
    return { id: this.lastRun, attempt: 1 };
  }

  /** The plan of a pull request as it stands now. */
  async plan(pull: OpenedPull, more: StepOptions = {}): Promise<ActionResult> {
    const { git, pulls, clock } = this.github.world;
    const state = pulls.get(pull.number);
    if (state === undefined) throw new Error(`no pull request ${pull.number}`);
    const base = await this.github.head(state.baseRef);
    const head = await git.head(state.headRef);
    const merged = await makeMerge(git, state, base, 'merge', clock.iso());
    const recorded = payload('pull-request');
    const recordedPull = recorded['pull_request'] as { head: Payload; base: Payload; user: Payload };
    const repo = state.fork === undefined ? recordedPull.head['repo'] : { full_name: state.fork, fork: true };
    return this.run({
      event: 'pull_request',
      ref: `refs/pull/${pull.number}/merge`,
      sha: merged.sha,
      payload: {
        ...recorded,
        action: more.action ?? 'synchronize',
        ...(more.changes === undefined ? {} : { changes: more.changes }),
        number: pull.number,
        repository,
        pull_request: {
          ...recordedPull,
          number: pull.number,
          user: { ...recordedPull.user, login: state.author },
          head: { ...recordedPull.head, ref: state.headRef, sha: head, repo },
          base: { ...recordedPull.base, ref: state.baseRef, sha: base },
        },
      },
      ...more,
    });
  }

  /** The run for a push of a commit, by default of the head of main. */
  async push(sha?: string, more: StepOptions = {}): Promise<ActionResult> {
    const commit = sha ?? (await this.github.head());
    const ref = more.ref ?? 'refs/heads/main';
    return this.run({
      event: 'push',
      ref,
      sha: commit,
      payload: { ...payload('push'), ref, after: commit, repository },
      ...more,
    });
  }

  async queue(
    queued: { ref: string; head: string; base: string },
    more: StepOptions = {},
  ): Promise<ActionResult> {
    const recorded = payload('merge-group');
    const group = { head_ref: queued.ref, head_sha: queued.head, base_sha: queued.base };
    return this.run({
      event: 'merge_group',
      ref: queued.ref,
      sha: queued.head,
      payload: {
        ...recorded,
        repository,
        merge_group: { ...(recorded['merge_group'] as Payload), ...group },
      },
      ...more,
    });
  }

  async schedule(more: StepOptions = {}): Promise<ActionResult> {
    return this.onMain('schedule', { ...payload('schedule'), repository }, more);
  }

  async dispatch(inputs: Readonly<Record<string, string>>, more: StepOptions = {}): Promise<ActionResult> {
    return this.onMain(
      'workflow_dispatch',
      { ...payload('workflow-dispatch'), inputs, repository },
      { inputs, ...more },
    );
  }

  /** Any event on the default branch, with one of the recorded payloads. */
  async other(event: string, recorded: string, more: StepOptions = {}): Promise<ActionResult> {
    return this.onMain(event, { ...payload(recorded), repository }, more);
  }

  private async onMain(event: string, content: Payload, more: StepOptions): Promise<ActionResult> {
    return this.run({
      event,
      ref: 'refs/heads/main',
      sha: await this.github.head(),
      payload: content,
      ...more,
    });
  }

  private async run(
    request: Pick<ActionRequest, 'event' | 'payload' | 'ref' | 'sha'> & StepOptions,
  ): Promise<ActionResult> {
    return runAction({
      files: request.files ?? (await this.github.checkout(request.sha)),
      run: request.rerun ?? request.run ?? this.takeRun(),
      apiUrl: this.github.url,
      token: this.github.token,
      env: sandboxVariables(this.sandbox.url),
      hold: (until) => {
        this.github.world.held = until;
      },
      ...request,
    });
  }
}

/** The account after the first apply of some files: the same for every test that begins with them. */
const applied = new Map<string, SandboxState>();

/** A stage whose account is as its repository declares. */
export async function openAppliedStage(files: Readonly<Record<string, string>>): Promise<Stage> {
  const key = JSON.stringify(files);
  const state = applied.get(key) ?? (await applyOnce(files));
  applied.set(key, state);
  return openStage(files, state);
}

async function applyOnce(files: Readonly<Record<string, string>>): Promise<SandboxState> {
  const unguarded = Object.entries(files).map(([name, text]) => [
    name,
    name.endsWith('/rolekeeper.yaml')
      ? `${text.replace(/^requireReview:.*\n/m, '')}requireReview: none\n`
      : text,
  ]);
  const stage = await openStage(Object.fromEntries(unguarded) as Readonly<Record<string, string>>);
  const { exitCode, log } = await stage.push(undefined, { inputs: { parallel: '50' } });
  const state = stage.sandbox.saveState();
  await stage.close();
  if (exitCode !== 0) throw new Error(log);
  return state;
}

export async function openStage(
  files: Readonly<Record<string, string>>,
  state?: SandboxState,
  accounts: readonly string[] = [],
): Promise<Stage> {
  const sandbox = await startWatchedSandbox({ accounts, ...(state === undefined ? {} : { state }) });
  const stage = new Stage(await startGitHub(), sandbox);
  // Both tell the same time: what GitHub says of a merge is compared with what AWS says of a stack.
  const { clock } = stage.github.world;
  clock.advance(Math.ceil((Date.now() - Date.parse(clock.iso())) / 1_000));
  await stage.github.push('main', files);
  return stage;
}

/** How a marker in a comment writes the first 32 digits of a digest. */
export function markedDigest(digest: string): string {
  return Buffer.from(digest.slice(0, 32), 'hex').toString('base64url');
}

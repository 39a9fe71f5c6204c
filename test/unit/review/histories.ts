import { createHash } from 'node:crypto';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { Comment, CommentStore } from '../../../src/github/comment-store.ts';
import {
  publishPlan,
  publishStatus,
  readShownPlan,
  type StatusPublication,
} from '../../../src/github/plan-comment.ts';
import type { Review } from '../../../src/review/approvals.ts';
import { decideReview, type MergeEvidence, type RequireReview } from '../../../src/review/decide-review.ts';
import { strictestReview } from '../../../src/review/require-review.ts';

/** Two integrations; the first has attached what the second declares, so that a change of `b` moves the access of `a`. */
export const NAMES = ['a', 'b'] as const;
export type Name = (typeof NAMES)[number];
const PEOPLE = ['alice', 'bob', 'carol'] as const;
type Person = (typeof PEOPLE)[number];

/** What a branch has; of the settings the one guard that this is about. */
type Files = Readonly<Record<Name, string> & { settings: RequireReview }>;
type Path = keyof Files;
const pathOf = (path: Path): string => (path === 'settings' ? 'd/rolekeeper.yaml' : `d/${path}.yaml`);

/** What happens. Numbers choose among what is there. */
export type Happening =
  | {
      readonly what: 'open';
      readonly by: number;
      readonly path: Path;
      readonly text: string;
      readonly base: 'main' | 'dev';
    }
  | {
      readonly what: 'push';
      readonly pull: number;
      readonly by: number;
      readonly path: Path;
      readonly text: string;
    }
  | { readonly what: 'plan' | 'dismiss' | 'retarget' | 'merge' | 'revert' | 'again'; readonly pull: number }
  | { readonly what: 'approve'; readonly pull: number; readonly by: number }
  | { readonly what: 'forge'; readonly pull: number; readonly by: number }
  | { readonly what: 'drift'; readonly name: Name; readonly text: string }
  /** The stack gets its template of before by hand. */
  | { readonly what: 'undo'; readonly name: Name }
  /** A run that dies has changed the account and says nothing of its end. */
  | { readonly what: 'apply'; readonly dies: boolean };

interface Row {
  readonly id: number;
  body: string;
  editor: string | undefined;
}

interface Shown {
  readonly at: number;
  readonly name: Name;
  readonly digest: string;
  readonly items: readonly string[];
  readonly base: string;
}

interface Pull {
  readonly number: number;
  readonly author: Person;
  /** What the branch changes against where it left. */
  readonly edits: Map<Path, string>;
  readonly start: Files;
  readonly writers: Set<Person>;
  base: 'main' | 'dev';
  head: number;
  merged: { readonly at: number; readonly before: Files } | undefined;
  readonly rows: Row[];
  readonly reviews: { by: Person; at: number; commit: number; state: Review['state'] }[];
  /** As the history really was: no comment can change it. */
  readonly shown: Shown[];
  readonly applied: Set<Name>;
  /** The comment was edited by hand since the last plan. */
  isForged: boolean;
}

/** A change of the account, with all that the oracle needs. */
export interface Change {
  readonly name: Name;
  readonly reason: string | undefined;
}

/** A repository and an account in memory, with the real protocol between them. */
export class History {
  private clock = Date.parse('2026-08-22T10:00:00Z') / 1_000;
  private run = 100;
  private commits = 0;
  private readonly branches: Record<'main' | 'dev', Files> = {
    main: { a: '0', b: '0', settings: 'approval' },
    dev: { a: '0', b: '0', settings: 'none' },
  };
  private readonly account: Record<Name, string> = { a: '0', b: '0' };
  private readonly before: Record<Name, string> = { a: '0', b: '0' };
  /** How often each stack was changed. */
  private readonly versions: Record<Name, number> = { a: 0, b: 0 };
  private readonly pulls: Pull[] = [];
  private readonly filesAt = new Map<string, Files>();
  /** The pull request that brought what stands at a path of main. */
  private readonly brought = new Map<Path, Pull>();
  readonly changes: Change[] = [];

  async happen(happening: Happening): Promise<void> {
    this.clock += 1;
    switch (happening.what) {
      case 'open': {
        const { by, path, text, base } = happening;
        this.open(personOf(by), base, new Map([[path, textFor(path, text)]]));
        return;
      }
      case 'push': {
        const pull = this.openPull(happening.pull);
        if (pull === undefined) return;
        pull.edits.set(happening.path, textFor(happening.path, happening.text));
        pull.writers.add(personOf(happening.by));
        this.commit(pull);
        return;
      }
      case 'plan':
        return this.plan(happening.pull);
      case 'approve': {
        const pull = this.openPull(happening.pull);
        pull?.reviews.push({
          by: personOf(happening.by),
          at: this.clock,
          commit: pull.head,
          state: 'APPROVED',
        });
        return;
      }
      case 'dismiss':
        for (const review of this.pulls[happening.pull % Math.max(this.pulls.length, 1)]?.reviews ?? [])
          review.state = 'DISMISSED';
        return;
      case 'retarget': {
        const pull = this.openPull(happening.pull);
        if (pull !== undefined) pull.base = pull.base === 'main' ? 'dev' : 'main';
        return;
      }
      case 'merge':
        this.merge(happening.pull);
        return;
      case 'revert':
      case 'again': {
        const pull = this.pulls.filter(({ merged }) => merged !== undefined).at(-1 - (happening.pull % 2));
        if (pull?.merged === undefined) return;
        const back = pull.merged.before;
        const edits = [...pull.edits].map(
          ([path, text]) => [path, happening.what === 'revert' ? back[path] : text] as const,
        );
        this.open(pull.author, 'main', new Map(edits));
        return;
      }
      case 'forge':
        this.forge(happening.pull, personOf(happening.by));
        return;
      case 'drift':
        this.account[happening.name] = `drift-${happening.text}`;
        return;
      case 'undo':
        this.account[happening.name] = this.before[happening.name];
        this.versions[happening.name] += 1;
        return;
      case 'apply':
        return this.apply(happening.dies);
    }
  }

  private open(author: Person, base: 'main' | 'dev', edits: Map<Path, string>): void {
    const pull: Pull = {
      number: this.pulls.length + 1,
      author,
      edits,
      start: this.branches[base],
      writers: new Set([author]),
      base,
      head: 0,
      merged: undefined,
      rows: [],
      reviews: [],
      shown: [],
      applied: new Set(),
      isForged: false,
    };
    this.pulls.push(pull);
    this.commit(pull);
  }

  private commit(pull: Pull): void {
    this.commits += 1;
    pull.head = this.commits;
    this.filesAt.set(shaOf(pull.head), { ...pull.start, ...Object.fromEntries(pull.edits) });
  }

  private openPull(index: number): Pull | undefined {
    const open = this.pulls.filter(({ merged }) => merged === undefined);
    return open[index % Math.max(open.length, 1)];
  }

  private async plan(index: number): Promise<void> {
    const pull = this.openPull(index);
    if (pull === undefined) return;
    this.run += 1;
    const files: Files = { ...this.branches[pull.base], ...Object.fromEntries(pull.edits) };
    const names = NAMES.filter((name) => pull.edits.has(name) || pull.edits.has('settings'));
    const digests = names.map((name) => ({
      integration: name,
      digest: this.digestOf(name, files),
      verdict: verdictOf(name, files),
    }));
    await publishPlan(this.storeOf(pull), {
      scope: 'd',
      run: { run: this.run, attempt: 1 },
      head: shaOf(pull.head),
      base: shaOf(0),
      baseRef: pull.base,
      tool: 'test',
      digests,
      plan: () => 'the plan',
    });
    pull.isForged = false;
    for (const name of names) {
      pull.shown.push({
        at: this.clock,
        name,
        digest: this.digestOf(name, files),
        items: itemsOf(name, files),
        base: pull.base,
      });
    }
  }

  /** Copies an earlier time into the marker, so that an approval looks newer. */
  private forge(index: number, by: Person): void {
    const pull = this.openPull(index);
    const row = pull?.rows.at(-1);
    if (pull === undefined || row === undefined) return;
    pull.isForged = true;
    row.body = row.body.replace(/"times":\[[^\]]*\]/, (times) => times.replace(/\d{4}-/g, '2020-'));
    row.editor = by;
  }

  private merge(index: number): void {
    const pull = this.openPull(index);
    if (pull === undefined) return;
    const before = this.branches[pull.base];
    const after: Files = { ...before, ...Object.fromEntries(pull.edits) };
    pull.merged = { at: this.clock, before };
    if (pull.base === 'main') {
      for (const path of pull.edits.keys()) if (before[path] !== after[path]) this.brought.set(path, pull);
    }
    this.branches[pull.base] = after;
  }

  private async apply(dies: boolean): Promise<void> {
    const files = this.branches.main;
    this.run += 1;
    const run = { run: this.run, attempt: 1 };
    for (const name of NAMES) {
      if (this.account[name] === files[name] || this.account[name].startsWith('drift-')) continue;
      const own = this.brought.get(name);
      const settings = this.brought.get('settings');
      const touching = [
        ...(own === undefined ? [] : [{ touched: 'file' as const, pull: own }]),
        ...(settings === undefined || settings === own
          ? []
          : [{ touched: 'settings' as const, pull: settings }]),
      ];
      const require = strictestReview(
        files.settings,
        ...touching.map(({ pull }) => pull.merged?.before.settings),
      );
      const evidence = await Promise.all(touching.map(({ touched, pull }) => this.evidenceOf(touched, pull)));
      const candidate = {
        integration: name,
        digest: this.digestOf(name, files),
        verdict: verdictOf(name, files),
        paths: [pathOf(name), pathOf('settings')],
        stack: this.stackOf(name),
        run,
      };
      const decided = decideReview(require, candidate, evidence, idsOf(files));
      if (decided.verdict !== 'approved') continue;
      this.changes.push({
        name,
        reason: this.objection(
          name,
          [files.settings, ...touching.map(({ pull }) => pull.merged?.before.settings ?? 'approval')],
          touching.map(({ pull }) => pull),
        ),
      });
      const pull = this.pulls.find(({ number }) => number === decided.pullRequest);
      const say = async (said: Pick<StatusPublication, 'state' | 'spent' | 'claims'>): Promise<void> => {
        if (pull === undefined) return;
        await publishStatus(this.storeOf(pull), {
          scope: 'd',
          run,
          tool: 'test',
          status: () => said.state,
          ...said,
        });
      };
      await say({ state: 'applying', claims: new Map([[name, this.stackOf(name)]]) });
      this.before[name] = this.account[name];
      this.account[name] = files[name];
      this.versions[name] += 1;
      pull?.applied.add(name);
      if (dies) return;
      await say({ state: 'failed', spent: [name], claims: new Map([[name, undefined]]) });
    }
  }

  private stackOf(name: Name): string {
    return `${name}${this.versions[name]}`.padEnd(8, '-');
  }

  /** By the history alone, without a look at any comment: why this change must not be; undefined where it may. */
  private objection(
    name: Name,
    guards: readonly RequireReview[],
    pulls: readonly Pull[],
  ): string | undefined {
    if (guards.every((one) => one === 'none')) return undefined;
    const files = this.branches.main;
    const digest = this.digestOf(name, files);
    const items = itemsOf(name, files);
    const reasons = pulls.map((pull): string | undefined => {
      if (pull.applied.has(name)) return 'applied already';
      if (pull.isForged) return 'its comment was edited';
      const shows = pull.shown.filter((one) => one.name === name);
      const last = shows.at(-1);
      if (last === undefined) return 'never shown';
      if (last.base !== 'main') return 'shown for another branch';
      if (last.digest !== digest) return 'another change was shown';
      if (items.some((item) => !last.items.includes(item))) return 'more than was shown';
      if (!guards.includes('approval')) return undefined;
      const same = (one: Shown): boolean =>
        one.digest === last.digest && one.base === last.base && one.items.join() === last.items.join();
      const since = shows[shows.findLastIndex((one) => !same(one)) + 1]?.at ?? last.at;
      const fits = pull.reviews.some(({ by, at, commit, state }) => {
        const reviewed = this.filesAt.get(shaOf(commit));
        return (
          state === 'APPROVED' &&
          at > since &&
          !pull.writers.has(by) &&
          reviewed?.[name] === files[name] &&
          reviewed.settings === files.settings
        );
      });
      return fits ? undefined : 'nobody who may approved that very content';
    });
    return reasons.includes(undefined) ? undefined : reasons.join('; ') || 'no pull request';
  }

  private async evidenceOf(touched: MergeEvidence['touched'], pull: Pull): Promise<MergeEvidence> {
    const commits = new Set(pull.reviews.map(({ commit }) => shaOf(commit)));
    return {
      touched,
      pullRequest: {
        number: pull.number,
        url: '',
        author: pull.author,
        baseRef: pull.base,
        mergedAt: isoOf(pull.merged?.at ?? 0),
      },
      contributors: [...pull.writers],
      shown: await readShownPlan(this.storeOf(pull), 'd'),
      reviews: pull.reviews.map(({ by, at, commit, state }) => ({
        reviewer: by,
        isBot: false,
        mayWrite: true,
        state,
        submittedAt: isoOf(at),
        commit: shaOf(commit),
      })),
      filesAt: new Map(
        [...commits].flatMap((commit) => {
          const files = this.filesAt.get(commit);
          return files === undefined ? [] : [[commit, idsOf(files)] as const];
        }),
      ),
    };
  }

  private digestOf(name: Name, files: Files): string {
    return sha(`${name} ${this.account[name]} ${files[name]}`);
  }

  private storeOf({ rows }: Pull): CommentStore {
    const commentOf = ({ id, body }: Row): Comment => ({
      id,
      nodeId: String(id),
      writer: { login: BOT, isBot: true },
      body,
      url: '',
    });
    const find = (comment: Comment): Row | undefined => rows.find(({ id }) => id === comment.id);
    return {
      list: () => Promise.resolve({ comments: rows.map(commentOf), at: isoOf(this.clock) }),
      create: (body) => {
        const row = { id: rows.length + 1, body, editor: undefined };
        rows.push(row);
        return Promise.resolve(commentOf(row));
      },
      update: (comment, body) => {
        const row = find(comment);
        if (row !== undefined) Object.assign(row, { body, editor: BOT });
        return Promise.resolve('updated');
      },
      remove: () => Promise.resolve(),
      revisions: () => Promise.resolve('unknown'),
      lastEditor: (comment) => {
        const editor = find(comment)?.editor;
        return Promise.resolve(editor === undefined || editor === BOT ? 'own' : 'other');
      },
      author: () => Promise.resolve({ login: BOT }),
    };
  }
}

const BOT = 'github-actions[bot]';

function personOf(index: number): Person {
  return PEOPLE[index % PEOPLE.length] ?? 'alice';
}

function textFor(path: Path, text: string): string {
  if (path !== 'settings') return text;
  return text < '2' ? 'approval' : text < '3' ? 'plan' : 'none';
}

function itemsOf(name: Name, files: Files): readonly string[] {
  return (name === 'a' ? [`a ${files.a}`, `b ${files.b}`] : [`b ${files.b}`])
    .map((text) => sha(text).slice(0, 8))
    .sort();
}

function verdictOf(name: Name, files: Files): Verdict {
  const items = itemsOf(name, files);
  return { hash: sha(items.join()), items: items.map((id) => ({ id, text: id })), kept: [] };
}

function idsOf(files: Files): ReadonlyMap<string, string> {
  return new Map((Object.keys(files) as Path[]).map((path) => [pathOf(path), sha(files[path])]));
}

function shaOf(commit: number): string {
  return commit.toString(16).padStart(40, '0');
}

function isoOf(seconds: number): string {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
}

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

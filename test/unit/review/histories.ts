import {
  publishPlan,
  publishStatus,
  readShownPlan,
  type StatusPublication,
} from '../../../src/github/plan-comment.ts';
import { decideReview, type MergeEvidence } from '../../../src/review/decide-review.ts';
import { strictestReview } from '../../../src/review/require-review.ts';
import { commentsInMemory } from './comments-in-memory.ts';
import {
  NAMES,
  idsOf,
  isoOf,
  itemsOf,
  pathOf,
  personOf,
  sha,
  shaOf,
  textFor,
  verdictOf,
  type Files,
  type Happening,
  type Name,
  type Path,
  type Person,
  type Pull,
} from './history-model.ts';
import { objectionTo } from './objection.ts';

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
    await publishPlan(
      commentsInMemory(pull.rows, () => this.clock),
      {
        scope: 'd',
        run: { run: this.run, attempt: 1 },
        head: shaOf(pull.head),
        base: shaOf(0),
        baseRef: pull.base,
        tool: 'test',
        digests,
        plan: () => 'the plan',
      },
    );
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
        reason: objectionTo(
          { name, digest: this.digestOf(name, files), files, filesAt: this.filesAt },
          [files.settings, ...touching.map(({ pull }) => pull.merged?.before.settings ?? 'approval')],
          touching.map(({ pull }) => pull),
        ),
      });
      const pull = this.pulls.find(({ number }) => number === decided.pullRequest);
      const say = async (said: Pick<StatusPublication, 'state' | 'spent' | 'claims'>): Promise<void> => {
        if (pull === undefined) return;
        await publishStatus(
          commentsInMemory(pull.rows, () => this.clock),
          {
            scope: 'd',
            run,
            tool: 'test',
            status: () => said.state,
            ...said,
          },
        );
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
      shown: await readShownPlan(
        commentsInMemory(pull.rows, () => this.clock),
        'd',
      ),
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
}

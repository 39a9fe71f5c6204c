import { posix } from 'node:path';
import type { Person } from '../../helpers/github/emulator.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { roleFile, settings } from './desired-files.ts';
import type { Stage } from './stage.ts';

export const NAMES = ['one', 'two'] as const;
type Name = (typeof NAMES)[number];
const PEOPLE: readonly Person[] = ['alice', 'bob', 'carol'];
const METHODS = ['merge', 'squash', 'rebase'] as const;

/** What a pull request changes. Numbers choose among what there is. */
export type Edit = { readonly path: Name | 'settings' | 'folder' | 'drop' | 'retire'; readonly text: number };

/** What happens. */
export type Step =
  | { readonly what: 'open'; readonly by: number; readonly edit: Edit; readonly base: 'main' | 'dev' }
  | { readonly what: 'push' | 'approve'; readonly pull: number; readonly by: number; readonly edit: Edit }
  | { readonly what: 'merge'; readonly pull: number; readonly method: number }
  | {
      readonly what: 'plan' | 'dismiss' | 'retarget' | 'revert' | 'again' | 'forge';
      readonly pull: number;
    }
  | { readonly what: 'tamper'; readonly name: Name }
  | { readonly what: 'apply' | 'check' };

const ACTIONS = ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:ListBucket'];

/** Guards of a branch, from what every history begins with to the loosest. */
const GUARDS = [
  'requireReview: approval\nmaxDeletes: 0\n',
  'requireReview: plan\n',
  'requireReview: none\nmaxDeletes: 1000\nrules: { full-admin: off, trust-anybody: off, wildcard-write: off }\n',
  'requireReview: approval\nmaxDeletes: 1000\nownAccounts: ["406095609952"]\n',
];

export function initialFiles(): Readonly<Record<string, string>> {
  return {
    'desired/rolekeeper.yaml': settings(GUARDS[0]),
    'desired/one.yaml': roleFile({ name: 'one' }),
    'desired/two.yaml': roleFile({ name: 'two' }),
  };
}

const PATHS = [...NAMES, 'settings'] as const;

/** What a commit has, wherever its folder stands. */
type Content = Readonly<Record<Name | 'settings', string>>;

interface Pull extends OpenedPull {
  readonly author: Person;
  readonly writers: Set<Person>;
  base: string;
  merged: { readonly at: number; readonly before: Content; readonly head: Content } | undefined;
  readonly plans: { readonly at: number; readonly content: Content; readonly base: string }[];
  /** Its comment was edited by hand since the last plan. */
  isForged: boolean;
  readonly approvals: {
    readonly id: number;
    readonly by: Person;
    readonly at: number;
    readonly content: Content;
    live: boolean;
  }[];
  readonly applied: Set<Name>;
}

/** A change of IAM that the history does not account for. */
export interface Unaccounted {
  readonly name: string;
  readonly why: string;
}

/** A repository, an account, and the action between them; beside them, what really happened. */
export class History {
  readonly unaccounted: Unaccounted[] = [];
  applied = 0;
  private at = 0;
  private branches = 0;
  private readonly stage: Stage;
  private readonly pulls: Pull[] = [];
  /** The pull request that brought what main has now. */
  private readonly brought = new Map<keyof Content, Pull>();

  constructor(stage: Stage) {
    this.stage = stage;
  }

  async happen(step: Step): Promise<void> {
    this.at += 1;
    const { github } = this.stage;
    github.world.clock.advance(2);
    switch (step.what) {
      case 'open':
        this.branches += 1;
        // A branch that is new leaves main, whatever it is for.
        await this.open(`b${this.branches}`, await this.editsOf(step.edit, 'main'), step);
        return;
      case 'push': {
        const pull = this.openOne(step.pull);
        if (pull === undefined) return;
        const by = personOf(step.by);
        await github.push(pull.headRef, await this.editsOf(step.edit, pull.headRef), by);
        pull.writers.add(by);
        return;
      }
      case 'plan':
        return this.plan(step.pull);
      case 'approve':
        return this.approve(step.pull, personOf(step.by));
      case 'dismiss': {
        const pull = this.openOne(step.pull);
        for (const approval of pull?.approvals ?? []) {
          if (pull !== undefined) await github.dismiss(pull.number, approval.id);
          approval.live = false;
        }
        return;
      }
      case 'retarget': {
        const pull = this.openOne(step.pull);
        if (pull === undefined) return;
        pull.base = pull.base === 'main' ? 'dev' : 'main';
        github.retarget(pull.number, pull.base);
        return;
      }
      case 'merge':
        return this.merge(step.pull, METHODS[step.method % METHODS.length] ?? 'merge');
      case 'revert':
      case 'again': {
        const pull = this.pulls.filter(({ merged }) => merged !== undefined).at(-1 - (step.pull % 2));
        if (pull?.merged === undefined) return;
        if (step.what === 'again') {
          await this.remember(
            await github.openPullOf(pull.headRef, await github.head(pull.headRef)),
            'alice',
          );
          return;
        }
        this.branches += 1;
        const folder = await this.folderOf('main');
        const edits = Object.fromEntries(
          NAMES.flatMap((name) => {
            const text = pull.merged?.before[name] ?? '';
            return text === '' ? [] : [[`${folder}/${name}.yaml`, text]];
          }),
        );
        await this.open(`b${this.branches}`, edits, { by: 0, base: 'main' });
        return;
      }
      case 'forge':
        return this.forge(step.pull);
      case 'tamper':
        await this.stage.iam({
          Action: 'PutRolePolicy',
          RoleName: step.name,
          PolicyName: `by-hand-${this.at}`,
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }],
          },
        });
        return;
      case 'check':
        return this.changingNothing(() => this.stage.schedule());
      case 'apply':
        return this.apply();
    }
  }

  private async open(
    branch: string,
    edits: Readonly<Record<string, string | undefined>>,
    { by, base }: { readonly by: number; readonly base: string },
  ): Promise<void> {
    const author = personOf(by);
    await this.remember(await this.stage.github.openPull(branch, edits, { by: author, base }), author, base);
  }

  private async remember(opened: OpenedPull, author: Person, base = 'main'): Promise<void> {
    const writers = new Set<Person>([author]);
    this.pulls.push({
      ...opened,
      author,
      writers,
      base,
      merged: undefined,
      isForged: false,
      plans: [],
      approvals: [],
      applied: new Set(),
    });
    await Promise.resolve();
  }

  private openOne(index: number): Pull | undefined {
    const open = this.pulls.filter(({ merged }) => merged === undefined);
    return open[index % Math.max(open.length, 1)];
  }

  private async plan(index: number): Promise<void> {
    const pull = this.openOne(index);
    if (pull === undefined) return;
    const content = await this.contentOf(pull.headRef);
    if (!(await isMergeable(() => this.changingNothing(() => this.stage.plan({ ...pull }))))) return;
    pull.plans.push({ at: this.at, content, base: pull.base });
    pull.isForged = false;
  }

  private async approve(index: number, by: Person): Promise<void> {
    const pull = this.openOne(index);
    // GitHub refuses that.
    if (pull === undefined || pull.author === by) return;
    const id = await this.stage.github.review(pull.number, by, 'APPROVE');
    const content = await this.contentOf(pull.headRef);
    pull.approvals.push({ id, by, at: this.at, content, live: true });
  }

  private async merge(index: number, method: (typeof METHODS)[number]): Promise<void> {
    const pull = this.openOne(index);
    if (pull === undefined) return;
    const [before, head] = [await this.contentOf(pull.base), await this.contentOf(pull.headRef)];
    const folder = await this.folderOf(pull.base);
    if (!(await isMergeable(() => this.stage.github.merge(pull.number, method)))) return;
    pull.merged = { at: this.at, before, head };
    if (pull.base !== 'main') return;
    const after = await this.contentOf('main');
    // A folder that moves brings every file of it.
    const isMoved = (await this.folderOf('main')) !== folder;
    for (const path of PATHS) if (isMoved || before[path] !== after[path]) this.brought.set(path, pull);
  }

  /** Sets every time in the newest comment back, so that an approval looks newer. */
  private async forge(index: number): Promise<void> {
    const pull = this.openOne(index);
    const comment = pull === undefined ? undefined : (await this.stage.github.comments(pull.number)).at(-1);
    if (comment === undefined) return;
    const body = comment.body.replace(/"times":\[[^\]]*\]/, (times) => times.replace(/\d{4}-/g, '2020-'));
    await this.stage.github.editComment(comment.id, 'alice', body);
    if (pull !== undefined) pull.isForged = true;
  }

  private async apply(): Promise<void> {
    const content = await this.contentOf('main');
    const { ledger } = this.stage.sandbox.world;
    const before = ledger.length;
    await this.stage.push();
    const changed = new Set(ledger.slice(before).map(({ resource }) => resource));
    for (const resource of changed) {
      const name = NAMES.find((one) => resource === `role/${one}`);
      const why = name === undefined ? 'no file is about it' : this.objection(name, content);
      if (why !== undefined) this.unaccounted.push({ name: resource, why });
      this.applied += 1;
    }
    for (const name of NAMES.filter((one) => changed.has(`role/${one}`))) {
      for (const pull of this.evidenceFor(name)) pull.applied.add(name);
    }
  }

  /** The last pull requests that brought a file, and the settings: no other says anything of it. */
  private evidenceFor(name: Name): readonly Pull[] {
    return [...new Set([this.brought.get(name), this.brought.get('settings')])].filter(
      (pull) => pull !== undefined,
    );
  }

  /** By what happened, without a look at any comment: why a change must not be; undefined where it may. */
  private objection(name: Name, content: Content): string | undefined {
    if (content[name] === '' && !/^delete: |^retire: delete/m.test(content.settings))
      return 'it was destroyed, and no file says so';
    const evidence = this.evidenceFor(name);
    // Settings that were merged before the file was are those of the base that it was merged into.
    const own = this.brought.get(name)?.merged?.at ?? 0;
    const judges = evidence.filter(({ merged }) => (merged?.at ?? 0) >= own);
    const guards = [content.settings, ...judges.map(({ merged }) => merged?.before.settings ?? '')];
    if (guards.every((text) => text.includes('requireReview: none'))) return undefined;
    const needsApproval = guards.some((text) => text.includes('requireReview: approval'));
    const reasons = evidence.map((pull) => this.objectionTo(pull, name, { content, needsApproval }));
    return reasons.includes(undefined) ? undefined : reasons.join('; ') || 'no pull request brought it';
  }

  private objectionTo(
    pull: Pull,
    name: Name,
    { content, needsApproval }: { readonly content: Content; readonly needsApproval: boolean },
  ): string | undefined {
    const { number, plans } = pull;
    if (pull.applied.has(name)) return `what #${number} shows was applied already`;
    if (pull.isForged) return `the comment of #${number} was edited`;
    const isShown = (plan: Pull['plans'][number]): boolean =>
      plan.content[name] === content[name] && plan.base === 'main';
    // Shown without a break since then.
    const since = plans[plans.findLastIndex((plan) => !isShown(plan)) + 1];
    if (since === undefined) return `#${number} does not show it`;
    if (!needsApproval) return undefined;
    const fits = pull.approvals.some(
      ({ by, at, content: approved, live }) =>
        live &&
        at > since.at &&
        !pull.writers.has(by) &&
        approved[name] === content[name] &&
        approved.settings === content.settings,
    );
    return fits ? undefined : `#${number} was not approved at that very content`;
  }

  private async changingNothing(run: () => Promise<unknown>): Promise<void> {
    const { ledger } = this.stage.sandbox.world;
    const before = ledger.length;
    await run();
    for (const { resource } of ledger.slice(before)) {
      this.unaccounted.push({ name: resource, why: 'a run that only reads changed it' });
    }
  }

  private async filesOf(branch: string): Promise<Readonly<Record<string, string>>> {
    const { github } = this.stage;
    return github.checkout(await github.head(branch).catch(() => github.head('main')));
  }

  private async folderOf(branch: string): Promise<string> {
    const path = Object.keys(await this.filesOf(branch)).find((one) => one.endsWith('/rolekeeper.yaml'));
    return path?.replace(/\/rolekeeper\.yaml$/, '') ?? 'desired';
  }

  private async contentOf(branch: string): Promise<Content> {
    const files = await this.filesOf(branch);
    const find = (name: string): string =>
      Object.entries(files).find(([path]) => path.endsWith(`/${name}.yaml`))?.[1] ?? '';
    return { one: find('one'), two: find('two'), settings: find('rolekeeper') };
  }

  private async editsOf(
    { path, text }: Edit,
    branch: string,
  ): Promise<Readonly<Record<string, string | undefined>>> {
    const folder = await this.folderOf(branch);
    if (path === 'settings') return { [`${folder}/rolekeeper.yaml`]: settings(GUARDS[text % GUARDS.length]) };
    if (path === 'drop' || path === 'retire') {
      const word = path === 'retire' ? 'retire: delete\n' : text % 2 === 0 ? 'delete: [two]\n' : '';
      const left = path === 'retire' ? [...NAMES] : (['two'] as const);
      const there = await this.contentOf(branch);
      return {
        [`${folder}/rolekeeper.yaml`]: settings(`${GUARDS[text % GUARDS.length] ?? ''}${word}`),
        ...Object.fromEntries(
          left.filter((name) => there[name] !== '').map((name) => [`${folder}/${name}.yaml`, undefined]),
        ),
      };
    }
    if (path !== 'folder') {
      const actions = ACTIONS.slice(0, 1 + (text % ACTIONS.length));
      return { [`${folder}/${path}.yaml`]: roleFile({ name: path, actions }) };
    }
    // Moved, with what the mover would like to slip in.
    const to = folder === 'desired' ? 'desired/prod' : 'desired';
    const { one, two } = await this.contentOf(branch);
    const left = Object.keys(await this.filesOf(branch)).filter(
      (one) => posix.dirname(one) === folder && one.endsWith('.yaml'),
    );
    return {
      ...Object.fromEntries(left.map((one) => [one, undefined])),
      [`${to}/rolekeeper.yaml`]: settings(GUARDS[text % GUARDS.length]),
      ...(one === ''
        ? {}
        : { [`${to}/one.yaml`]: text % 2 === 0 ? one : roleFile({ name: 'one', actions: ACTIONS }) }),
      ...(two === '' ? {} : { [`${to}/two.yaml`]: two }),
    };
  }
}

function personOf(index: number): Person {
  return PEOPLE[index % PEOPLE.length] ?? 'alice';
}

/** GitHub merges no conflict, and starts no run for a pull request that has one. */
async function isMergeable(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch (error) {
    if (error instanceof Error && /conflict/.test(error.message)) return false;
    throw error;
  }
}

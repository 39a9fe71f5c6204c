import { isDeepStrictEqual } from 'node:util';
import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { blockersOf, type AssessedPlan } from '../../../src/model/assessment.ts';
import { isActing } from '../../../src/model/plan.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { LedgerEntry } from '../../../src/sandbox/ledger.ts';
import type { World } from '../../../src/sandbox/world.ts';
import type { OpenWritableSession } from '../../../src/commands/session.ts';
import { openWritableSession } from '../in-process/sessions.ts';
import { interrupted } from '../interrupted-session.ts';
import { applyScope, planScope } from '../rehearsal.ts';
import { openAccount, type Account } from '../scenario/account.ts';
import { facetOf, isBeyondLastLook, writesTheSame } from './another-writer.ts';
import { bringIntoTrouble, isOfCreation } from './bring-into-trouble.ts';
import type { DriftOf } from './chapter.ts';
import { chaptersOf, scopeAfter, scopeBefore, type Story } from './story.ts';
import { callsOf, OUTSIDERS } from './tampering-calls.ts';
import { carryOutByHand, waysOut } from './way-out.ts';

/** More ways out in a row than any trouble needs. */
const MOST_ROUNDS = 5;

/** What a story came to. */
export interface Ending {
  /** Undefined when the first apply went well, as it must. */
  readonly failedBefore: readonly string[] | undefined;
  /** Unique ids by address, when everything was tampered with and in the end. */
  readonly idsBefore: Identities;
  readonly idsAfter: Identities;
  /** What apply planned before it did anything, without faults. */
  readonly plannedFirst: AssessedPlan;
  /** What became of the run that met the faults; undefined when there were none, or it ended early. */
  readonly faulty: ApplyResult | undefined;
  /** What that first apply wrote while another wrote too: what its plan left alone, or what the other had just written. */
  readonly unplanned: readonly string[];
  /** Applied without faults; after each round, what rolekeeper said to do is done by hand. */
  readonly rounds: readonly Round[];
  /** Applied once more: it must find nothing to do. */
  readonly again: ApplyResult;
  readonly plan: AssessedPlan;
  /** Every change of IAM that rolekeeper made since the tampering. */
  readonly changes: readonly LedgerEntry[];
  /** Templates that it sent since then. */
  readonly templates: readonly SentTemplate[];
  /** How the stacks that are left stand, by name. */
  readonly stacks: ReadonlyMap<string, { readonly status: string; readonly template: string }>;
}

export interface Round {
  readonly result: ApplyResult;
  readonly plan: AssessedPlan;
  /** What it told the user to run, by integration. */
  readonly waysOut: ReadonlyMap<string, readonly string[]>;
}

export interface SentTemplate {
  readonly stackName: string;
  readonly type: string;
  readonly body: string;
}

export type Identities = ReadonlyMap<string, string>;

/** Lets a story happen in an account of its own. */
export async function tellStory(story: Story, look?: (world: World) => void): Promise<Ending> {
  const account = await openAccount({ switches: story.switches });
  try {
    return await happen(story, account);
  } finally {
    look?.(account.sandbox.world);
    await account.sandbox.close();
  }
}

async function happen(story: Story, account: Account): Promise<Ending> {
  const { world } = account.sandbox;
  const failedBefore = await begin(story, account);
  for (const call of story.tampering.flatMap(callsOf)) {
    await account.call(call).catch(() => undefined);
  }

  const scope = scopeAfter(story, driftIn(await planAtLeisure(scopeAfter(story))));
  const idsBefore = identities(world);
  const log = new WriteLog(world);
  const plannedFirst = await planAtLeisure(scope);
  const other = new Set<LedgerEntry>();
  const unplanned =
    story.meanwhile === undefined
      ? []
      : await log.during(() => applyDisturbed(scope, story, account, plannedFirst, other), other);
  const faulty =
    story.faults.length > 0 ? await log.during(() => applyWithFaults(scope, story, account)) : undefined;
  const rounds: Round[] = [];
  for (let count = 0; count < MOST_ROUNDS; count += 1) {
    const result = await log.during(() => apply(scope, story));
    const plan = await planAtLeisure(scope);
    const out = waysOut(result, plan);
    rounds.push({ result, plan, waysOut: out });
    if (out.size === 0 && !isFreed(result, plan)) break;
    for (const command of [...out.values()].flat()) {
      await carryOutByHand(command, account).catch(() => undefined);
    }
    await planAtLeisure(scope);
  }
  const idsAfter = identities(world);
  for (const { resource } of other) idsBefore.delete(resource.toLowerCase());
  const again = await log.during(() => apply(scope, story));
  const plan = await planScope(scope);
  const standing = world.cloudFormation.stacks.filter((one) => one.deletedAt === undefined);
  return {
    failedBefore: failedBefore.length === 0 ? undefined : failedBefore,
    idsBefore,
    idsAfter,
    plannedFirst,
    faulty,
    unplanned,
    rounds,
    again,
    plan,
    changes: log.changes,
    templates: log.templates,
    stacks: new Map(
      standing.map((one) => [one.name, { status: one.status, template: one.deployment?.template ?? '' }]),
    ),
  };
}

function apply(
  scope: Scope,
  { parallel }: Story,
  open: OpenWritableSession = openWritableSession,
  meanwhile?: () => Promise<unknown>,
): Promise<ApplyResult> {
  return applyScope(scope, open, {}, meanwhile, parallel);
}

/** Whether what another integration did in this round has freed one that was blocked: the next run applies it. */
function isFreed({ outcomes }: ApplyResult, { integrations }: AssessedPlan): boolean {
  const left = outcomes.filter(({ outcome }) => outcome === 'blocked' || outcome === 'failed');
  return integrations.some(
    (one) =>
      left.some(({ integration }) => integration === one.integration) &&
      blockersOf(one).length === 0 &&
      one.entries.some(isActing),
  );
}

/** What was applied first, and what went wrong with it. */
async function begin(story: Story, account: Account): Promise<readonly string[]> {
  for (const call of OUTSIDERS) await account.call(call);
  const chapters = chaptersOf(story);
  const troubled = chapters.filter(([, chapter]) => isOfCreation(chapter)).map(([name]): string => name);
  const all = scopeBefore(story);
  const calm = { ...all, integrations: all.integrations.filter(({ name }) => !troubled.includes(name)) };
  const { outcomes } = await apply(calm, story);
  for (const [name, chapter] of chapters) await bringIntoTrouble(chapter, name, account);
  return outcomes.flatMap((one) => (one.outcome === 'failed' ? [one.message] : []));
}

/**
 * Applies while another writer does something. Between the last look at a resource and the end of the change set that
 * writes it another's edit of it can be lost; at any other time nothing may be.
 */
async function applyDisturbed(
  scope: Scope,
  story: Story,
  account: Account,
  { integrations }: AssessedPlan,
  other: Set<LedgerEntry>,
): Promise<readonly string[]> {
  const { world } = account.sandbox;
  const { at, writes } = story.meanwhile ?? { at: 0, writes: 'another run' };
  let isPlanned = false;
  let count = 0;
  let isTooLate = false;
  const act = async (): Promise<void> => {
    const before = world.ledger.length;
    const was = world.iam.save();
    if (writes === 'another run') await applyScope(scopeBefore(story)).catch(named);
    else for (const call of callsOf(writes)) await account.call(call).catch(() => undefined);
    // What has set a value to what it was before is not to be seen, and nothing of it can be lost.
    if (writes !== 'another run' && isDeepStrictEqual(world.iam.save(), was)) isTooLate = true;
    for (const entry of world.ledger.slice(before)) other.add(entry);
  };
  const beforeEach = async (request: string): Promise<void> => {
    if (!isPlanned) return;
    count += 1;
    if (count !== at) return;
    isTooLate = isBeyondLastLook(request, world);
    await act();
  };
  const open: OpenWritableSession = async (settings) =>
    interrupted(await openWritableSession(settings), beforeEach);
  const begin = world.ledger.length;
  await apply(scope, story, open, () => Promise.resolve((isPlanned = true))).catch(named);
  const own = world.ledger.slice(begin).filter((entry) => !other.has(entry));
  const after = await planAtLeisure(scope);
  const alone = new Set(
    integrations.flatMap(({ entries }) =>
      entries.filter(({ action }) => action === 'none').map(({ address }) => address.toLowerCase()),
    ),
  );
  const reverted = new Set(
    integrations.flatMap(({ entries }) =>
      entries.filter(({ cause }) => cause === 'drift').map(({ address }) => address.toLowerCase()),
    ),
  );
  const theirs = new Set(
    [...other].filter(({ resource }) => !reverted.has(resource.toLowerCase())).map(facetOf),
  );
  const last = Math.max(0, ...[...other].map(({ number }) => number));
  return [
    ...own
      .filter(
        (entry) =>
          alone.has(entry.resource.toLowerCase()) &&
          !(writesTheSame(entry, other, world) && isLeftAlone(entry.resource, after)),
      )
      .map(({ operation, resource }) => `${resource} is left alone by the plan, and had ${operation}`),
    ...own
      .filter(
        (entry) =>
          !isTooLate && writes !== 'another run' && entry.number > last && theirs.has(facetOf(entry)),
      )
      .map(
        ({ operation, resource }) => `${resource} had ${operation} after another writer's edit of the same`,
      ),
  ];
}

/** Whether a plan leaves a resource alone. */
function isLeftAlone(resource: string, { integrations }: AssessedPlan): boolean {
  const entries = integrations.flatMap((one) => one.entries);
  return entries.some(
    ({ address, action }) => address.toLowerCase() === resource.toLowerCase() && action === 'none',
  );
}

async function applyWithFaults(
  scope: Scope,
  story: Story,
  account: Account,
): Promise<ApplyResult | undefined> {
  for (const fault of story.faults) account.sandbox.inject(fault);
  const result = await apply(scope, story).catch(named);
  account.sandbox.world.faults.clear();
  await planAtLeisure(scope);
  return result;
}

/** What a file can hold of the drift that a plan shows. */
function driftIn({ integrations }: AssessedPlan): DriftOf {
  const entries = integrations.flatMap((integration) => integration.entries);
  return ({ address, field }) => {
    const entry = entries.find((one) => one.address === address);
    if (field === undefined) return entry?.fingerprint;
    return entry?.changes.find((change) => change.field === field)?.fingerprint;
  };
}

/** Between two runs passes enough time for IAM to tell everywhere what was written. */
async function planAtLeisure(scope: Scope): Promise<AssessedPlan> {
  await planScope(scope);
  return planScope(scope);
}

/** A run may fail in our own words only. */
function named(error: unknown): undefined {
  if (!(error instanceof RolekeeperError)) throw error;
  return undefined;
}

/** What rolekeeper writes, and not what is done by hand in between. */
class WriteLog {
  readonly changes: LedgerEntry[] = [];
  readonly templates: SentTemplate[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** @param other what is written meanwhile, and not by the run */
  async during<T>(run: () => Promise<T>, other: ReadonlySet<LedgerEntry> = new Set()): Promise<T> {
    const { ledger, requests } = this.#world;
    const [changed, sent] = [ledger.length, requests.length];
    const result = await run();
    this.changes.push(...ledger.slice(changed).filter((entry) => !other.has(entry)));
    for (const { action, parameters } of requests.slice(sent)) {
      if (action !== 'CreateChangeSet') continue;
      const { StackName = '', ChangeSetType = '', TemplateBody = '' } = parameters;
      this.templates.push({ stackName: StackName, type: ChangeSetType, body: TemplateBody });
    }
    return result;
  }
}

function identities({ iam }: World): Map<string, string> {
  const of = (kind: string, records: ReadonlyMap<string, { readonly id: string }>): [string, string][] =>
    [...records].map(([key, record]) => [`${kind}/${key}`, record.id]);
  return new Map([
    ...of('role', iam.roles),
    ...of('user', iam.users),
    ...of('group', iam.groups),
    ...of('managed-policy', iam.policies),
    ...of('instance-profile', iam.instanceProfiles),
  ]);
}

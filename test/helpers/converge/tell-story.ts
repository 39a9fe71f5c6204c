import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { LedgerEntry } from '../../../src/sandbox/ledger.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { applyScope, planScope } from '../rehearsal.ts';
import { openAccount, type Account } from '../scenario/account.ts';
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
  const faulty =
    story.faults.length > 0 ? await log.during(() => applyWithFaults(scope, story, account)) : undefined;
  const rounds: Round[] = [];
  for (let count = 0; count < MOST_ROUNDS; count += 1) {
    const result = await log.during(() => applyScope(scope));
    const plan = await planAtLeisure(scope);
    const out = waysOut(result, plan);
    rounds.push({ result, plan, waysOut: out });
    if (out.size === 0) break;
    for (const command of [...out.values()].flat()) {
      await carryOutByHand(command, account).catch(() => undefined);
    }
    await planAtLeisure(scope);
  }
  const idsAfter = identities(world);
  const again = await log.during(() => applyScope(scope));
  const plan = await planScope(scope);
  const standing = world.cloudFormation.stacks.filter((one) => one.deletedAt === undefined);
  return {
    failedBefore: failedBefore.length === 0 ? undefined : failedBefore,
    idsBefore,
    idsAfter,
    plannedFirst,
    faulty,
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

/** What was applied first, and what went wrong with it. */
async function begin(story: Story, account: Account): Promise<readonly string[]> {
  for (const call of OUTSIDERS) await account.call(call);
  const chapters = chaptersOf(story);
  const troubled = chapters.filter(([, chapter]) => isOfCreation(chapter)).map(([name]): string => name);
  const all = scopeBefore(story);
  const calm = { ...all, integrations: all.integrations.filter(({ name }) => !troubled.includes(name)) };
  const { outcomes } = await applyScope(calm);
  for (const [name, chapter] of chapters) await bringIntoTrouble(chapter, name, account);
  return outcomes.flatMap((one) => (one.outcome === 'failed' ? [one.message] : []));
}

async function applyWithFaults(
  scope: Scope,
  story: Story,
  account: Account,
): Promise<ApplyResult | undefined> {
  for (const fault of story.faults) account.sandbox.inject(fault);
  const result = await applyScope(scope).catch(named);
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

  async during<T>(run: () => Promise<T>): Promise<T> {
    const { ledger, requests } = this.#world;
    const [changed, sent] = [ledger.length, requests.length];
    const result = await run();
    this.changes.push(...ledger.slice(changed));
    for (const { action, parameters } of requests.slice(sent)) {
      if (action !== 'CreateChangeSet') continue;
      const { StackName = '', ChangeSetType = '', TemplateBody = '' } = parameters;
      this.templates.push({ stackName: StackName, type: ChangeSetType, body: TemplateBody });
    }
    return result;
  }
}

function identities({ iam }: World): Identities {
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

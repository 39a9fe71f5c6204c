import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { LedgerEntry } from '../../../src/sandbox/ledger.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { applyScope, planScope } from '../rehearsal.ts';
import { openAccount, type Account } from '../scenario/account.ts';
import { scopeAfter, scopeBefore, type Story } from './story.ts';
import { callsOf, OUTSIDERS } from './tampering-calls.ts';

/** What a story came to. */
export interface Ending {
  /** Undefined when the first apply went well, as it must. */
  readonly failedBefore: readonly string[] | undefined;
  /** Unique ids by address, when everything was tampered with and in the end. */
  readonly idsBefore: Identities;
  readonly idsAfter: Identities;
  /** What apply planned before it did anything, without faults. */
  readonly plannedFirst: Plan;
  readonly last: ApplyResult;
  /** Applied once more: it must find nothing to do. */
  readonly again: ApplyResult;
  readonly plan: Plan;
  /** Every change of IAM since the tampering. */
  readonly changes: readonly LedgerEntry[];
  /** Templates that were sent since then, but those of imports, whose very purpose is to have live values. */
  readonly templates: readonly string[];
  readonly stackStatus: string | undefined;
  readonly transient: boolean;
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
  for (const call of OUTSIDERS) await account.call(call);
  const created = await applyScope(scopeBefore(story));
  const failedBefore = created.outcomes.flatMap((one) => (one.outcome === 'failed' ? [one.message] : []));
  for (const call of story.tampering.flatMap(callsOf)) {
    await account.call(call).catch(() => undefined);
  }

  const scope = scopeAfter(story);
  const idsBefore = identities(world);
  const [ledgerBefore, requestsBefore] = [world.ledger.length, world.requests.length];
  const plannedFirst = await planAtLeisure(scope);
  if (story.faults.length > 0) {
    for (const fault of story.faults) account.sandbox.inject(fault);
    await applyScope(scope).catch(named);
    world.faults.clear();
    await planAtLeisure(scope);
  }
  const last = await applyScope(scope);
  const idsAfter = identities(world);
  const again = await applyScope(scope);
  const plan = await planScope(scope);
  const sent = world.requests.slice(requestsBefore).filter(({ action }) => action === 'CreateChangeSet');
  const stack = [...world.cloudFormation.stacks.values()].find(
    (one) => one.name === 'rolekeeper-i' && one.deletedAt === undefined,
  );
  return {
    failedBefore: failedBefore.length === 0 ? undefined : failedBefore,
    idsBefore,
    idsAfter,
    plannedFirst,
    last,
    again,
    plan,
    changes: world.ledger.slice(ledgerBefore),
    templates: sent
      .filter(({ parameters }) => parameters['ChangeSetType'] !== 'IMPORT')
      .map(({ parameters }) => parameters['TemplateBody'] ?? ''),
    stackStatus: stack?.status,
    transient: (stack?.deployment?.template ?? '').includes('"transient"'),
  };
}

/** Between two runs passes enough time for IAM to tell everywhere what was written. */
async function planAtLeisure(scope: Scope): Promise<Plan> {
  await planScope(scope);
  return planScope(scope);
}

/** A run may fail in our own words only. */
function named(error: unknown): void {
  if (!(error instanceof RolekeeperError)) throw error;
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

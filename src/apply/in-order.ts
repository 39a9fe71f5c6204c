import type { IntegrationOutcome } from '../model/apply-result.ts';
import { isActing, type PlanEntry } from '../model/plan.ts';
import type { Part } from './apply-integration.ts';
import { orderOf, type Circle, type Need } from './order.ts';
import type { ApplyPorts, ReadPlan } from './ports.ts';

/** Applies an integration, or a part of it, when there is room for one more stack. */
export type ApplyPart = (name: string, read: ReadPlan, part?: Part) => Promise<IntegrationOutcome>;

/**
 * Applies integrations, those that make something before those that refer to it. What needs something of one that
 * failed or was left alone is held back: CloudFormation would make it and take it away again.
 */
export async function inOrder(
  names: readonly string[],
  planned: ReadPlan,
  ports: ApplyPorts,
  run: ApplyPart,
): Promise<readonly IntegrationOutcome[]> {
  const order = orderOf(planned);
  const outcomeOf = once(async (name: string): Promise<IntegrationOutcome> => {
    const place = order.get(name);
    if (place === undefined || !acts(name, planned)) return run(name, planned);
    if (place.circle !== undefined) return inCircle(name, place.circle);
    return (await heldBack(name, place.needs, outcomeOf)) ?? run(name, planned);
  });
  /** What became of a member of a circle when it has made what belongs to a stage. */
  const afterStage = once(async (name: string, number: number): Promise<IntegrationOutcome> => {
    const { needs = [], circle } = order.get(name) ?? {};
    const stage = circle?.stages[number];
    const part: Part = stage === undefined ? {} : { stage };
    if (number === 0) return (await heldBack(name, needs, outcomeOf)) ?? run(name, planned, part);
    const before = await afterStage(name, number - 1);
    if (isMissing(before) || stage === undefined || !entriesOf(name, planned).some(stage.isIn)) return before;
    return withThoseBefore(before, await runAnew(name, part));
  });
  /** Integrations that need each other are made stage by stage; then each does the rest. */
  const inCircle = async (name: string, { members, stages }: Circle): Promise<IntegrationOutcome> => {
    for (const number of stages.keys()) {
      const others = await Promise.all(members.map((member) => afterStage(member, number)));
      const own = await afterStage(name, number);
      if (isMissing(own)) return own;
      const failed = others.find(isMissing);
      if (failed !== undefined)
        return heldBackBy(name, `${failed.integration}, which needs it too`, failed, own);
    }
    return withThoseBefore(await afterStage(name, stages.length - 1), await runAnew(name, {}));
  };
  const runAnew = async (name: string, part: Part): Promise<IntegrationOutcome> => {
    const acting = entriesOf(name, planned).filter(isActing);
    const wanted = acting.map(({ address }) => address);
    const read = await ports.readState([name], () => wanted, { stacks: true, resources: true });
    return run(name, read, { ...part, shown: planned.plan });
  };
  return Promise.all(names.map((name) => outcomeOf(name)));
}

async function heldBack(
  name: string,
  needs: readonly Need[],
  outcomeOf: (name: string) => Promise<IntegrationOutcome>,
): Promise<IntegrationOutcome | undefined> {
  for (const need of needs) {
    if (need.left !== undefined) return heldBackForGood(name, need, need.left);
    const { provider, address } = need;
    const outcome = await outcomeOf(provider);
    if (isMissing(outcome)) return heldBackBy(name, `${address} of ${provider}`, outcome);
  }
  return undefined;
}

/** What it needs is made by no integration of this run. */
function heldBackForGood(
  name: string,
  { provider, address }: Need,
  left: 'observed' | 'not planned',
): IntegrationOutcome {
  const [why, wayOut] =
    left === 'observed'
      ? ['only observed', `make it by hand, or take "observe: true" out of the file of ${provider}`]
      : ['no part of this run', `apply ${provider} first, or both at once`];
  return {
    outcome: 'failed',
    integration: name,
    reason: 'blocked',
    message: `${name} is held back: it needs ${address} of ${provider}, which does not exist, and ${provider} is ${why}`,
    hint: `${wayOut}; nothing of ${name} was changed`,
    known: 'not-started',
  };
}

/** @param own what was made of the integration that waits, before the one it needs failed. */
function heldBackBy(
  name: string,
  what: string,
  provider: IntegrationOutcome,
  own?: IntegrationOutcome,
): IntegrationOutcome {
  const failed = provider.outcome === 'failed' ? provider : undefined;
  const because = failed === undefined ? 'is blocked' : `failed: ${failed.message}`;
  // A row of a thousand that wait for each other: each says what it needs, and what is at the beginning.
  const heldBack = failed?.heldBack ?? { by: provider.integration, because };
  const why =
    failed?.heldBack === undefined ? because : `waits for ${heldBack.by}, which ${heldBack.because}`;
  const done =
    own?.outcome === 'applied'
      ? `what ${name} can have without it is made, and the next apply does the rest`
      : `nothing of ${name} was changed`;
  return {
    outcome: 'failed',
    integration: name,
    reason: failed?.reason ?? 'blocked',
    message: `${name} is held back: it needs ${what}, and ${provider.integration} ${why}`,
    hint: `resolve what is reported of ${heldBack.by}, and apply again; ${done}`,
    heldBack,
    ...(own?.outcome === 'applied' ? {} : { known: 'not-started' }),
  };
}

function isMissing({ outcome }: IntegrationOutcome): boolean {
  return outcome === 'failed' || outcome === 'blocked';
}

/** What became of an integration whose change sets were executed in parts. */
function withThoseBefore(before: IntegrationOutcome, outcome: IntegrationOutcome): IntegrationOutcome {
  if (before.outcome !== 'applied') return outcome;
  if (outcome.outcome === 'unchanged') return before;
  if (outcome.outcome !== 'applied') return outcome;
  return { ...outcome, changeSets: outcome.changeSets + before.changeSets };
}

function entriesOf(name: string, { plan }: ReadPlan): readonly PlanEntry[] {
  return plan.integrations.find(({ integration }) => integration === name)?.entries ?? [];
}

function acts(name: string, { plan }: ReadPlan): boolean {
  const found = plan.integrations.find(({ integration }) => integration === name);
  return found !== undefined && !found.observed && found.entries.some(isActing);
}

/** The same promise for the same arguments. */
function once<A extends readonly (string | number)[], T>(
  make: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const known = made.get(key);
    if (known !== undefined) return known;
    const next = make(...args);
    made.set(key, next);
    return next;
  };
}

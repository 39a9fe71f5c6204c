import type { Address } from '../model/address.ts';
import type { IntegrationOutcome } from '../model/apply-result.ts';
import { isActing } from '../model/plan.ts';
import type { Part } from './apply-integration.ts';
import { orderOf, type Need, type Place } from './order.ts';
import type { ApplyPorts, ReadPlan } from './ports.ts';

/** Applies an integration, or a part of it, when there is room for one more stack. */
export type RunPart = (name: string, read: ReadPlan, part?: Part) => Promise<IntegrationOutcome>;

/**
 * Applies integrations, those that make something before those that refer to it. What needs something of one that
 * failed or was left alone is held back: CloudFormation would make it and take it away again.
 */
export async function inOrder(
  names: readonly string[],
  planned: ReadPlan,
  ports: ApplyPorts,
  run: RunPart,
): Promise<readonly IntegrationOutcome[]> {
  const order = orderOf(planned);
  const begun = new Map<string, Promise<IntegrationOutcome>>();
  const early = new Map<string, Promise<IntegrationOutcome>>();
  const outcomeOf = once(begun, async (name) => {
    const place = order.get(name);
    if (place === undefined || !acts(name, planned)) return run(name, planned);
    const held = await heldBack(name, place.needs, outcomeOf);
    if (held !== undefined) return held;
    return place.circle === undefined ? run(name, planned) : inCircle(name, place);
  });
  const earlyOf = once(early, async (name) => {
    const circle = order.get(name)?.circle;
    return run(name, planned, ...(circle === undefined ? [] : [{ part: 'early', circle } as const]));
  });
  const inCircle = async (name: string, { circle }: Place): Promise<IntegrationOutcome> => {
    const first = await Promise.all((circle?.members ?? []).map(earlyOf));
    const own = await earlyOf(name);
    if (own.outcome === 'failed' || own.outcome === 'blocked') return own;
    const failed = first.find(isMissing);
    if (failed !== undefined) return heldBackBy(name, `${failed.integration}, which needs it too,`, failed);
    const read = await ports.readState([name], () => actingIn(name, planned), 'anew');
    const rest = await run(name, read, { part: 'late', shown: planned.plan });
    const before = own.outcome === 'applied' ? own.changeSets : 0;
    if (rest.outcome === 'applied') return { ...rest, changeSets: rest.changeSets + before };
    return rest.outcome === 'unchanged' && own.outcome === 'applied' ? own : rest;
  };
  return Promise.all(names.map(outcomeOf));
}

async function heldBack(
  name: string,
  needs: readonly Need[],
  outcomeOf: (name: string) => Promise<IntegrationOutcome>,
): Promise<IntegrationOutcome | undefined> {
  for (const { provider, address } of needs) {
    const outcome = await outcomeOf(provider);
    if (isMissing(outcome)) return heldBackBy(name, `${address} of ${provider}`, outcome);
  }
  return undefined;
}

function heldBackBy(name: string, what: string, provider: IntegrationOutcome): IntegrationOutcome {
  const failed = provider.outcome === 'failed' ? provider : undefined;
  const why = failed === undefined ? 'is blocked' : `failed: ${failed.message}`;
  return {
    outcome: 'failed',
    integration: name,
    reason: failed?.reason ?? 'blocked',
    message: `${name} is held back: it needs ${what}, and ${provider.integration} ${why}`,
    hint: `solve what stands of ${provider.integration}, and apply again; nothing of ${name} was changed`,
  };
}

function isMissing({ outcome }: IntegrationOutcome): boolean {
  return outcome === 'failed' || outcome === 'blocked' || outcome === 'observed';
}

function actingIn(name: string, { plan }: ReadPlan): readonly Address[] {
  const entries = plan.integrations.find(({ integration }) => integration === name)?.entries ?? [];
  return entries.filter(isActing).map(({ address }) => address);
}

function acts(name: string, { plan }: ReadPlan): boolean {
  const found = plan.integrations.find(({ integration }) => integration === name);
  return found !== undefined && !found.observed && found.entries.some(isActing);
}

function once<T>(
  made: Map<string, Promise<T>>,
  make: (name: string) => Promise<T>,
): (name: string) => Promise<T> {
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const next = make(name);
    made.set(name, next);
    return next;
  };
}

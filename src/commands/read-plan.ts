import { addressKey, type Address } from '../model/address.ts';
import type { Scope } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { kindSpec } from '../kinds/registry.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { readLive } from '../live/read-live.ts';
import { readOwners } from '../live/owners.ts';
import { readApplied } from '../live/read-stacks.ts';
import { buildPlan, questions } from '../plan/build-plan.ts';
import type { Answers, PlanInput } from '../plan/input.ts';
import type { Session } from './session.ts';

export interface PlanRequest {
  readonly scope: Scope;
  readonly session: Session;
  /** The integrations that the command is about; all when absent. */
  readonly only?: readonly string[];
  /** `all` reads the whole account, and so finds what nobody declares. */
  readonly live: 'all' | 'wanted';
  /** Resources to read besides those that a file declares or a stack has, e.g. those that were just deleted. */
  readonly also?: readonly Address[];
  readonly today: string;
}

/** Reads both sides and plans. Changes nothing: the session has no mutating operation in it. */
export async function readPlan(request: PlanRequest): Promise<ReadPlan> {
  const { scope, session, only } = request;
  const applied = await readApplied(session.stacks, scope.settings, only ?? 'all', parseApplied);
  const wanted = [
    ...scope.integrations.flatMap((integration) => integration.resources.map((item) => item.resource)),
    ...(applied.known ? applied.stacks.flatMap((stack) => stack.resources.map((item) => item.resource)) : []),
  ].map(addressOfResource);
  const unique = [
    ...new Map([...wanted, ...(request.also ?? [])].map((item) => [addressKey(item), item])).values(),
  ];
  const live = await readLive(session.iam, request.live === 'all' ? 'all' : unique, unique);
  const endpoint = session.endpoint();
  const input: PlanInput = {
    scope,
    applied,
    live,
    source: endpoint === undefined ? { kind: 'iam' } : { kind: 'iam', endpoint },
    ...(only === undefined ? {} : { only }),
    today: request.today,
    ownArns: session.ownArns,
  };
  return { plan: buildPlan(input, await ask(input, session)), input };
}

async function ask(input: PlanInput, session: Session): Promise<Answers> {
  const asked = questions(input);
  const resources = asked.map(({ kind, physicalId }) => ({
    type: kindSpec(kind).cloudFormationType,
    physicalId,
  }));
  const owners = await readOwners(session.stacks, resources);
  return Object.fromEntries(asked.map(({ address }, index) => [addressKey(address), owners[index]]));
}

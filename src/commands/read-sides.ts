import { addressKey, type Address } from '../model/address.ts';
import type { Applied } from '../model/applied.ts';
import { declaredBy, type Scope } from '../model/integration.ts';
import type { Plan } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import type { StackRow } from '../model/stack-reader.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { nameKey, namesOf, wordsNaming } from '../cloudformation/references.ts';
import { ComingAddresses } from '../live/coming-addresses.ts';
import { readAhead } from '../live/read-ahead.ts';
import { readLive } from '../live/read-live.ts';
import { appliedIn } from '../live/read-stacks.ts';
import { whileUnmoved } from '../live/unmoved-stacks.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { fromTemplates } from '../plan/create-only.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';
import type { Session } from './session.ts';

/** What a plan is read from. */
export interface SidesRequest {
  readonly scope: Scope;
  readonly session: Session;
  readonly today: string;
  /** The integrations that the command is about; all when absent. */
  readonly only?: readonly string[];
  /** `all` reads the whole account, and so finds what is not declared. */
  readonly live: 'all' | 'wanted';
}

/** Reads the stacks and IAM, and compares: both sides as they were at one time, where anything hangs on that. */
export function readSides(request: SidesRequest): Promise<ReadPlan> {
  return whileUnmoved(
    request.session.stacks,
    request.scope.settings,
    request.only ?? 'all',
    (rows) => readWith(rows, request),
    ({ plan }) => doubtfulIn(plan),
  );
}

/** Integrations with anything that looks like drift, or that exists and is in no stack. */
function doubtfulIn({ integrations }: Plan): readonly string[] {
  return integrations
    .filter(({ entries }) => entries.some(({ action, drift }) => drift !== undefined || action === 'adopt'))
    .map(({ integration }) => integration);
}

/** Both sides. What is read comes after the rows of the stacks, so that these tell whether any of it can have moved. */
async function readWith(rows: readonly StackRow[], request: SidesRequest): Promise<ReadPlan> {
  const { scope, session, only, today } = request;
  // What the files declare is known before the templates are read; of some integrations, single reads may be all.
  const ahead =
    request.live === 'all'
      ? 'all'
      : only === undefined
        ? ComingAddresses.of(declaredBy(scope.integrations))
        : undefined;
  const iam = ahead === undefined ? session.iam : readAhead(session.iam, ahead);
  const applied = await appliedIn(rows, session.stacks, scope.settings, parseApplied);
  const wanted = wantedIn(scope, applied, only);
  const live = await readLive(iam, request.live === 'all' ? 'all' : wanted, wanted, fromTemplates(applied));
  const endpoint = session.endpoint();
  const input: PlanInput = {
    scope,
    applied,
    live,
    source: { kind: 'iam', endpoint },
    ...(only === undefined ? {} : { only }),
    today,
    ownArns: session.ownArns,
    catalogue: await readCatalogue(),
  };
  return { plan: buildPlan(input), input };
}

/** What the integrations declare, have applied or are to delete, and what their resources name of other files. */
function wantedIn(
  { integrations, settings }: Scope,
  applied: Applied,
  only: readonly string[] | undefined,
): readonly Address[] {
  const own = integrations.filter(({ name }) => only?.includes(name) ?? true);
  const stacks = applied.known ? applied.stacks : [];
  const resources = [...own, ...stacks].flatMap((side) => side.resources.map(({ resource }) => resource));
  const words = new Set(
    only === undefined ? [] : resources.flatMap((one) => [...wordsNaming(one)].map(nameKey)),
  );
  const named = integrations
    .flatMap((integration) => integration.resources.map(({ resource }) => resource))
    .filter((one) => namesOf(one, settings).some((text) => words.has(text)));
  const doomed = [
    ...own.flatMap((integration) => integration.delete),
    ...stacks.flatMap((one) => one.doomed ?? []),
  ];
  const addresses = [...[...resources, ...named].map(addressOfResource), ...doomed];
  return [...new Map(addresses.map((address) => [addressKey(address), address])).values()];
}

import { addressKey, type Address } from '../model/address.ts';
import type { Applied } from '../model/applied.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import type { Plan } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import type { StackRow } from '../model/stack-reader.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { namesOf, wordsNaming } from '../cloudformation/block.ts';
import { readAhead } from '../live/read-ahead.ts';
import { readLive } from '../live/read-live.ts';
import { appliedIn, rowsOf } from '../live/read-stacks.ts';
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

/** Readings before a run gives up on stacks that do not stand still; another apply takes longer than one reading. */
const MOST_READINGS = 3;

/**
 * Reads the stacks and IAM, and compares. A stack that another run changes in between has one side from before and one from
 * after, and its work would be called drift: where anything looks like drift, or exists and is in no stack, the stacks are
 * asked for once more, and where one of them has moved, all is read again.
 *
 * @throws RolekeeperError `stack-busy` when they move at each reading
 */
export async function readSides(request: SidesRequest): Promise<ReadPlan> {
  const { stacks } = request.session;
  const prefix = request.scope.settings.stackPrefix;
  let moved: readonly string[] = [];
  for (let count = 0; count < MOST_READINGS; count += 1) {
    const rows = await rowsOf(stacks, prefix, request.only ?? 'all');
    const read = await readWith(rows, request);
    const doubtful = doubtfulIn(read.plan);
    if (doubtful.length === 0) return read;
    moved = movedBetween(
      rows,
      await rowsOf(stacks, prefix, doubtful),
      new Set(doubtful.map((name) => prefix + name)),
    );
    if (moved.length === 0) return read;
  }
  throw new RolekeeperError('stack-busy', `${moved.join(', ')} changed each time that the account was read`, {
    hint: 'another run is at work on it: run again when that has ended',
  });
}

/** Integrations with anything that another run may have done since the stacks were read. */
function doubtfulIn({ integrations }: Plan): readonly string[] {
  return integrations
    .filter(({ entries }) => entries.some(({ action, drift }) => drift !== undefined || action === 'adopt'))
    .map(({ integration }) => integration);
}

/** The stacks, of these names, that are not as they were. */
function movedBetween(
  before: readonly StackRow[],
  after: readonly StackRow[],
  names: ReadonlySet<string>,
): readonly string[] {
  const textsOf = (rows: readonly StackRow[]): ReadonlyMap<string, string> =>
    new Map(
      rows.map(({ stackName, stackId, status, lastUpdated, operations = [] }) => [
        stackName,
        [stackId, status, lastUpdated, ...operations].join(' '),
      ]),
    );
  const [then, now] = [textsOf(before), textsOf(after)];
  return [...names].filter((name) => then.get(name) !== now.get(name));
}

/** Both sides. What is read comes after the rows of the stacks, so that these tell whether any of it can have moved. */
async function readWith(rows: readonly StackRow[], request: SidesRequest): Promise<ReadPlan> {
  const { scope, session, only, today } = request;
  // What the files declare is known before the templates are read; of some integrations, single reads may be all.
  const ahead = request.live === 'all' ? 'all' : only === undefined ? declaredIn(scope) : undefined;
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

function declaredIn({ integrations }: Scope): readonly Address[] {
  return integrations.flatMap(({ resources }) =>
    resources.map(({ resource }) => addressOfResource(resource)),
  );
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
  const words = new Set(only === undefined ? [] : resources.flatMap((one) => [...wordsNaming(one)]));
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

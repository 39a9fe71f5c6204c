import { addressKey, type Address } from '../model/address.ts';
import type { Applied } from '../model/applied.ts';
import { applicableIn, assessedPlan, type AssessedPlan, type Assessment } from '../model/assessment.ts';
import type { Scope } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { assess, type Evidence } from '../assess/assess.ts';
import { guardsOf } from '../assess/guards.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { namesOf, wordsNaming } from '../cloudformation/block.ts';
import { readAhead } from '../live/read-ahead.ts';
import { readLive } from '../live/read-live.ts';
import { readApplied } from '../live/read-stacks.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { fromTemplates } from '../plan/create-only.ts';
import type { PlanInput } from '../plan/input.ts';
import { runLookups } from './run-lookups.ts';
import { readCatalogue } from './read-catalogue.ts';
import { type Judging, readEvidence } from './read-evidence.ts';
import { readUndeclared } from './read-undeclared.ts';
import type { Session } from './session.ts';

/** What a plan is read from, whatever it is for. */
interface ReadRequest {
  readonly scope: Scope;
  readonly session: Session;
  readonly today: string;
}

export interface PlanRequest extends ReadRequest, Judging {
  /** The integrations that the command is about; all when absent. */
  readonly only?: readonly string[];
  /** `all` reads the whole account, and so finds what is not declared. */
  readonly live: 'all' | 'wanted';
}

/** A plan with all that was read to judge it, and the judgement by the scope's own guards. */
export interface AssessedReading extends ReadPlan {
  readonly evidence: Evidence;
  readonly assessment: Assessment;
  /** The plan and its assessment joined, for reports. */
  readonly assessed: AssessedPlan;
}

/** For a report: reads both sides, plans and assesses. Changes nothing: the session has no mutating operation in it. */
export async function readAssessedPlan(request: PlanRequest): Promise<AssessedReading> {
  const read = await readBothSides(request);
  const reading = await assessReading(read, request.session, request);
  const undeclaredInventory =
    request.live === 'all' ? await readUndeclared(read.plan, read.input.live, request) : undefined;
  return {
    ...reading,
    assessed: {
      ...reading.assessed,
      ...(undeclaredInventory === undefined ? {} : { undeclaredInventory }),
      calls: request.session.calls(),
    },
  };
}

/** Reads what a plan is to be judged by, and judges it by the scope's own guards. */
export async function assessReading(
  read: ReadPlan,
  session: Session,
  judging?: Judging,
): Promise<AssessedReading> {
  const answers = await runLookups(read.input, session);
  return judgedReading(read, await readEvidence(read, answers, session, judging));
}

/** The same of evidence that is there already. */
export function judgedReading(read: ReadPlan, evidence: Evidence): AssessedReading {
  const assessment = assess(read.plan, evidence, guardsOf(read.input.scope.settings));
  return { ...read, evidence, assessment, assessed: assessedPlan(read.plan, assessment) };
}

/** One integration anew, before its first change; undefined where something forbids to touch it now. */
export async function readIfApplicable(
  integration: string,
  request: ReadRequest,
): Promise<ReadPlan | undefined> {
  const reading = await readAssessedPlan({ ...request, only: [integration], live: 'wanted' });
  return applicableIn(reading.assessed).has(integration) ? reading : undefined;
}

async function readBothSides(request: PlanRequest): Promise<ReadPlan> {
  const { scope, session, only } = request;
  // What the files declare is known before the stacks are read; of some integrations, single reads may be all.
  const ahead = request.live === 'all' ? 'all' : only === undefined ? declaredIn(scope) : undefined;
  const iam = ahead === undefined ? session.iam : readAhead(session.iam, ahead);
  const applied = await readApplied(session.stacks, scope.settings, only ?? 'all', parseApplied);
  const wanted = wantedIn(scope, applied, only);
  const live = await readLive(iam, request.live === 'all' ? 'all' : wanted, wanted, fromTemplates(applied));
  const endpoint = session.endpoint();
  const input: PlanInput = {
    scope,
    applied,
    live,
    source: endpoint === undefined ? { kind: 'iam' } : { kind: 'iam', endpoint },
    ...(only === undefined ? {} : { only }),
    today: request.today,
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

import { addressKey, type Address } from '../model/address.ts';
import type { Scope } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { StackOwner, StackReader } from '../model/stack-reader.ts';
import { blockLongTemplates } from '../apply/limit-templates.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { kindSpec } from '../kinds/registry.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { readCredentials, type CredentialsRead } from '../live/credentials.ts';
import { readLive } from '../live/read-live.ts';
import { readOwners } from '../live/owners.ts';
import { readOwnersElsewhere, type OwnedElsewhere } from '../live/owners-elsewhere.ts';
import { readUses, type UsesRead } from '../live/uses.ts';
import { uncheckedReason } from '../live/read-singly.ts';
import { readApplied } from '../live/read-stacks.ts';
import { buildPlan, questions } from '../plan/build-plan.ts';
import { keyOfQuestion, type Answer, type Answers, type PlanInput } from '../plan/input.ts';
import { addAccess } from './add-access.ts';
import { readCatalogue } from './read-catalogue.ts';
import { reviewPlan } from './review-plan.ts';
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
  /** Whether to read what signs in as the users; it is shown only. @default true */
  readonly credentials?: boolean;
  readonly today: string;
  /** Proof reads look at what became of an apply: no rule may stop it half way. */
  readonly unreviewed?: true;
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
    catalogue: await readCatalogue(),
  };
  const plan = buildPlan(input, await ask(input, request));
  const read = blockLongTemplates({ plan: await addAccess(plan, input, session), input });
  return request.unreviewed === true
    ? read
    : { ...read, plan: await reviewPlan(read.plan, scope, request.today) };
}

async function ask(
  input: PlanInput,
  { session, credentials: isShown = true }: PlanRequest,
): Promise<Answers> {
  const asked = questions(input);
  const owned = asked.filter((question) => question.question === 'owner');
  const used = asked.filter((question) => question.question === 'uses');
  const users = isShown ? asked.filter((question) => question.question === 'credentials') : [];
  const refused = asked.filter((question) => question.question === 'refusal');
  const candidates = owned.map(({ kind, physicalId, stackName }) => ({
    type: kindSpec(kind).cloudFormationType,
    physicalId,
    stackName,
  }));
  // Where there is any stack of ours, the settings name the right region.
  const settled = candidates.length === 0 || (input.applied.known && input.applied.stacks.length > 0);
  const regions = settled ? [] : (session.otherRegions?.() ?? []);
  const [owners, elsewhere, uses, credentials, refusals] = await Promise.all([
    readOwners(session.stacks, candidates),
    readOwnersElsewhere(regions, input.scope.settings.stackPrefix, candidates),
    readUses(session.uses, used),
    readCredentials(
      session.credentials,
      users.map(({ name }) => name),
    ),
    Promise.all(refused.map((question) => refusalAnswer(question, session.stacks))),
  ]);
  return Object.fromEntries([
    ...owned.map(
      ({ address }, index) => [addressKey(address), ownerAnswer(owners[index] ?? elsewhere[index])] as const,
    ),
    ...used.map(({ address }, index) => [addressKey(address), usesAnswer(uses[index])] as const),
    ...users.map(
      (question, index) => [keyOfQuestion(question), credentialsAnswer(credentials[index])] as const,
    ),
    ...refused.map((question, index) => [keyOfQuestion(question), refusals[index]] as const),
  ]);
}

function ownerAnswer(owner: StackOwner | OwnedElsewhere | undefined): Answer {
  if (owner === undefined) return { answer: 'owner' };
  const { stackName } = owner;
  return { answer: 'owner', stackName, ...('region' in owner ? { region: owner.region } : {}) };
}

function credentialsAnswer(read: CredentialsRead | undefined): Answer | undefined {
  if (read === undefined) return undefined;
  return read.result === 'credentials'
    ? { answer: 'credentials', credentials: read.credentials }
    : { answer: 'unchecked', reason: read.reason };
}

/** Who may not read events is not told beforehand: apply fails with the same reason then. */
async function refusalAnswer(
  { stackId, logicalId }: { readonly stackId: string; readonly logicalId: string },
  stacks: Pick<StackReader, 'events'>,
): Promise<Answer> {
  try {
    const events = await stacks.events(stackId);
    const failures = events.filter((one) => one.logicalId === logicalId && one.status.endsWith('_FAILED'));
    return { answer: 'refusal', reasons: failures.map(({ reason = '' }) => reason) };
  } catch (error) {
    return { answer: 'unchecked', reason: uncheckedReason(error) };
  }
}

function usesAnswer(read: UsesRead | undefined): Answer | undefined {
  if (read === undefined) return undefined;
  return read.result === 'uses'
    ? { answer: 'uses', uses: read.uses }
    : { answer: 'unchecked', reason: read.reason };
}

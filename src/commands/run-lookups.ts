import { addressKey } from '../model/address.ts';
import type { StackOwner } from '../model/stack-reader.ts';
import { kindSpec } from '../kinds/registry.ts';
import {
  keyOfQuestion,
  type Lookup,
  type LookupResult,
  type LookupResults,
} from '../assess/lookup-results.ts';
import { lookups } from '../assess/lookups.ts';
import { readCredentials, type CredentialsRead } from '../live/credentials.ts';
import { readOwners, type PhysicalResource } from '../live/owners.ts';
import { readOwnersElsewhere, type OwnedElsewhere } from '../live/owners-elsewhere.ts';
import { readSingly, uncheckedReason } from '../live/read-singly.ts';
import { readUses, type UsesRead } from '../live/uses.ts';
import type { PlanInput } from '../plan/input.ts';
import type { Session } from './session.ts';

/**
 * Asks AWS what only a plan raises: who owns, uses and signs in as the resources that it is about.
 *
 * @param known what was asked before: what signs in as a user is not asked again
 */
export async function runLookups(
  input: PlanInput,
  session: Session,
  known?: LookupResults,
): Promise<LookupResults> {
  const all = lookups(input);
  const asked = known === undefined ? all : all.filter(({ question }) => question !== 'credentials');
  const owned = asked.filter((question) => question.question === 'owner');
  const used = asked.filter((question) => question.question === 'uses');
  const users = asked.filter((question) => question.question === 'credentials');
  const named = asked.filter((question) => question.question === 'existence');
  const refused = asked.filter((question) => question.question === 'refusal');
  const candidates = owned.map(({ kind, physicalId, stackName }) => ({
    type: kindSpec(kind).cloudFormationType,
    physicalId,
    stackName,
  }));
  const [{ owners, unasked }, uses, credentials, refusals, existences] = await Promise.all([
    ownersOf(candidates, session),
    readUses(session.uses, used),
    readCredentials(
      session.credentials,
      users.map(({ name }) => name),
    ),
    Promise.all(refused.map((question) => refusalAnswer(question, session))),
    Promise.all(named.map((question) => existenceAnswer(question, session))),
  ]);
  return {
    ...known,
    ...Object.fromEntries([
      ...owned.map(
        (question, index) => [keyOfQuestion(question), ownerAnswer(owners[index], unasked)] as const,
      ),
      ...used.map(({ address }, index) => [addressKey(address), usesAnswer(uses[index])] as const),
      ...users.map(
        (question, index) => [keyOfQuestion(question), credentialsAnswer(credentials[index])] as const,
      ),
      ...refused.map((question, index) => [keyOfQuestion(question), refusals[index]] as const),
      ...named.map((question, index) => [keyOfQuestion(question), existences[index]] as const),
    ]),
  };
}

/** A region with as many stacks as candidates takes a call for each of these all the same, after some that list its stacks. */
const LISTED_FROM = 10;

/** In other regions only what no stack of the own one has is asked for. */
async function ownersOf(
  candidates: readonly PhysicalResource[],
  { stacks, otherRegions }: Pick<Session, 'stacks' | 'otherRegions'>,
): Promise<{
  readonly owners: readonly (StackOwner | OwnedElsewhere | undefined)[];
  readonly unasked: readonly string[];
}> {
  const here = await readOwners(stacks, candidates, LISTED_FROM);
  const left = candidates.filter((_, index) => here[index] === undefined);
  if (left.length === 0) return { owners: here, unasked: [] };
  const elsewhere = await readOwnersElsewhere(otherRegions?.() ?? [], left);
  const found = new Map(left.map((candidate, index) => [candidate, elsewhere.owners[index]]));
  return {
    owners: candidates.map((candidate, index) => here[index] ?? found.get(candidate)),
    unasked: elsewhere.unasked,
  };
}

function ownerAnswer(
  owner: StackOwner | OwnedElsewhere | undefined,
  unasked: readonly string[],
): LookupResult {
  if (owner === undefined) return { answer: 'owner', ...(unasked.length === 0 ? {} : { unasked }) };
  const { stackName } = owner;
  return { answer: 'owner', stackName, ...('region' in owner ? { region: owner.region } : {}) };
}

function credentialsAnswer(read: CredentialsRead | undefined): LookupResult | undefined {
  if (read === undefined) return undefined;
  return read.result === 'credentials'
    ? { answer: 'credentials', credentials: read.credentials }
    : { answer: 'unchecked', reason: read.reason };
}

/** Who may not read events is not told beforehand: apply fails with the same reason then. */
async function refusalAnswer(
  { stackId, logicalId, versionsOf }: Extract<Lookup, { readonly question: 'refusal' }>,
  { stacks, iam }: Pick<Session, 'stacks' | 'iam'>,
): Promise<LookupResult> {
  try {
    const events = await stacks.events(stackId);
    const failures = events.filter((one) => one.logicalId === logicalId && one.status.endsWith('_FAILED'));
    const reasons = failures.map(({ reason = '' }) => reason);
    if (versionsOf === undefined || reasons.length === 0) return { answer: 'refusal', reasons };
    return { answer: 'refusal', reasons, versions: oldestFirst(await iam.policyVersions(versionsOf)) };
  } catch (error) {
    return { answer: 'unchecked', reason: uncheckedReason(error) };
  }
}

async function existenceAnswer(
  { address, arn }: Extract<Lookup, { readonly question: 'existence' }>,
  { iam }: Pick<Session, 'iam'>,
): Promise<LookupResult> {
  const read = await readSingly(iam, address);
  if (read.result === 'unchecked') return { answer: 'unchecked', reason: read.unchecked.reason };
  const found = read.result === 'found' ? read.resource.arn : undefined;
  return {
    answer: 'existence',
    exists: found !== undefined && (arn === undefined || found.toLowerCase() === arn.toLowerCase()),
  };
}

function oldestFirst(versions: readonly string[]): readonly string[] {
  return [...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function usesAnswer(read: UsesRead | undefined): LookupResult | undefined {
  if (read === undefined) return undefined;
  return read.result === 'uses'
    ? { answer: 'uses', uses: read.uses }
    : { answer: 'unchecked', reason: read.reason };
}

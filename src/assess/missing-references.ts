import { wordsNaming } from '../cloudformation/references.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { addressKey, addressOf, isAddress, kindFacts, kindOf, type Address } from '../model/address.ts';
import { nameInArn, parseArn } from '../model/arn.ts';
import type { Blocker } from '../model/assessment.ts';
import type { Integration, Scope, Settings } from '../model/integration.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import type { PlanInput } from '../plan/input.ts';
import type { Presence } from '../plan/presence.ts';
import { afterPlan } from './access-sides.ts';
import { keyOfQuestion, type Lookup, type LookupResults } from './lookup-results.ts';

/** Something of the account that a resource names. */
interface Reference {
  readonly address: Address;
  /** Where it is named by its ARN, and not by its name alone. */
  readonly arn?: string;
}

/**
 * Whether what a resource names exists is asked where no file of the account declares it and no list of IAM has it, as far
 * as the account was listed: a list may be older than what it lacks.
 */
export function existenceQuestions(
  { desired }: Presence,
  integration: Integration | undefined,
  { scope, live: { listed } }: PlanInput,
): readonly Lookup[] {
  if (desired === undefined || listed === undefined) return [];
  const declared = declaredIn(scope);
  return referencesOf(desired.resource, integration, scope.settings)
    .filter(({ address, arn }) => {
      const isListed = listed.names.has(arn?.toLowerCase() ?? addressKey(address));
      return !isListed && !declared.has(addressKey(address)) && listed.kinds.has(kindOf(address));
    })
    .map(({ address, arn }) => ({
      question: 'existence',
      address,
      ...(arn === undefined ? {} : { arn }),
    }));
}

/**
 * IAM refuses a principal, a policy, a group and the role of a profile that do not exist, and CloudFormation rolls back
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export function missingReferences(
  entry: PlanEntry,
  { desired, live }: Presence,
  integration: Integration | undefined,
  settings: Settings,
  answers: LookupResults,
): Blocker | undefined {
  if (desired === undefined) return undefined;
  // What is held is not written.
  const written = afterPlan(entry, desired.resource, live?.resource);
  const missing = referencesOf(written, integration, settings).filter((one) => {
    const answer = answers[keyOfQuestion({ question: 'existence', address: one.address })];
    return answer?.answer === 'existence' && !answer.exists;
  });
  if (missing.length === 0) return undefined;
  const names = missing.map((one) => one.arn ?? one.address).join(' and ');
  const them = missing.length === 1 ? 'it' : 'them';
  return {
    code: 'missing-reference',
    message: `${entry.address} names ${names}, which the account does not have and no file declares: IAM refuses that`,
    hint: `correct the name, declare ${them} in desired/, or create ${them} first`,
  };
}

/** What a resource names of its own account and IAM looks up, but for the fields that are left alone. */
function referencesOf(
  resource: Resource,
  integration: Integration | undefined,
  settings: Settings,
): readonly Reference[] {
  const own = addressKey(addressOfResource(resource));
  const ignored = (integration?.ignore ?? [])
    .filter(({ address }) => addressKey(address) === own)
    .map(({ field }) => field);
  const properties = Object.fromEntries(
    Object.entries(resource.properties).filter(([property]) => !ignored.includes(property)),
  );
  return [...wordsNaming({ ...resource, properties })].flatMap((word) => referenceOf(word, settings) ?? []);
}

const KIND_OF_TYPE = new Map(KIND_SPECS.map(({ arnType, kind }) => [arnType, kind]));

function referenceOf(word: string, { account, partition }: Settings): Reference | undefined {
  if (isAddress(word)) return { address: word };
  const arn = parseArn(word);
  if (arn?.service !== 'iam' || arn.account !== account || arn.partition !== partition) return undefined;
  const kind = KIND_OF_TYPE.get(arn.resource.slice(0, arn.resource.indexOf('/')));
  if (kind === undefined) return undefined;
  const { actsBy, heldBy } = kindFacts(kind);
  const isLookedUp = actsBy !== undefined || heldBy === 'attachment';
  return isLookedUp ? { address: addressOf(kind, nameInArn(word)), arn: word } : undefined;
}

/** Everything that a file of the account declares, of whichever folder. */
function declaredIn(scope: Scope): ReadonlySet<string> {
  const known = DECLARED.get(scope);
  if (known !== undefined) return known;
  const { integrations, neighbours = [] } = scope;
  const own = integrations.flatMap(({ resources }) =>
    resources.map((one) => addressOfResource(one.resource)),
  );
  const declared = new Set([...own, ...neighbours.flatMap(({ addresses }) => addresses)].map(addressKey));
  DECLARED.set(scope, declared);
  return declared;
}

const DECLARED = new WeakMap<Scope, ReadonlySet<string>>();

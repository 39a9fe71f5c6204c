import { awsManagedName } from '../model/arn.ts';
import { explainingBudget, type RunBudget } from '../access/step-budget.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { addressKey } from '../model/address.ts';
import type { Assessment, Blocker, EntryAssessment, IntegrationAssessment } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { OnJudged } from '../model/judged-tally.ts';
import { recordOf } from '../model/keys.ts';
import type { Observation } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import type { IntegrationPlan, Plan, PlanEntry } from '../model/plan.ts';
import { policyContextOf, type PlanInput } from '../plan/input.ts';
import { indexLive, presencesOf, type LiveIndex, type Presence } from '../plan/presence.ts';
import { appliedIn, comparedPairs, managedKeys, type IntegrationPair } from '../plan/integration-pairs.ts';
import {
  remarkedBy,
  reviewScope,
  reviewUndeclared,
  type IntegrationReview,
  type ReviewInput,
} from '../rules/review.ts';
import { accessOf, movesAnything, sidesOf, type PlanAccess } from './access.ts';
import type { PolicyContentsByArn } from './access-sides.ts';
import type { AccessSides } from './principal-delta.ts';
import type { BlockContext } from './block-context.ts';
import { entryBlockers } from './block-entry.ts';
import { expectationsOf, brokenBlockers, type IntegrationExpectations } from './expectations.ts';
import { judgedBy, type Guards } from './guards.ts';
import {
  deletionLimit,
  findingBlockers,
  templateBlockers,
  type TemplateSize,
  tooComplexBlockers,
} from './integration-blockers.ts';
import type { UsesByKey } from './shared-policy-holders.ts';
import { keyOfQuestion, type LookupResults } from './lookup-results.ts';
import { letsInOf } from './lets-in.ts';
import { outsideOf } from './outside.ts';
import { ownResources, type OwnResources } from './own-resources.ts';
import { privilegesIn } from './privileges.ts';
import { scopeAfter } from './scope-after.ts';
import { stackTrouble } from './stack-trouble.ts';
import { unmanagedUsersIn } from './unmanaged-users.ts';
import { observeCredentials } from './user-credentials.ts';
import { scopeWarnings, signsOfOtherTools, warningsOf } from './warnings.ts';

/** What was read, to judge a plan by. What was not read is absent, and the assessment says so where it matters. */
export interface Evidence {
  /** What the plan was made from. */
  readonly input: PlanInput;
  /** Those to `lookups(input)`. */
  readonly answers: LookupResults;
  /** Contents of the policies that the principals and the expectations hang on, as far as they could be read. */
  readonly contents: PolicyContentsByArn;
  /** What hangs on the managed policies and groups that change, as far as it could be read. */
  readonly uses: UsesByKey;
  readonly catalogue: ActionCatalogue;
  /** The longest template that apply would send, by integration. */
  readonly templates: ReadonlyMap<string, TemplateSize>;
  /** What judging may cost: all judges of a run draw from it. */
  readonly budget: RunBudget;
  /** Told of each thing that is judged, by every judge of the run. */
  readonly onJudged?: OnJudged | undefined;
}

/**
 * Everything that is to be said about a plan, in one pure pass. By whose guards is an argument: several judges are
 * several assessments, of which `worst` counts.
 */
export function assess(plan: Plan, evidence: Evidence, guards: Guards): Assessment {
  const { input, budget, onJudged } = evidence;
  const sides = sidesOf(plan, input, evidence.contents);
  const review: ReviewInput = {
    scope: scopeAfter(judgedBy(guards, input.scope), plan, sides.after),
    catalogue: evidence.catalogue,
    today: input.today,
    policies: sides.lookups.after.managedPolicy,
    budget,
    onIntegration: () => onJudged?.('rules'),
  };
  const access = accessOf(plan, input, evidence, sides, budget);
  const whole: Whole = {
    plan,
    evidence,
    live: indexLive(input.live),
    access,
    tooComplex: tooComplexBlockers(access),
    accessByArn: accessByArn(plan, evidence, access),
    expectations: expectationsOf(plan, evidence, budget),
    reviews: reviewScope(review),
    tooManyDeletions: deletionLimit(plan.integrations, guards.maxDeletes),
    appliedIn: appliedIn(input),
    declared: new Map(
      input.scope.integrations
        .flatMap((one) => one.resources)
        .map((item) => [addressKey(addressOfResource(item.resource)), item]),
    ),
    unmanagedUsers: unmanagedUsersIn(input.live, managedKeys(input)),
    letsIn: letsInOf({
      before: sides.before,
      open: movesAnything(plan) ? remarkedBy('trust-anybody', review) : new Set(),
      settings: review.scope.settings,
    }),
    outside: outsideViews(evidence, access, sides),
    own: ownResources(guards.ownRoles, evidence),
  };
  const subjects = new Map(comparedPairs(input).map((subject) => [subject.name, subject]));
  const findings = reviewUndeclared(plan.undeclared, review);
  return {
    integrations: new Map(
      plan.integrations.flatMap((one) => {
        const subject = subjects.get(one.integration);
        return subject === undefined ? [] : [[one.integration, assessIntegration(one, subject, whole)]];
      }),
    ),
    ...unlessEmpty('warnings', scopeWarnings(input)),
    ...unlessEmpty('findings', findings),
  };
}

interface OutsideViews {
  readonly plan: ReturnType<typeof outsideOf>;
  readonly drift: ReturnType<typeof outsideOf>;
}

/** Who outside is concerned. It explains, so it has a budget of its own and uses up none of what decides. */
function outsideViews(
  { input, catalogue }: Evidence,
  { access, drifted, driftSides }: PlanAccess,
  sides: AccessSides,
): OutsideViews {
  const { settings } = input.scope;
  const options = { context: policyContextOf(input), catalogue, budget: explainingBudget() };
  return {
    plan: outsideOf(access, sides, settings, options),
    drift: driftSides === undefined ? new Map() : outsideOf(drifted, driftSides, settings, options),
  };
}

/** Access with AWS's own policies as ARNs; empty where no principal of the plan has one. */
function accessByArn(plan: Plan, evidence: Evidence, { access }: PlanAccess): PlanAccess['access'] {
  if (![...access.values()].some(({ awsManaged }) => awsManaged.length > 0)) return new Map();
  const contents = new Map([...evidence.contents].filter(([arn]) => awsManagedName(arn) === undefined));
  return accessOf(plan, evidence.input, { ...evidence, contents }).access;
}

/** What the parts of an assessment are taken from. */
interface Whole {
  readonly plan: Plan;
  readonly evidence: Evidence;
  readonly live: LiveIndex;
  readonly access: PlanAccess;
  readonly tooComplex: (plan: IntegrationPlan) => readonly Blocker[];
  readonly accessByArn: PlanAccess['access'];
  readonly expectations: ReadonlyMap<string, IntegrationExpectations>;
  readonly reviews: ReadonlyMap<string, IntegrationReview>;
  readonly tooManyDeletions: (plan: IntegrationPlan) => readonly Blocker[];
  readonly appliedIn: ReadonlyMap<string, string>;
  readonly declared: BlockContext['declared'];
  readonly unmanagedUsers: ReturnType<typeof unmanagedUsersIn>;
  readonly letsIn: ReturnType<typeof letsInOf>;
  readonly outside: OutsideViews;
  readonly own: OwnResources;
}

function assessIntegration(
  one: IntegrationPlan,
  subject: IntegrationPair,
  whole: Whole,
): IntegrationAssessment {
  const { evidence, expectations, reviews, tooManyDeletions } = whole;
  const { integration, stack } = subject;
  const trouble = stackTrouble(subject, evidence.input.scope.settings);
  const review = reviews.get(one.integration) ?? { findings: [], warnings: [] };
  const judged = expectations.get(one.integration);
  const warnings: readonly Diagnostic[] = [
    ...trouble.warnings,
    ...warningsOf(integration, stack, one.entries, evidence.input),
    ...review.warnings,
  ];
  const { integration: _name, outcomes = [], ...expected } = judged ?? { integration: '', broken: [] };
  return {
    entries: assessEntries(one, subject, whole),
    blockers: [
      ...trouble.blockers,
      ...tooManyDeletions(one),
      ...brokenBlockers(expected.broken),
      ...whole.tooComplex(one),
      ...templateBlockers(one.stackName, evidence.templates.get(one.integration)),
      ...findingBlockers(one, review.findings, integration?.file ?? ''),
    ],
    ...unlessEmpty('warnings', warnings),
    ...('kept' in expected ? { expectations: expected, outcomes } : {}),
    ...unlessEmpty('findings', review.findings),
  };
}

function assessEntries(
  one: IntegrationPlan,
  subject: IntegrationPair,
  whole: Whole,
): ReadonlyMap<string, EntryAssessment> {
  const { evidence, live, access } = whole;
  const presences = presencesOf(subject, live);
  const context: BlockContext = {
    settings: evidence.input.scope.settings,
    source: evidence.input.source,
    integration: subject.integration,
    name: subject.name,
    answers: evidence.answers,
    appliedIn: whole.appliedIn,
    declared: whole.declared,
    neighbours: evidence.input.scope.neighbours ?? [],
    own: whole.own,
    siblings: presences,
    stack: subject.stack,
  };
  const byKey = new Map(presences.map((presence) => [addressKey(presence.address), presence]));
  return new Map(
    one.entries.flatMap((entry) => {
      const key = addressKey(entry.address);
      const presence = byKey.get(key);
      if (presence === undefined) return [];
      const said: EntryAssessment = {
        ...ifKnown('access', access.access.get(entry)),
        ...ifKnown('accessByArn', whole.accessByArn.get(entry)),
        ...ifKnown('drifted', access.drifted.get(entry)),
        ...ifKnown('letsIn', whole.letsIn(entry, access.access.get(entry))),
        ...unlessEmpty('privileges', privilegesIn(access.access.get(entry), context.settings)),
        ...ifKnown('outside', whole.outside.plan.get(entry)),
        ...ifKnown('outsideByDrift', whole.outside.drift.get(entry)),
        ...ifKnown('movedBy', access.movedBy.get(entry)),
        ...ifKnown('holders', access.holders.get(entry)),
        blockers: one.observed ? [] : entryBlockers(entry, presence, context),
        observations: observationsOf(entry, presence, one.observed, whole),
      };
      return [[key, said] as const];
    }),
  );
}

function observationsOf(
  entry: PlanEntry,
  presence: Presence,
  observed: boolean,
  { evidence, unmanagedUsers }: Whole,
): readonly Observation[] {
  const { input, answers } = evidence;
  const own = [
    ...(presence.live?.observations ?? []),
    ...unreadIn(presence),
    ...observeCredentials(presence, answers, input.source),
  ];
  if (observed) return own;
  const signs =
    entry.action === 'adopt' && presence.live !== undefined ? signsOfOtherTools(presence.live) : [];
  return [
    ...own,
    ...signs,
    ...leftoverOf(entry, presence),
    ...perhapsAdopted(entry, input.source),
    ...ownerNotAsked(entry, answers),
    ...unmanagedUsers(entry),
  ];
}

function unreadIn({ live }: Presence): readonly Observation[] {
  if (live?.unreadBecause === undefined) return [];
  return [{ text: `${live.uncheckedProperties.join(' and ')} could not be read: ${live.unreadBecause}` }];
}

/** CloudFormation lets go of what it cannot delete. */
function leftoverOf({ action }: PlanEntry, { applied }: Presence): readonly Observation[] {
  return action === 'delete' && applied === undefined
    ? [{ text: 'no stack has it any more: apply adopts it first, and then deletes it' }]
    : [];
}

/** A stack of another region may have what is adopted: CloudFormation does not check that. */
function ownerNotAsked({ action, address }: PlanEntry, answers: LookupResults): readonly Observation[] {
  const owner = action === 'adopt' ? answers[keyOfQuestion({ question: 'owner', address })] : undefined;
  const unasked = owner?.answer === 'owner' ? (owner.unasked ?? []) : [];
  if (unasked.length === 0) return [];
  const where = `${unasked.length === 1 ? 'the region' : 'the regions'} ${unasked.join(', ')}`;
  return [
    { text: `whether a stack in ${where} has it is not known: CloudFormation could not be asked there` },
  ];
}

/** The files have no stacks. */
function perhapsAdopted({ action, address }: PlanEntry, { kind }: Plan['source']): readonly Observation[] {
  if (kind !== 'files' || action !== 'update') return [];
  const text = `if no stack of rolekeeper has it yet, it will be adopted, which needs "overwrite: [${address}]" where it differs`;
  return [{ text }];
}

function ifKnown<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return value === undefined ? {} : recordOf([key], () => value);
}

function unlessEmpty<K extends string, T>(
  key: K,
  items: readonly T[],
): { readonly [key in K]?: readonly T[] } {
  return ifKnown(key, items.length === 0 ? undefined : items);
}

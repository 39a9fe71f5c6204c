import type { AwsManagedVersion } from '../model/access.ts';
import { addressKey } from '../model/address.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { isArn } from '../model/arn.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type {
  Expectation,
  ExpectationOutcome,
  JudgedExpectations,
  UndecidedExpectation,
} from '../model/expectation.ts';
import {
  SUSPENSION_POLICY,
  type DesiredResource,
  type Integration,
  type Scope,
} from '../model/integration.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../model/json.ts';
import type { OnJudged } from '../model/judged-tally.ts';
import type { Resource } from '../model/resource.ts';
import { policiesOf } from '../access/collect-policies.ts';
import type { AccessOptions, PrincipalPolicies } from '../access/identity-delta.ts';
import { explainingBudget, RunBudget } from '../access/step-budget.ts';
import { judgeAccess, judgeTrust, type Judgement } from '../access/judge-expectation.ts';
import { arnOf } from '../kinds/arn.ts';
import type { StatementReference } from '../policy/evaluate.ts';
import { heldByArn, lookupOn, sideOf, type PolicyContentsByArn } from './access-sides.ts';
import { explainBroken, sayExpectation, type Sources } from './explain-expectation.ts';

/** What became of the expectations of one file. */
export interface IntegrationExpectations extends JudgedExpectations {
  readonly integration: string;
  /** Of each, in the order of the file. */
  readonly outcomes: readonly ExpectationOutcome[];
}

export interface ExpectationJudging {
  /** Of policies that no file has. */
  readonly contents?: PolicyContentsByArn | undefined;
  readonly budget?: RunBudget | undefined;
  readonly onJudged?: OnJudged | undefined;
}

/**
 * Judges every expectation of a scope by what its files declare. Of policies that no file has, those of AWS mostly, it
 * takes the contents that are given; without them an expectation that hangs on one is undecided.
 */
export function checkExpectations(
  scope: Scope,
  catalogue: ActionCatalogue,
  { contents = new Map(), budget = new RunBudget(), onJudged }: ExpectationJudging = {},
): readonly IntegrationExpectations[] {
  const { settings, integrations } = scope;
  const resources = integrations.flatMap((integration) => integration.resources);
  const declared = sideOf(resources.map((item) => item.resource));
  const held = heldByArn(contents);
  const lookup = lookupOn(declared, held, settings);
  const shared = {
    context: { partition: settings.partition },
    catalogue,
    explaining: explainingBudget(),
  };
  const places = statementPlaces(resources, settings);
  return integrations.flatMap((integration): readonly IntegrationExpectations[] => {
    const { name, expectations = [] } = integration;
    if (expectations.length === 0) return [];
    const options: AccessOptions = { ...shared, budget: budget.of(name) };
    const used = new Map<string, string>();
    const principals = new Map<string, Subject>();
    const subjectOf = (key: string): Subject | undefined => {
      const known = principals.get(key);
      const resource = known === undefined ? declared.get(key) : undefined;
      if (resource === undefined) return known;
      const own = unsuspended(resource, integration);
      const policies = { ...policiesOf(own, lookup), arn: arnOf(own, settings) };
      const subject = { resource: own, policies, hangsOn: documentsOf(own, policies, shared) };
      principals.set(key, subject);
      return subject;
    };
    const results = expectations.flatMap((expectation): readonly Result[] => {
      const key = addressKey(expectation.expects === 'access' ? expectation.principal : expectation.role);
      const subject = subjectOf(key);
      if (subject === undefined) return [];
      const awsManaged = versionsOf(expectation, subject);
      for (const { arn, version } of awsManaged) used.set(arn, version);
      const find = (reference: StatementReference): Location | undefined =>
        places.get(`${key} ${reference.policy}`)?.[reference.index] ??
        places.get(reference.policy)?.[reference.index];
      const judgement = judge(expectation, subject, options);
      return [resultOf(expectation, judgement, { find, awsManaged })];
    });
    onJudged?.('expectations');
    return [{ integration: name, ...sortResults(results), awsManaged: sortVersions(used) }];
  });
}

/** What expectations are about, read once for all of them. */
interface Subject {
  readonly resource: Resource;
  readonly policies: PrincipalPolicies;
  /** Whatever a judgement hangs on besides the expectation itself. */
  readonly hangsOn: readonly unknown[];
}

/** What the expectations hang on that can be read by ARN. */
export function policiesExpected(judged: readonly JudgedExpectations[]): readonly string[] {
  const policies = judged.flatMap(({ undecided }) => undecided.flatMap((one) => one.policies));
  return [...new Set(policies)].filter((policy) => isArn(policy)).sort();
}

type Result = { readonly expectation: Expectation } & (
  | { readonly result: 'kept' }
  | { readonly result: 'broken'; readonly diagnostic: Diagnostic }
  | { readonly result: 'undecided'; readonly undecided: UndecidedExpectation }
);

function resultOf(expectation: Expectation, judgement: Judgement, sources: Sources): Result {
  switch (judgement.holds) {
    case 'yes':
      return { expectation, result: 'kept' };
    case 'no':
      return { expectation, result: 'broken', diagnostic: explainBroken(expectation, judgement, sources) };
    case 'unknown': {
      const { location } = expectation;
      const policies = [...judgement.policies].sort();
      return {
        expectation,
        result: 'undecided',
        undecided: { expects: sayExpectation(expectation), policies, location },
      };
    }
  }
}

function sortResults(
  results: readonly Result[],
): Omit<IntegrationExpectations, 'awsManaged' | 'integration'> {
  return {
    kept: results.filter(({ result }) => result === 'kept').length,
    broken: results.flatMap((one) => (one.result === 'broken' ? [one.diagnostic] : [])),
    undecided: results.flatMap((one) => (one.result === 'undecided' ? [one.undecided] : [])),
    outcomes: results.map(({ expectation, result }) => ({ expectation, outcome: result })),
  };
}

/** The versions of AWS-managed policies that an expectation is judged with. */
function versionsOf(
  { expects }: Expectation,
  { policies: { policies, boundary } }: Subject,
): readonly AwsManagedVersion[] {
  if (expects === 'trust') return [];
  return [...policies, ...(boundary === undefined ? [] : [boundary])].flatMap(({ name, version }) =>
    version === undefined ? [] : [{ arn: name, version }],
  );
}

function sortVersions(used: ReadonlyMap<string, string>): readonly AwsManagedVersion[] {
  return [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([arn, version]) => ({ arn, version }));
}

function judge(expectation: Expectation, subject: Subject, options: AccessOptions): Judgement {
  const { hangsOn } = subject;
  const known = JUDGED.get(expectation);
  if (known?.hangsOn.length === hangsOn.length && known.hangsOn.every((one, at) => one === hangsOn[at]))
    return known.judgement;
  const judgement = judgeAnew(expectation, subject, options);
  // What one budget was too small for is asked again with the next.
  if (judgement.holds !== 'no' || judgement.tooComplex !== true)
    JUDGED.set(expectation, { hangsOn, judgement });
  return judgement;
}

// A run asks for the same several times: of the files alone, with the contents of AWS's policies, and for each judge.
const JUDGED = new WeakMap<
  Expectation,
  { readonly hangsOn: readonly unknown[]; readonly judgement: Judgement }
>();

function documentsOf(
  resource: Resource,
  { policies, boundary }: PrincipalPolicies,
  { catalogue, context }: Pick<AccessOptions, 'catalogue' | 'context'>,
): readonly unknown[] {
  return [
    catalogue,
    context.partition,
    resource.properties['AssumeRolePolicyDocument'],
    ...policies.flatMap(({ name, document }) => [name, document]),
    boundary?.name,
    boundary?.document,
  ];
}

function judgeAnew(
  expectation: Expectation,
  { resource, policies }: Subject,
  options: AccessOptions,
): Judgement {
  if (expectation.expects === 'access') return judgeAccess(expectation, policies, options);
  return judgeTrust(expectation, resource.properties['AssumeRolePolicyDocument'] ?? null, options);
}

/** A suspended integration is tested as it will be once it is no longer suspended. */
function unsuspended(resource: Resource, { suspended }: Integration): Resource {
  const policies = resource.properties['Policies'];
  if (suspended !== true || !isJsonArray(policies)) return resource;
  const properties: JsonObject = {
    ...resource.properties,
    Policies: policies.filter(
      (policy) => !isJsonObject(policy) || policy['PolicyName'] !== SUSPENSION_POLICY,
    ),
  };
  return { ...resource, properties };
}

/** Where statements stand, by the name that the evaluator knows their policy by. */
function statementPlaces(
  resources: readonly DesiredResource[],
  place: Scope['settings'],
): ReadonlyMap<string, readonly Location[]> {
  return new Map(
    resources.flatMap(({ resource, statementLocations = {} }) => {
      const key = addressKey(`${resource.kind}/${resource.name}`);
      return Object.entries(statementLocations).map(([name, locations]) => {
        if (name === 'AssumeRolePolicyDocument') return [`${key} trust policy`, locations] as const;
        if (name === 'PolicyDocument') return [arnOf(resource, place), locations] as const;
        return [`${key} ${name.slice('Policies/'.length)}`, locations] as const;
      });
    }),
  );
}

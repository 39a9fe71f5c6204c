import { nameTest } from '../../access/action-classes.ts';
import { namesOf } from '../../access/catalogue.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { ActionCatalogue } from '../../model/action-catalogue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { evaluate, type Decision } from '../../policy/evaluate.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import { actOf } from '../data/chosen-keys.ts';
import type { HeldDocument, Holder } from './holder.ts';
import { kept } from './kept.ts';
import { isLimitOfAws } from './known-policies.ts';
import type { RuleContext } from '../rule.ts';

/** An action on a resource, by a principal that holds some policies. */
export interface Deed {
  readonly action: string;
  readonly resource: string;
  /** What the request shows, where the policies are as they are written. */
  readonly context?: Readonly<Record<string, string>>;
}

/** The statement that allows a principal an action, whatever the circumstances. */
export interface Grant {
  readonly policy: HeldDocument;
  /** Counts from 0. */
  readonly index: number;
  readonly location: Location;
  /** The region in which it does, as the statement has it; absent where that is none or all. */
  readonly region?: string;
}

/**
 * The statement that allows a principal a deed; undefined where nothing does, where a Deny refuses it, or where the
 * boundary does not let it through; and where the principal has no steps left, which the review says. A boundary that
 * is not in the files is taken for one that lets everything through, unless it is a policy of AWS, whose purpose is to
 * limit.
 */
export function grantOf(
  { address, boundary, policies }: Pick<Holder, 'address' | 'boundary' | 'policies'>,
  { action, resource, context }: Deed,
  { settings, steps, catalogue }: RuleContext,
): Grant | undefined {
  if (!namesAction({ policies }, action, settings)) return undefined;
  if (boundary !== undefined && boundary.document === undefined && isLimitOfAws(boundary.arn))
    return undefined;
  const limit =
    boundary?.document === undefined ? {} : { boundary: { name: boundary.arn, document: boundary.document } };
  const acting = policies.map((policy) => ({ ...policy, document: documentFor(policy, action, catalogue) }));
  const documents = acting.map(({ document }) => document);
  if (!steps.ask(address, documents)) return undefined;
  const request = { action, resource, ...(context === undefined ? {} : { context }) };
  const decision = evaluate({ kind: 'identity', policies: acting, ...limit }, request, settings);
  return decision.verdict === 'allowed' ? grantIn(policies, decision) : undefined;
}

/** A policy as it is for an action: some conditions limit one and not another. */
function documentFor({ document, acts }: HeldDocument, action: string, catalogue: ActionCatalogue): Json {
  if (acts === undefined) return document;
  const service = action.slice(0, action.indexOf(':'));
  const known = namesOf(catalogue, service).find(({ name }) => `${service}:${name}` === action);
  return acts[actOf(action, known?.level === 'Tagging')] ?? document;
}

/** The statement that allows a principal an action on one of some resources. */
export function firstGrant(
  holder: Holder,
  action: string,
  resources: readonly string[],
  context: RuleContext,
): Grant | undefined {
  return resources
    .map((resource) => grantOf(holder, { action, resource }, context))
    .find((grant) => grant !== undefined);
}

/** Whether a policy of a principal names an action in an Allow: most rules ask for actions that none names. */
export function namesAction(
  { policies }: Pick<Holder, 'policies'>,
  action: string,
  context: PolicyContext,
): boolean {
  return namesOfAll(policies, context)(action);
}

type NamesAction = (action: string) => boolean;

/** The rules ask hundreds of actions of each holder, and most are named by none of its policies. */
const namesOfAll = kept((policies: Holder['policies'], context: PolicyContext): NamesAction => {
  const tests = policies
    .flatMap(({ document, acts = {} }) => [document, ...Object.values(acts)])
    .filter(isJsonObject)
    .map((document) => namesIn(document, context));
  return (action) => {
    const lower = action.toLowerCase();
    return tests.some((test) => test(lower));
  };
});

const namesIn = kept((document: JsonObject, context: PolicyContext): NamesAction => {
  const statements = parsePolicy(document, 'identity', context);
  const allowed = (statements ?? []).filter(({ effect }) => effect === 'Allow').map(({ action }) => action);
  const isOpen = statements === undefined || allowed.some(({ negated }) => negated);
  return isOpen ? () => true : nameIn(allowed.flatMap(({ patterns }) => patterns));
});

/** Tells whether a name is one of those that patterns mean: plain names are looked up, whatever their number. */
export function nameIn(patterns: readonly string[]): NamesAction {
  const plain = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)));
  const tests = patterns.filter((pattern) => !plain.has(pattern)).map(nameTest);
  const names: NamesAction = (action) => plain.has(action) || tests.some((test) => test(action));
  return tests.length > FEW ? asked(names) : names;
}

/** So many patterns are matched as fast as an answer is looked up, and answers to a thousand files take 40 MB. */
const FEW = 8;

/** The same few hundred actions are asked for by each rule, and of each that holds a document. */
function asked(names: NamesAction): NamesAction {
  const answers = new Map<string, boolean>();
  return (action) => {
    const answer = answers.get(action) ?? names(action);
    answers.set(action, answer);
    return answer;
  };
}

/** What one statement gives that a rule speaks of. */
export interface StatementGrant {
  readonly grant: Grant;
  readonly actions: readonly string[];
}

/** Actions with the statements that give them, by statement: that is what there is to correct. */
export function byStatement(
  granted: Iterable<readonly [action: string, grant: Grant | undefined]>,
): readonly StatementGrant[] {
  const found = new Map<string, StatementGrant>();
  for (const [action, grant] of granted) {
    if (grant === undefined) continue;
    const key = `${grant.policy.name} ${grant.index} ${grant.region ?? ''}`;
    found.set(key, { grant, actions: [...(found.get(key)?.actions ?? []), action] });
  }
  return [...found.values()];
}

function grantIn(policies: readonly HeldDocument[], { deciding }: Decision): Grant | undefined {
  const policy = policies.find(({ name }) => name === deciding?.policy);
  if (policy === undefined || deciding === undefined) return undefined;
  const { index } = deciding;
  return { policy, index, location: policy.places[index] ?? policy.location };
}

/** `statement 2 of the inline policy s3-read`, `policy AdministratorAccess of AWS`. */
export function sayGrant({ policy, index }: Grant): string {
  if (policy.places.length === 0) return policy.label;
  return `statement ${index + 1} of the ${policy.label}`;
}

/** `every resource`, `every resource in us-east-1`. */
export function sayEvery({ region }: Grant): string {
  return region === undefined ? 'every resource' : `every resource in ${region}`;
}

/** What to write: in the statement itself, or in place of a policy whose statements are in no file. */
export function hintFor({ policy }: Grant, hint: string): string {
  return policy.isDeclared ? hint : `write a policy of your own in place of the ${policy.label}: ${hint}`;
}

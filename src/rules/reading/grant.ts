import { namesOf } from '../../access/catalogue.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { ActionCatalogue } from '../../model/action-catalogue.ts';
import type { Json } from '../../model/json.ts';
import { evaluate, type Decision } from '../../policy/evaluate.ts';
import { actOf } from '../data/chosen-keys.ts';
import type { HeldDocument, Holder } from './holder.ts';
import { isLimitOfAws } from './known-policies.ts';
import { namesAction } from './named-actions.ts';
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

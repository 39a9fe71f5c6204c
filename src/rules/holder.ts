import { addressKey, addressOf, type Address } from '../model/address.ts';
import type { Location } from '../model/diagnostic.ts';
import type { DesiredResource, Integration } from '../model/integration.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { addressOfResource } from '../model/resource.ts';
import { arnOf } from '../kinds/arn.ts';
import { evaluate, type Decision } from '../policy/evaluate.ts';
import { isLimitOfAws, knownPolicy } from './known-policies.ts';
import type { RuleContext } from './rule.ts';

/** A policy that somebody holds. */
export interface HeldDocument {
  /** Of no other policy of the same holder. */
  readonly name: string;
  /** For readers: `inline policy s3-read`. */
  readonly label: string;
  /** Absent where the files do not have it. */
  readonly document?: Json;
  /** Where its statements stand, as far as that is known, and where the policy itself does. */
  readonly places: readonly Location[];
  readonly location: Location;
}

/** Somebody who can act, with everything that decides about what it may do. */
export interface Holder {
  readonly address: Address;
  /** Those whose contents are known; of AWS's own policies, that is the most powerful ones. */
  readonly policies: readonly HeldDocument[];
  readonly boundary?: { readonly arn: string; readonly document?: Json };
}

/**
 * The roles, users and groups of an integration, and its managed policies that nobody declared holds. What a user has by
 * its groups is said of the groups.
 */
export function holdersIn({ resources }: Integration, context: RuleContext): readonly Holder[] {
  const held = new Set(context.declared.flatMap((item) => [...attachmentsOf(item), ...boundaryOf(item)]));
  return resources.flatMap((item) => {
    const { kind } = item.resource;
    if (kind === 'instance-profile') return [];
    if (kind !== 'managed-policy') return [holderOf(item, context)];
    return held.has(arnOf(item.resource, context.settings)) ? [] : [unattached(item)];
  });
}

function holderOf(item: DesiredResource, context: RuleContext): Holder {
  const { resource, location, propertyLocations } = item;
  const at = propertyLocations['ManagedPolicyArns'] ?? location;
  const [boundary] = boundaryOf(item);
  return {
    address: addressOfResource(resource),
    policies: [...inlineOf(item), ...attachmentsOf(item).flatMap((arn) => policyAt(arn, at, context))],
    ...(boundary === undefined ? {} : { boundary: boundaryAt(boundary, context) }),
  };
}

/** An attached policy, where its contents are known. */
function policyAt(arn: string, location: Location, context: RuleContext): readonly HeldDocument[] {
  const declared = declaredAt(arn, context);
  if (declared !== undefined) return [managedPolicy(declared)];
  const known = knownPolicy(arn);
  if (known === undefined) return [];
  const { name, document } = known;
  return [{ name: arn, label: `policy ${name} of AWS`, document, places: [], location }];
}

function unattached(item: DesiredResource): Holder {
  return { address: addressOfResource(item.resource), policies: [managedPolicy(item)] };
}

function inlineOf({
  resource,
  location,
  propertyLocations,
  statementLocations,
}: DesiredResource): readonly HeldDocument[] {
  const inline = resource.properties['Policies'];
  return (isJsonArray(inline) ? inline : []).filter(isJsonObject).map((policy) => {
    const name = typeof policy['PolicyName'] === 'string' ? policy['PolicyName'] : '';
    return {
      name: `Policies/${name}`,
      label: `inline policy ${name}`,
      document: policy['PolicyDocument'] ?? null,
      places: statementLocations?.[`Policies/${name}`] ?? [],
      location: propertyLocations['Policies'] ?? location,
    };
  });
}

function managedPolicy({ resource, location, statementLocations }: DesiredResource): HeldDocument {
  return {
    name: addressKey(addressOf('managed-policy', resource.name)),
    label: `managed policy ${resource.name}`,
    document: resource.properties['PolicyDocument'] ?? null,
    places: statementLocations?.['PolicyDocument'] ?? [],
    location,
  };
}

function attachmentsOf({ resource }: DesiredResource): readonly string[] {
  const arns = resource.properties['ManagedPolicyArns'];
  return (isJsonArray(arns) ? arns : []).filter((arn) => typeof arn === 'string');
}

/** What only limits gives nothing. */
function boundaryOf({ resource }: DesiredResource): readonly string[] {
  const boundary = resource.properties['PermissionsBoundary'];
  return typeof boundary === 'string' && boundary !== '' ? [boundary] : [];
}

function declaredAt(arn: string, { declared, settings }: RuleContext): DesiredResource | undefined {
  return declared.find(
    ({ resource }) => resource.kind === 'managed-policy' && arnOf(resource, settings) === arn,
  );
}

function boundaryAt(arn: string, context: RuleContext): NonNullable<Holder['boundary']> {
  const declared = declaredAt(arn, context)?.resource.properties['PolicyDocument'];
  const document = declared ?? knownPolicy(arn)?.document;
  return { arn, ...(document === undefined ? {} : { document }) };
}

/** An action on a resource, without any condition key: what a condition guards is not allowed to it. */
export interface Deed {
  readonly action: string;
  readonly resource: string;
}

/** The statement by which somebody may do something, whatever the circumstances. */
export interface Grant {
  readonly policy: HeldDocument;
  /** Counts from 0. */
  readonly index: number;
  readonly location: Location;
}

/**
 * The statement that lets somebody do a deed; undefined where nothing does, where a Deny refuses it, or where the
 * boundary does not let it through. A boundary that is not in the files is taken for one that lets everything through,
 * unless it is a policy of AWS, whose purpose is to limit.
 */
export function grantOf(
  holder: Holder,
  { action, resource }: Deed,
  { settings }: RuleContext,
): Grant | undefined {
  const { policies, boundary } = holder;
  if (boundary !== undefined && boundary.document === undefined && isLimitOfAws(boundary.arn))
    return undefined;
  const limit =
    boundary?.document === undefined ? {} : { boundary: { name: boundary.arn, document: boundary.document } };
  const named = policies.map(({ name, document = null }) => ({ name, document }));
  const decision = evaluate({ kind: 'identity', policies: named, ...limit }, { action, resource }, settings);
  return decision.verdict === 'allowed' ? grantIn(policies, decision) : undefined;
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

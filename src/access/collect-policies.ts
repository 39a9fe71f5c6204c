import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { foldCase } from '../policy/policy-variable.ts';
import { nameTest } from './action-classes.ts';
import type { Resource } from '../model/resource.ts';
import type { HeldPolicy, PrincipalPolicies } from './identity-delta.ts';

/** What a principal's properties only name. */
export interface PolicyLookup {
  /** A managed policy by its ARN; without a document when its contents are not known. */
  readonly managedPolicy: (arn: string) => HeldPolicy;
  /** A group by its name; undefined when it is not known. */
  readonly group: (name: string) => Resource | undefined;
}

/** All policies that decide about a role, user or group: inline, attached, those of its groups, and the boundary. */
export function policiesOf(resource: Resource, lookup: PolicyLookup): PrincipalPolicies {
  const { properties } = resource;
  const groups = textsOf(properties['Groups']).flatMap((name): readonly HeldPolicy[] => {
    const group = lookup.group(name);
    return group === undefined ? [{ name: `group/${name}` }] : ownPolicies(group, lookup);
  });
  const boundary = properties['PermissionsBoundary'];
  return {
    policies: [...ownPolicies(resource, lookup), ...groups],
    ...tagsOf(resource),
    ...(typeof boundary === 'string' && boundary !== '' ? { boundary: lookup.managedPolicy(boundary) } : {}),
  };
}

/** Tags that each request of a principal has: a session of a role may bring others, where the trust policy lets it. */
function tagsOf({ properties }: Resource): Pick<PrincipalPolicies, 'tags'> {
  const pairs = (isJsonArray(properties['Tags']) ? properties['Tags'] : [])
    .filter(isJsonObject)
    .flatMap(({ Key, Value }) =>
      typeof Key === 'string' && typeof Value === 'string' ? [[foldCase(Key), Value] as const] : [],
    );
  const trust = properties['AssumeRolePolicyDocument'];
  const bringsOthers = trust !== undefined && letsTagsIn(trust);
  return pairs.length === 0 || bringsOthers ? {} : { tags: new Map(pairs) };
}

/** Whether a trust policy may allow sts:TagSession; so does one without a certain meaning. */
function letsTagsIn(trust: Json): boolean {
  const statements = isJsonObject(trust) ? (trust['Statement'] ?? []) : [];
  return (isJsonArray(statements) ? statements : [statements]).some((statement) => {
    if (!isJsonObject(statement)) return true;
    if (statement['Effect'] === 'Deny') return false;
    const action = statement['Action'] ?? '*';
    return (isJsonArray(action) ? action : [action]).some(
      (name) => typeof name !== 'string' || nameTest(name.toLowerCase())('sts:tagsession'),
    );
  });
}

function ownPolicies({ properties }: Resource, lookup: PolicyLookup): readonly HeldPolicy[] {
  const inline = isJsonArray(properties['Policies']) ? properties['Policies'] : [];
  return [
    ...inline.filter(isJsonObject).map((policy) => ({
      name: typeof policy['PolicyName'] === 'string' ? policy['PolicyName'] : '',
      document: policy['PolicyDocument'] ?? null,
    })),
    ...textsOf(properties['ManagedPolicyArns']).map(lookup.managedPolicy),
  ];
}

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

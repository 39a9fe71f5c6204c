import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
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
    ...(typeof boundary === 'string' && boundary !== '' ? { boundary: lookup.managedPolicy(boundary) } : {}),
  };
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

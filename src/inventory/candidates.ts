import { kindFacts } from '../model/address.ts';
import type { Entrance } from '../model/inventory.ts';
import type { Live, LiveResource } from '../model/live.ts';
import { isPathOfAws } from '../kinds/path-of-aws.ts';
import { addressOfResource } from '../model/resource.ts';
import { isJsonArray, type Json } from '../model/json.ts';
import { entrancesOf, type Neighbourhood } from './entrances.ts';

/** A role that an outside party can assume, or a user; of a user its keys say whether it is listed. */
export interface Candidate {
  readonly live: LiveResource;
  readonly entrances: readonly Entrance[];
}

export interface Candidates {
  readonly roles: readonly Candidate[];
  readonly users: readonly LiveResource[];
  readonly awsRoles: number;
  readonly insideRoles: number;
}

/** The roles and users of an account that an inventory is about. Roles that only AWS can change are counted alone. */
export function candidatesIn({ found }: Live, neighbourhood: Neighbourhood): Candidates {
  const roles = found.filter(({ resource }) => kindFacts(resource.kind).actsBy === 'being-assumed');
  const others = roles.filter((role) => !isOfAws(role));
  const open = others.flatMap((live): readonly Candidate[] => {
    const trust = live.resource.properties['AssumeRolePolicyDocument'] ?? null;
    const entrances = entrancesOf(trust, neighbourhood);
    return entrances.length === 0 ? [] : [{ live, entrances }];
  });
  return {
    roles: open,
    users: found.filter(({ resource }) => kindFacts(resource.kind).actsBy === 'signing-in'),
    awsRoles: roles.length - others.length,
    insideRoles: others.length - open.length,
  };
}

function isOfAws({ resource }: LiveResource): boolean {
  return isPathOfAws(resource.properties['Path']);
}

/** The ARNs of the managed policies that decide about some principals, the most used first. */
export function policyArnsOf(principals: readonly LiveResource[], { found }: Live): readonly string[] {
  const groups = new Map(
    found
      .filter(({ resource }) => kindFacts(resource.kind).heldBy === 'membership')
      .map((one) => [addressOfResource(one.resource), one]),
  );
  const uses = new Map<string, number>();
  const note = ({ resource: { properties } }: LiveResource): void => {
    for (const arn of [
      ...textsOf(properties['ManagedPolicyArns']),
      ...textsOf([properties['PermissionsBoundary'] ?? '']),
    ])
      if (arn !== '') uses.set(arn, (uses.get(arn) ?? 0) + 1);
  };
  for (const principal of principals) {
    note(principal);
    for (const name of textsOf(principal.resource.properties['Groups'])) {
      const group = groups.get(`group/${name}`);
      if (group !== undefined) note(group);
    }
  }
  return [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([arn]) => arn);
}

export function textsOf(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

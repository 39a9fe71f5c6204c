import { parsePrincipalArn } from '../model/arn.ts';
import type { Entrance } from '../model/inventory.ts';
import { isJsonArray, type Json } from '../model/json.ts';
import type { Live, LiveResource } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { entrancesOf, type Neighbourhood } from '../inventory/entrances.ts';
import { kindSpec } from '../kinds/registry.ts';
import { trustedPrincipals } from '../policy/trusted-principals.ts';
import type { Draft } from './desired-text.ts';
import type { AdoptContext } from './parameters.ts';
import { keyOfResource, missingTags } from './written-resource.ts';

/**
 * What belongs to the wanted resources alone and would be left behind without an owner: their customer managed policies
 * and boundaries, and the instance profiles that carry their roles.
 */
export function withCompanions(wanted: readonly LiveResource[], live: Live): readonly LiveResource[] {
  const held = new Set(wanted.flatMap(heldPolicies));
  const roles = new Set(wanted.filter(hasTrust).map(({ resource }) => resource.name.toLowerCase()));
  const companions = live.found.filter(
    (one) => held.has(one.arn) || carriedRoles(one).some((name) => roles.has(name)),
  );
  return [...new Map([...wanted, ...companions].map((one) => [keyOfResource(one.resource), one])).values()];
}

/** Puts resources of one purpose into one file each; every file has a name that is not taken. */
export function draftsOf(
  wanted: readonly LiveResource[],
  live: Live,
  neighbourhood: Neighbourhood,
  context: AdoptContext,
  taken: readonly string[],
): readonly Draft[] {
  const names = new Set([...taken, 'rolekeeper'].map((name) => name.toLowerCase()));
  return groupsOf(wanted, live, neighbourhood).map((resources) => {
    const name = freeName(nameOf(resources), names);
    names.add(name.toLowerCase());
    const entrances = resources.filter(hasTrust).flatMap((one) => entrancesOf(trustOf(one), neighbourhood));
    return {
      name,
      description: descriptionOf(resources, entrances, neighbourhood.partition),
      ...vendorOf(entrances, context),
      resources,
      exceptions: [],
      ignore: resources.flatMap(({ resource }) =>
        missingTags(resource, context.settings.tags).length === 0
          ? []
          : [
              {
                address: addressOfResource(resource),
                field: 'Tags',
                reason: 'adopted without the tags of rolekeeper.yaml; remove this entry, and they are added',
              },
            ],
      ),
    };
  });
}

/**
 * A managed policy goes with its holders when it has no others; a profile goes with its role; roles that lead to one
 * another go together.
 */
function groupsOf(
  wanted: readonly LiveResource[],
  live: Live,
  neighbourhood: Neighbourhood,
): readonly (readonly LiveResource[])[] {
  const parents = new Map(wanted.map((one) => [one, one]));
  const find = (one: LiveResource): LiveResource => {
    const parent = parents.get(one) ?? one;
    return parent === one ? one : find(parent);
  };
  const join = (one: LiveResource, other: LiveResource): void => void parents.set(find(one), find(other));
  const byName = new Map(wanted.filter(hasTrust).map((one) => [one.resource.name.toLowerCase(), one]));
  for (const one of wanted) {
    for (const name of carriedRoles(one)) {
      const role = byName.get(name);
      if (role !== undefined) join(one, role);
    }
  }
  for (const [role, source] of chains(wanted, neighbourhood)) join(role, source);
  const holders = holdersOf(live);
  for (const policy of wanted.filter(({ resource }) => kindSpec(resource.kind).arnType === 'policy')) {
    const those = (holders.get(policy.arn) ?? []).map((holder) =>
      wanted.find((one) => one.arn === holder.arn),
    );
    const [first, ...others] = those;
    if (first !== undefined && others.every((one) => one !== undefined && find(one) === find(first)))
      join(policy, first);
  }
  const groups = new Map<LiveResource, LiveResource[]>();
  for (const one of wanted) groups.set(find(one), [...(groups.get(find(one)) ?? []), one]);
  return [...groups.values()].map((group) => [...group].sort(byRank));
}

/** A role that is assumed by one other role of the account alone, which nothing else is assumed by: two halves of one purpose. */
function chains(
  wanted: readonly LiveResource[],
  { partition }: Neighbourhood,
): readonly (readonly [LiveResource, LiveResource])[] {
  const principals = new Map(
    wanted.filter(hasTrust).map((one) => [one, trustedPrincipals(trustOf(one), { partition })]),
  );
  const counts = new Map<string, number>();
  for (const names of principals.values())
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...principals].flatMap(([role, names]) => {
    const [name, ...others] = names;
    const source = wanted.find((one) => `AWS:${one.arn}` === name && one !== role);
    if (name === undefined || others.length > 0 || source === undefined || counts.get(name) !== 1) return [];
    return [[role, source] as const];
  });
}

function holdersOf({ found }: Live): ReadonlyMap<string, readonly LiveResource[]> {
  const holders = new Map<string, LiveResource[]>();
  for (const one of found)
    for (const arn of new Set(heldPolicies(one))) holders.set(arn, [...(holders.get(arn) ?? []), one]);
  return holders;
}

function heldPolicies({ resource: { properties } }: LiveResource): readonly string[] {
  return textsOf([...textsOf(properties['ManagedPolicyArns']), properties['PermissionsBoundary'] ?? '']);
}

function carriedRoles({ resource: { kind, properties } }: LiveResource): readonly string[] {
  const field = kindSpec(kind).fields.find(({ names, takesOne }) => names !== undefined && takesOne === true);
  return field === undefined ? [] : textsOf(properties[field.property]).map((name) => name.toLowerCase());
}

function hasTrust({ resource: { kind } }: LiveResource): boolean {
  return kindSpec(kind).trustField !== undefined;
}

function trustOf({ resource: { kind, properties } }: LiveResource): Json {
  return properties[kindSpec(kind).trustField ?? ''] ?? null;
}

/** Of others the place does not matter: they come last. */
const RANK = ['roles', 'users', 'groups', 'instanceProfiles', 'managedPolicies'];

function byRank(one: LiveResource, other: LiveResource): number {
  const rank = ({ resource }: LiveResource): number => {
    const index = RANK.indexOf(kindSpec(resource.kind).list);
    return index === -1 ? RANK.length : index;
  };
  return rank(one) - rank(other) || (one.resource.name < other.resource.name ? -1 : 1);
}

/** `DatadogIntegrationRole` → `datadog-integration-role`; of several principals what their names begin with. */
function nameOf(resources: readonly LiveResource[]): string {
  const [first] = resources;
  const principals = resources.filter(({ resource }) => kindSpec(resource.kind).isPrincipal);
  const slugs = principals.map(({ resource }) => slugOf(resource.name));
  const shared = slugs.length < 2 ? '' : sharedStart(slugs).replace(/(?<!-)-+$/, '');
  const slug = shared.length >= 4 ? shared : slugOf(first?.resource.name ?? '');
  // `rolekeeper.yaml` has the settings.
  if (slug === 'rolekeeper') return 'rolekeeper-role';
  return /^[a-z]/.test(slug) ? slug : `${first?.resource.kind ?? 'iam'}${slug === '' ? '' : '-'}${slug}`;
}

function slugOf(name: string): string {
  return name
    .replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 90);
}

function sharedStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

function vendorOf(entrances: readonly Entrance[], { pages }: AdoptContext): Pick<Draft, 'vendor'> {
  const vendors = entrances.flatMap(({ party }) => (party.party === 'vendor' ? [party] : []));
  const [first] = vendors;
  if (first === undefined || vendors.some(({ name }) => name !== first.name)) return {};
  const docs = pages.get(first.account);
  return { vendor: { name: first.name, ...(docs === undefined ? {} : { docs }) } };
}

function descriptionOf(
  resources: readonly LiveResource[],
  entrances: readonly Entrance[],
  partition: string,
): string {
  const [first] = resources;
  if (first === undefined) return '';
  const subject = addressOfResource(first.resource);
  const parties = [
    ...new Set([...entrances.map(sayParty), ...(entrances.length > 0 ? [] : insiders(first, partition))]),
  ];
  const who =
    parties.length > 3
      ? `${parties.slice(0, 2).join(', ')} and ${parties.length - 2} others`
      : listed(parties);
  if (who !== '') return `${who} can assume ${subject}`.slice(0, 400);
  return `The ${first.resource.kind.replace('-', ' ')} ${first.resource.name} of the account`;
}

/** Services of AWS and principals of the account that a role trusts: `ec2.amazonaws.com`, `role/cluster-node`. */
function insiders(one: LiveResource, partition: string): readonly string[] {
  if (!hasTrust(one)) return [];
  return trustedPrincipals(trustOf(one), { partition }).flatMap((principal) =>
    principal.startsWith('Service:') ? [principal.slice('Service:'.length)] : ownPrincipal(principal),
  );
}

function ownPrincipal(principal: string): readonly string[] {
  const arn = parsePrincipalArn(principal);
  return arn?.service === 'iam' && /^(?:role|user)\/./.test(arn.resource) ? [arn.resource] : [];
}

function sayParty({ party }: Entrance): string {
  switch (party.party) {
    case 'anybody':
      return 'Every AWS account';
    case 'vendor':
      return party.name;
    case 'own-account':
      return `The own account ${party.account}`;
    case 'organization':
      return `The organization ${party.id}`;
    case 'unknown-account':
      return `The account ${party.account}`;
    case 'identity-provider':
      return party.name;
    case 'unclear':
      return 'A principal that is not clear';
    case 'key-holder':
      return 'The holder of its keys';
    case 'password-holder':
      return 'The holder of its password';
  }
}

function listed(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  const rest = others.map((text) => text.replace(/^(?:The|Every|A) /, (word) => word.toLowerCase()));
  return rest.length === 0 ? first : `${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1) ?? ''}`;
}

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonArray(value)
    ? value.filter((item) => typeof item === 'string' && item !== '').map(String)
    : [];
}

import { addressKey, kindFacts, type Address } from '../model/address.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { isArn } from '../model/arn.ts';
import { sortFindings, type Finding, type RuleSettings } from '../model/finding.ts';
import type { DesiredResource, Settings } from '../model/integration.ts';
import {
  DANGERS,
  known,
  notKnown,
  REACH_LEVELS,
  type Inventory,
  type InventoryDocument,
  type InventoryEntry,
  type InventorySource,
  type Known,
  type Manager,
  type Reach,
  type SignIn,
} from '../model/inventory.ts';
import { opennessOf } from '../model/openness.ts';
import type { LastUse, Live, LiveResource } from '../model/live.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { policiesOf, type PolicyLookup } from '../access/collect-policies.ts';
import type { HeldPolicy } from '../access/identity-delta.ts';
import { knownPolicy } from '../rules/reading/known-policies.ts';
import { reviewScope } from '../rules/review.ts';
import { candidatesIn, textsOf, type Candidate } from './candidates.ts';
import { dangerOf } from './danger.ts';
import type { Neighbourhood } from './entrances.ts';
import { managerByTags } from './manager.ts';
import { reachOf } from './reach.ts';
import { entrancesOfUser } from './sign-ins.ts';

export interface InventoryInput {
  readonly live: Live;
  readonly neighbourhood: Neighbourhood;
  readonly source: InventorySource;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly catalogue: ActionCatalogue;
  /** Contents of managed policies that the account does not have itself, by ARN. */
  readonly policies: ReadonlyMap<string, HeldPolicy>;
  /** By the key of the user's address; who is not in it was not asked for. */
  readonly credentials: ReadonlyMap<string, Known<readonly SignIn[]>>;
  /** Of the settings, where there are any. */
  readonly rules?: RuleSettings;
  /** What could not be read of the neighbourhood. */
  readonly unchecked: Inventory['unchecked'];
}

/**
 * Who can use an account from outside, what with, and what is found about it, the most dangerous first. Which stack has
 * an entry is for {@link withManagers}, which comes after what is asked of the worst.
 */
export function buildInventory(input: InventoryInput): Inventory {
  const { live, neighbourhood, source, day, unchecked } = input;
  const { roles, users, awsRoles, insideRoles } = candidatesIn(live, neighbourhood);
  const usable = users
    .map((live): Candidate => ({ live, entrances: entrancesOfUser(credentialsOf(live, input)) }))
    .filter(({ entrances }) => entrances.length > 0);
  const listed: readonly Candidate[] = [...roles, ...usable];
  const findings = findingsOf(listed, input);
  const reach = reachReader(input);
  const entries = listed.map((candidate) => entryOf(candidate, reach, findings, input));
  return {
    format: 1,
    account: neighbourhood.account,
    partition: neighbourhood.partition,
    day,
    source,
    entries: [...entries].sort(byDanger),
    notListed: { awsRoles, insideRoles, insideUsers: users.length - usable.length },
    unchecked: [
      ...live.unchecked.map(({ kind, address, reason }) => ({ column: address ?? `every ${kind}`, reason })),
      ...unchecked,
    ],
  };
}

/** The same with what was found out about the stacks of some entries. */
export function withManagers(
  inventory: Inventory,
  managers: ReadonlyMap<Address, Known<Manager>>,
  otherwise: Known<Manager>,
): Inventory {
  return {
    ...inventory,
    entries: inventory.entries.map((entry) =>
      entry.manager.known ? entry : { ...entry, manager: managers.get(entry.address) ?? otherwise },
    ),
  };
}

function credentialsOf(user: LiveResource, { credentials }: InventoryInput): Known<readonly SignIn[]> {
  return credentials.get(keyOf(user)) ?? notKnown('was not asked for');
}

function entryOf(
  { live, entrances }: Candidate,
  reachFor: (resource: Resource) => {
    readonly reach: Known<Reach>;
    readonly documents: readonly InventoryDocument[];
  },
  findings: ReadonlyMap<string, readonly Finding[]>,
  input: InventoryInput,
): InventoryEntry {
  const { resource, arn } = live;
  const boundary = resource.properties['PermissionsBoundary'];
  const { reach, documents } = reachFor(resource);
  const signIns = kindFacts(resource.kind).actsBy === 'signing-in' ? credentialsOf(live, input) : undefined;
  return {
    address: addressOfResource(resource),
    arn,
    danger: dangerOf(entrances, reach),
    entrances,
    ...(signIns === undefined ? {} : { credentials: signIns }),
    reach,
    lastUsed: signIns === undefined ? lastUseOfRole(live) : lastUseOfUser(signIns),
    created: live.created === undefined ? notKnown('IAM did not say') : known(live.created),
    manager: managerByTags(live) ?? notKnown('was not asked for'),
    findings: (findings.get(keyOf(live)) ?? []).filter((one) => !isContradicted(one, signIns)),
    ...(typeof boundary === 'string' && boundary !== '' ? { boundary } : {}),
    documents,
  };
}

/** A rule takes a declared user for one with keys; of one that was read it is known. */
function isContradicted({ rule }: Finding, signIns: Known<readonly SignIn[]> | undefined): boolean {
  if (rule !== 'user-credentials' || signIns?.known !== true) return false;
  return !signIns.value.some(({ credential }) => credential === 'access-key');
}

function lastUseOfRole({ lastUsed }: LiveResource): Known<LastUse> {
  return lastUsed === undefined ? notKnown('IAM did not say') : known(lastUsed);
}

/** The latest of its keys and its password. */
function lastUseOfUser(signIns: Known<readonly SignIn[]>): Known<LastUse> {
  if (!signIns.known) return signIns;
  const uses = signIns.value.flatMap(({ lastUsed }) => lastUsed ?? []);
  const unread = uses.find((use) => !use.known);
  if (unread !== undefined) return unread;
  const days = uses.flatMap((use) => (use.known && use.value.used ? [use.value] : []));
  return known([...days].sort((a, b) => (a.day < b.day ? 1 : -1))[0] ?? { used: false });
}

function reachReader(input: InventoryInput): (resource: Resource) => {
  readonly reach: Known<Reach>;
  readonly documents: readonly InventoryDocument[];
} {
  const { live, neighbourhood, catalogue, policies } = input;
  const local = new Map(
    live.found
      .filter(({ resource }) => kindFacts(resource.kind).heldBy === 'attachment')
      .map(({ resource, arn }) => [arn, resource.properties['PolicyDocument'] ?? null]),
  );
  const groups = new Map(
    live.found
      .filter(({ resource }) => kindFacts(resource.kind).heldBy === 'membership')
      .map((one) => [keyOf(one), one.resource]),
  );
  const lookup: PolicyLookup = {
    managedPolicy: (arn) => {
      const document = local.get(arn);
      return document === undefined ? (policies.get(arn) ?? certainly(arn)) : { name: arn, document };
    },
    group: (name) => groups.get(addressKey(`group/${name}`)),
  };
  // Roles of one make hold the same policies: what they come to is found out once.
  const memory = new Map<string, Reach>();
  return (resource) => {
    const held = policiesOf(resource, lookup);
    const key = JSON.stringify(held);
    const reach =
      memory.get(key) ?? reachOf(held, { context: { partition: neighbourhood.partition }, catalogue });
    memory.set(key, reach);
    return { reach: known(reach), documents: documentsOf(resource, held.policies, held.boundary) };
  };
}

/** What `AdministratorAccess` comes to needs no reading. */
function certainly(arn: string): HeldPolicy {
  const policy = knownPolicy(arn);
  return policy?.name === 'AdministratorAccess' ? { name: arn, document: policy.document } : { name: arn };
}

function documentsOf(
  { properties }: Resource,
  policies: readonly HeldPolicy[],
  boundary: HeldPolicy | undefined,
): readonly InventoryDocument[] {
  const of = (role: InventoryDocument['role'], { name, document }: HeldPolicy): InventoryDocument => ({
    name,
    role,
    ...(document === undefined ? {} : { document }),
  });
  const trust = properties['AssumeRolePolicyDocument'];
  return [
    ...(trust === undefined ? [] : [of('trust', { name: 'AssumeRolePolicyDocument', document: trust })]),
    ...policies.map((policy) => of(isArn(policy.name) ? 'attached' : 'inline', policy)),
    ...(boundary === undefined ? [] : [of('boundary', boundary)]),
  ];
}

/** What the review rules say, as if a file declared the account. */
function findingsOf(
  listed: readonly Candidate[],
  input: InventoryInput,
): ReadonlyMap<string, readonly Finding[]> {
  const { live, neighbourhood, catalogue, day, rules, source } = input;
  const held = new Set(
    listed.flatMap(({ live: { resource } }) => textsOf(resource.properties['ManagedPolicyArns'])),
  );
  const policies = live.found.filter(
    ({ resource, arn }) => kindFacts(resource.kind).heldBy === 'attachment' && held.has(arn),
  );
  const resources = [...policies, ...listed.map((one) => one.live)].map(({ resource }): DesiredResource => ({
    resource,
    location: NOWHERE,
    propertyLocations: {},
  }));
  const settings: Settings = {
    file: '',
    account: neighbourhood.account,
    partition: neighbourhood.partition,
    region: source.kind === 'iam' ? source.region : '',
    stackPrefix: '',
    tags: {},
    ignoreTags: [],
    maxDeletes: 0,
    delete: [],
    release: [],
    ...rules,
    ownAccounts: [...new Set([...(rules?.ownAccounts ?? []), ...neighbourhood.ownAccounts.keys()])],
  };
  const integration = {
    name: ACCOUNT,
    description: '',
    file: '',
    resources,
    delete: [],
    release: [],
    overwrite: [],
    hold: [],
    ignore: [],
    observe: false,
  };
  const managedPolicy = (arn: string): HeldPolicy => input.policies.get(arn) ?? certainly(arn);
  const scope = { directory: '', settings, integrations: [integration], warnings: [] };
  const reviewed =
    reviewScope({ scope, catalogue, today: day, policies: managedPolicy }).get(ACCOUNT)?.findings ?? [];
  const byAddress = new Map<string, Finding[]>();
  for (const { rule, level, address, message, hint } of sortFindings(reviewed)) {
    const key = addressKey(address);
    byAddress.set(key, [...(byAddress.get(key) ?? []), { rule, level, address, message, hint }]);
  }
  return byAddress;
}

const ACCOUNT = 'account';
const NOWHERE = { file: '', line: 1, column: 1 };

function keyOf({ resource }: LiveResource): string {
  return addressKey(addressOfResource(resource));
}

function byDanger(a: InventoryEntry, b: InventoryEntry): number {
  return (
    DANGERS.indexOf(a.danger) - DANGERS.indexOf(b.danger) ||
    Number(hasEverything(b)) - Number(hasEverything(a)) ||
    opennessOf(b.entrances) - opennessOf(a.entrances) ||
    reachOrder(a) - reachOrder(b) ||
    b.findings.length - a.findings.length ||
    (a.address < b.address ? -1 : 1)
  );
}

function hasEverything({ reach }: InventoryEntry): boolean {
  return reach.known && reach.value.level === 'everything';
}

function reachOrder({ reach }: InventoryEntry): number {
  return reach.known ? REACH_LEVELS.indexOf(reach.value.level) : -1;
}

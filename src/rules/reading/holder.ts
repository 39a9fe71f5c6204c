import { addressKey, kindFacts, type Address } from '../../model/address.ts';
import { awsManagedName, iamArn, nameInArn } from '../../model/arn.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { DesiredResource, Integration } from '../../model/integration.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { fillVariables, type VariableValues } from '../../policy/policy-variable.ts';
import { addressOfResource } from '../../model/resource.ts';
import { arnOf } from '../../kinds/arn.ts';
import { kindSpec } from '../../kinds/registry.ts';
import { dependsOnAct, type Act } from '../data/chosen-keys.ts';
import { kept } from './kept.ts';
import { knownGrants, knownPolicy } from './known-policies.ts';
import type { RuleContext } from '../rule.ts';
import type { OwnTags } from './narrowing.ts';
import { unconditional } from './unconditional.ts';

/** A policy of a holder. */
export interface HeldDocument {
  /** Of no other policy of the same holder. */
  readonly name: string;
  /** For readers: `inline policy s3-read`. */
  readonly label: string;
  /** As it is where the circumstances under which it acts are unknown. */
  readonly document: Json;
  /** As it is for some acts, where a condition limits one and not another. */
  readonly acts?: Readonly<Partial<Record<Act, Json>>>;
  /** With its conditions. */
  readonly written: Json;
  /** Where its statements stand, as far as that is known, and where the policy itself does. */
  readonly places: readonly Location[];
  readonly location: Location;
  /** Whether a file has its contents; else it is one of AWS, or one of the account that no file declares. */
  readonly isDeclared: boolean;
}

/** What can act, with everything that decides about what it can do. */
export interface Holder {
  readonly address: Address;
  /** Those whose contents are known; without an account, of AWS's own policies that is the most powerful ones. */
  readonly policies: readonly HeldDocument[];
  readonly boundary?: { readonly arn: string; readonly document?: Json };
  /** ARNs of what decides about its own access: itself, its groups, and the policies of the account that it holds. */
  readonly own: Readonly<Record<'role' | 'user' | 'group' | 'policy', readonly string[]>>;
  /** Its tags by their keys in lower case, as condition keys have them. */
  readonly tags?: OwnTags;
}

/**
 * The roles, users and groups of an integration, and its managed policies that nothing declared holds. What a user has
 * by its groups is said of the groups.
 */
export const holdersIn: (integration: Integration, context: RuleContext) => readonly Holder[] =
  kept(readHolders);

function readHolders({ resources }: Integration, context: RuleContext): readonly Holder[] {
  const { held } = indexOf(context);
  return resources.flatMap((item) => {
    const { kind } = item.resource;
    if (kindSpec(kind).holdsPolicies) return [withoutConditions(holderOf(item, context), context)];
    if (kindFacts(kind).heldBy !== 'attachment') return [];
    if (held.has(arnOf(item.resource, context.settings))) return [];
    return [withoutConditions(unattached(item, context), context)];
  });
}

function withoutConditions({ policies, boundary, ...holder }: Holder, { settings }: RuleContext): Holder {
  const values = valuesOf(holder, settings.account);
  const limit = boundary?.document === undefined ? undefined : ofItself(boundary.document, values, settings);
  return {
    ...holder,
    policies: policies.map((policy) => {
      const written = ofItself(policy.document, values, settings);
      const document = withTags(written, holder.tags, settings);
      return { ...policy, written, document, ...actsOf(written, holder.tags, settings) };
    }),
    ...(boundary === undefined ? {} : { boundary }),
    ...(boundary === undefined || limit === undefined
      ? {}
      : { boundary: { ...boundary, document: asAlways(limit, settings, 'boundary') } }),
  };
}

/** A condition on a tag that the file gives to the holder itself is met by each of its requests. */
function withTags(document: Json, tags: OwnTags | undefined, settings: RuleContext['settings']): Json {
  if (tags === undefined || !isJsonObject(document) || !namesOwnTags(document, settings))
    return asAlways(document, settings, 'policy');
  return unconditional(document, { ...settings, ownTags: tags });
}

function actsOf(
  document: Json,
  tags: OwnTags | undefined,
  settings: RuleContext['settings'],
): Pick<HeldDocument, 'acts'> {
  if (!isJsonObject(document) || !hangsOnAct(document, settings)) return {};
  const context = { ...settings, ...(tags === undefined ? {} : { ownTags: tags }) };
  const as = (act: Act): Json => unconditional(document, { ...context, act });
  return { acts: { acl: as('acl'), tags: as('tags') } };
}

const hangsOnAct = kept((document: JsonObject, _settings: RuleContext['settings']) =>
  dependsOnAct(JSON.stringify(document)),
);

const namesOwnTags = kept((document: JsonObject, _settings: RuleContext['settings']) =>
  JSON.stringify(document).toLowerCase().includes('aws:principaltag/'),
);

/** A document is the same one for all that hold it: what is found in it is found once. */
function asAlways(document: Json, settings: RuleContext['settings'], role: keyof typeof UNCONDITIONAL): Json {
  return isJsonObject(document) ? UNCONDITIONAL[role](document, settings) : document;
}

const UNCONDITIONAL = {
  policy: kept((document: JsonObject, settings: RuleContext['settings']) =>
    unconditional(document, settings),
  ),
  boundary: kept((document: JsonObject, settings: RuleContext['settings']) =>
    unconditional(document, settings, 'boundary'),
  ),
};

/** The variables of a document that stand for the same in each request of its holder, as what they stand for. */
function ofItself(document: Json, values: VariableValues, settings: RuleContext['settings']): Json {
  if (!isJsonObject(document) || !hasVariables(document, settings)) return document;
  // Before this version, and without one, they are plain text.
  if (document['Version'] !== '2012-10-17') return document;
  return withValues(document, values);
}

function withValues(json: Json, values: VariableValues): Json {
  if (typeof json === 'string') return fillVariables(json, values);
  if (isJsonArray(json)) return json.map((one) => withValues(one, values));
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withValues(value, values)]));
}

const hasVariables = kept((document: JsonObject, _settings: RuleContext['settings']) =>
  JSON.stringify(document).includes('${'),
);

/** Of a user its name, of a role its ARN, and of each its account and its tags; a session may have tags of its own besides. */
function valuesOf({ own, tags = new Map() }: Omit<Holder, 'policies'>, account: string): VariableValues {
  const [user] = own.user;
  const [arn] = [...own.role, ...own.user.filter((one) => !one.endsWith(MEMBER))];
  return new Map([
    ...[...tags].map(([key, value]) => [`aws:principaltag/${key}`, value] as const),
    ['aws:principalaccount', account] as const,
    ...(arn === undefined ? [] : [['aws:principalarn', arn] as const]),
    ...(user === undefined ? [] : [['aws:username', nameInArn(user)] as const]),
  ]);
}

/** Any member of a group; a name that no pattern has that is not about all. */
const MEMBER = 'rolekeeper-any-member';

function ownOf(item: DesiredResource, { settings }: RuleContext): Holder['own'] {
  const { resource } = item;
  const iam = iamArn(settings, '');
  const { kind, properties } = resource;
  const arn = arnOf(resource, settings);
  const of = (wanted: typeof kind): readonly string[] => (kind === wanted ? [arn] : []);
  const groups = properties['Groups'];
  const names = (isJsonArray(groups) ? groups : []).filter((name) => typeof name === 'string');
  // A boundary decides, too: who writes it takes it away.
  const held = [...attachmentsOf(item), ...boundaryOf(item)].filter((one) => one.startsWith(iam));
  return {
    role: of('role'),
    user: kindFacts(kind).heldBy === 'membership' ? [`${iam}user/${MEMBER}`] : of('user'),
    group: [...of('group'), ...names.map((name) => `${iam}group/${name}`)],
    policy: kindFacts(kind).heldBy === 'attachment' ? [arn] : held,
  };
}

function tagsOf({ resource }: DesiredResource): Pick<Holder, 'tags'> {
  const tags = resource.properties['Tags'];
  const pairs = (isJsonArray(tags) ? tags : [])
    .filter(isJsonObject)
    .flatMap(({ Key, Value }) =>
      typeof Key === 'string' && typeof Value === 'string' ? [[Key.toLowerCase(), Value] as const] : [],
    );
  return pairs.length === 0 ? {} : { tags: new Map(pairs) };
}

function holderOf(item: DesiredResource, context: RuleContext): Holder {
  const { resource, location, propertyLocations } = item;
  const at = propertyLocations['ManagedPolicyArns'] ?? location;
  const [boundary] = boundaryOf(item);
  return {
    address: addressOfResource(resource),
    own: ownOf(item, context),
    ...tagsOf(item),
    policies: [...inlineOf(item), ...attachmentsOf(item).flatMap((arn) => policyAt(arn, at, context))],
    ...(boundary === undefined ? {} : { boundary: boundaryAt(boundary, context) }),
  };
}

/** An attached policy, where its contents are known. */
function policyAt(arn: string, location: Location, context: RuleContext): readonly HeldDocument[] {
  const declared = declaredAt(arn, context);
  if (declared !== undefined) return [managedPolicy(declared)];
  const document = undeclaredAt(arn, context) ?? knownGrants(arn)?.document;
  if (document === undefined) return [];
  const ofAws = awsManagedName(arn);
  const label =
    ofAws === undefined
      ? `managed policy ${nameInArn(arn)}, which no file declares`
      : `policy ${ofAws} of AWS`;
  return [{ name: arn, label, ...plain(document), places: [], location, isDeclared: false }];
}

/** What a policy holds that no file declares; undefined where that is not known. */
function undeclaredAt(arn: string, { policies }: RuleContext): Json | undefined {
  return policies?.(arn).document ?? knownPolicy(arn)?.document;
}

function unattached(item: DesiredResource, context: RuleContext): Holder {
  const address = addressOfResource(item.resource);
  return { address, policies: [managedPolicy(item)], own: ownOf(item, context) };
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
      ...plain(policy['PolicyDocument'] ?? null),
      places: statementLocations?.[`Policies/${name}`] ?? [],
      location: propertyLocations['Policies'] ?? location,
      isDeclared: true,
    };
  });
}

function managedPolicy({ resource, location, statementLocations }: DesiredResource): HeldDocument {
  return {
    name: addressKey(addressOfResource(resource)),
    label: `managed policy ${resource.name}`,
    ...plain(resource.properties['PolicyDocument'] ?? null),
    places: statementLocations?.['PolicyDocument'] ?? [],
    location,
    isDeclared: true,
  };
}

function plain(document: Json): Pick<HeldDocument, 'document' | 'written'> {
  return { document, written: document };
}

function attachmentsOf({ resource }: Pick<DesiredResource, 'resource'>): readonly string[] {
  const arns = resource.properties['ManagedPolicyArns'];
  return (isJsonArray(arns) ? arns : []).filter((arn) => typeof arn === 'string');
}

/** What only limits gives nothing. */
function boundaryOf({ resource }: DesiredResource): readonly string[] {
  const boundary = resource.properties['PermissionsBoundary'];
  return typeof boundary === 'string' && boundary !== '' ? [boundary] : [];
}

function declaredAt(arn: string, context: RuleContext): DesiredResource | undefined {
  return indexOf(context).policies.get(arn);
}

/** What a scope declares, by ARN. */
interface DeclaredIndex {
  /** ARNs of all that is attached, or a boundary. */
  readonly held: ReadonlySet<string>;
  readonly policies: ReadonlyMap<string, DesiredResource>;
}

function indexOf({ declared, settings }: RuleContext): DeclaredIndex {
  return readIndex(declared, settings);
}

const readIndex = kept(
  (declared: RuleContext['declared'], settings: RuleContext['settings']): DeclaredIndex => {
    const policies = declared.filter(({ resource }) => kindFacts(resource.kind).heldBy === 'attachment');
    return {
      held: new Set(declared.flatMap((item) => [...attachmentsOf(item), ...boundaryOf(item)])),
      policies: new Map(policies.map((item) => [arnOf(item.resource, settings), item])),
    };
  },
);

function boundaryAt(arn: string, context: RuleContext): NonNullable<Holder['boundary']> {
  const declared = declaredAt(arn, context)?.resource.properties['PolicyDocument'];
  const document = declared ?? undeclaredAt(arn, context);
  return { arn, ...(document === undefined ? {} : { document }) };
}

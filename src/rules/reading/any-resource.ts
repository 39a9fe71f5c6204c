import { canBeAsked } from '../../access/action-resources.ts';
import { namesOf } from '../../access/catalogue.ts';
import type { ActionCatalogue, CatalogueService } from '../../model/action-catalogue.ts';
import { formatArn, parseArn } from '../../model/arn.ts';
import { CALLED_RESOURCES, FORMS_OF_IDS } from '../data/called-resources.ts';
import type { RuleContext } from '../rule.ts';
import { ANY_NAME } from './any-name.ts';
import { grantOf, type Grant } from './grant.ts';
import type { Holder } from './holder.ts';
import { namesAction } from './named-actions.ts';
import { namedPatterns, someResource } from './named-resources.ts';
import { ANYWHERE, placesNamed, type Place } from './named-places.ts';

/** What an action is asked of, as ARN formats. */
export interface Needed {
  readonly of: readonly string[];
  /** Of each of them all that there is; else of one of them. */
  readonly takesAll: boolean;
  /** Of each of these some resource that a statement names, whichever it is. */
  readonly beside?: readonly string[];
  /** Of these the ARN of one. */
  readonly by?: readonly string[];
  readonly ofAws?: readonly string[];
}

/** The statement that gives an action on any resource; undefined where nothing does, or where the catalogue lacks it. */
export function grantOnAny(holder: Holder, name: string, context: RuleContext): Grant | undefined {
  if (!namesAction(holder, name, context.settings)) return undefined;
  const { isKnown, needed = NOTHING } = askedOf(name, context);
  return isKnown ? grantOfNeeded(holder, name, needed, context) : undefined;
}

/** What an action is asked of that has no resources: no pattern matches it that is not about everything. */
export const NOTHING: Needed = {
  of: [formatArn({ partition: '${Partition}', service: ANY_NAME, region: '', account: '', resource: 'x' })],
  takesAll: true,
};

/** The statement that gives an action on the resources that it needs: in every region, or in one that a statement names. */
export function grantOfNeeded(
  holder: Holder,
  action: string,
  needed: Needed,
  context: RuleContext,
): Grant | undefined {
  const { of, by = [], beside = [] } = needed;
  const on = (format: string, place: Place): Grant | undefined =>
    grantOf(holder, { action, resource: anyOf(format, context, place) }, context);
  const grantIn = (place: Place): Grant | undefined => {
    const grants = of.map((format) => on(format, place));
    if (needed.takesAll && grants.some((grant) => grant === undefined)) return undefined;
    const first = grants.find((grant) => grant !== undefined);
    return first !== undefined && (by.length === 0 || by.some((format) => on(format, place)))
      ? first
      : undefined;
  };
  // What is open everywhere is limited by the places of the rest alone.
  const isOpen = by.length > 0 && of.some((format) => on(format, ANYWHERE));
  const found = grantIn(ANYWHERE) ?? firstPlace(holder, action, isOpen ? by : of, context, grantIn);
  if (found === undefined) return undefined;
  return beside.every((format) => grantOnSome(holder, action, format, context)) ? found : undefined;
}

/** The statement that lets a principal call an action at all, on whatever it names. */
export function grantOfCall(holder: Holder, name: string, context: RuleContext): Grant | undefined {
  const everywhere = grantOnAny(holder, name, context);
  if (everywhere !== undefined || !namesAction(holder, name, context.settings)) return everywhere;
  const { of, beside = [], takesAll, ofAws = [] } = neededOf(name, context) ?? NOTHING;
  const on = (format: string): Grant | undefined => grantOnSome(holder, name, format, context);
  const grants = [...of, ...ofAws].map(on);
  if (takesAll && grants.some((grant) => grant === undefined)) return undefined;
  return beside.every(on) ? grants.find((grant) => grant !== undefined) : undefined;
}

/** What an action is asked of; undefined where no resource limits it. */
export function neededOf(name: string, context: RuleContext): Needed | undefined {
  return askedOf(name, context).needed;
}

/** Whether the catalogue has an action, and what it is asked of. */
interface Asked {
  readonly isKnown: boolean;
  readonly needed?: Needed;
}

/** Of each catalogue: the same actions are asked for of every principal. */
const ASKED = new WeakMap<ActionCatalogue, Map<string, Asked>>();

function askedOf(name: string, context: RuleContext): Asked {
  const known = ASKED.get(context.catalogue) ?? new Map<string, Asked>();
  ASKED.set(context.catalogue, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const needed = readNeeded(name, context);
  const isKnown = typesOf(name, context) !== undefined;
  const asked = { isKnown, ...(needed === undefined ? {} : { needed }) };
  known.set(name, asked);
  return asked;
}

function readNeeded(name: string, context: RuleContext): Needed | undefined {
  const called = Object.hasOwn(CALLED_RESOURCES, name) ? CALLED_RESOURCES[name] : undefined;
  const formats = (types: readonly string[]): readonly string[] => formatsOfTypes(name, types, context);
  if (called !== undefined) {
    const { of, beside = [], ...more } = called;
    return { of: formats(of), takesAll: false, beside: formats(beside), ...more };
  }
  const needed = formatsNeeded(name, context);
  return needed.of.length === 0 ? undefined : needed;
}

/**
 * What an action cannot do without: the types that AWS marks as required. Where it marks none and lists several, they are
 * alternatives (an object, or one behind an access point), and a single type that is not required is none that limits.
 */
function formatsNeeded(name: string, context: RuleContext): Needed {
  const types = typesOf(name, context) ?? [];
  const required = types.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1));
  const needed = required.length > 0 ? required : types.length > 1 ? types : [];
  return { of: formatsOfTypes(name, needed, context), takesAll: required.length > 0 };
}

function typesOf(name: string, { catalogue }: RuleContext): readonly string[] | undefined {
  const [service = '', action = ''] = name.split(':');
  if (!namesOf(catalogue, service).some((one) => one.name === action)) return undefined;
  // Its level may be a corrected one.
  const levels = Object.values(catalogue.services[service]?.actions ?? {});
  return levels.find((names) => Object.hasOwn(names, action))?.[action] ?? [];
}

const FORMATS = new WeakMap<CatalogueService, ReadonlyMap<string, string>>();

/** AWS spells a type in two ways, `Secret*` of an action and `secret` of the resources. */
function formatsOfTypes(
  name: string,
  types: readonly string[],
  { catalogue }: RuleContext,
): readonly string[] {
  const service = catalogue.services[name.slice(0, name.indexOf(':'))];
  if (service === undefined) return [];
  const formats =
    FORMATS.get(service) ??
    new Map(Object.entries(service.resources).map(([type, format]) => [type.toLowerCase(), format]));
  FORMATS.set(service, formats);
  return types.flatMap((type) => formats.get(type.toLowerCase()) ?? []);
}

/** The grant in the first place that a statement names and that has one. */
function firstPlace(
  holder: Holder,
  action: string,
  formats: readonly string[],
  context: RuleContext,
  grantIn: (place: Place) => Grant | undefined,
): Grant | undefined {
  const anywhere = formats.map((format) => anyOf(format, context, ANYWHERE));
  for (const place of placesNamed(holder, action, anywhere, context)) {
    const grant = grantIn(place);
    if (grant !== undefined) return place.said === undefined ? grant : { ...grant, region: place.said };
  }
  return undefined;
}

/** What it costs to compare a pattern with a format. */
const STEPS_OF_A_FORMAT = 10;

/** The statement that gives an action on all resources of a format, or on some that it names. */
function grantOnSome(
  holder: Holder,
  action: string,
  format: string,
  context: RuleContext,
): Grant | undefined {
  const patterns = namedPatterns(holder, action, context);
  if (!context.steps.spend(holder.address, STEPS_OF_A_FORMAT * patterns.length)) return undefined;
  const named = patterns.filter((pattern) => canBeAsked([format], pattern));
  return [anyOf(format, context, ANYWHERE), ...named.map(someResource)]
    .map((resource) => grantOf(holder, { action, resource }, context))
    .find((grant) => grant !== undefined);
}

/** The ARN of some resource of a format, which no pattern names that is not about all of them. */
function anyOf(format: string, { settings }: RuleContext, place: Place): string {
  const { service = '' } = parseArn(format) ?? {};
  const own: Readonly<Record<string, string>> = {
    Partition: settings.partition,
    Region: place.region,
    Account: settings.account,
    ...(service === 'sso' && place.instance !== undefined ? { InstanceId: place.instance } : {}),
  };
  return format.replace(/\$\{(\w+)\}/g, (_match, key: string) => {
    const form = FORMS_OF_IDS[`${service}:${key}`];
    return own[key] ?? form?.(ANY_NAME) ?? ANY_NAME;
  });
}

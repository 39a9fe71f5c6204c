import { formatArn } from '../../model/arn.ts';
import type { CatalogueService } from '../../model/action-catalogue.ts';
import { namesOf, type KnownAction } from '../../access/catalogue.ts';
import { grantOf, namesAction, type Grant } from './grant.ts';
import type { Holder } from './holder.ts';
import type { RuleContext } from '../rule.ts';

/** Resources for one action, of each type one that no pattern names that is not about all. */
export interface AnyResources {
  readonly resources: readonly string[];
  /** It takes all of them; else one of them is enough. */
  readonly takesAll: boolean;
}

/** The statement that gives an action on any resource; undefined where nothing does, or where the catalogue lacks it. */
export function grantOnAny(holder: Holder, name: string, context: RuleContext): Grant | undefined {
  if (!namesAction(holder, name, context.settings)) return undefined;
  const [service = '', action = ''] = name.split(':');
  const known = namesOf(context.catalogue, service).find((one) => one.name === action);
  const needed =
    known === undefined ? undefined : (limitsOf(service, known, context) ?? anyResource(context));
  return needed === undefined ? undefined : grantOfNeeded(holder, name, needed, context);
}

/** The statement that gives an action on the resources that it needs. */
export function grantOfNeeded(
  holder: Holder,
  action: string,
  { resources, takesAll }: AnyResources,
  context: RuleContext,
): Grant | undefined {
  const grants = resources.map((resource) => grantOf(holder, { action, resource }, context));
  const isWhole = takesAll ? grants.every((grant) => grant !== undefined) : true;
  return isWhole ? grants.find((grant) => grant !== undefined) : undefined;
}

/** What an action is asked of that has no resources: no pattern matches it that is not about everything. */
export function anyResource({ settings }: RuleContext): AnyResources {
  return { resources: [arnOfNothing(settings)], takesAll: true };
}

/** The ARN of what no service has. */
export function arnOfNothing({ partition, region, account }: RuleContext['settings']): string {
  return formatArn({ partition, service: 'rolekeeper-any', region, account, resource: 'x' });
}

/**
 * What an action cannot do without: the types that AWS marks as required. Where it marks none and lists several, they are
 * alternatives (an object, or one behind an access point); undefined where no resource limits it, and a single type that
 * is not required is none that limits.
 */
export function limitsOf(
  service: string,
  { name }: KnownAction,
  { catalogue, settings }: RuleContext,
): AnyResources | undefined {
  const entry = Object.hasOwn(catalogue.services, service) ? catalogue.services[service] : undefined;
  // Its level may be a corrected one.
  const types = Object.values(entry?.actions ?? {}).find((names) => Object.hasOwn(names, name))?.[name] ?? [];
  const required = types.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1));
  const needed = required.length > 0 ? required : types.length > 1 ? types : [];
  const resources = needed.flatMap((type) => anyOf(entry, type, settings) ?? []);
  return resources.length === 0 ? undefined : { resources, takesAll: required.length > 0 };
}

const FORMATS = new WeakMap<CatalogueService, ReadonlyMap<string, string>>();

/** AWS spells a type in two ways, `Secret*` of an action and `secret` of the resources. */
function formatsOf(service: CatalogueService): ReadonlyMap<string, string> {
  const formats =
    FORMATS.get(service) ??
    new Map(Object.entries(service.resources).map(([type, format]) => [type.toLowerCase(), format]));
  FORMATS.set(service, formats);
  return formats;
}

/** The ARN of some resource of a type. */
function anyOf(
  service: CatalogueService | undefined,
  type: string,
  settings: RuleContext['settings'],
): string | undefined {
  const own: Readonly<Record<string, string>> = {
    Partition: settings.partition,
    Region: settings.region,
    Account: settings.account,
  };
  const format = service === undefined ? undefined : formatsOf(service).get(type.toLowerCase());
  return format?.replace(/\$\{(\w+)\}/g, (_match, key: string) => own[key] ?? 'rolekeeper-any');
}

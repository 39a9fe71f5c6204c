import type { CatalogueService } from '../model/action-catalogue.ts';
import type { Json } from '../model/json.ts';
import { nameTest } from '../access/action-classes.ts';
import { namesOf, type KnownAction } from '../access/catalogue.ts';
import { parsePolicy, type ParsedPatterns } from '../policy/parse-policy.ts';
import { mayDoEverything } from './full-admin.ts';
import { byStatement, grantOf, sayGrant, type Grant, type StatementGrant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import { ESCALATING } from './privilege-escalation.ts';
import type { Rule, RuleContext } from './rule.ts';
import { sayNames } from './reading/say-names.ts';

/**
 * Actions that write, or change who may do what, on every resource of a service although IAM could limit them to some
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * Not of an action that has no resources, nor of a statement with a condition.
 */
export const wildcardWrite: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // Who may do everything is said of already.
      if (mayDoEverything(holder, context)) return [];
      return grantedWrites(holder, context).map(({ grant, actions }) => ({
        address: holder.address,
        message: `${holder.address} may write to every resource with ${sayNames(actions)} (${sayGrant(grant)})`,
        hint: 'name the resources that the vendor needs to change',
        location: grant.location,
      }));
    }),
};

/** Of what is an escalation, `privilege-escalation` speaks. */
function grantedWrites(holder: Holder, context: RuleContext): readonly StatementGrant[] {
  return byStatement(
    writesIn(holder, context)
      .map((write) => [`${write.service}:${write.action}`, write] as const)
      .filter(([name]) => !Object.hasOwn(ESCALATING, name))
      .map(([name, write]) => [name, grantOfAny(holder, name, write, context)]),
  );
}

interface PossibleWrite {
  readonly service: string;
  readonly action: string;
  /** Resources, of each type one that no pattern names that is not about all. */
  readonly resources: readonly string[];
  /** It takes all of them; else one of them is enough. */
  readonly takesAll: boolean;
}

function grantOfAny(
  holder: Holder,
  action: string,
  { resources, takesAll }: PossibleWrite,
  context: RuleContext,
): Grant | undefined {
  const grants = resources.map((resource) => grantOf(holder, { action, resource }, context));
  const isWhole = takesAll ? grants.every((grant) => grant !== undefined) : true;
  return isWhole ? grants.find((grant) => grant !== undefined) : undefined;
}

/** Every write that a statement names and that needs a resource. */
function writesIn(holder: Holder, context: RuleContext): readonly PossibleWrite[] {
  const { catalogue, settings } = context;
  const patterns = new Set(holder.policies.flatMap(({ document }) => patternsIn(document, settings)));
  const services = new Set([...patterns].map((pattern) => pattern.slice(0, pattern.indexOf(':'))));
  return [...services].sort().flatMap((service) => {
    const entry = Object.hasOwn(catalogue.services, service) ? catalogue.services[service] : undefined;
    if (entry === undefined) return [];
    const tests = [...patterns]
      .filter((pattern) => pattern.startsWith(`${service}:`))
      .map((pattern) => nameTest(pattern.slice(service.length + 1)));
    return namesOf(catalogue, service)
      .filter(({ level, lowerName }) => isWrite(level) && tests.some((matches) => matches(lowerName)))
      .flatMap((action) => {
        const needed = needsOf(action, entry, context);
        return needed === undefined ? [] : [{ service, action: action.name, ...needed }];
      });
  });
}

function isWrite(level: KnownAction['level']): boolean {
  return level === 'Write' || level === 'Permissions management';
}

/** The actions of Allow statements that may reach every resource of a type; of NotAction, full-admin speaks. */
function patternsIn(document: Json, context: RuleContext['settings']): readonly string[] {
  const statements = parsePolicy(document, 'identity', context) ?? [];
  return statements
    .filter(({ effect, action, resource }) => effect === 'Allow' && !action.negated && isOpen(resource))
    .flatMap(({ action }) => action.patterns.filter((pattern) => pattern !== '*'));
}

function isOpen(resource: ParsedPatterns | undefined): boolean {
  return resource?.negated === true || resource?.patterns.some((pattern) => pattern.includes('*')) === true;
}

/**
 * What an action cannot do without: the types that AWS marks as required. Where it marks none and lists several, they are
 * alternatives (an object, or one behind an access point); a single type that is not required is none that limits.
 */
function needsOf(
  { name, level }: KnownAction,
  { actions, resources }: CatalogueService,
  context: RuleContext,
): Pick<PossibleWrite, 'resources' | 'takesAll'> | undefined {
  const types = actions[level]?.[name] ?? [];
  const required = types.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1));
  const needed = required.length > 0 ? required : types.length > 1 ? types : [];
  const arns = needed.flatMap((type) => anyOf(resources[type], context) ?? []);
  return arns.length === 0 ? undefined : { resources: arns, takesAll: required.length > 0 };
}

/** The ARN of some resource of a format. */
function anyOf(format: string | undefined, { settings }: RuleContext): string | undefined {
  const own: Readonly<Record<string, string>> = {
    Partition: settings.partition,
    Region: settings.region,
    Account: settings.account,
  };
  return format?.replace(/\$\{(\w+)\}/g, (_match, key: string) => own[key] ?? 'rolekeeper-any');
}

import type { CatalogueService } from '../model/action-catalogue.ts';
import { isJsonObject } from '../model/json.ts';
import { nameTest } from '../access/action-classes.ts';
import { namesOf, type KnownAction } from '../access/catalogue.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { everythingGranted } from './full-admin.ts';
import { grantOf, holdersIn, sayGrant, type Grant, type Holder } from './holder.ts';
import { ESCALATING } from './privilege-escalation.ts';
import type { Rule, RuleContext } from './rule.ts';
import { sayNames } from './say-names.ts';

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
      if (everythingGranted(holder, context) !== undefined) return [];
      return byStatement(holder, context).map(({ grant, actions }) => ({
        address: holder.address,
        message: `${holder.address} may write to every resource with ${sayNames(actions)} (${sayGrant(grant)})`,
        hint: 'name the resources that the vendor needs to change',
        location: grant.location,
      }));
    }),
};

interface Write {
  readonly grant: Grant;
  readonly actions: readonly string[];
}

function byStatement(holder: Holder, context: RuleContext): readonly Write[] {
  const found = new Map<string, Write>();
  for (const { service, action, resource } of writesIn(holder, context)) {
    const name = `${service}:${action}`;
    const grant = Object.hasOwn(ESCALATING, name)
      ? undefined
      : grantOf(holder, { action: name, resource }, context);
    if (grant === undefined) continue;
    const key = `${grant.policy.name} ${grant.index}`;
    found.set(key, { grant, actions: [...(found.get(key)?.actions ?? []), name] });
  }
  return [...found.values()];
}

interface PossibleWrite {
  readonly service: string;
  readonly action: string;
  /** One that no pattern names that is not about all. */
  readonly resource: string;
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
        const resource = anyResourceOf(action, entry, context);
        return resource === undefined ? [] : [{ service, action: action.name, resource }];
      });
  });
}

function isWrite(level: KnownAction['level']): boolean {
  return level === 'Write' || level === 'Permissions management';
}

/** The action patterns of Allow statements; of NotAction, full-admin speaks. */
function patternsIn(document: unknown, context: RuleContext['settings']): readonly string[] {
  if (!isJsonObject(document as never)) return [];
  const statements = parsePolicy(document as never, 'identity', context) ?? [];
  return statements
    .filter(({ effect, action }) => effect === 'Allow' && !action.negated)
    .flatMap(({ action }) => action.patterns.filter((pattern) => pattern !== '*'));
}

/** The ARN of some resource that the action cannot do without; undefined where it needs none. */
function anyResourceOf(
  { name, level }: KnownAction,
  { actions, resources }: CatalogueService,
  { settings }: RuleContext,
): string | undefined {
  const needed = actions[level]?.[name]?.find((type) => type.endsWith('*'))?.slice(0, -1);
  const format = needed === undefined ? undefined : resources[needed];
  const own: Readonly<Record<string, string>> = {
    Partition: settings.partition,
    Region: settings.region,
    Account: settings.account,
  };
  return format?.replace(/\$\{(\w+)\}/g, (_match, key: string) => own[key] ?? 'rolekeeper-any');
}

import { entryOf } from '../desired/source-tree.ts';
import { HOLDERS, INLINE_POLICY_TYPES } from '../kinds/part-types.ts';
import { kindOfType, MANAGED_POLICY } from '../kinds/registry.ts';
import { aside, type Pass } from './pass.ts';
import type { TemplateResource } from './read-template.ts';
import { arnOf, nameOf } from './resource-values.ts';
import { itemsIn, plain, textsIn, valueAt, type Value } from './value.ts';

/** Services in which a vendor's template runs what it brings along itself; others run what the customer starts. */
const PLUMBING =
  /^(?:lambda|edgelambda|cloudformation|resources\.cloudformation|states|events|scheduler|pipes|firehose|streams\.metrics\.cloudwatch|logs|delivery\.logs|codebuild|codepipeline|apigateway|sns|cloudtrail|config|ssm|s3|member\.org\.stacksets\.cloudformation|stacksets\.cloudformation)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** Whether only services of AWS that the vendor's own machinery runs in may assume a role. */
export function isPlumbing(trust: Value | undefined): boolean {
  if (trust?.type !== 'map') return false;
  const principals = itemsIn(valueAt(trust, 'Statement')).map((statement) =>
    statement.type === 'map' ? valueAt(statement, 'Principal') : undefined,
  );
  return (
    principals.length > 0 &&
    principals.every(
      (principal) =>
        principal?.type === 'map' &&
        principal.entries.every(({ key }) => key === 'Service') &&
        textsIn(valueAt(principal, 'Service')).every((service) => PLUMBING.test(plain(service))),
    )
  );
}

/**
 * Ids of what is left out without `--service-roles`: the roles of the machinery, and the policies and profiles that only they
 * have. Nothing about them is asked.
 */
export function machineryOf(pass: Pass): ReadonlySet<string> {
  if (pass.serviceRoles) return new Set();
  const resources = [...pass.template.resources.values()];
  const roles = resources.filter((resource) => isMachinery(pass, resource));
  const ids = new Set(roles.map(({ id }) => id));
  if (ids.size === 0) return ids;
  const holderNames = namesOf(pass, roles);
  const others = resources.filter(({ id }) => !ids.has(id));
  const attached = attachmentsOf(pass, roles);
  const attachedElsewhere = attachmentsOf(pass, others);
  for (const resource of others) {
    const holders = holdersOf(pass, resource);
    const isOnlyTheirs = holders.length > 0 && holders.every((name) => holderNames.has(name.toLowerCase()));
    const arn =
      resource.type === MANAGED_POLICY.cloudFormationType
        ? textOf(arnOf(aside(pass), MANAGED_POLICY, resource))
        : undefined;
    const isOnlyAttachedThere =
      arn !== undefined && holders.length === 0 && attached.has(arn) && !attachedElsewhere.has(arn);
    if (isOnlyTheirs || isOnlyAttachedThere) ids.add(resource.id);
  }
  return ids;
}

function isMachinery(pass: Pass, { type, properties }: TemplateResource): boolean {
  const field = kindOfType(type)?.trustField;
  const trust = field === undefined ? undefined : entryOf(properties, field)?.value;
  return trust !== undefined && isPlumbing(pass.evaluate(aside(pass), trust));
}

function namesOf(pass: Pass, roles: readonly TemplateResource[]): ReadonlySet<string> {
  return new Set(
    roles.flatMap((role) => {
      const spec = kindOfType(role.type);
      const name = spec === undefined ? undefined : textOf(nameOf(aside(pass), spec, role));
      return name === undefined ? [] : [name.toLowerCase()];
    }),
  );
}

/** What a policy or an instance profile says that it is of; a managed policy may be attached from the other side as well. */
function holdersOf(pass: Pass, { type, properties }: TemplateResource): readonly string[] {
  const isHeld = kindOfType(type)?.trustField === undefined;
  const holders = INLINE_POLICY_TYPES.get(type) ?? (isHeld && kindOfType(type) !== undefined ? HOLDERS : []);
  return holders.flatMap(({ property }) => textsAt(pass, properties, property));
}

function attachmentsOf(pass: Pass, resources: readonly TemplateResource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ properties }) =>
      ['ManagedPolicyArns', 'PermissionsBoundary'].flatMap((property) => textsAt(pass, properties, property)),
    ),
  );
}

function textsAt(
  pass: Pass,
  properties: TemplateResource['properties'],
  property: string,
): readonly string[] {
  const node = entryOf(properties, property)?.value;
  return node === undefined ? [] : textsIn(pass.evaluate(aside(pass), node)).map(plain);
}

function textOf(value: Value): string | undefined {
  return value.type === 'text' ? plain(value) : undefined;
}

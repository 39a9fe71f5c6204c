import type { AccessLevel } from '../model/action-catalogue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { nameTest } from '../access/action-classes.ts';
import { namesOf, type KnownAction } from '../access/catalogue.ts';
import { parsePolicy, type ParsedPatterns } from '../policy/parse-policy.ts';
import { readsOnly } from './data/data-reads.ts';
import { isEscalation } from './data/escalation-paths.ts';
import { removesGuard } from './data/guard-actions.ts';
import { opensResources } from './data/opening-actions.ts';
import { mayDoEverything } from './full-admin.ts';
import { grantOfNeeded, neededOf, NOTHING, type Needed } from './reading/any-resource.ts';
import { kept } from './reading/kept.ts';
import { byStatement, hintFor, sayEvery, sayGrant, type StatementGrant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import type { Rule, RuleContext } from './rule.ts';
import { sayNames } from './reading/say-names.ts';

/**
 * Actions that write, or change who can do what, on every resource of a service although IAM could limit them to some
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * Of actions without resources those count that change permissions or the whole account. Not of a statement with a
 * condition that leaves something out.
 */
export const wildcardWrite: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // The rule full-admin speaks of the rest.
      if (mayDoEverything(holder, context)) return [];
      return grantedWrites(holder, context).map(({ grant, actions }) => ({
        address: holder.address,
        message: `${holder.address} can write to ${sayEvery(grant)} with ${sayNames(actions)} (${sayGrant(grant)})`,
        hint: hintFor(
          grant,
          'name the resources that the vendor needs to change; leave out what takes none and is not needed',
        ),
        location: grant.location,
      }));
    }),
};

/** Of what gives more access, reads, opens resources or takes guards away, rules of their own speak. */
function grantedWrites(holder: Holder, context: RuleContext): readonly StatementGrant[] {
  return byStatement(
    writesIn(holder, context)
      .filter(({ name }) => !SPOKEN_OF_ELSEWHERE.some((isOne) => isOne(name)))
      .map(({ name, needed }) => [name, grantOfNeeded(holder, name, needed, context)]),
  );
}

const SPOKEN_OF_ELSEWHERE = [isEscalation, opensResources, removesGuard, readsOnly];

interface PossibleWrite {
  readonly name: string;
  readonly needed: Needed;
}

/** Every write that a statement names and that needs a resource. */
function writesIn(holder: Holder, context: RuleContext): readonly PossibleWrite[] {
  const { catalogue } = context;
  const named = new Set(
    holder.policies
      .flatMap(({ document, acts = {} }) => [document, ...Object.values(acts)])
      .filter(isJsonObject)
      .flatMap((document) => namedWrites(document, context)),
  );
  const services = new Set([...named].map((name) => name.slice(0, name.indexOf(':'))));
  return [...services].sort().flatMap((service) =>
    namesOf(catalogue, service)
      .filter(({ name }) => named.has(`${service}:${name}`))
      .flatMap((action) => {
        const name = `${service}:${action.name}`;
        const whole = isOfWholeAccount(service, action) ? NOTHING : undefined;
        const needed = neededOf(name, context) ?? whole;
        return needed === undefined ? [] : [{ name, needed }];
      }),
  );
}

/** The writes of the catalogue that a document names, `s3:PutObject`. */
const namedWrites = kept((document: JsonObject, { catalogue, settings }: RuleContext): readonly string[] => {
  const patterns = new Set(patternsIn(document, settings));
  const services = new Set([...patterns].map((pattern) => pattern.slice(0, pattern.indexOf(':'))));
  return [...services].flatMap((service) => {
    if (!Object.hasOwn(catalogue.services, service)) return [];
    const own = [...patterns]
      .filter((pattern) => pattern.startsWith(`${service}:`))
      .map((pattern) => pattern.slice(service.length + 1));
    const tests = own.filter((pattern) => /[*?]/.test(pattern)).map(nameTest);
    const plain = new Set(own);
    return namesOf(catalogue, service)
      .filter(({ lowerName }) => plain.has(lowerName) || tests.some((matches) => matches(lowerName)))
      .filter((action) => isWrite(service, action))
      .map(({ name }) => `${service}:${name}`);
  });
});

/** Writes that every account with these services needs now and then, and that give no principal anything. */
const HARMLESS: Readonly<Record<string, string>> = {
  // The service decides what its role can do: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
  'iam:CreateServiceLinkedRole': 'the role of a service, which AWS writes',
};

const WRITES: readonly AccessLevel[] = ['Write', 'Permissions management', 'Tagging'];

function isWrite(service: string, { name, level }: KnownAction): boolean {
  const action = `${service}:${name}`;
  return WRITES.includes(level) && !Object.hasOwn(HARMLESS, action);
}

/** Services of which a write without resources changes the account or the organization itself. */
const OF_ACCOUNT = ['account', 'organizations'];

/** What no resource limits, and what yet changes permissions, or the account as a whole (`organizations:LeaveOrganization`). */
function isOfWholeAccount(service: string, { level }: KnownAction): boolean {
  return level === 'Permissions management' || OF_ACCOUNT.includes(service);
}

/**
 * The actions of Allow statements that can reach every resource of a type. Of a NotAction, all of the services whose
 * resources are named: what it leaves out, no statement gives. Of NotAction on `*`, full-admin speaks.
 */
function patternsIn(document: Json, context: RuleContext['settings']): readonly string[] {
  const statements = parsePolicy(document, 'identity', context) ?? [];
  return statements
    .filter(({ effect, resource }) => effect === 'Allow' && isOpen(resource))
    .flatMap(({ action, resource }) =>
      (action.negated ? servicesOf(resource) : action.patterns).filter((pattern) => pattern !== '*'),
    );
}

function servicesOf(resource: ParsedPatterns | undefined): readonly string[] {
  if (resource === undefined || resource.negated) return [];
  return resource.patterns.flatMap((pattern) => {
    const [, , service] = pattern.split(':');
    return service === undefined ? [] : [`${service}:*`];
  });
}

function isOpen(resource: ParsedPatterns | undefined): boolean {
  return resource?.negated === true || resource?.patterns.some((pattern) => pattern.includes('*')) === true;
}

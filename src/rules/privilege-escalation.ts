import { byNotableName } from '../access/sort-permissions.ts';
import type { Integration } from '../model/integration.ts';
import { parseArn, iamArn } from '../model/arn.ts';
import type { JsonObject } from '../model/json.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import {
  ADMINISTRATING,
  IDENTITY_PATHS,
  SERVICE_PATHS,
  STARTED_BY,
  WRITES_ANYTHING,
  type EscalationTarget,
} from './data/escalation-paths.ts';
import { mayDoEverything } from './full-admin.ts';
import { grantOnAny } from './reading/any-resource.ts';
import {
  byStatement,
  firstGrant,
  grantOf,
  hintFor,
  namesAction,
  sayGrant,
  type Deed,
  type Grant,
} from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import { someResource } from './reading/named-resources.ts';
import type { Remark, Rule, RuleContext } from './rule.ts';
import { sayNames } from './reading/say-names.ts';

/** Ways to more access than a principal has: over all, over itself, over administrators, or over a service that it starts. */
export const privilegeEscalation: Rule = {
  about: 'declared',
  find: (integration: Integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // The rule full-admin speaks of the rest.
      if (mayDoEverything(holder, context)) return [];
      const everywhere = onEverything(holder, context);
      const known = new Set(everywhere.flatMap(([action, grant]) => (grant === undefined ? [] : [action])));
      const rest = ([action]: Possible): boolean => !known.has(action);
      const itself = onItself(holder, context);
      const total = givingEverything(holder, itself, context);
      return [
        ...remarks(holder, everywhere, 'on every resource', total),
        ...remarks(holder, itself.filter(rest), 'on itself or on what it holds', total),
        ...remarks(holder, onAdministrators(holder, context).filter(rest), ON_ADMINISTRATORS),
        ...(known.has('iam:PassRole') ? [] : remarks(holder, byPassing(holder, context), BY_A_SERVICE)),
      ];
    }),
};

/** An action, and the statement that gives it. */
type Possible = readonly [action: string, grant: Grant | undefined];

/** @param total the actions that make it an error, whatever the level of the rule */
function remarks(
  holder: Holder,
  possible: readonly Possible[],
  where: string,
  total: ReadonlySet<string> = new Set(),
): readonly Remark[] {
  return byStatement(possible).map(({ grant, actions }) => ({
    address: holder.address,
    message: `${holder.address} ${sayGain(actions, total)}: ${sayNames([...actions].sort(byNotableName))} ${where} (${sayGrant(grant)})`,
    hint: hintFor(grant, hintOf(actions, where)),
    location: grant.location,
    ...(actions.some((action) => total.has(action)) ? { level: 'error' as const } : {}),
  }));
}

/** What a role, function or machine has that the principal reaches is in no file: only what it writes itself is certain. */
function sayGain(actions: readonly string[], total: ReadonlySet<string>): string {
  return actions.some((action) => total.has(action))
    ? 'can give itself more than it has'
    : 'may get more than it has';
}

const ON_ADMINISTRATORS = 'on roles of administrators';

/** The service is named by a condition on iam:PassedToService: the roles are not. */
const BY_A_SERVICE = 'with any role that the service can assume';

/** What to write in place of these actions: each kind of them is limited in another way. */
function hintOf(actions: readonly string[], where: string): string {
  if (where === ON_ADMINISTRATORS) return 'leave out the roles of administrators';
  const passes = actions.some((action) => action.startsWith('iam:PassRole'));
  const assumes = actions.includes('sts:AssumeRole');
  const changed = actions.flatMap((action) => {
    const path = IDENTITY_PATHS[action];
    return path === undefined || action === 'iam:PassRole' || action === 'sts:AssumeRole' ? [] : [path.on];
  });
  return [
    ...(passes
      ? [
          `name the roles that it needs to pass${where === BY_A_SERVICE ? '' : ', and the service with iam:PassedToService'}`,
        ]
      : []),
    ...(assumes ? ['name the roles that it needs to assume'] : []),
    ...(changed.length > 0
      ? [`name the ${kindsIn(changed)} that it needs to change, and none of its own`]
      : []),
    ...(actions.some((action) => SERVICE_PATHS.includes(action))
      ? ['name the resources that it needs, and none whose role can do more']
      : []),
  ].join('; ');
}

const KINDS: Readonly<Record<EscalationTarget, string>> = {
  role: 'roles',
  user: 'users',
  group: 'groups',
  policy: 'policies',
};

function kindsIn(changed: readonly EscalationTarget[]): string {
  const names = Object.entries(KINDS).flatMap(([kind, name]) =>
    changed.some((on) => on === kind) ? [name] : [],
  );
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The actions of which one call gives the holder everything, unless its boundary limits what it then has. */
function givingEverything(
  holder: Holder,
  itself: readonly Possible[],
  context: RuleContext,
): ReadonlySet<string> {
  const own = itself.flatMap(([action, grant]) => (grant === undefined ? [] : [action]));
  const total = own.filter((action) => WRITES_ANYTHING.includes(action));
  return new Set(total.length > 0 && withEverything(holder, context) ? total : []);
}

/** Whether the holder can do everything once a policy allows it that. */
function withEverything(holder: Holder, context: RuleContext): boolean {
  const [policy] = holder.policies;
  if (policy === undefined || holder.boundary === undefined) return true;
  return mayDoEverything({ ...holder, policies: [{ ...policy, document: ALLOWS_ALL }] }, context);
}

const ALLOWS_ALL: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The ways over IAM itself whose action a policy of the holder names: most name none. */
function pathsNamedBy(holder: Holder, { settings }: RuleContext): typeof PATHS {
  return PATHS.filter(([action]) => namesAction(holder, action, settings));
}

const PATHS = Object.entries(IDENTITY_PATHS);

function onEverything(holder: Holder, context: RuleContext): readonly Possible[] {
  const identity = pathsNamedBy(holder, context).map(([action, { on }]): Possible => [
    action,
    grantOf(holder, deedOnAny(action, on, context), context),
  ]);
  return [
    ...identity,
    ...SERVICE_PATHS.map((action): Possible => [action, grantOnAny(holder, action, context)]),
  ];
}

/** A placeholder target that only a pattern for all principals matches. */
function deedOnAny(action: string, type: EscalationTarget, { settings }: RuleContext): Deed {
  return { action, resource: iamArn(settings, `${type}/rolekeeper-any`) };
}

/** By name, by a pattern that has it, by its groups and by the policies that it holds. */
function onItself(holder: Holder, context: RuleContext): readonly Possible[] {
  return pathsNamedBy(asWritten(holder), context)
    .filter(([, { onItself: changesIt }]) => changesIt)
    .map(([action, { on }]) => [
      action,
      firstGrant(holder, action, holder.own[on], context) ??
        (on === 'role' || on === 'user' ? byOwnTags(holder, action, holder.own[on], context) : undefined),
    ]);
}

/** What a condition on the tags of a resource allows on the holder itself, as it has the tags that the file says. */
function byOwnTags(
  holder: Holder,
  action: string,
  resources: readonly string[],
  context: RuleContext,
): Grant | undefined {
  const { tags } = holder;
  if (tags === undefined) return undefined;
  const shown = [...tags].flatMap(([key, value]) =>
    ['aws:ResourceTag', 'iam:ResourceTag', 'aws:PrincipalTag'].map((name): readonly [string, string] => [
      `${name}/${key}`,
      value,
    ]),
  );
  const request = Object.fromEntries<string>([['aws:SecureTransport', 'true'], ...shown]);
  return resources
    .map((resource) => grantOf(asWritten(holder), { action, resource, context: request }, context))
    .find((grant) => grant !== undefined);
}

/** Roles that a statement names and whose name says that they administrate, or that AWS makes for that. */
function onAdministrators(holder: Holder, context: RuleContext): readonly Possible[] {
  const paths = pathsNamedBy(holder, context).filter(([, { on }]) => on === 'role');
  const roles = paths.length === 0 ? [] : administrators(holder, context);
  return paths.map(([action]) => [action, firstGrant(holder, action, roles, context)]);
}

/** With the conditions of its policies. */
function asWritten(holder: Holder): Holder {
  return { ...holder, policies: holder.policies.map((one) => ({ ...one, document: one.written })) };
}

function administrators({ policies }: Holder, { settings }: RuleContext): readonly string[] {
  const patterns = policies.flatMap(({ document }) =>
    (parsePolicy(document, 'identity', settings) ?? []).flatMap(({ effect, resource }) =>
      effect === 'Allow' && resource?.negated === false ? resource.patterns : [],
    ),
  );
  return [...new Set(patterns)].filter(isAdministrator).map(someResource);
}

/** `role/*admin*` is a guess at administrators; a single role counts only by the names that AWS gives. */
function isAdministrator(pattern: string): boolean {
  const { resource = '' } = parseArn(pattern) ?? {};
  if (!resource.startsWith('role/')) return false;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  if (/^(?:admin|administrator|administratoraccess|poweruser|poweruseraccess)$/i.test(name)) return true;
  if (/[*?]/.test(name) && /admin|poweruser|fullaccess/i.test(name)) return true;
  if (CDK_DEPLOYS.test(name)) return true;
  return ADMINISTRATING.some((one) => name.toLowerCase().startsWith(one.toLowerCase()));
}

/**
 * The roles by which the CDK deploys: CloudFormation acts with AdministratorAccess for them unless the bootstrap said
 * otherwise (https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html).
 */
const CDK_DEPLOYS = /^cdk-(?:[a-z0-9?]*-?\*|[a-z0-9*?]+-(?:deploy|cfn-exec)-role)/i;

/** Any role, handed to a service that the holder makes act: also where iam:PassedToService names the service. */
function byPassing(holder: Holder, context: RuleContext): readonly Possible[] {
  const written = asWritten(holder);
  if (!namesAction(written, 'iam:PassRole', context.settings)) return [];
  return Object.entries(STARTED_BY).flatMap(([service, starting]) => {
    const passed = {
      ...deedOnAny('iam:PassRole', 'role', context),
      context: { 'iam:PassedToService': service },
    };
    const grant = grantOf(written, passed, context);
    const started = grant === undefined ? [] : starting.filter((one) => grantOnAny(holder, one, context));
    return started.map((action): Possible => [`iam:PassRole with ${action}`, grant]);
  });
}

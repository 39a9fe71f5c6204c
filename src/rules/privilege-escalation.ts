import { byNotableName } from '../access/sort-permissions.ts';
import type { Integration } from '../model/integration.ts';
import { iamArn } from '../model/arn.ts';
import type { JsonObject } from '../model/json.ts';
import { keysOf } from '../model/keys.ts';
import {
  IDENTITY_PATHS,
  SERVICE_PATHS,
  STARTED_BY,
  WRITES_ANYTHING,
  type EscalationTarget,
} from './data/escalation-paths.ts';
import { mayDoEverything } from './full-admin.ts';
import { administrators, ADMINISTRATORS } from './reading/administrators.ts';
import { ANY_NAME } from './reading/any-name.ts';
import { grantOfCall, grantOnAny } from './reading/any-resource.ts';
import {
  byStatement,
  firstGrant,
  grantOf,
  hintFor,
  sayEvery,
  sayGrant,
  type Deed,
  type Grant,
} from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import { kept } from './reading/kept.ts';
import { namedOf, namesAction } from './reading/named-actions.ts';
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
        ...remarks(holder, everywhere, ON_EVERYTHING, total),
        ...remarks(holder, itself.filter(rest), 'on itself or on what it holds', total),
        ...onAdministrators(holder, context).flatMap(({ where, possible }) =>
          remarks(holder, possible.filter(rest), where),
        ),
        ...(known.has('iam:PassRole') ? [] : byPassing(holder, context)).flatMap(({ where, possible }) =>
          remarks(holder, possible, where),
        ),
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
    message: `${holder.address} ${sayGain(actions, total)}: ${sayNames([...actions].sort(byNotableName))} ${where === ON_EVERYTHING ? `on ${sayEvery(grant)}` : where} (${sayGrant(grant)})`,
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

const ON_EVERYTHING = 'on every resource';

/** The service is named by a condition on iam:PassedToService: the roles are not. */
const BY_A_SERVICE = 'with any role that the service can assume';

/** What to write in place of these actions: each kind of them is limited in another way. */
function hintOf(actions: readonly string[], where: string): string {
  const administrating = Object.values(ADMINISTRATORS).find((one) => where === `on ${one}`);
  if (administrating !== undefined) return `leave out the ${administrating}`;
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
  const named = new Set(namedOf(holder, OF_PATHS, settings));
  return named.size === 0 ? [] : PATHS.filter(([action]) => named.has(action));
}

const PATHS = Object.entries(IDENTITY_PATHS);
const OF_PATHS = PATHS.map(([action]) => action);

function onEverything(holder: Holder, context: RuleContext): readonly Possible[] {
  const identity = pathsNamedBy(holder, context).map(([action, { on }]): Possible => [
    action,
    grantOf(holder, deedOnAny(action, on, context), context),
  ]);
  return [
    ...identity,
    ...namedOf(holder, SERVICE_PATHS, context.settings).map((action): Possible => [
      action,
      grantOnAny(holder, action, context),
    ]),
  ];
}

/** A placeholder target that only a pattern for all principals matches. */
function deedOnAny(action: string, type: EscalationTarget, { settings }: RuleContext): Deed {
  return { action, resource: iamArn(settings, `${type}/${ANY_NAME}`) };
}

/** By name, by a pattern that has it, by its groups and by the policies that it holds. */
function onItself(holder: Holder, context: RuleContext): readonly Possible[] {
  return pathsNamedBy(asWritten(holder, context), context)
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
    .map((resource) => grantOf(asWritten(holder, context), { action, resource, context: request }, context))
    .find((grant) => grant !== undefined);
}

/** What a statement names and whose name says that it administrates, or that AWS makes for that. */
function onAdministrators(
  holder: Holder,
  context: RuleContext,
): readonly { readonly where: string; readonly possible: readonly Possible[] }[] {
  const paths = pathsNamedBy(holder, context);
  return keysOf(ADMINISTRATORS).flatMap((type) => {
    const own = paths.filter(([, { on }]) => on === type);
    const named = own.length === 0 ? [] : administrators(holder, type, context);
    const possible = own.map(([action]): Possible => [action, firstGrant(holder, action, named, context)]);
    return named.length === 0 ? [] : [{ where: `on ${ADMINISTRATORS[type]}`, possible }];
  });
}

/** With the conditions of its policies. */
const asWritten = kept((holder: Holder, _context: RuleContext): Holder => ({
  ...holder,
  policies: holder.policies.map(({ acts: _acts, ...one }) => ({ ...one, document: one.written })),
}));

/** A role, handed to a service that the holder makes act: also where iam:PassedToService names the service. */
function byPassing(
  holder: Holder,
  context: RuleContext,
): readonly { readonly where: string; readonly possible: readonly Possible[] }[] {
  const written = asWritten(holder, context);
  if (!namesAction(written, 'iam:PassRole', context.settings)) return [];
  const { resource: everyRole } = deedOnAny('iam:PassRole', 'role', context);
  const passing = (roles: readonly string[]): readonly Possible[] =>
    Object.entries(STARTED_BY).flatMap(([service, starting]) => {
      const shown = { 'iam:PassedToService': service };
      const grant = roles
        .map((resource) => grantOf(written, { action: 'iam:PassRole', resource, context: shown }, context))
        .find((one) => one !== undefined);
      const started = grant === undefined ? [] : starting.filter((one) => grantOfCall(holder, one, context));
      return started.map((action): Possible => [`iam:PassRole with ${action}`, grant]);
    });
  const possible = passing([everyRole]);
  if (possible.length > 0) return [{ where: BY_A_SERVICE, possible }];
  return [
    { where: `on ${ADMINISTRATORS.role}`, possible: passing(administrators(written, 'role', context)) },
  ];
}

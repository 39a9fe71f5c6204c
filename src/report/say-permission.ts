import { bucketInArn, parseArn } from '../model/arn.ts';
import type { AccessException, AccessReach, Permission } from '../model/access.ts';
import { oneOfEachReason } from '../model/notable-actions.ts';
import { otherExceptions, sayExceptedWhen, sayReachConditions } from './say-condition.ts';
import type { Style } from './say-statement.ts';

/** Longer lists of actions are cut to the first ones. */
const MOST_ACTIONS = 4;
const MOST_OF_MANY = 2;
const MOST_RESOURCES = 3;

/** `Write on s3 acme-prod-logs/*: PutObject, DeleteObject (+6)`. */
export function sayPermission(permission: Permission, style: Style): string {
  const { service, exceptServices, levels, actions, exceptActions, every } = permission;
  const name = style.quote(service);
  const where = sayReach(permission, service, style);
  if (service === '*') {
    const what =
      exceptServices.length === 0
        ? 'everything'
        : `everything but the actions of ${sayNames(exceptServices, style).replace(/, ([^,]*)$/, ' and $1')},`;
    return `${what} on ${where('everything')}`;
  }
  if (every) return `${sayEveryAction(service, exceptActions, style)} on ${where('every resource')}`;
  if (actions.length === 0)
    return `every action that AWS adds to ${name} in future, on ${where('every resource')}`;
  const level = levels.includes('Unknown') ? 'actions that the catalogue does not know' : levels.join(', ');
  const on = permission.on.includes('*') ? where(`every ${name} resource`) : `${name} ${where('')}`;
  return `${level} on ${on}: ${sayActionsOf(service, actions, style)}`;
}

/** `every action of s3 but PutObject`. */
export function sayEveryAction(service: string, exceptActions: readonly string[], style: Style): string {
  const spared = exceptActions.length === 0 ? '' : ` but ${sayNames(exceptActions, style)}`;
  return `every action of ${style.quote(service)}${spared}`;
}

/** `CreateKeyPair, RunInstances, CreateSnapshot, TerminateInstances (+107)`: of a service, one of each sort that is grave. */
export function sayActionsOf(service: string, actions: readonly string[], style: Style): string {
  const shown = [...new Set([...actions.slice(0, MOST_OF_MANY), ...oneOfEachReason(service, actions)])];
  const others = actions.filter((action) => !shown.includes(action));
  // A list that is not cut keeps its order.
  const isWhole = style.allActions === true || actions.length <= MOST_ACTIONS;
  return sayActionNames(isWhole ? actions : [...shown, ...others], style, shown.length);
}

/** `PutObject, DeleteObject (+6)`. */
export function sayActionNames(
  actions: readonly string[],
  { quote, most, allActions = false }: Style,
  shownOfMany = MOST_OF_MANY,
): string {
  const isShort = allActions || actions.length <= Math.max(Math.min(MOST_ACTIONS, most), shownOfMany);
  const shown = isShort ? actions : actions.slice(0, shownOfMany);
  const rest = actions.length - shown.length;
  return shown.map(quote).join(', ') + (rest === 0 ? '' : ` (+${rest})`);
}

/** The conditions and exceptions of a reach: ` with MFA, except on x`. */
export function sayReachTail(reach: AccessReach, service: string, style: Style): string {
  return sayReach({ ...reach, on: ['*'] }, service, style)('');
}

/** Where a permission holds, without the service's own prefix of its ARNs; given how every resource is said. */
export function sayReach(reach: AccessReach, service: string, style: Style): (everywhere: string) => string {
  const say = (patterns: readonly string[]): string => sayPlaces(patterns, service, style);
  return (everywhere) =>
    [
      reach.on.includes('*') ? everywhere : say(reach.on),
      ...reach.alsoOn.map((pattern) => `, as far as it is in ${say([pattern])}`),
      // "On every resource without MFA" would be said of the resource.
      sayReachConditions(reach, style).replace(/^ (?=without |not )/, ' in calls '),
      reach.notOn.length === 0
        ? ''
        : `, ${style.widens === true ? 'not only' : 'except'} on ${say(reach.notOn)}`,
      ...otherExceptions(reach, style).map(
        (exception) => `, ${sparing(style)} ${sayException(exception, say, style)}`,
      ),
    ].join('');
}

/** What is not moved since it is there already is no exception. */
export function sparing({ widens }: Style): 'except' | 'not only' {
  return widens === true ? 'not only' : 'except';
}

/** What is spared: `on x when y`. */
export function sayException(
  { on, notOn, when }: AccessException,
  say: (patterns: readonly string[]) => string,
  style: Style,
): string {
  return [
    on.length === 0 ? [] : [`on ${on.map((pattern) => say([pattern])).join(' and ')}`],
    notOn.length === 0 ? [] : [`outside ${say(notOn)}`],
    when.length === 0 ? [] : [sayExceptedWhen(when, style)],
  ]
    .flat()
    .join(' ');
}

function sayPlaces(patterns: readonly string[], service: string, style: Style): string {
  const wholes = patterns.filter((pattern) => patterns.includes(`${pattern}/*`));
  const names = patterns
    .filter((pattern) => !wholes.some((whole) => pattern === `${whole}/*`))
    .map((pattern) => {
      const name = style.quote(shortName(pattern, service));
      return wholes.includes(pattern) ? `${name} and ${sayBelow(pattern)}` : name;
    });
  const most = Math.min(MOST_RESOURCES, style.most);
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** Objects are of a bucket; whatever else has a path has something below it. */
function sayBelow(pattern: string): string {
  const place = bucketInArn(pattern);
  return place === undefined || place.key !== undefined ? 'what is below it' : 'its objects';
}

/** What is left of an ARN without the service that was named and the parts that are empty. */
function shortName(pattern: string, service: string): string {
  const arn = parseArn(pattern);
  return arn?.service === service && arn.region === '' && arn.account === '' ? arn.resource : pattern;
}

function sayNames(names: readonly string[], { quote, most }: Style): string {
  const limit = Math.max(most, MOST_ACTIONS);
  const shown = names.slice(0, limit).map(quote).join(', ');
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}

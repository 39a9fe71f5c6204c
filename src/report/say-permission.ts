import { parseArn } from '../model/arn.ts';
import type { AccessException, AccessReach, Permission } from '../model/access.ts';
import { sayConditions, type Style } from './say-statement.ts';

/** Longer lists of actions are cut to the two most basic ones. */
const MOST_ACTIONS = 4;
const MOST_RESOURCES = 3;

/** `Write on s3 acme-prod-logs/*: PutObject, DeleteObject (+6)`. */
export function sayPermission(permission: Permission, style: Style): string {
  const { service, exceptServices, levels, actions, exceptActions, every } = permission;
  const name = style.quote(service);
  const where = sayReach(permission, service, style);
  if (service === '*') {
    const spared = exceptServices.length === 0 ? '' : ` but ${sayNames(exceptServices, style)}`;
    return `every action of every service${spared} on ${where('every resource')}`;
  }
  if (every) {
    const spared = exceptActions.length === 0 ? '' : ` but ${sayNames(exceptActions, style)}`;
    return `every action of ${name}${spared} on ${where('every resource')}`;
  }
  if (actions.length === 0) return `actions that AWS may add to ${name}, on ${where('every resource')}`;
  const level = levels.includes('Unknown') ? 'actions that the catalogue does not know' : levels.join(', ');
  const on = permission.on.includes('*') ? where(`every ${name} resource`) : `${name} ${where('')}`;
  return `${level} on ${on}: ${sayActionNames(actions, style)}`;
}

/** `PutObject, DeleteObject (+6)`. */
export function sayActionNames(actions: readonly string[], { quote, most }: Style): string {
  const shown = actions.length <= Math.min(MOST_ACTIONS, most) ? actions : actions.slice(0, 2);
  const rest = actions.length - shown.length;
  return shown.map(quote).join(', ') + (rest === 0 ? '' : ` (+${rest})`);
}

/** Where a permission holds, without the service's own prefix of its ARNs; given how every resource is said. */
function sayReach(reach: AccessReach, service: string, style: Style): (everywhere: string) => string {
  const say = (patterns: readonly string[]): string => sayPlaces(patterns, service, style);
  return (everywhere) =>
    [
      reach.on.includes('*') ? everywhere : say(reach.on),
      ...reach.alsoOn.map((pattern) => `, as far as it is in ${say([pattern])}`),
      reach.when.length === 0 ? '' : ` when ${sayConditions(reach.when, style)}`,
      reach.notOn.length === 0 ? '' : `, except on ${say(reach.notOn)}`,
      ...reach.except.map((exception) => `, except ${sayException(exception, say, style)}`),
    ].join('');
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
    when.length === 0 ? [] : [`when ${sayConditions(when, style)}`],
  ]
    .flat()
    .join(' ');
}

function sayPlaces(patterns: readonly string[], service: string, style: Style): string {
  const names = patterns.map((pattern) => style.quote(shortName(pattern, service)));
  const most = Math.min(MOST_RESOURCES, style.most);
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
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

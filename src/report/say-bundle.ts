import type { Permission } from '../model/access.ts';
import { ACCESS_LEVELS } from '../model/action-catalogue.ts';
import { notability } from '../model/notable-actions.ts';
import { isFuture, MOST_SERVICES_APART, reachOf, type Bundle } from './permission-bundles.ts';
import type { Direction } from './directions.ts';
import { sayMeaning } from './say-meaning.ts';
import { sayActionNames, sayActionsOf, sayPermission, sayReach } from './say-permission.ts';
import type { Style } from './say-statement.ts';

/** `role/x gains Write on s3 logs/*: PutObject`. */
export function sayBundle(bundle: Bundle, direction: Direction, name: string, style: Style): string {
  const { meaning, parts } = bundle;
  const [first, ...more] = parts;
  if (first === undefined) return '';
  if (meaning !== undefined)
    return `${name} ${direction.can} ${sayMeaning(meaning, first, direction.symbol === '-', style)}`;
  return `${name} ${direction.verb} ${more.length === 0 ? sayPermission(first, style) : sayParts(parts, style)}`;
}

function sayParts(parts: readonly Permission[], style: Style): string {
  const [first] = parts;
  if (first === undefined) return '';
  const services = [...new Set(parts.map(({ service }) => service))];
  const named = namesIn(parts, services.length > 1, style);
  const future = parts.some(isFuture) && parts.some((part) => !isFuture(part));
  const tail = `${named}${future ? `, and every action that AWS adds to ${services.length === 1 ? style.quote(first.service) : 'them'} in future` : ''}`;
  const whole = parts.filter(({ every }) => every);
  const rest = parts.filter((part) => !part.every && !isFuture(part));
  const where = sayPlace(parts, services, style);
  if (rest.length === 0) return `every action of ${sayServices(services, style)} on ${where}`;
  const also =
    whole.length === 0
      ? ''
      : `every action of ${sayServices([...new Set(whole.map(({ service }) => service))], style)} and `;
  const levels = sayLevels(rest);
  const isOnePlace = new Set(parts.map((part) => JSON.stringify(reachOf(part)))).size === 1;
  if (services.length > 1 || !isOnePlace)
    return `${also}${levels} of ${sayServices(services, style)} on ${where}${tail}`;
  const service = style.quote(first.service);
  const place = sayReach(first, first.service, style)(`every ${service} resource`);
  return `${also}${levels} on ${first.on.includes('*') ? place : `${service} ${place}`}${tail}`;
}

function sayPlace(parts: readonly Permission[], services: readonly string[], style: Style): string {
  const [first] = parts;
  const reaches = new Set(parts.map((part) => JSON.stringify(reachOf(part))));
  if (first !== undefined && reaches.size === 1) {
    const service = services.length === 1 ? first.service : '';
    return sayReach(first, service, style)('everything');
  }
  const places = new Set(parts.flatMap(({ on }) => on));
  const limited = parts.filter(({ when, notOn, except }) => when.length + notOn.length + except.length > 0);
  const on = places.has('*') ? 'everything or a part of it' : `${places.size} resources or patterns`;
  if (limited.length === 0) return on;
  return `${on}, ${limited.length < parts.length ? 'partly ' : ''}under conditions`;
}

function sayServices(services: readonly string[], style: Style): string {
  if (services.length > MOST_SERVICES_APART + 1) return `${services.length} services`;
  return services
    .map(style.quote)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
}

function sayLevels(parts: readonly Permission[]): string {
  const levels = ACCESS_LEVELS.filter((level) => parts.some((part) => part.levels.includes(level)));
  const names = levels.map((level) => (level === 'Unknown' ? 'unknown actions' : level));
  return names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** `: GetParameter, GetObject (+6)`, the gravest first, with their services where there are several. */
function namesIn(parts: readonly Permission[], withService: boolean, style: Style): string {
  const all = parts.flatMap(({ service, actions }) => actions.map((action) => ({ service, action })));
  const text = ({ service, action }: { service: string; action: string }): string =>
    withService ? `${service}:${action}` : action;
  const graded = [...all].sort((a, b) => notability(a.service, a.action) - notability(b.service, b.action));
  const sorted = (withService ? byTurn(graded) : graded).map(text);
  const names = [...new Set(sorted)];
  const [first] = parts;
  if (first === undefined || names.length === 0) return '';
  return `: ${withService ? sayActionNames(names, style, MOST_NAMES) : sayActionsOf(first.service, names, style)}`;
}

/** Where a line is about many services, so many actions stand for them. */
const MOST_NAMES = 6;

/** The gravest first; of the rest one of each service before a second one of any. */
function byTurn(
  actions: readonly { readonly service: string; readonly action: string }[],
): readonly { readonly service: string; readonly action: string }[] {
  const isNotable = ({ service, action }: { service: string; action: string }): boolean =>
    notability(service, action) < Number.MAX_SAFE_INTEGER;
  const told = actions.filter(isNotable);
  const seen = new Map<string, number>();
  for (const { service } of told) seen.set(service, (seen.get(service) ?? 0) + 1);
  const turns = actions
    .filter((one) => !isNotable(one))
    .map((one) => {
      const turn = seen.get(one.service) ?? 0;
      seen.set(one.service, turn + 1);
      return { one, turn };
    });
  return [...told, ...turns.sort((a, b) => a.turn - b.turn).map(({ one }) => one)];
}

import type { AccessDelta, Permission } from '../model/access.ts';
import type { Direction } from './directions.ts';
import { otherExceptions } from './say-condition.ts';
import type { Style } from './say-statement.ts';

/**
 * How permissions that move are said: what a gain spares because it was allowed there before is no exception, and a reader
 * must not take it for one. `gains Read on every s3 resource, not only on logs/*`. A gain is what is allowed now and was not:
 * where all of its reach is allowed now, what it spares was allowed before.
 */
export function styleOf(
  permissions: readonly Permission[],
  direction: Direction,
  { held }: Pick<AccessDelta, 'held'>,
  style: Style,
): Style {
  if (direction.list !== 'gains' || held === undefined) return style;
  const spares = permissions.filter((gain) => gain.notOn.length + otherExceptions(gain, style).length > 0);
  const widens = spares.length > 0 && spares.every((gain) => isAllowed(gain, held.after));
  return widens ? { ...style, widens } : style;
}

/** Whether each action of a gain is allowed in all of its places, by permissions that spare nothing and ask for no more. */
function isAllowed(
  { service, actions, every, exceptActions, on, alsoOn, when }: Permission,
  side: readonly Permission[],
): boolean {
  return on.every((place) => {
    const others = side.filter(
      (other) =>
        other.service === service &&
        other.notOn.length + other.except.length === 0 &&
        other.on.includes(place) &&
        isWithin(other.alsoOn, alsoOn) &&
        isWithin(other.when, when),
    );
    if (every) return others.some((other) => other.every && isWithin(other.exceptActions, exceptActions));
    const named = others.flatMap((other) => other.actions);
    return actions.length > 0 && isWithin(actions, named);
  });
}

function isWithin(some: readonly unknown[], all: readonly unknown[]): boolean {
  const keys = new Set(all.map((one) => JSON.stringify(one)));
  return some.every((one) => keys.has(JSON.stringify(one)));
}

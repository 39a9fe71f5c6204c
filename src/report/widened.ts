import type { AccessDelta, AccessException, Permission } from '../model/access.ts';
import type { Direction } from './directions.ts';
import { otherExceptions } from './say-condition.ts';
import type { Style } from './say-statement.ts';

/**
 * How permissions that move are said: what a gain spares because it was allowed there before is no exception, and a reader
 * must not take it for one. `gains Read on every s3 resource, not only on logs/*`.
 */
export function styleOf(
  permissions: readonly Permission[],
  direction: Direction,
  { held }: Pick<AccessDelta, 'held'>,
  style: Style,
): Style {
  if (direction.list !== 'gains' || held === undefined) return style;
  const spared = permissions.flatMap((gain) => sparedBy(gain, style).map((place) => ({ gain, place })));
  const widens =
    spared.length > 0 &&
    spared.every(({ gain, place }) => isAllowed(gain, place, held.before)) &&
    // Nothing denies it there now.
    spared.every(({ gain }) => isAllowed(gain, { on: gain.on, notOn: [], when: gain.when }, held.after));
  return widens ? { ...style, widens } : style;
}

/** What stands behind `except`. */
function sparedBy(gain: Permission, style: Style): readonly AccessException[] {
  const { notOn, when } = gain;
  const places = notOn.length === 0 ? [] : [{ on: notOn, notOn: [], when }];
  return [...places, ...otherExceptions(gain, style)];
}

/** Whether each action of a gain is allowed in the whole of a place, by permissions that ask for no more than it does. */
function isAllowed(
  { service, actions, every, exceptActions, alsoOn }: Permission,
  place: AccessException,
  side: readonly Permission[],
): boolean {
  return (
    place.on.length > 0 &&
    place.on.every((one) => {
      const others = side.filter(
        (other) =>
          other.service === service &&
          other.notOn.length + other.except.length === 0 &&
          other.on.includes(one) &&
          isWithin(other.alsoOn, alsoOn) &&
          isWithin(other.when, place.when),
      );
      if (every) return others.some((other) => other.every && isWithin(other.exceptActions, exceptActions));
      const named = others.flatMap((other) => other.actions);
      return actions.length > 0 && isWithin(actions, named);
    })
  );
}

function isWithin(some: readonly unknown[], all: readonly unknown[]): boolean {
  const keys = new Set(all.map((one) => JSON.stringify(one)));
  return some.every((one) => keys.has(JSON.stringify(one)));
}

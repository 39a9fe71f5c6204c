import type { AccessDelta, Permission } from '../model/access.ts';

/** A permission of a delta, in what gives something and what gives nothing by itself. */
export interface UsefulPart {
  readonly permission: Permission;
  /** Undefined where nothing of it does. */
  readonly useful: Permission | undefined;
  readonly idle: Permission | undefined;
}

/** What a delta says of the actions that no call can use is told apart from what it gives: in one place, which is true. */
export function usefulParts(
  delta: AccessDelta,
  list: 'gains' | 'mayGain' | 'loses' | 'mayLose',
): readonly UsefulPart[] {
  const { idle = [] } = delta;
  const isGain = list === 'gains' || list === 'mayGain';
  return delta[list].map((permission) => {
    const isIdle = (action: string): boolean => idle.includes(`${permission.service}:${action}`);
    const own = isGain ? permission.actions.filter(isIdle) : [];
    // The names that a whole service has are not listed.
    if (own.length === 0 || permission.every) return { permission, useful: permission, idle: undefined };
    const rest = permission.actions.filter((action) => !isIdle(action));
    return {
      permission,
      useful: rest.length === 0 ? undefined : { ...permission, actions: rest },
      idle: { ...permission, actions: own },
    };
  });
}

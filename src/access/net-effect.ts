import type { AccessDelta, AccessChanges } from '../model/access.ts';

/** What a delta does as a whole: nothing, only giving, only taking, or both; in doubt both. */
export type NetEffect = 'none' | 'gains' | 'loses' | 'both';

/**
 * Whether access is gained or lost by a delta. What may be gained counts as gained and what may be lost as lost, and a
 * policy whose contents are unknown can be either.
 */
export function netEffectOf(delta: AccessDelta): NetEffect {
  const moves: readonly AccessChanges<unknown>[] = delta.trust === undefined ? [delta] : [delta, delta.trust];
  const changed = delta.unread.filter((policy) => policy.change !== 'kept');
  const gains = moves.some((one) => one.gains.length + one.mayGain.length > 0);
  const loses = moves.some((one) => one.loses.length + one.mayLose.length > 0);
  // A permissions policy mostly allows: attaching gives, detaching takes. A boundary is the other way round.
  const unreadGains = changed.some(
    ({ role, change }) => role === 'trust' || (change === 'attached') === (role === 'permissions'),
  );
  const unreadLoses = changed.some(
    ({ role, change }) => role === 'trust' || (change === 'detached') === (role === 'permissions'),
  );
  const [gives, takes] = [gains || unreadGains, loses || unreadLoses];
  if (gives) return takes ? 'both' : 'gains';
  return takes ? 'loses' : 'none';
}

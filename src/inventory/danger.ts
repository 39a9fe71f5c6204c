import {
  DANGERS,
  REACH_LEVELS,
  type Danger,
  type Entrance,
  type Known,
  type Reach,
} from '../model/inventory.ts';
import { exposureOf } from '../model/openness.ts';
import { widestLevel } from './reach.ts';

/** What the worst of a reach weighs: 3 the account, 2 its secrets and data, 1 the rest, 0 nothing. */
function weight(reach: Known<Reach>): number {
  // What was not read may be everything.
  if (!reach.known) return 3;
  const { level, unread } = reach.value;
  const wide = REACH_LEVELS.indexOf(widestLevel(reach.value) ?? 'nothing');
  const worst = REACH_LEVELS.indexOf(level);
  if (level === 'everything' || wide <= REACH_LEVELS.indexOf('rights')) return 3;
  if (worst <= REACH_LEVELS.indexOf('rights') || wide <= REACH_LEVELS.indexOf('data') || unread.length > 0)
    return 2;
  return level === 'nothing' ? 0 : 1;
}

/** Who can come in, times what they then reach. */
export function dangerOf(entrances: readonly Entrance[], reach: Known<Reach>): Danger {
  const open = Math.max(0, ...entrances.map(exposureOf));
  const heavy = weight(reach);
  const score = heavy === 0 ? 0 : open + heavy;
  const index = score >= 5 ? 0 : score === 4 ? 1 : score >= 2 ? 2 : 3;
  return DANGERS[index] ?? 'low';
}

import {
  DANGERS,
  REACH_LEVELS,
  type Danger,
  type Entrance,
  type Known,
  type Reach,
} from '../model/inventory.ts';
import { widestLevel } from './reach.ts';

/** How easily a principal that is not meant comes in: 3 anybody, 2 unknown or no proof, 1 some proof, 0 one's own, or a person with MFA. */
function exposure({ party, proof }: Entrance): number {
  if (party.party === 'anybody') return proof.proof === 'organization' ? 1 : 3;
  if (party.party === 'own-account' || party.party === 'organization') return 0;
  if (proof.proof === 'password') return proof.withMfa ? 0 : 2;
  if (proof.proof === 'none' || proof.proof === 'unclear') return 2;
  return party.party === 'unknown-account' ? 2 : 1;
}

/** The same for an order of telling: of two of the same kind, who shows nothing comes before who shows something. */
export function opennessOf(entrances: readonly Entrance[]): number {
  const shown = ({ proof }: Entrance): number =>
    proof.proof === 'none' || proof.proof === 'unclear' ? 1 : 0;
  return Math.max(0, ...entrances.map((one) => exposure(one) * 2 + shown(one)));
}

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
  const open = Math.max(0, ...entrances.map(exposure));
  const heavy = weight(reach);
  const score = heavy === 0 ? 0 : open + heavy;
  const index = score >= 5 ? 0 : score === 4 ? 1 : score >= 2 ? 2 : 3;
  return DANGERS[index] ?? 'low';
}

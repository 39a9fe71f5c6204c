import type { Entrance } from './inventory.ts';

/** How easily a principal that is not meant comes in: 3 anybody, 2 unknown or no proof, 1 some proof, 0 one's own, or a person with MFA. */
export function exposureOf({ party, proof }: Pick<Entrance, 'party' | 'proof'>): number {
  if (party.party === 'anybody') return proof.proof === 'organization' ? 1 : 3;
  if (party.party === 'own-account' || party.party === 'organization') return 0;
  if (proof.proof === 'password') return proof.withMfa ? 0 : 2;
  if (proof.proof === 'none' || proof.proof === 'unclear') return 2;
  return party.party === 'unknown-account' ? 2 : 1;
}

/** The same for an order of telling: of two of the same kind, who shows nothing comes before who shows something. */
export function opennessOf(entrances: readonly Pick<Entrance, 'party' | 'proof'>[]): number {
  const shown = ({ proof }: Pick<Entrance, 'proof'>): number =>
    proof.proof === 'none' || proof.proof === 'unclear' ? 1 : 0;
  return Math.max(0, ...entrances.map((one) => exposureOf(one) * 2 + shown(one)));
}

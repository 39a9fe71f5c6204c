import type { Entrance, Party, Proof } from '../../model/inventory.ts';
import { maskExternalId } from '../../model/mask-external-id.ts';
import { sayWhen } from '../say-condition.ts';
import { sayAnybody } from '../say-outsider.ts';
import { AS_IT_IS } from '../say-statement.ts';

/** Who comes in, and with what proof, as plain text: each format escapes it in its own way. */

/** Who stands behind a principal: `Datadog (AWS account 464622532012)`. */
export function sayParty(party: Party): string {
  switch (party.party) {
    case 'anybody':
      return sayAnybody(party);
    case 'vendor':
      return party.origin === 'published'
        ? `${party.name} (AWS account ${party.account})`
        : `${party.name} (AWS account ${party.account}, by "vendors:" of the settings)`;
    case 'own-account':
      return `own account ${party.name === undefined ? party.account : `${party.name} (${party.account})`}`;
    case 'organization':
      return `every account of the organization ${party.id}`;
    case 'unknown-account':
      return `unknown AWS account ${party.account}`;
    case 'identity-provider':
      return party.name;
    case 'unclear':
      return `unclear: ${party.principal}`;
    case 'key-holder':
      return 'the holder of its access keys';
    case 'password-holder':
      return 'the holder of its password';
  }
}

/** The party in as few words as tell it apart, for a picture. */
export function sayPartyShort(party: Party): string {
  switch (party.party) {
    case 'anybody':
      return 'anybody';
    case 'vendor':
      return party.name;
    case 'own-account':
      return party.name ?? `own ${party.account}`;
    case 'organization':
      return `organization ${party.id}`;
    case 'unknown-account':
      return `unknown ${party.account}`;
    case 'identity-provider':
      return party.name;
    case 'unclear':
      return 'unclear trust';
    case 'key-holder':
      return 'access keys';
    case 'password-holder':
      return 'passwords';
  }
}

/** The principal within the party, where it is more than a whole account. */
export function sayPrincipalOf({ principal, party }: Entrance): string {
  const name = principal.slice(principal.indexOf(':') + 1);
  if (
    party.party === 'key-holder' ||
    party.party === 'password-holder' ||
    party.party === 'identity-provider' ||
    principal === '*' ||
    name.endsWith(':root')
  )
    return '';
  return name;
}

export function sayProof(proof: Proof): string {
  switch (proof.proof) {
    case 'external-id':
      return `external id ${fingerprints(proof.lines.flatMap(({ values }) => values))}`;
    case 'organization':
      return `organization ${proof.lines.flatMap(({ values }) => values).join(', ')}`;
    case 'subject':
      return `subject ${proof.lines.flatMap(({ values }) => values).join(', ')}`;
    case 'conditions':
      return sayWhen(proof.lines, AS_IT_IS).trimStart();
    case 'assertion':
      return 'assertion of the provider';
    case 'access-key':
      return 'access key';
    case 'password':
      return proof.withMfa ? 'password and MFA' : 'password';
    case 'none':
      return 'none';
    case 'unclear':
      return 'unclear';
  }
}

/** Values that the masking of the whole report has left as they are are fingerprinted here; it leaves no secret to hide. */
function fingerprints(values: readonly string[]): string {
  return values.map((value) => maskExternalId(value, 'fingerprint')).join(', ');
}

/** `Datadog (AWS account 464622532012), shows external id #3fa1c2`. */
export function sayEntrance(entrance: Entrance): string {
  const who = sayParty(entrance.party);
  const principal = sayPrincipalOf(entrance);
  const named = principal === '' || who.includes(principal) ? who : `${who} as ${principal}`;
  if (entrance.party.party === 'organization' && entrance.proof.proof === 'organization') {
    const { id } = entrance.party;
    const paths = entrance.proof.lines.flatMap(({ values }) => values).filter((value) => value !== id);
    return paths.length === 0 ? named : `${named} in ${paths.join(', ')}`;
  }
  switch (entrance.proof.proof) {
    case 'none':
      // A provider signs for each of its identities: which of them is not asked.
      return `${named}, ${entrance.party.party === 'identity-provider' ? 'with any subject' : 'without proof'}`;
    case 'access-key':
      return named;
    case 'password':
      return `${named}, ${entrance.proof.withMfa ? 'with' : 'without'} MFA`;
    case 'assertion':
      return `${named}, with its assertion`;
    case 'unclear':
      return `${named}, under conditions that cannot be judged`;
    case 'conditions':
      return `${named}, ${sayProof(entrance.proof)}`;
    case 'external-id':
    case 'organization':
    case 'subject':
      return `${named}, with ${sayProof(entrance.proof)}`;
  }
}

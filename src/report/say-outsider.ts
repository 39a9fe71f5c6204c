import { parseArn } from '../model/arn.ts';
import type { CautionWord } from '../model/caution.ts';
import type { Party, Proof } from '../model/inventory.ts';
import type { OutsideWay } from '../model/outside.ts';
import { sayWhen } from './say-condition.ts';
import { BRIEFLY } from './say-statement.ts';

/** Who stands behind a way into a role, as words of a caution: `Datadog` (AWS account `464622532012`). */
function sayWho({ party, principal }: Pick<OutsideWay, 'party' | 'principal'>): readonly CautionWord[] {
  const name = principal.slice(principal.indexOf(':') + 1);
  const isWhole =
    party.party === 'identity-provider' || principal === '*' || /(?::root|^\d{12}|^\*)$/.test(name);
  if (isWhole || party.party === 'unclear') return sayPartyOf(party);
  const arn = parseArn(name);
  // The account is told already.
  const isTold = 'account' in party && arn?.account === party.account;
  return [...sayPartyOf(party), ' as ', { text: isTold ? arn.resource : name }];
}

function sayPartyOf(party: Party): readonly CautionWord[] {
  switch (party.party) {
    case 'anybody':
      return [sayAnybody(party)];
    case 'vendor': {
      const source = party.origin === 'settings' ? ', so named by the settings' : '';
      return [{ text: party.name }, ' (AWS account ', { text: party.account }, `${source})`];
    }
    case 'own-account':
      return ['the own AWS account ', { text: party.account }];
    case 'organization':
      return ['every account of the organization ', { text: party.id }];
    case 'unknown-account':
      return ['the unknown AWS account ', { text: party.account }];
    case 'identity-provider':
      return sayProvider(party.name);
    case 'unclear':
      return ['a principal that cannot be judged, ', { text: party.principal }, ','];
    case 'key-holder':
      return ['the holder of its access keys'];
    case 'password-holder':
      return ['the holder of its password'];
  }
}

/** The name of a SAML provider says what it is. */
function sayProvider(name: string): readonly CautionWord[] {
  const saml = /^SAML provider (.+)$/.exec(name)?.[1];
  return saml === undefined
    ? ['the identity provider ', { text: name }]
    : ['the SAML provider ', { text: saml }];
}

/** With what proof, with the preposition: ` with an external id`. Values of external ids are no part of it. */
function sayProofShown(proof: Proof): readonly CautionWord[] {
  switch (proof.proof) {
    case 'external-id':
      return [' with an external id'];
    case 'organization':
      return [' from the organization ', { text: valuesOf(proof) }];
    case 'subject':
      return [' with the subject ', { text: valuesOf(proof) }];
    case 'conditions':
      return dataApart((quote) => sayWhen(proof.lines, { ...BRIEFLY, quote }));
    case 'none':
      return [' without proof'];
    case 'unclear':
      return [' under conditions that cannot be judged'];
    case 'assertion':
      return [' with an assertion of the provider'];
    case 'access-key':
      return [' with an access key'];
    case 'password':
      return [proof.withMfa ? ' with MFA' : ' without MFA'];
  }
}

/** A sentence of ours as words, in which the data that it quotes is data. */
function dataApart(say: (quote: (data: string) => string) => string): readonly CautionWord[] {
  const texts: string[] = [];
  const sentence = say((data) => `\u0000${texts.push(data) - 1}\u0000`);
  return sentence
    .split('\u0000')
    .map((part, index) => (index % 2 === 0 ? part : { text: texts[Number(part)] ?? '' }))
    .filter((word) => word !== '');
}

/** `anybody with an identity of any OIDC provider`. */
export function sayAnybody({ with: provider }: Extract<Party, { readonly party: 'anybody' }>): string {
  const what = provider === undefined ? 'an AWS account' : `an identity of any ${provider} provider`;
  return `anybody with ${what}`;
}

function valuesOf({ lines }: Extract<Proof, { readonly lines: unknown }>): string {
  return lines.flatMap(({ values }) => values).join(' or ');
}

/** ``Datadog` (AWS account `464622532012`) can newly assume `role/x` with an external id``. */
export function sayNewWay(way: OutsideWay, address: string): readonly CautionWord[] {
  const { proof, instead, party } = way;
  // Its organization is who it is.
  const isSaid = party.party === 'organization' && proof.proof === 'organization';
  return [
    ...sayWho(way),
    ' can newly assume ',
    { text: address },
    ...(isSaid ? [] : sayProofShown(proof)),
    ...(instead === undefined ? [] : [' (before:', ...sayProofShown(instead), ')']),
  ];
}

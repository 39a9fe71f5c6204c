import { parseArn } from '../model/arn.ts';
import type { CautionWord } from '../model/caution.ts';
import type { Party, Proof } from '../model/inventory.ts';
import type { OutsideWay } from '../model/outside.ts';
import type { ConditionLine } from '../model/statement.ts';
import { sayWhen } from './say-condition.ts';
import { BRIEFLY } from './say-statement.ts';

/** Who can come in, and with what proof: `Datadog` (AWS account `464622532012`) with an external id. */
export function sayOutsideWay(
  way: Pick<OutsideWay, 'party' | 'principal' | 'proof'>,
): readonly CautionWord[] {
  return [...sayWho(way), ...sayProofShown(way.proof, way.party)];
}

/** Who stands behind a way into a role, as words of a caution: `Datadog` (AWS account `464622532012`). */
function sayWho({
  party,
  principal,
  proof,
}: Pick<OutsideWay, 'party' | 'principal' | 'proof'>): readonly CautionWord[] {
  if (party.party === 'organization' && proof.proof === 'organization') {
    const paths = valuesOf(proof).filter((value) => value.startsWith(`${party.id}/`));
    if (paths.length > 0) return ['every account in ', ...listOf(paths)];
  }
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
function sayProofShown(proof: Proof, party: Party): readonly CautionWord[] {
  switch (proof.proof) {
    case 'external-id':
      return [' with an external id', ...sayAlso(proof, party)];
    case 'organization':
      // Its organization is who it is.
      if (party.party === 'organization') return sayAlso(proof, party);
      return [' from the organization ', ...listOf(valuesOf(proof)), ...sayAlso(proof, party)];
    case 'subject':
      return [' with the subject ', ...listOf(valuesOf(proof)), ...sayAlso(proof, party)];
    case 'conditions':
      return sayLines(proof.lines, party);
    case 'none':
      // A provider signs for each of its identities: which of them is not asked.
      return [party.party === 'identity-provider' ? ' with any subject' : ' without proof'];
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

function sayAlso(
  { also = [] }: { readonly also?: readonly ConditionLine[] },
  party: Party,
): readonly CautionWord[] {
  const words = sayLines(also, party);
  return words.length === 0 ? [] : [' and', ...words];
}

/** Conditions in words, without what the party is told by already: ` as role/scanner with MFA`. */
function sayLines(lines: readonly ConditionLine[], party: Party): readonly CautionWord[] {
  const isOf = (line: ConditionLine, key: string): boolean =>
    'account' in party &&
    line.key.toLowerCase() === key &&
    /^(?:String|Arn)(?:Equals|Like)$/.test(line.operator);
  const arns = lines.filter((line) => isOf(line, 'aws:principalarn'));
  const rest = lines.filter((line) => !arns.includes(line) && !isOf(line, 'aws:principalaccount'));
  const names = arns.flatMap(({ values }) => values.map((value) => parseArn(value)?.resource ?? value));
  return [
    ...(names.length === 0 ? [] : [' as ', ...listOf(names)]),
    ...dataApart((quote) => sayWhen(rest, { ...BRIEFLY, quote })),
  ];
}

/** `a or b and 4 more`: each by itself, so that none is cut for the length of another. */
function listOf(values: readonly string[]): readonly CautionWord[] {
  const shown = values.length > MOST_VALUES ? values.slice(0, MOST_VALUES - 1) : values;
  const rest = values.length - shown.length;
  return [
    ...shown.flatMap((text, index): readonly CautionWord[] => [...(index === 0 ? [] : [' or ']), { text }]),
    ...(rest === 0 ? [] : [` and ${rest} more`]),
  ];
}

const MOST_VALUES = 3;

/** A sentence of ours as words, in which the data that it quotes is data. */
function dataApart(say: (quote: (data: string) => string) => string): readonly CautionWord[] {
  return sentencesApart((quote) => [{ text: say(quote) }]).flatMap(({ words }) => words);
}

/** The same of several sentences. */
export function sentencesApart<S extends { readonly text: string }>(
  say: (quote: (data: string) => string) => readonly S[],
): readonly { readonly sentence: S; readonly words: readonly CautionWord[] }[] {
  const texts: string[] = [];
  // The same data is the same text, as sentences look for what they begin with.
  const quote = (data: string): string => {
    if (!texts.includes(data)) texts.push(data);
    return `\u0000${texts.indexOf(data)}\u0000`;
  };
  return say(quote).map((sentence) => ({
    sentence,
    words: sentence.text
      .split('\u0000')
      .map((part, index) => (index % 2 === 0 ? part : { text: texts[Number(part)] ?? '' }))
      .filter((word) => word !== ''),
  }));
}

/** `anybody with an identity of any OIDC provider`. */
export function sayAnybody({ with: provider }: Extract<Party, { readonly party: 'anybody' }>): string {
  const what = provider === undefined ? 'an AWS account' : `an identity of any ${provider} provider`;
  return `anybody with ${what}`;
}

function valuesOf({ lines }: Extract<Proof, { readonly lines: unknown }>): readonly string[] {
  return lines.flatMap(({ values }) => values);
}

/**
 * ``Datadog` (AWS account `464622532012`) can newly assume `role/x` with an external id`; among all the ways of the role,
 * which say what the same account could come in by before.
 */
export function sayNewWay(
  way: OutsideWay,
  address: string,
  all: readonly OutsideWay[] = [],
): readonly CautionWord[] {
  const { proof, instead, party } = way;
  const can: readonly CautionWord[] = [...sayWho(way), ' can newly assume ', { text: address }];
  const now = sayProofShown(proof, party);
  if (instead === undefined) return [...can, ...now, ...sayNarrower(way, all)];
  const more = beyond(proof, instead);
  const before = sayProofShown(instead, party);
  const isAlike = JSON.stringify(now) === JSON.stringify(before);
  if (proof.proof === 'external-id' && isAlike)
    return [
      ...can,
      more === undefined ? ' with another external id' : ' with one external id more',
      ...now.slice(1),
    ];
  if (more !== undefined) return [...can, ' also', ...sayProofShown(more, party)];
  return [...can, ...now, ...(isAlike || before.length === 0 ? [] : [' (before:', ...before, ')'])];
}

/** The same proof by the values alone that it has more than another one; undefined where they differ in more than that. */
function beyond(proof: Proof, other: Proof): Proof | undefined {
  if (!('lines' in proof && 'lines' in other) || proof.proof !== other.proof) return undefined;
  const [line, ...lines] = proof.lines;
  const [known, ...others] = other.lines;
  if (line === undefined || known === undefined || lines.length + others.length > 0) return undefined;
  const also = (one: Proof): string => JSON.stringify('also' in one ? one.also : []);
  if (line.key !== known.key || line.operator !== known.operator || also(proof) !== also(other))
    return undefined;
  if (!/^(?:String|Arn)(?:Equals|Like)$/.test(line.operator)) return undefined;
  const values = line.values.filter((value) => !known.values.includes(value));
  const isMore = known.values.every((value) => line.values.includes(value)) && values.length > 0;
  return isMore ? { ...proof, lines: [{ ...line, values }] } : undefined;
}

/** ` (before: only as role/v)`: what the role trusted by name of an account that newly comes in as a whole. */
function sayNarrower({ principal, party }: OutsideWay, all: readonly OutsideWay[]): readonly CautionWord[] {
  if (!('account' in party) || !/(?::root|^AWS:\d{12})$/.test(principal)) return [];
  const names = all
    .filter((one) => one.becomes !== 'new' && 'account' in one.party && one.party.account === party.account)
    .map((one) => parseArn(one.principal.slice('AWS:'.length))?.resource ?? 'root')
    .filter((name) => name !== 'root');
  return names.length === 0 ? [] : [' (before: only as ', ...listOf([...new Set(names)]), ')'];
}

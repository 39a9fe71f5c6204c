import type { AccessException, AssumeGrant, ProofChange, TrustDelta } from '../model/access.ts';
import { directionOf } from './directions.ts';
import { sayCaller, styleFor, styleOfRole } from './say-caller.ts';
import { negationOf, sayReachConditions, sayWhen } from './say-condition.ts';
import { sayActionNames, sayException } from './say-permission.ts';
import { isOnlyOfPart, isPlainId, sayProofChange, toldProofs } from './say-proof.ts';
import type { Style } from './say-statement.ts';

/** A sentence about who can assume a role. */
export interface TrustSentence {
  readonly principals: readonly string[];
  readonly opens: boolean;
  /** Another proof in the place of one both opens and closes. */
  readonly closes: boolean;
  readonly text: string;
}

/**
 * What a trust policy's change means, in sentences: who may newly assume the role, who no longer, and which proof is
 * asked for or not. `name` is the role as it is said.
 */
export function sayTrustDelta(
  { proofs, ...rest }: TrustDelta,
  name: string,
  basic: Style,
): readonly TrustSentence[] {
  const delta: TrustDelta = { ...rest, proofs: toldProofs(proofs) };
  const style = styleOfRole(delta, basic);
  const effects = delta.proofs.map((proof) => ({ proof, ...effectOf(proof, delta) }));
  // A grant is said by the proof that changes, where that is so for each of its principals and actions.
  const isNews =
    (effect: 'opens' | 'closes') =>
    ({ on, actions, when }: AssumeGrant): boolean =>
      !on.every((principal) =>
        actions.every((action) =>
          effects.some(
            (one) =>
              (one[effect] || isOnlyOfPart(one.proof, effect, when)) &&
              one.proof.principal === principal &&
              one.proof.actions.includes(action),
          ),
        ),
      );
  const sentence = (opens: boolean, certain: boolean) => (grant: AssumeGrant) => ({
    principals: grant.on,
    opens,
    closes: !opens,
    text: sayGrant(grant, opens, certain, name, style),
  });
  const news = (grants: readonly AssumeGrant[], effect: 'opens' | 'closes'): readonly AssumeGrant[] =>
    // To assume the role comes before what is called with it.
    [...joinPrincipals(grants.filter(isNews(effect)))].sort(
      (a, b) => Number(assumes(b)) - Number(assumes(a)),
    );
  return [
    ...news(delta.gains, 'opens').map(sentence(true, true)),
    ...news(delta.mayGain, 'opens').map(sentence(true, false)),
    ...effects.map(({ proof, opens, closes }) => ({
      principals: [proof.principal],
      opens,
      closes,
      text: sayProofChange(proof, name, style),
    })),
    ...news(delta.loses, 'closes').map(sentence(false, true)),
    ...news(delta.mayLose, 'closes').map(sentence(false, false)),
  ];
}

function assumes({ on, actions }: AssumeGrant): boolean {
  const isFederated = on.every((principal) => principal.startsWith('Federated:'));
  return actions.some(
    (action) => action === 'AssumeRole' || (isFederated && action.startsWith('AssumeRoleWith')),
  );
}

/** Principals that come in alike, as one. */
function joinPrincipals(grants: readonly AssumeGrant[]): readonly AssumeGrant[] {
  const joined = new Map<string, AssumeGrant>();
  for (const grant of grants) {
    const key = JSON.stringify(grant.beyond.length > 0 ? grant : { ...grant, on: [] });
    const on = [...new Set([...(joined.get(key)?.on ?? []), ...grant.on])];
    joined.set(key, { ...grant, on });
  }
  return [...joined.values()];
}

/** Another proof opens and closes only as far as the delta does: another statement may let the same principal in. */
function effectOf(
  { principal, actions, change }: ProofChange,
  { gains, mayGain, loses, mayLose }: TrustDelta,
): { readonly opens: boolean; readonly closes: boolean } {
  if (change !== 'replaced') {
    const opens = change === 'dropped' || change === 'loosened';
    return { opens, closes: !opens };
  }
  const isIn = (grants: readonly AssumeGrant[]): boolean =>
    grants.some((one) => one.on.includes(principal) && one.actions.some((name) => actions.includes(name)));
  return { opens: isIn([...gains, ...mayGain]), closes: isIn([...loses, ...mayLose]) };
}

function sayGrant(grant: AssumeGrant, opens: boolean, certain: boolean, name: string, basic: Style): string {
  const style = styleFor(grant.on, basic);
  const who = sayAll(
    grant.on.map((principal) => sayEverybody(principal, grant, style)),
    style,
  );
  const { can } = directionOf(opens, certain);
  const deed = sayDeed(grant, name, style);
  const limits = sayLimits(grant, style);
  if (grant.beyond.length === 0) return `${who} ${can} ${deed}${sayProof(grant, opens, style)}${limits}`;
  const beyond = sayAll(
    grant.beyond.map((one) => sayBeyond(one, grant, style)),
    style,
  );
  const rest = `, ${opens ? 'not only' : 'only'} ${beyond}`;
  if (grant.when.length === 0)
    return `${who} ${can} ${deed}${rest}${sayProof(grant, opens, style).replace(/^ /, ', ')}${limits}`;
  // At the end the proof would read as that of those who follow.
  return `${who}${sayReachConditions(grant, style)} ${can} ${deed}${rest}${limits}`;
}

/** The principals that a sentence is about: of a longer list the rest is counted. */
function sayAll(names: readonly string[], { most }: Style): string {
  const limit = Math.max(most, MOST_PRINCIPALS);
  if (names.length <= limit) return names.join(' and ');
  return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
}

const MOST_PRINCIPALS = 6;

/** A principal that has it already, or keeps it, with the proof where that is another one. */
function sayBeyond(
  { principal, when }: AssumeGrant['beyond'][number],
  grant: AssumeGrant,
  style: Style,
): string {
  const who = sayCaller(principal, style);
  if (sayWhen(when, style) === sayWhen(grant.when, style)) return who;
  return `${who} (${when.length === 0 ? 'without further proof' : sayWhen(when, style).trim()})`;
}

/** An account's root stands for everybody in it. */
function sayEverybody(principal: string, { beyond }: AssumeGrant, style: Style): string {
  const text = sayCaller(principal, style);
  return beyond.length > 0 && /^(?:AWS|this) account /.test(text) ? `every principal in ${text}` : text;
}

function sayDeed({ on, actions }: AssumeGrant, name: string, style: Style): string {
  // Of a federation each provider has its one way in.
  const isFederated = on.every((principal) => principal.startsWith('Federated:'));
  const others = actions.filter(
    (action) => action !== 'AssumeRole' && !(isFederated && action.startsWith('AssumeRoleWith')),
  );
  if (others.length === actions.length) return `call ${sayActionNames(others, style)} on ${name}`;
  return others.length === 0 ? `assume ${name}` : `assume ${name} (and ${sayActionNames(others, style)})`;
}

function sayProof(grant: AssumeGrant, opens: boolean, style: Style): string {
  const others = grant.when.filter((line) => !isPlainId(line));
  const id = sayWhen(grant.when.filter(isPlainId), style);
  if (!opens) return `${id}${sayReachConditions({ ...grant, when: others }, style)}`;
  // An exception is what a Deny keeps out or what was let in before: what is left of it is true of both.
  const asks = grant.except.filter(asksWhereItEnds);
  const lacks = sayReachConditions({ ...grant, when: [], except: without(grant.except, asks) }, style);
  const rest = sayReachConditions({ ...grant, when: others, except: asks }, style);
  if (id !== '') return `${id}${rest === '' ? '' : ` and only${rest}`}${lacks}`;
  if (rest !== '') return `${lacks}, only${rest}`;
  const proves = grant.on.every((principal) => principal.startsWith('Service:'));
  return `${lacks}${proves || lacks.startsWith(WITHOUT_ID) ? '' : ', without further proof'}`;
}

const WITHOUT_ID = ' without the external id';

/** Where an exception ends, something is asked: a value that a negated operator names, MFA, a key that is there. */
function asksWhereItEnds({ when }: AccessException): boolean {
  return when.every(({ operator, values: [value] }) => {
    if (/^bool/i.test(operator)) return value === 'false';
    return /^null$/i.test(operator) ? value === 'true' : /not/i.test(operator);
  });
}

function without<T>(items: readonly T[], others: readonly T[]): readonly T[] {
  return items.filter((item) => !others.includes(item));
}

/** Who is spared; those that are said to have it already are not said again. */
function sayLimits({ notOn, alsoOn, except, beyond }: AssumeGrant, style: Style): string {
  const said = beyond.map(({ principal }) => principal);
  const say = (patterns: readonly string[]): string =>
    patterns.map((pattern) => sayCaller(pattern, style)).join(', ');
  const spared = notOn.filter((principal) => !said.includes(principal));
  const exceptions = except.filter(
    (one) =>
      negationOf(one, style) === undefined &&
      !(one.on.length > 0 && one.on.every((principal) => said.includes(principal))),
  );
  return [
    ...alsoOn.map((pattern) => `, as far as it is ${say([pattern])}`),
    spared.length === 0 ? '' : `, except ${say(spared)}`,
    ...exceptions.map((exception) => `, except ${sayException(exception, say, style).replace(/^on /, '')}`),
  ].join('');
}

import type { AccessException, AssumeGrant, ProofChange, TrustDelta } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { isSamlProvider, providerName } from '../model/arn.ts';
import { directionOf } from './directions.ts';
import { clauseOf, negationOf, sayDemand, sayReachConditions, sayWhen } from './say-condition.ts';
import { sayActionNames, sayException } from './say-permission.ts';
import { sayPrincipal, type Style } from './say-statement.ts';

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
  const delta: TrustDelta = { ...rest, proofs: exchanged(joinProofs(proofs)) };
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

/** Where one demand goes and another comes, of the same calls, one takes the place of the other. */
function exchanged(proofs: readonly ProofChange[]): readonly ProofChange[] {
  const keyOf = ({ principal, actions }: ProofChange): string => JSON.stringify([principal, actions]);
  const of = (key: string, change: ProofChange['change']): readonly ProofChange[] =>
    proofs.filter((one) => one.change === change && keyOf(one) === key);
  return proofs.flatMap((proof): readonly ProofChange[] => {
    const [dropped, ...moreDropped] = of(keyOf(proof), 'dropped');
    const [added, ...moreAdded] = of(keyOf(proof), 'added');
    const isPair = moreDropped.length + moreAdded.length === 0;
    if (!isPair || dropped?.before === undefined || added?.after === undefined) return [proof];
    if (proof === added) return [];
    if (proof !== dropped) return [proof];
    const [before, after] = [dropped.before, added.after];
    const change = isPartOf(after, before) ? 'tightened' : isPartOf(before, after) ? 'loosened' : 'replaced';
    return [{ ...proof, change, before, after }];
  });
}

/**
 * Whether a condition on the path in an organization is on a part of the organization that another one names: the keys are
 * two, and a path begins with the organization
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths).
 */
function isPartOf(path: ConditionLine, organization: ConditionLine): boolean {
  return (
    /^ForAnyValue:String(?:Equals|Like)$/.test(path.operator) &&
    path.key.toLowerCase() === 'aws:principalorgpaths' &&
    organization.operator === 'StringEquals' &&
    organization.key.toLowerCase() === 'aws:principalorgid' &&
    path.values.every((value) => organization.values.some((id) => value.startsWith(`${id}/`)))
  );
}

/** A part in the place of the whole: that the one opens, or the other way round closes, only follows from two keys. */
function isOnlyOfPart(
  { change, before, after }: ProofChange,
  effect: 'opens' | 'closes',
  when: readonly ConditionLine[],
): boolean {
  if (before === undefined || after === undefined || change === 'replaced') return false;
  const [path, whole] = effect === 'opens' ? [after, before] : [before, after];
  const isSame = ({ key, operator, values }: ConditionLine): boolean =>
    key === path.key && operator === path.operator && values.join('\n') === path.values.join('\n');
  return isPartOf(path, whole) && when.some(isSame);
}

/** The account of the role is named as such. */
export function styleOfRole({ account }: Pick<TrustDelta, 'account'>, style: Style): Style {
  return account === undefined ? style : { ...style, account };
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

/** One proof for which several come, or several for one: what each accepts is accepted. */
function joinProofs(proofs: readonly ProofChange[]): readonly ProofChange[] {
  const joined = new Map<string, ProofChange>();
  for (const proof of proofs) {
    const many = proof.change === 'tightened' ? 'after' : proof.change === 'loosened' ? 'before' : undefined;
    const line = many === undefined ? undefined : proof[many];
    const isListed = line !== undefined && isPlainList(line);
    const key = JSON.stringify(
      many === undefined || !isListed ? proof : { ...proof, [many]: { ...line, values: [] } },
    );
    const known = many === undefined ? undefined : joined.get(key)?.[many];
    joined.set(
      key,
      many === undefined || line === undefined || known === undefined
        ? proof
        : { ...proof, [many]: { ...line, values: [...new Set([...known.values, ...line.values])].sort() } },
    );
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

/** The keys of a provider need no name beside it. */
function styleFor(principals: readonly string[], style: Style): Style {
  const [issuer, ...more] = new Set(principals.map(issuerOf));
  return issuer === undefined || more.length > 0 ? style : { ...style, issuer };
}

/** As the keys of its tokens begin. */
function issuerOf(principal: string): string | undefined {
  const name = /^Federated:(?<name>.+)$/s.exec(principal)?.groups?.['name'];
  if (name === undefined) return undefined;
  return isSamlProvider(principal) ? 'saml' : providerName(name);
}

/** Who calls: of a provider its name, as the account is that of the role. */
function sayCaller(principal: string, style: Style): string {
  const name = /^Federated:(?<name>.+)$/s.exec(principal)?.groups?.['name'];
  if (name === undefined) return sayPrincipal(principal, style);
  return `the ${isSamlProvider(principal) ? 'SAML' : 'identity'} provider ${style.quote(providerName(name))}`;
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

const EXTERNAL_ID = 'sts:externalid';

function isPlainId({ key, operator }: ConditionLine): boolean {
  return key.toLowerCase() === EXTERNAL_ID && operator === 'StringEquals';
}

function sayValues({ values }: ConditionLine, { quote }: Style): string {
  return values.length === 0 ? '(nothing)' : values.map(quote).join(' or ');
}

function sayProofChange(proof: ProofChange, name: string, basic: Style): string {
  const { principal, actions, change, before, after } = proof;
  const style = styleFor([principal], basic);
  const caller = sayCaller(principal, style);
  const calls = sayCalls(actions, style);
  const who = `${caller}${calls}`;
  const asked = (line: ConditionLine | undefined, verb = 'to call'): string => {
    if (line === undefined) return who;
    const said = sayDemand(line, style);
    // A request from a network is required of an account, not from it.
    const manner = MANNER.exec(said)?.groups?.['how'];
    if (manner !== undefined && calls === '') return `${caller} ${verb} ${manner}`;
    const clause = clauseOf(line, style);
    return clause === undefined ? `${said} from ${who}` : `from ${who} that ${clause}`;
  };
  switch (change) {
    case 'dropped':
      return `${name} no longer requires ${before?.key.toLowerCase() === EXTERNAL_ID ? `an external id from ${who}` : asked(before)}`;
    case 'added':
      return `${name} newly requires ${asked(after)}`;
    case 'loosened':
    case 'tightened': {
      const isMore = change === 'loosened';
      const verb = isMore ? 'also accepts' : 'no longer accepts';
      const [wide, narrow] = isMore ? [after, before] : [before, after];
      // Of lists of which one has the other in it, the rest says it all.
      const rest = wide === undefined || narrow === undefined ? undefined : listedBeyond(wide, narrow);
      if (rest !== undefined) return `${name} ${verb} ${sayAccepted(rest, who, style)}`;
      return `${name} accepts ${isMore ? 'more' : 'less'} from ${who}: ${sayExchange(proof, style)}`;
    }
    case 'replaced': {
      const ids = before !== undefined && after !== undefined && isPlainId(before) && isPlainId(after);
      const what = ids ? 'another external id' : 'something else';
      const exchange = sayExchange(proof, style);
      return `${name} requires ${what} from ${who}: ${ids ? exchange.replace(/^the external id /, '') : exchange}`;
    }
  }
}

const MANNER = /^a request (?<how>.+)$/s;

/** `the external id k3j4 from AWS account 999988887777`, `calls of AWS account 999988887777 from 10.0.0.0/8`. */
function sayAccepted(line: ConditionLine, who: string, style: Style): string {
  const said = sayDemand(line, style);
  const manner = MANNER.exec(said)?.groups?.['how'];
  return manner === undefined ? `${said} from ${who}` : `calls of ${who} ${manner}`;
}

/** What one list names beyond another of the same key and operator that is all in it; undefined of others. */
function listedBeyond(wide: ConditionLine, narrow: ConditionLine): ConditionLine | undefined {
  if (!isPlainList(wide) || wide.operator !== narrow.operator) return undefined;
  const isSubset = narrow.values.every((value) => wide.values.includes(value));
  return isSubset && narrow.values.length < wide.values.length ? beyond(wide, narrow) : undefined;
}

/** One value of the list is enough, so that a longer list lets more in. */
function isPlainList({ operator }: ConditionLine): boolean {
  return /^(?:ForAnyValue:)?(?!.*(?:Not|IfExists|:))(?:String|Arn|IpAddress)/.test(operator);
}

/** `the subject a instead of b`: of lists what differs, and how many values stay. */
function sayExchange({ before, after }: ProofChange, style: Style): string {
  if (before === undefined || after === undefined) return '';
  const isOfLists = isPlainList(before) && before.operator === after.operator && before.key === after.key;
  const [old, now] = isOfLists ? [beyond(before, after), beyond(after, before)] : [before, after];
  const stay = before.values.length - old.values.length;
  const [was, is] = [old, now].map((line) => sayLine(line, style));
  const begins = [`${style.quote(before.key)} `, ...BEGINNINGS].find(
    (one) => was?.startsWith(one) === true && is?.startsWith(one) === true,
  );
  const rest = stay === 0 ? '' : `; ${stay === 1 ? '1 other stays' : `${stay} others stay`}`;
  return `${is} instead of ${was?.slice(begins?.length ?? 0)}${rest}`;
}

/** Stands once in front of both. */
const BEGINNINGS = [
  'a request from the organization path ',
  'a request ',
  'the subject ',
  'the audience ',
  'the external id ',
];

/** A proof is mostly asked for to assume the role: where it is not, it says what for. */
function sayCalls(actions: readonly string[], style: Style): string {
  if (actions.some((action) => action.startsWith('Assume'))) return '';
  return ` to call ${sayActionNames(actions, style)}`;
}

function beyond(line: ConditionLine, other: ConditionLine): ConditionLine {
  return { ...line, values: line.values.filter((value) => !other.values.includes(value)) };
}

function sayLine(line: ConditionLine, style: Style): string {
  return isPlainId(line) ? `the external id ${sayValues(line, style)}` : sayDemand(line, style);
}

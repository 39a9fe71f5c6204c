import type { ProofChange } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { sayCaller, styleFor } from './say-caller.ts';
import { clauseOf, sayDemand } from './say-condition.ts';
import { sayActionNames } from './say-permission.ts';
import type { Style } from './say-statement.ts';

/** The changes of proofs, of which one may be told for several. */
export function toldProofs(proofs: readonly ProofChange[]): readonly ProofChange[] {
  return exchanged(joinProofs(proofs));
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
export function isOnlyOfPart(
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

const EXTERNAL_ID = 'sts:externalid';

export function isPlainId({ key, operator }: ConditionLine): boolean {
  return key.toLowerCase() === EXTERNAL_ID && operator === 'StringEquals';
}

function sayValues({ values }: ConditionLine, { quote }: Style): string {
  return values.length === 0 ? '(nothing)' : values.map(quote).join(' or ');
}

/** `role/x newly requires an external id from AWS account 999988887777`. */
export function sayProofChange(proof: ProofChange, name: string, basic: Style): string {
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

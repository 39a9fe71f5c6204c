import type { AssumeGrant, ProofChange, TrustDelta } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { sayActionNames, sayException } from './say-permission.ts';
import { sayConditions, sayPrincipal, type Style } from './say-statement.ts';

/** A sentence about who may come in, and whether it opens the role or closes it. */
export interface TrustSentence {
  readonly opens: boolean;
  readonly text: string;
}

/**
 * What a trust policy's change means, in sentences: who may newly assume the role, who no longer, and which proof is
 * asked for or not. `name` is the role as it is said.
 */
export function sayTrustDelta(delta: TrustDelta, name: string, style: Style): readonly TrustSentence[] {
  const explained = new Set(delta.proofs.map((proof) => proof.principal));
  const isNews = ({ on, actions }: AssumeGrant): boolean =>
    !on.every((principal) => explained.has(principal)) ||
    !actions.some((action) => action.startsWith('Assume'));
  const sentence = (opens: boolean, certain: boolean) => (entry: AssumeGrant) => ({
    opens,
    text: sayEntry(entry, opens, certain, name, style),
  });
  return [
    ...delta.gains.filter(isNews).map(sentence(true, true)),
    ...delta.mayGain.filter(isNews).map(sentence(true, false)),
    ...delta.proofs.map((proof) => ({ opens: isOpening(proof), text: sayProofChange(proof, name, style) })),
    ...delta.loses.filter(isNews).map(sentence(false, true)),
    ...delta.mayLose.filter(isNews).map(sentence(false, false)),
  ];
}

function isOpening({ change }: ProofChange): boolean {
  return change === 'dropped' || change === 'loosened' || change === 'replaced';
}

function sayEntry(entry: AssumeGrant, opens: boolean, certain: boolean, name: string, style: Style): string {
  const who = entry.on.map((principal) => sayEverybody(principal, entry, style)).join(' and ');
  const can = opens ? 'newly' : 'no longer';
  const beyond = entry.beyond.map((principal) => sayPrincipal(principal, style)).join(', ');
  const rest = beyond === '' ? '' : opens ? `, not only ${beyond}` : `, only ${beyond}`;
  return `${who} can ${certain ? '' : 'perhaps '}${can} ${sayDeed(entry, name, style)}${rest}${sayProof(entry, opens, style)}`;
}

/** An account's root stands for everybody in it. */
function sayEverybody(principal: string, { beyond }: AssumeGrant, style: Style): string {
  const text = sayPrincipal(principal, style);
  return beyond.length > 0 && text.startsWith('AWS account') ? `everybody in ${text}` : text;
}

function sayDeed({ actions }: AssumeGrant, name: string, style: Style): string {
  const others = actions.filter((action) => action !== 'AssumeRole');
  if (others.length === actions.length) return `call ${sayActionNames(others, style)} on ${name}`;
  return others.length === 0 ? `assume ${name}` : `assume ${name} (and ${sayActionNames(others, style)})`;
}

/** With what proof, and who is spared; those that are said to have it already are not said again. */
function sayProof(
  { on, notOn, alsoOn, when, except, beyond }: AssumeGrant,
  opens: boolean,
  style: Style,
): string {
  const say = (patterns: readonly string[]): string =>
    patterns.map((pattern) => sayPrincipal(pattern, style)).join(', ');
  const spared = notOn.filter((principal) => !beyond.includes(principal));
  const exceptions = except.filter(
    (one) => one.on.length > 0 && !one.on.every((principal) => beyond.includes(principal)),
  );
  const limits = [
    ...alsoOn.map((pattern) => `, as far as it is ${say([pattern])}`),
    spared.length === 0 ? '' : `, except ${say(spared)}`,
    ...exceptions.map((exception) => `, except ${sayException(exception, say, style).replace(/^on /, '')}`),
  ].join('');
  const proves = !opens || on.every((principal) => principal.startsWith('Service:'));
  if (when.length > 0) return `${sayWhen(when, style)}${limits}`;
  return proves ? limits : `, without further proof${limits}`;
}

const EXTERNAL_ID = 'sts:externalid';

function isPlainId({ key, operator }: ConditionLine): boolean {
  return key.toLowerCase() === EXTERNAL_ID && operator === 'StringEquals';
}

/** ` with the external id x, if …`. */
function sayWhen(lines: readonly ConditionLine[], style: Style): string {
  const id = lines.filter(isPlainId).map((line) => ` with the external id ${sayValues(line, style)}`);
  const rest = lines.filter((line) => !isPlainId(line));
  return [...id, ...(rest.length === 0 ? [] : [` if ${sayConditions(rest, style)}`])].join(',');
}

function sayValues({ values }: ConditionLine, { quote }: Style): string {
  return values.length === 0 ? '(nothing)' : values.map(quote).join(' or ');
}

function sayProofChange(
  { principal, change, before, after }: ProofChange,
  name: string,
  style: Style,
): string {
  const who = sayPrincipal(principal, style);
  const [old, now] = [before, after].map((line) => (line === undefined ? '' : sayLine(line, style)));
  const ids = before !== undefined && after !== undefined && isPlainId(before) && isPlainId(after);
  switch (change) {
    case 'dropped':
      return `${name} no longer requires ${before?.key.toLowerCase() === EXTERNAL_ID ? 'an external id' : old} from ${who}`;
    case 'added':
      return `${name} newly requires ${now} from ${who}`;
    case 'loosened':
      return ids
        ? `${name} also accepts the external id ${sayValues(beyond(after, before), style)} from ${who}`
        : `${name} accepts more from ${who}: ${now} instead of ${old}`;
    case 'tightened':
      return ids
        ? `${name} no longer accepts the external id ${sayValues(beyond(before, after), style)} from ${who}`
        : `${name} accepts less from ${who}: ${now} instead of ${old}`;
    case 'replaced':
      return ids
        ? `${name} requires another external id from ${who}: ${sayValues(after, style)} instead of ${sayValues(before, style)}`
        : `${name} requires something else from ${who}: ${now} instead of ${old}`;
  }
}

function beyond(line: ConditionLine, other: ConditionLine): ConditionLine {
  return { ...line, values: line.values.filter((value) => !other.values.includes(value)) };
}

function sayLine(line: ConditionLine, style: Style): string {
  return isPlainId(line) ? `the external id ${sayValues(line, style)}` : sayConditions([line], style);
}

import { asList, isObject, member, textMember, type Json, type JsonObject } from '../json.ts';

/** One request, as IAM evaluates it. */
export interface Request {
  /** `iam:CreateRole` */
  readonly action: string;
  /** Each has to be allowed. */
  readonly resources: readonly string[];
  /** Condition keys and their values, names in lower case; a key that the request does not carry is missing. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export type Decision = 'allowed' | 'denied' | 'not-allowed';

/**
 * What identity policies decide of a request: a Deny wins, and something must allow it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @throws for an element that this evaluator does not know: a wrong answer would be worse
 */
export function evaluate(documents: readonly JsonObject[], request: Request): Decision {
  const decisions = request.resources.map((resource) => {
    const matching = documents
      .flatMap((document) => asList(member(document, 'Statement')))
      .filter(isObject)
      .filter((statement) => appliesTo(statement, request, resource));
    if (matching.some((statement) => textMember(statement, 'Effect') === 'Deny')) return 'denied';
    return matching.length > 0 ? 'allowed' : 'not-allowed';
  });
  return (['denied', 'not-allowed'] as const).find((one) => decisions.includes(one)) ?? 'allowed';
}

function appliesTo(statement: JsonObject, request: Request, resource: string): boolean {
  return (
    listed(statement, 'Action', (pattern) => like(pattern.toLowerCase(), request.action.toLowerCase())) &&
    listed(statement, 'Resource', (pattern) => like(pattern, resource)) &&
    conditionsHold(statement, request)
  );
}

/** An element or its opposite; a trust policy has no resource. */
function listed(statement: JsonObject, name: string, matches: (pattern: string) => boolean): boolean {
  const patterns = member(statement, name);
  if (patterns !== undefined) return asList(patterns).map(String).some(matches);
  const opposite = member(statement, `Not${name}`);
  if (opposite !== undefined) return !asList(opposite).map(String).some(matches);
  return name === 'Resource';
}

/** `*` and `?` of IAM's patterns. */
export function like(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const expression = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function conditionsHold(statement: JsonObject, { context }: Pick<Request, 'context'>): boolean {
  const condition = member(statement, 'Condition');
  if (!isObject(condition)) return true;
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).every(([key, values]) =>
      holds(operator, asList(values).map(asText), context[key.toLowerCase()]),
    ),
  );
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const EQUAL = (pattern: string, value: string): boolean => pattern === value;

/** By the operator's name without `Not`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: EQUAL,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
};

function holds(
  operator: string,
  patterns: readonly string[],
  values: readonly string[] | undefined,
): boolean {
  const [, quantifier, word = '', ifExists] =
    /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (word === 'Null') return patterns.includes(String(values === undefined));
  const negated = word.includes('Not');
  const matches = OPERATORS[word.replace('Not', '')];
  if (matches === undefined) throw new Error(`the sandbox evaluates no condition ${operator}`);
  const one = (value: string): boolean => patterns.some((pattern) => matches(pattern, value)) !== negated;
  if (quantifier === 'ForAnyValue:') return (values ?? []).some(one);
  if (quantifier === 'ForAllValues:') return (values ?? []).every(one);
  if (values === undefined) return ifExists !== undefined || negated;
  return values.every(one);
}

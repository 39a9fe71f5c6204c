import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import { COMPARISONS, type Comparison } from './compare-values.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Whether a Condition holds for a request: every key of every operator must
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html).
 */
export function matchCondition(condition: Json | undefined, request: ConditionRequest): boolean {
  if (condition === undefined) return true;
  if (!isJsonObject(condition)) return false;
  return Object.entries(condition).every(([operator, block]) => {
    if (!isJsonObject(block)) return false;
    return Object.entries(block).every(([key, values]) => matchKey(operator, key, valuesOf(values), request));
  });
}

export interface ConditionRequest {
  readonly context: RequestContext;
  /** The policy's version lets `${…}` be replaced. */
  readonly variables: boolean;
}

function valuesOf(values: Json): readonly string[] {
  return (isJsonArray(values) ? values : [values]).flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [String(value)]
      : [],
  );
}

const OPERATOR = /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/i;

function matchKey(
  operatorText: string,
  key: string,
  wanted: readonly string[],
  request: ConditionRequest,
): boolean {
  const [, qualifier = '', name = '', ifExists] = OPERATOR.exec(operatorText) ?? [];
  const present = request.context.get(key.toLowerCase()) ?? [];
  if (name.toLowerCase() === 'null') {
    return wanted.some((value) => (value.toLowerCase() === 'true') === (present.length === 0));
  }
  const operator = findOperator(name);
  if (operator === undefined) return false;
  if (present.length === 0) return holdsWithoutKey(qualifier, ifExists !== undefined, operator.negated);
  const variables = request.variables ? request.context : undefined;
  const equalsOne = (value: string): boolean =>
    wanted.some((policy) => operator.compare(value, policy, variables));
  switch (qualifier.toLowerCase()) {
    case 'forallvalues:':
      // "Or if the key values resolve to a null data set, such as an empty string".
      if (present.every((value) => value === '')) return true;
      return present.every((value) => equalsOne(value) !== operator.negated);
    case 'foranyvalue:':
      return present.some((value) => equalsOne(value) !== operator.negated);
    default:
      return present.some(equalsOne) !== operator.negated;
  }
}

/** "If the key is not present, the values do not match": true for the negated operators, and for IfExists. */
function holdsWithoutKey(qualifier: string, ifExists: boolean, negated: boolean): boolean {
  if (ifExists) return true;
  if (qualifier === '') return negated;
  return qualifier.toLowerCase() === 'forallvalues:';
}

function findOperator(name: string): { readonly compare: Comparison; readonly negated: boolean } | undefined {
  for (const [known, operator] of COMPARISONS)
    if (known.toLowerCase() === name.toLowerCase()) return operator;
  return undefined;
}

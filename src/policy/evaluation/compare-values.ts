import { isInRange } from './ip-range.ts';
import { matchSteps, patternSteps } from './match-pattern.ts';
import { matchArn } from './match-resource.ts';
import type { RequestContext } from './request-context.ts';

/** Whether a request's value stands in an operator's relation to a policy's value. */
export type Comparison = (
  requested: string,
  policy: string,
  variables: RequestContext | undefined,
) => boolean;

const numeric = order(decimalNumber);
const date = order(dateNumber);

/** The positive comparison behind each operator; its negation is the same with the outcome turned. */
export const COMPARISONS: ReadonlyMap<string, { readonly compare: Comparison; readonly negated: boolean }> =
  new Map([
    ['StringEquals', { compare: text(false, false), negated: false }],
    ['StringNotEquals', { compare: text(false, false), negated: true }],
    ['StringEqualsIgnoreCase', { compare: text(false, true), negated: false }],
    ['StringNotEqualsIgnoreCase', { compare: text(false, true), negated: true }],
    ['StringLike', { compare: text(true, false), negated: false }],
    ['StringNotLike', { compare: text(true, false), negated: true }],
    ['NumericEquals', { compare: numeric((a, b) => a === b), negated: false }],
    ['NumericNotEquals', { compare: numeric((a, b) => a === b), negated: true }],
    ['NumericLessThan', { compare: numeric((a, b) => a < b), negated: false }],
    ['NumericLessThanEquals', { compare: numeric((a, b) => a <= b), negated: false }],
    ['NumericGreaterThan', { compare: numeric((a, b) => a > b), negated: false }],
    ['NumericGreaterThanEquals', { compare: numeric((a, b) => a >= b), negated: false }],
    ['DateEquals', { compare: date((a, b) => a === b), negated: false }],
    ['DateNotEquals', { compare: date((a, b) => a === b), negated: true }],
    ['DateLessThan', { compare: date((a, b) => a < b), negated: false }],
    ['DateLessThanEquals', { compare: date((a, b) => a <= b), negated: false }],
    ['DateGreaterThan', { compare: date((a, b) => a > b), negated: false }],
    ['DateGreaterThanEquals', { compare: date((a, b) => a >= b), negated: false }],
    ['Bool', { compare: (a, b) => a.toLowerCase() === b.toLowerCase(), negated: false }],
    ['BinaryEquals', { compare: (a, b) => withoutPadding(a) === withoutPadding(b), negated: false }],
    ['IpAddress', { compare: (a, b) => isInRange(a, b), negated: false }],
    ['NotIpAddress', { compare: (a, b) => isInRange(a, b), negated: true }],
    ['ArnEquals', { compare: arn, negated: false }],
    ['ArnLike', { compare: arn, negated: false }],
    ['ArnNotEquals', { compare: arn, negated: true }],
    ['ArnNotLike', { compare: arn, negated: true }],
  ]);

function text(wildcards: boolean, ignoreCase: boolean): Comparison {
  const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
  return (requested, policy, variables) => {
    const steps = patternSteps(policy, { wildcards, context: variables });
    if (steps === undefined) return false;
    const folded = steps.map((step) =>
      step.kind === 'character' ? { ...step, character: fold(step.character) } : step,
    );
    return matchSteps(folded, fold(requested));
  };
}

function arn(requested: string, policy: string, variables: RequestContext | undefined): boolean {
  const steps = patternSteps(policy, { wildcards: true, context: variables });
  return steps !== undefined && matchArn(steps, requested);
}

function order(read: (value: string) => number): (holds: (a: number, b: number) => boolean) => Comparison {
  return (holds) => (requested, policy) => {
    const [a, b] = [requested, policy].map((value) => (value.trim() === '' ? Number.NaN : read(value)));
    return a !== undefined && b !== undefined && holds(a, b);
  };
}

/** IAM documents integers and decimals; `Number` alone would read `0x10` too. */
function decimalNumber(value: string): number {
  return /^\s*[+-]?0[box]/i.test(value) ? Number.NaN : Number(value);
}

/** The padding of base64 says nothing of the bytes. */
function withoutPadding(base64: string): string {
  return base64.replace(/(?<!=)=+$/, '');
}

/** Milliseconds of a date in ISO 8601, or of seconds since 1970. `Date` alone would read a time without a zone as the machine's. */
function dateNumber(value: string): number {
  if (/^[0-9]+$/.test(value) && value.length !== 4) return Number(value) * 1000;
  return Date.parse(/T[0-9:.]+$/i.test(value) ? `${value}Z` : value);
}

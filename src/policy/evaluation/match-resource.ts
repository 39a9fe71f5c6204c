import { arnFields, isArn } from '../../model/arn.ts';
import { hasLiterals, matchSteps, patternSteps, type PatternStep } from './match-pattern.ts';
import type { RequestContext } from './request-context.ts';

const COLONS_BEFORE_NAME = 5;

/**
 * Whether an entry of Resource matches a resource. Within the first five fields of an ARN, wildcards stay within
 * their field, but for a `*` that ends it; in the sixth they stand for anything, colons too
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function matchResource(
  pattern: string,
  resource: string,
  variables: RequestContext | undefined,
): boolean {
  if (pattern === '*') return true;
  if (!hasLiterals(pattern, resource)) return false;
  const steps = patternSteps(pattern, { wildcards: true, context: variables });
  if (steps === undefined) return false;
  const nameStart = startOfName(steps);
  return matchSteps(steps, resource, (at, character) => {
    if (character !== ':' || at >= nameStart) return true;
    return endsField(steps, at);
  });
}

function isColon(step: PatternStep): boolean {
  return step.kind === 'character' && step.character === ':' && !step.fromVariable;
}

/** Where the sixth field of an ARN begins: before it wildcards stay within their field. */
export function startOfName(steps: readonly PatternStep[]): number {
  let colons = 0;
  const index = steps.findIndex((step) => {
    if (isColon(step)) colons += 1;
    return colons === COLONS_BEFORE_NAME;
  });
  return index === -1 ? steps.length : index;
}

/** Whether a step is a star that ends its field, which reaches beyond it. */
export function endsField(steps: readonly PatternStep[], at: number): boolean {
  const following = steps[at + 1];
  return steps[at]?.kind === 'star' && (following === undefined || isColon(following));
}

/** Whether an ARN as a condition value matches a request's ARN: six fields, each compared on its own. */
export function matchArn(steps: readonly PatternStep[], arn: string): boolean {
  if (steps.length === 1 && steps[0]?.kind === 'star') return isArn(arn);
  const pattern = splitSteps(steps);
  const fields = arnFields(arn);
  if (pattern.length !== fields.length || fields.length <= COLONS_BEFORE_NAME) return false;
  return pattern.every((part, index) => matchSteps(part, fields[index] ?? ''));
}

function splitSteps(steps: readonly PatternStep[]): readonly (readonly PatternStep[])[] {
  const fields: PatternStep[][] = [[]];
  for (const step of steps) {
    const separates =
      step.kind === 'character' && step.character === ':' && fields.length <= COLONS_BEFORE_NAME;
    if (separates) fields.push([]);
    else fields.at(-1)?.push(step);
  }
  return fields;
}

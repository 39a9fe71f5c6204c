import { ACTION_PATTERN, coveredBy, RESOURCE_PATTERN, type PatternKind } from '../policy/cover-patterns.ts';
import type { ParsedPatterns } from '../policy/parse-policy.ts';
import { placedStatements, type PlacedStatement } from './reading/placed-statements.ts';
import type { Rule } from './rule.ts';

/**
 * A statement that another one of the same policy makes superfluous: it looks like a limit, and is none
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html, redundant statement).
 */
export const redundantStatement: Rule = {
  about: 'declared',
  find: ({ resources }, { settings }) =>
    resources.flatMap((item) =>
      placedStatements(item, settings).flatMap((statements) =>
        statements.flatMap((narrow, index) => {
          const wide = statements.find((other, at) => at !== index && isWithin(narrow, other, at < index));
          if (wide === undefined) return [];
          return [
            {
              address: narrow.address,
              message: `${narrow.label} of ${narrow.address} adds nothing to ${wide.label}`,
              hint: 'remove it, or narrow the other one',
              location: narrow.location,
            },
          ];
        }),
      ),
    ),
};

/** Of two that say the same, the later one adds nothing. */
function isWithin(
  { statement: narrow }: PlacedStatement,
  { statement: wide }: PlacedStatement,
  isEarlier: boolean,
): boolean {
  if (narrow.effect !== wide.effect || wide.condition.length > 0) return false;
  if (narrow.principals !== undefined || narrow.resource === undefined || wide.resource === undefined)
    return false;
  const same = (a: ParsedPatterns, b: ParsedPatterns): boolean =>
    a.patterns.join(' ') === b.patterns.join(' ');
  const isSame =
    same(narrow.action, wide.action) && same(narrow.resource, wide.resource) && narrow.condition.length === 0;
  return (
    (isEarlier || !isSame) &&
    covers(wide.action, narrow.action, ACTION_PATTERN) &&
    covers(wide.resource, narrow.resource, RESOURCE_PATTERN)
  );
}

function covers(wide: ParsedPatterns, narrow: ParsedPatterns, kind: PatternKind): boolean {
  if (wide.negated || narrow.negated) return false;
  const isCovered = coveredBy(wide.patterns, kind, narrow.patterns);
  return narrow.patterns.every(
    (pattern) => wide.patterns.includes('*') || wide.patterns.includes(pattern) || isCovered(pattern),
  );
}

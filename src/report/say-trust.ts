import { canonicalJson } from '../model/json.ts';
import type { PatternSet, PolicyStatement, StatementChange } from '../model/statement.ts';
import { IN_BRIEF } from './markdown-style.ts';
import { AS_IT_IS, sayConditions, sayPrincipals, sayStatement } from './say-statement.ts';

/**
 * A change of a trust policy as sentences of markdown: who may assume the role, and with what proof. `name` is finished
 * markdown, `isNew` stands before "become".
 */
export function sayTrust(change: StatementChange, name: string, isNew: string): readonly string[] {
  if (change.change === 'changed') return sayChangedTrust(change.before, change.after, name);
  const { statement } = change;
  const added = change.change === 'added';
  if (statement.effect === 'Deny' || statement.principal === undefined) {
    return [`trust of ${name} ${added ? 'gains' : 'loses'}: ${sayStatement(statement, IN_BRIEF)}`];
  }
  const who = `**${sayPrincipals(statement.principal, IN_BRIEF)}**`;
  return added
    ? [`${who} can${isNew} assume ${name}, ${sayProof(statement)}`]
    : [`${who} can no longer assume ${name} in this way (${sayProof(statement)})`];
}

function sayChangedTrust(before: PolicyStatement, after: PolicyStatement, name: string): readonly string[] {
  const { principal } = after;
  const listed = principal?.negated === false && before.principal?.negated === false;
  const sameActions = canonicalJson([before.action.patterns]) === canonicalJson([after.action.patterns]);
  if (!listed || after.effect === 'Deny' || before.effect === 'Deny' || !sameActions) {
    return [`trust of ${name} changes to: ${sayStatement(after, IN_BRIEF)}`];
  }
  const gained = without(principal, before.principal);
  const lost = without(before.principal, principal);
  const kept = {
    negated: false,
    patterns: principal.patterns.filter((one) => !gained.patterns.includes(one)),
  };
  const proof = sayProof(before);
  const proofNow = sayProof(after);
  const changesProof = sayConditions(before.condition, AS_IT_IS) !== sayConditions(after.condition, AS_IT_IS);
  const beyond = proof === proofNow ? ', in a value beyond these: see the details' : '';
  return [
    ...(gained.patterns.length === 0
      ? []
      : [`**${sayPrincipals(gained, IN_BRIEF)}** can newly assume ${name}, ${proofNow}`]),
    ...(lost.patterns.length === 0
      ? []
      : [`**${sayPrincipals(lost, IN_BRIEF)}** can no longer assume ${name} in this way`]),
    // A principal that is new, or is gone, had no proof that changes.
    ...(changesProof && kept.patterns.length > 0
      ? [
          `the proof that **${sayPrincipals(kept, IN_BRIEF)}** must give to assume ${name} changes: ` +
            `${proofNow}; before, ${proof}${beyond}`,
        ]
      : []),
  ];
}

/** With what proof a principal comes in. A service of AWS proves itself. */
function sayProof({ principal, condition }: PolicyStatement): string {
  if (condition.length > 0) return `if ${sayConditions(condition, IN_BRIEF)}`;
  if (principal?.negated === false && principal.patterns.every((pattern) => pattern.startsWith('Service:'))) {
    return 'when a principal of this account passes it the role';
  }
  return '**with no further proof** (no external id, no condition)';
}

function without({ patterns }: PatternSet, other: PatternSet): PatternSet {
  return { negated: false, patterns: patterns.filter((pattern) => !other.patterns.includes(pattern)) };
}

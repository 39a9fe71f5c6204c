import type { ConditionLine, PolicyStatement, StatementChange } from '../model/statement.ts';

/** The fields that hold policy documents. */
export const POLICY_FIELDS: readonly string[] = ['AssumeRolePolicyDocument', 'Policies', 'PolicyDocument'];

/** The field that says who may come in. */
export const TRUST_FIELD = 'AssumeRolePolicyDocument';

/**
 * Whether a change of a trust policy may allow a principal that was not allowed before, or with less proof. An upper
 * bound: in doubt it widens.
 */
export function widensTrust(change: StatementChange): boolean {
  if (change.change === 'changed') return widensStatement(change.before, change.after);
  return change.statement.effect === (change.change === 'added' ? 'Allow' : 'Deny');
}

/** A statement that allows everything on everything. */
export function allowsEverything({ effect, action, resource }: PolicyStatement): boolean {
  const all = (set: PolicyStatement['action'] | undefined): boolean =>
    set === undefined || set.negated || set.patterns.some((pattern) => pattern === '*' || pattern === '*:*');
  return effect === 'Allow' && all(action) && all(resource);
}

function widensStatement(before: PolicyStatement, after: PolicyStatement): boolean {
  if (before.effect !== after.effect) return after.effect === 'Allow';
  const [narrow, wide] = after.effect === 'Allow' ? [before, after] : [after, before];
  return (
    grows(narrow.principal, wide.principal) ||
    grows(narrow.action, wide.action) ||
    loosens(narrow.condition, wide.condition)
  );
}

function grows(from: PolicyStatement['principal'], to: PolicyStatement['principal']): boolean {
  if (from === undefined || to === undefined) return from !== to;
  if (from.negated !== to.negated) return true;
  const [inner, outer] = to.negated ? [to, from] : [from, to];
  return outer.patterns.some((pattern) => !inner.patterns.includes(pattern));
}

/** A line that is gone, or accepts a value that it did not accept. Lines are known by operator and key. */
function loosens(from: readonly ConditionLine[], to: readonly ConditionLine[]): boolean {
  return from.some((line) => {
    const other = to.find(({ operator, key }) => operator === line.operator && key === line.key);
    if (other === undefined) return true;
    const negative = /not/i.test(line.operator);
    const [inner, outer] = negative ? [other, line] : [line, other];
    return outer.values.some((value) => !inner.values.includes(value));
  });
}

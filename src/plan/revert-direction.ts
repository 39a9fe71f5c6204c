import type { Json } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';
import type { ElementChange, PatternSet, PolicyStatement, StatementChange } from '../model/statement.ts';
import type { Shape } from '../kinds/shape.ts';

/** AWS's own policies that only deny: attached to cut a compromised identity off. */
const QUARANTINE = /:policy\/(AWSDenyAll|AWSCompromisedKeyQuarantine(V\d+)?)$/;

/**
 * Whether reverting this drift would do nothing but give access back: the edit cuts access off, and that is an incident
 * response until a person says that it is not. Where a revert also takes access away (the edit widens it, or does
 * both), the answer is no: an attacker must not be able to shelter a grant behind a denial.
 */
export function onlyGivesAccess(change: FieldChange, shape: Shape): boolean {
  switch (shape) {
    case 'trust-policy':
    case 'identity-policy':
    case 'inline-policies': {
      const directions = (change.statements ?? []).map(netEffectOf);
      return directions.length > 0 && directions.every((direction) => direction === 'gives');
    }
    case 'arns':
      return change.before === undefined || isQuarantine(change.before);
    case 'texts':
      // A client id that the edit removes: tokens for that audience are refused.
      return change.before === undefined;
    case 'names':
      return change.field === 'Groups' && change.before === undefined;
    case 'text':
    case 'arn':
      // A boundary caps everything: removing one that the edit sets gives access.
      return change.field === 'PermissionsBoundary' && change.after === undefined;
    case 'number':
    case 'tags':
      return false;
  }
}

type NetEffect = 'gives' | 'takes' | 'both';

function netEffectOf(change: StatementChange): NetEffect {
  switch (change.change) {
    case 'added':
      return change.statement.effect === 'Allow' ? 'gives' : 'takes';
    case 'removed':
      return change.statement.effect === 'Allow' ? 'takes' : 'gives';
    case 'changed': {
      if (change.before.effect !== change.after.effect)
        return change.after.effect === 'Allow' ? 'gives' : 'takes';
      const widths = change.elements.map((element) => widthOf(element, change.after));
      const width = widths.every((item) => item === widths[0]) ? widths[0] : 'both';
      if (width === undefined || width === 'both') return 'both';
      return (width === 'wider') === (change.after.effect === 'Allow') ? 'gives' : 'takes';
    }
  }
}

/** Whether one element matches more or fewer requests than before. */
function widthOf(
  { element, added, removed }: ElementChange,
  after: PolicyStatement,
): 'wider' | 'narrower' | 'both' {
  if (added.length > 0 && removed.length > 0) return 'both';
  // A condition line more, or a value more of a negated element, matches less.
  const reversed = element === 'Condition' || (setOf(element, after)?.negated ?? false);
  return added.length > 0 === reversed ? 'narrower' : 'wider';
}

function setOf(element: ElementChange['element'], statement: PolicyStatement): PatternSet | undefined {
  if (element === 'Action') return statement.action;
  if (element === 'Resource') return statement.resource;
  return element === 'Principal' ? statement.principal : undefined;
}

function isQuarantine(arn: Json): boolean {
  return typeof arn === 'string' && QUARANTINE.test(arn);
}

import type { PatternSet, PolicyStatement, StatementChange } from '../model/statement.ts';
import { IN_BRIEF } from './markdown-style.ts';
import { sayActions, sayConditions, sayResources, sayStatement } from './say-statement.ts';

/** A change of a permission policy as a sentence of markdown: what `who` may newly, or no longer, do. */
export function sayAccess(change: StatementChange, name: string, isNew: string): string {
  if (change.change === 'changed') return sayChangedAccess(change.before, change.after, name);
  const { statement } = change;
  const added = change.change === 'added';
  if (statement.effect === 'Deny') {
    return `${name} ${added ? 'is bound by' : 'is no longer bound by'}: ${sayStatement(statement, IN_BRIEF)}`;
  }
  return `${name} can${added ? isNew : ' no longer'} call ${sayReach(statement)}`;
}

function sayChangedAccess(before: PolicyStatement, after: PolicyStatement, name: string): string {
  if (before.effect === 'Deny' || after.effect === 'Deny') {
    return `a permission of ${name} changes to: ${sayStatement(after, IN_BRIEF)}`;
  }
  const gained = difference(after, before);
  if (gained !== undefined) return `${name} can newly call ${sayReach(gained)}`;
  const lost = difference(before, after);
  if (lost !== undefined) return `${name} can no longer call ${sayReach(lost)}`;
  return `a permission of ${name} changes to: ${sayReach(after)}; before, ${sayReach(before)}`;
}

/** What `more` allows beyond `less`, when they differ by listed actions only, or by listed resources only. */
function difference(more: PolicyStatement, less: PolicyStatement): PolicyStatement | undefined {
  const differing = (['action', 'resource', 'condition'] as const).filter(
    (element) => keyOfElement(more[element]) !== keyOfElement(less[element]),
  );
  if (differing.length !== 1) return undefined;
  const action = differing[0] === 'action' ? beyond(more.action, less.action) : undefined;
  if (action !== undefined) return { ...more, action };
  const resource = differing[0] === 'resource' ? beyond(more.resource, less.resource) : undefined;
  return resource === undefined ? undefined : { ...more, resource };
}

/** The patterns of `more` that `less` lacks; undefined when that is not the whole difference. */
function beyond(more: PatternSet | undefined, less: PatternSet | undefined): PatternSet | undefined {
  if (more === undefined || less === undefined || more.negated || less.negated) return undefined;
  if (less.patterns.some((pattern) => !more.patterns.includes(pattern))) return undefined;
  return { negated: false, patterns: more.patterns.filter((pattern) => !less.patterns.includes(pattern)) };
}

function keyOfElement(element: PatternSet | PolicyStatement['condition'] | undefined): string {
  return JSON.stringify(element ?? null);
}

function sayReach({ action, resource, condition }: PolicyStatement): string {
  const on = resource === undefined ? '' : ` on ${sayResources(resource, IN_BRIEF)}`;
  const when = condition.length === 0 ? '' : ` when ${sayConditions(condition, IN_BRIEF)}`;
  return `${sayActions(action, IN_BRIEF)}${on}${when}`;
}

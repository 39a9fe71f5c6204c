import type { FieldChange, IntegrationPlan, Plan, PlanEntry } from '../model/plan.ts';
import type { StatementChange } from '../model/statement.ts';
import { prose } from './escape-markdown.ts';
import { isDriftOnly } from './markdown-drift-section.ts';
import { codeOf } from './markdown-style.ts';
import { allowsEverything, TRUST_FIELD, widensTrust } from './trust-change.ts';

const MOST_OF_A_SORT = 6;
const LONGEST_MESSAGE = 300;

/** What a reviewer must not miss: deletions, widened trust, everything allowed, what is blocked. */
export function cautionsOf(plan: Plan): readonly string[] {
  const each = (say: (entry: PlanEntry, of: string) => readonly string[]): readonly string[] =>
    plan.integrations.flatMap((integration) =>
      integration.entries.flatMap((entry) => say(entry, ` in ${codeOf(integration.integration)}`)),
    );
  return [
    each(sayDeletion),
    each(sayTrustWidened),
    each(sayEverything),
    plan.integrations.flatMap(sayBlocked),
  ].flatMap(someOfASort);
}

/** Every sort of danger is named, whatever there is of the others. */
function someOfASort(items: readonly string[]): readonly string[] {
  if (items.length <= MOST_OF_A_SORT) return items;
  return [...items.slice(0, MOST_OF_A_SORT), `… and ${items.length - MOST_OF_A_SORT} more of this sort`];
}

function sayDeletion({ action, address, blockers }: PlanEntry, of: string): readonly string[] {
  if (action !== 'delete') return [];
  return [`${blockers.length > 0 ? '**Would delete**' : '**Deletes**'} ${codeOf(address)}${of}`];
}

function sayTrustWidened(entry: PlanEntry, of: string): readonly string[] {
  const { action, address, changes } = entry;
  const trusts = changes.filter((change) => change.field === TRUST_FIELD && takesEffect(change, entry));
  const changed = trusts.flatMap(({ statements = [] }) => statements);
  if (trusts.some(({ after, statements = [] }) => after !== undefined && statements.length === 0)) {
    return [`**Changes who may come in, and nobody can say how:** trust of ${codeOf(address)}${of}`];
  }
  if (changed.some((change) => widensTrust(change) && letsAnybodyIn(change))) {
    return [`**Lets anybody in:** trust of ${codeOf(address)}${of}`];
  }
  if (action === 'create' || !changed.some(widensTrust)) return [];
  return [`**Widens who may come in:** trust of ${codeOf(address)}${of}`];
}

function sayEverything(entry: PlanEntry, of: string): readonly string[] {
  const gained = entry.changes.some(
    (change) => change.field !== TRUST_FIELD && takesEffect(change, entry) && givesEverything(change),
  );
  return gained ? [`**Allows everything:** ${codeOf(entry.address)}${of}`] : [];
}

function sayBlocked({ integration, entries, blockers }: IntegrationPlan): readonly string[] {
  const say = (subject: string, message: string): string =>
    `**Blocked:** ${codeOf(subject)}: ${prose(Array.from(message).slice(0, LONGEST_MESSAGE).join(''))}`;
  return [
    ...blockers.map(({ message }) => say(integration, message)),
    ...entries
      .filter((entry) => !isDriftOnly(entry))
      .flatMap((entry) => entry.blockers.map(({ message }) => say(entry.address, message))),
  ];
}

/** Drift that nobody reverts changes nothing. */
function takesEffect({ cause, held }: FieldChange, { blockers, action }: PlanEntry): boolean {
  return held === undefined && action !== 'none' && (cause !== 'drift' || blockers.length === 0);
}

function letsAnybodyIn(change: StatementChange): boolean {
  if (change.change === 'removed') return false;
  const { effect, principal } = change.change === 'added' ? change.statement : change.after;
  if (effect !== 'Allow' || principal === undefined) return false;
  return principal.negated || principal.patterns.some((pattern) => pattern === '*' || pattern === 'AWS:*');
}

function givesEverything({ field, member, after, statements = [] }: FieldChange): boolean {
  if (field === 'ManagedPolicyArns') {
    return after !== undefined && member?.endsWith(':aws:policy/AdministratorAccess') === true;
  }
  return statements.some((change) => {
    if (change.change === 'changed')
      return allowsEverything(change.after) && !allowsEverything(change.before);
    return change.change === 'added' && allowsEverything(change.statement);
  });
}

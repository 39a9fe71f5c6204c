import type { AccessDelta } from '../model/access.ts';
import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import type { FieldChange } from '../model/plan.ts';
import type { StatementChange } from '../model/statement.ts';
import { gainedBy, isAdministrator } from './access-gained.ts';
import { prose } from './escape-markdown.ts';
import { isDriftOnly } from './markdown-drift-section.ts';
import { codeOf } from './markdown-style.ts';
import { allowsEverything, TRUST_FIELD, widensTrust } from './trust-change.ts';

const MOST_OF_A_SORT = 6;
const LONGEST_MESSAGE = 300;

/** What a reviewer must not miss: deletions, widened trust, everything allowed, what is blocked. */
export function cautionsOf(plan: AssessedPlan): readonly string[] {
  type Say = (entry: AssessedEntry, of: string, within: AssessedIntegration) => readonly string[];
  const each = (say: Say): readonly string[] =>
    plan.integrations.flatMap((integration) =>
      integration.entries.flatMap((entry) =>
        say(entry, ` in ${codeOf(integration.integration)}`, integration),
      ),
    );
  return [
    each(sayDeletion),
    each(sayTrustWidened),
    each(sayEverything),
    each(sayLimitLifted),
    plan.integrations.flatMap(sayBlocked),
  ].flatMap(someOfASort);
}

/** Every sort of danger is named, whatever there is of the others. */
function someOfASort(items: readonly string[]): readonly string[] {
  if (items.length <= MOST_OF_A_SORT) return items;
  return [...items.slice(0, MOST_OF_A_SORT), `… and ${items.length - MOST_OF_A_SORT} more of this sort`];
}

function sayDeletion(
  { action, address, blockers }: AssessedEntry,
  of: string,
  within: AssessedIntegration,
): readonly string[] {
  if (action !== 'delete') return [];
  return [
    `${blockers.length + within.blockers.length > 0 ? '**Would delete**' : '**Deletes**'} ${codeOf(address)}${of}`,
  ];
}

function sayTrustWidened(entry: AssessedEntry, of: string): readonly string[] {
  const { action, address } = entry;
  const widening = entry.access === undefined ? byStatements(entry) : byDelta(entry, entry.access);
  switch (widening) {
    case 'nobody can say':
      return [`**Changes who can assume this role; the effect could not be determined:** trust of ${codeOf(address)}${of}`];
    case 'anybody':
      return [`**Lets anybody in:** trust of ${codeOf(address)}${of}`];
    case 'wider':
      return action === 'create' ? [] : [`**Widens who may come in:** trust of ${codeOf(address)}${of}`];
    case 'no':
      return [];
  }
}

type Widening = 'nobody can say' | 'anybody' | 'wider' | 'no';

/** What the whole of the trust policy comes to, of which statements tell a part only: a Deny that goes opens too. */
function byDelta(entry: AssessedEntry, access: AccessDelta): Widening {
  if (!acts(entry)) return 'no';
  if (gainedBy(access).trustUnread) return 'nobody can say';
  const entries = access.trust === undefined ? [] : [...access.trust.gains, ...access.trust.mayGain];
  if (entries.some(({ on }) => on.some(isAnybody))) return 'anybody';
  return entries.length > 0 ? 'wider' : 'no';
}

function byStatements(entry: AssessedEntry): Widening {
  const trusts = entry.changes.filter((change) => change.field === TRUST_FIELD && takesEffect(change, entry));
  const changed = trusts.flatMap(({ statements = [] }) => statements);
  if (trusts.some(({ after, statements = [] }) => after !== undefined && statements.length === 0))
    return 'nobody can say';
  if (changed.some((change) => widensTrust(change) && letsAnybodyIn(change))) return 'anybody';
  return changed.some(widensTrust) ? 'wider' : 'no';
}

function sayEverything(entry: AssessedEntry, of: string): readonly string[] {
  const { access, address, changes } = entry;
  const gained =
    access === undefined
      ? changes.some(
          (change) => change.field !== TRUST_FIELD && takesEffect(change, entry) && givesEverything(change),
        )
      : acts(entry) && gainedBy(access).everything;
  return gained ? [`**Allows everything:** ${codeOf(address)}${of}`] : [];
}

/** A denial or a boundary that goes gives access though no statement allows anything more. */
function sayLimitLifted(entry: AssessedEntry, of: string): readonly string[] {
  const { access, action, address, changes } = entry;
  if (access === undefined || action === 'create' || !acts(entry)) return [];
  const { permissions, unread } = gainedBy(access);
  if (permissions.length + unread === 0) return [];
  const effective = changes.filter((change) => takesEffect(change, entry));
  const lifted = [
    ...(effective.some(({ field, before }) => field === 'PermissionsBoundary' && before !== undefined)
      ? ['its permissions boundary']
      : []),
    ...(effective.some(({ field, statements = [] }) => field !== TRUST_FIELD && statements.some(liftsDenial))
      ? ['a denial']
      : []),
  ];
  if (lifted.length === 0) return [];
  return [`**Lifts a limit:** ${codeOf(address)}${of} gains access by a change of ${lifted.join(' and ')}`];
}

function liftsDenial(change: StatementChange): boolean {
  if (change.change === 'changed') return change.before.effect === 'Deny';
  return change.change === 'removed' && change.statement.effect === 'Deny';
}

function sayBlocked({ integration, entries, blockers }: AssessedIntegration): readonly string[] {
  const say = (subject: string, message: string): string =>
    `**Blocked:** ${codeOf(subject)}: ${prose(Array.from(message).slice(0, LONGEST_MESSAGE).join(''))}`;
  return [
    ...blockers.map(({ message }) => say(integration, message)),
    ...entries
      .filter((entry) => !isDriftOnly(entry))
      .flatMap((entry) => entry.blockers.map(({ message }) => say(entry.address, message))),
  ];
}

/** Whether the access of an entry moves by the plan: by its own changes, or by those of what it has. */
function acts(entry: AssessedEntry): boolean {
  return entry.movedBy !== undefined || entry.changes.some((change) => takesEffect(change, entry));
}

/** Drift that nobody reverts changes nothing. */
function takesEffect({ cause, held }: FieldChange, { blockers, action }: AssessedEntry): boolean {
  return held === undefined && action !== 'none' && (cause !== 'drift' || blockers.length === 0);
}

function letsAnybodyIn(change: StatementChange): boolean {
  if (change.change === 'removed') return false;
  const { effect, principal } = change.change === 'added' ? change.statement : change.after;
  if (effect !== 'Allow' || principal === undefined) return false;
  return principal.negated || principal.patterns.some(isAnybody);
}

function isAnybody(principal: string): boolean {
  return principal === '*' || principal === 'AWS:*';
}

function givesEverything({ field, member, after, statements = [] }: FieldChange): boolean {
  if (field === 'ManagedPolicyArns') {
    return after !== undefined && member !== undefined && isAdministrator(member);
  }
  return statements.some((change) => {
    if (change.change === 'changed')
      return allowsEverything(change.after) && !allowsEverything(change.before);
    return change.change === 'added' && allowsEverything(change.statement);
  });
}

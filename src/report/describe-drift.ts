import type { StackOrigin } from '../model/applied.ts';
import type { AssessedEntry } from '../model/assessment.ts';
import type { Cause, FieldChange } from '../model/plan.ts';
import { movesNothing } from './access-gained.ts';
import { describeChange, type Lead } from './describe-change.ts';
import { acceptedLines, ignoredLines, movedAccess, uncheckedLines, type Detail } from './describe-entry.ts';
import { driftRemedies } from './drift-remedies.ts';
import { DRIFT_CLASSES, type DriftClass, type DriftItem } from './drift-items.ts';
import { isDefault } from './say-field.ts';
import { reportLine, type LineSymbol, type ReportLine } from './report-line.ts';

/** Seen from apply, as in a plan: what is missing it would add, and what is extra it would remove. */
const SYMBOLS: Readonly<Record<DriftClass, LineSymbol>> = {
  modified: '~',
  missing: '+',
  extra: '-',
  edited: '~',
  pending: ' ',
  held: '.',
  unchecked: '?',
};

const MEANINGS: Readonly<Record<Exclude<DriftClass, 'edited' | 'pending'>, string>> = {
  modified: 'edited in the account',
  missing: 'deleted from the account',
  extra: 'added to in the account',
  held: 'drift that is left alone',
  unchecked: 'could not be compared in full',
};

function sayMeaning(item: DriftItem): string {
  const { entry, driftClass, integration } = item;
  if (integration.observed && entry.cause === 'unknown')
    return 'differs from the file; the cause is unknown: it is only observed, and was never applied';
  return entry.cause === 'unknown'
    ? 'not as declared; the cause is unknown: what was last applied was not read'
    : driftClass === 'edited' || driftClass === 'pending'
      ? isInNoStack(item)
        ? sayWithoutStack(item)
        : sayOrigin(integration.stackOrigin, driftClass)
      : MEANINGS[driftClass];
}

/** Of a whole integration without a stack nothing tells whether it ever had one. */
function isInNoStack({ entry, integration }: DriftItem): boolean {
  const isNew = (one: AssessedEntry): boolean =>
    one.drift === undefined && (one.action === 'create' || one.action === 'adopt');
  return integration.stackOrigin === undefined && isNew(entry) && integration.entries.every(isNew);
}

/** A stack whose template is not as rolekeeper wrote it tells nothing that was applied; it may have the resource. */
function sayWithoutStack({ integration }: DriftItem): string {
  return integration.blockers.some(({ code }) => code === 'foreign-stack')
    ? IN_STACK_LEFT_ALONE
    : IN_NO_STACK;
}

const IN_STACK_LEFT_ALONE = 'declared; what was last applied is not known: its stack is left alone';

const IN_NO_STACK = 'declared, and in no stack: it was not applied yet, or its stack was deleted';

/** An edit of the stack together with its hash looks like a change that waits: only the recorded commit tells them apart. */
function sayOrigin(origin: StackOrigin | undefined, driftClass: 'edited' | 'pending'): string {
  switch (origin?.origin) {
    case 'nothing':
      return IN_NO_STACK;
    case 'as-declared':
      if (origin.isNewer)
        return `the file is older than its stack, which is as commit ${origin.commit.slice(0, 7)} of the branch declares it`;
      return `declared, not applied yet; its stack is as commit ${origin.commit.slice(0, 7)} declares it`;
    case 'edited':
      if (driftClass === 'pending')
        return 'declared, not applied yet; another resource of its stack was edited';
      return (
        `its stack is not what commit ${origin.commit.slice(0, 7)} declares: the stack was edited outside rolekeeper, ` +
        'or the apply of that commit did not end'
      );
    case 'untraced':
      return (
        `not what the file says, and no apply is known that made its stack so: ${origin.why}; the stack was edited outside ` +
        'rolekeeper, or applied by the command line from files or a commit that the branch does not have'
      );
    case 'unknown':
      return `${NOT_KNOWN}: ${origin.why}`;
    case undefined:
      return NOT_KNOWN;
  }
}

const NOT_KNOWN =
  'not what the file says; the account is as its stack, and that the stack is as it was applied is not known';

/** `2 modified, 1 missing, 1 pending`; empty when there is none. */
export function sayDriftTotals(items: readonly DriftItem[]): string {
  return DRIFT_CLASSES.map((name) => [name, items.filter((item) => item.driftClass === name).length] as const)
    .filter(([, number]) => number > 0)
    .map(([name, number]) => `${number} ${name}`)
    .join(', ');
}

/** One drifted resource: what was done to it, what apply would do about it, and the other answers. */
export function describeDrift(item: DriftItem, detail: Detail): readonly ReportLine[] {
  const { entry, driftClass, shown } = item;
  const lead = item.integration.observed ? sayDifference : sayRevert;
  return [
    reportLine(SYMBOLS[driftClass], 0, `${driftClass}: ${entry.address} · ${sayMeaning(item)}`),
    ...uncheckedLines(entry),
    ...acceptedLines(entry),
    ...movedLines(item, detail),
    ...shown
      .filter((change) => !isDefault(change))
      .flatMap((change) => describeChange(change, causeToSay(change, driftClass), lead)),
    ...concernedLines(entry),
    ...ignoredLines(entry),
    ...driftRemedies(item),
    ...entry.observations.map(({ text }) => reportLine(' ', 1, `note: ${text}`)),
  ];
}

/** What apply does about a difference; the signs of a plan. Held drift says itself that it stays. */
const sayRevert: Lead = ({ before, after, held }) => {
  if (held !== undefined) return '';
  if (before === undefined) return 'apply would add ';
  return after === undefined ? 'apply would remove ' : 'apply would change ';
};

/** Of what is never applied. */
const sayDifference: Lead = ({ before, after }) => {
  if (before === undefined) return 'declared, and not there: ';
  return after === undefined ? 'there, and not declared: ' : 'not as declared: ';
};

/**
 * What the edits gave and took: what the reader wants to know before which field was edited. Without a sign: those say
 * what apply would do, and this is done.
 */
function movedLines({ moved, entry }: DriftItem, detail: Detail): readonly ReportLine[] {
  // Without what was applied there is nothing that it moved from.
  if (entry.cause === 'unknown') return [];
  return moved.flatMap(({ address, access }) => [
    ...(movesNothing(access) ? [reportLine(' ', 1, 'access did not change')] : []),
    ...movedAccess(access, address, detail).map(({ symbol, text }) =>
      reportLine(' ', 1, symbol === ' ' ? text : `by the edit, ${text}`),
    ),
  ]);
}

/** Of a managed policy or group: for which principals the edit holds too. */
function concernedLines({ holders }: AssessedEntry): readonly ReportLine[] {
  const concerned = [...(holders?.moved ?? []), ...(holders?.others ?? [])];
  if (concerned.length === 0) return [];
  return [reportLine(' ', 1, `also concerned, because they have it: ${concerned.join(', ')}`)];
}

function causeToSay({ cause }: FieldChange, driftClass: DriftClass): Cause | undefined {
  // In an edited stack the edit looks like a change of the file: the first line says what it is.
  return driftClass === 'edited' || driftClass === 'pending' || cause !== 'change' ? cause : undefined;
}

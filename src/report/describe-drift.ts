import type { StackOrigin } from '../model/applied.ts';
import type { AssessedEntry } from '../model/assessment.ts';
import type { Cause, FieldChange } from '../model/plan.ts';
import { movesNothing } from './access-gained.ts';
import { describeChange } from './describe-change.ts';
import { acceptedLines, ignoredLines, movedAccess, uncheckedLines, type Detail } from './describe-entry.ts';
import { driftRemedies } from './drift-remedies.ts';
import { DRIFT_CLASSES, type DriftClass, type DriftItem } from './drift-items.ts';
import { isDefault } from './say-field.ts';
import { reportLine, type LineSymbol, type ReportLine } from './report-line.ts';

const SYMBOLS: Readonly<Record<DriftClass, LineSymbol>> = {
  modified: '~',
  missing: '-',
  extra: '+',
  edited: '~',
  pending: ' ',
  held: '.',
  unchecked: '?',
};

const MEANINGS: Readonly<Record<Exclude<DriftClass, 'edited' | 'pending'>, string>> = {
  modified: 'somebody edited it in the account',
  missing: 'somebody deleted it from the account',
  extra: 'somebody added to it in the account',
  held: 'drift that is left alone',
  unchecked: 'could not be compared in full',
};

function sayMeaning({ entry, driftClass, integration }: DriftItem): string {
  if (integration.observed && entry.cause === 'unknown')
    return 'differs from the file; the cause is unknown: it is only observed, and was never applied';
  return entry.cause === 'unknown'
    ? 'not as declared; who changed it is unknown: what was last applied was not read'
    : driftClass === 'edited' || driftClass === 'pending'
      ? sayOrigin(integration.stackOrigin, driftClass)
      : MEANINGS[driftClass];
}

/** An edit of the stack together with its hash looks like a change that waits: only the recorded commit tells them apart. */
function sayOrigin(origin: StackOrigin | undefined, driftClass: 'edited' | 'pending'): string {
  switch (origin?.origin) {
    case 'as-declared':
      return `declared, not applied yet; its stack is as commit ${origin.commit.slice(0, 7)} declares it`;
    case 'edited':
      if (driftClass === 'pending')
        return 'declared, not applied yet; another resource of its stack was edited';
      return (
        `its stack is not what commit ${origin.commit.slice(0, 7)} declares: the stack was edited outside rolekeeper, ` +
        'or the apply of that commit did not end'
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

/** One drifted resource: what was done to it, and what can be done about it. */
export function describeDrift(item: DriftItem, detail: Detail): readonly ReportLine[] {
  const { entry, driftClass, edits } = item;
  return [
    reportLine(SYMBOLS[driftClass], 0, `${driftClass}: ${entry.address} · ${sayMeaning(item)}`),
    ...uncheckedLines(entry),
    ...acceptedLines(entry),
    ...movedLines(item, detail),
    ...(driftClass === 'pending' && edits.length > 0
      ? [reportLine(' ', 1, 'apply would make these changes:')]
      : []),
    ...edits
      .filter((edit) => !isDefault(edit))
      .flatMap((edit) => describeChange(edit, causeToSay(edit, driftClass))),
    ...concernedLines(entry),
    ...ignoredLines(entry),
    ...driftRemedies(item),
    ...entry.observations.map(({ text }) => reportLine(' ', 1, `note: ${text}`)),
  ];
}

/** What the edits gave and took: what the reader wants to know before which field was edited. */
function movedLines({ moved, entry }: DriftItem, detail: Detail): readonly ReportLine[] {
  // Without what was applied there is nothing that it moved from.
  if (entry.cause === 'unknown') return [];
  return moved.flatMap(({ address, access }) => [
    ...(movesNothing(access) ? [reportLine(' ', 1, 'no access moved by it')] : []),
    ...movedAccess(access, address, detail),
  ]);
}

/** Of a managed policy or group: for whom the edit holds too. */
function concernedLines({ holders }: AssessedEntry): readonly ReportLine[] {
  const concerned = [...(holders?.moved ?? []), ...(holders?.others ?? [])];
  if (concerned.length === 0) return [];
  return [reportLine(' ', 1, `whoever has it is concerned: ${concerned.join(', ')}`)];
}

function causeToSay({ cause }: FieldChange, driftClass: DriftClass): Cause | undefined {
  if (driftClass === 'edited') return undefined;
  return driftClass === 'pending' || cause !== 'change' ? cause : undefined;
}

import type { AssessedEntry } from '../model/assessment.ts';
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
  pending: ' ',
  held: '.',
  unchecked: '?',
};

const MEANINGS: Readonly<Record<DriftClass, string>> = {
  modified: 'somebody edited it in the account',
  missing: 'somebody deleted it from the account',
  extra: 'somebody added to it in the account',
  // Whoever can edit the stack and its hash can make an edit look like this.
  pending:
    'not what the file says; the account is as its stack, and that the stack is as it was applied is not known',
  held: 'drift that is left alone',
  unchecked: 'could not be compared in full',
};

function sayMeaning({ entry, driftClass, integration }: DriftItem): string {
  if (integration.observed && entry.cause === 'unknown')
    return 'differs from the file; the cause is unknown: it is only observed, and was never applied';
  return entry.cause === 'unknown'
    ? 'not as declared; who changed it is unknown: what was last applied was not read'
    : MEANINGS[driftClass];
}

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
      .flatMap((edit) =>
        describeChange(edit, driftClass === 'pending' || edit.cause !== 'change' ? edit.cause : undefined),
      ),
    ...concernedLines(entry),
    ...ignoredLines(entry),
    ...driftRemedies(item),
    ...entry.observations.map(({ text }) => reportLine(' ', 1, `note: ${text}`)),
  ];
}

/** What the edits gave and took: what the reader wants to know before which field was edited. */
function movedLines({ moved }: DriftItem, detail: Detail): readonly ReportLine[] {
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

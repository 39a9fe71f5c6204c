import type { Json } from '../model/json.ts';
import { canonicalJson } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';
import type { ElementChange, StatementChange } from '../model/statement.ts';
import { reportLine, type LineSymbol, type ReportLine } from './report-line.ts';
import { sayCause, sayHeld } from './say-cause.ts';
import { isSaidByName, sayField, sayValue } from './say-field.ts';
import { AS_IT_IS, sayPrincipal, sayStatement, type Style } from './say-statement.ts';

/** The sentence that introduces a changed statement is short: what changed in it is listed under it. */
const SHORT: Style = { ...AS_IT_IS, most: 3 };

/** What stands before the name of a changed field: `apply would remove `. */
export type Lead = (change: FieldChange) => string;

const NO_LEAD: Lead = () => '';

/** One changed field: what it is, before → after, and for a policy what moves within it. */
export function describeChange(
  change: FieldChange,
  entryCause: FieldChange['cause'] | undefined,
  lead = NO_LEAD,
): readonly ReportLine[] {
  const symbol = symbolOf(change);
  const notes = notesOf(change, entryCause);
  const line = (text: string): ReportLine => reportLine(symbol, 1, [text, ...notes].join(' · '));
  const name = lead(change) + sayField(change);
  if (isSaidByName(change)) return [line(name)];
  const { statements } = change;
  if (statements !== undefined && statements.length > 0) {
    return [line(name), ...statements.flatMap(describeStatementChange)];
  }
  if (isDocument(change.before) || isDocument(change.after)) {
    return [line(`${name}, as a whole`), ...documentLines(change)];
  }
  return [line(`${name}: ${sayValues(change)}`)];
}

function symbolOf({ before, after, held }: FieldChange): LineSymbol {
  if (held !== undefined) return '.';
  if (before === undefined) return '+';
  return after === undefined ? '-' : '~';
}

function sayValues({ field, before, after }: FieldChange): string {
  if (before === undefined || after === undefined) return sayValue(field, before ?? after);
  return `${sayValue(field, before)} → ${sayValue(field, after)}`;
}

function notesOf(change: FieldChange, entryCause: FieldChange['cause'] | undefined): readonly string[] {
  if (change.held !== undefined) return [sayHeld(change.held, AS_IT_IS)];
  return change.cause === entryCause ? [] : [sayCause(change.cause)];
}

function describeStatementChange(change: StatementChange): readonly ReportLine[] {
  if (change.change === 'changed') {
    return [
      reportLine('~', 2, sayStatement(change.after, SHORT)),
      ...change.elements.flatMap(describeElementChange),
    ];
  }
  const symbol = change.change === 'added' ? '+' : '-';
  return [reportLine(symbol, 2, sayStatement(change.statement, AS_IT_IS))];
}

function describeElementChange({ element, added, removed }: ElementChange): readonly ReportLine[] {
  const say = (item: string): string => (element === 'Principal' ? sayPrincipal(item, AS_IT_IS) : item);
  return [
    ...removed.map((item) => reportLine('-', 3, `${element} ${say(item)}`)),
    ...added.map((item) => reportLine('+', 3, `${element} ${say(item)}`)),
  ];
}

function isDocument(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

/** Where what moves cannot be said, both sides are shown as they are. */
function documentLines({ before, after }: FieldChange): readonly ReportLine[] {
  return [
    ...(before === undefined ? [] : [reportLine('-', 2, canonicalJson(before))]),
    ...(after === undefined ? [] : [reportLine('+', 2, canonicalJson(after))]),
  ];
}

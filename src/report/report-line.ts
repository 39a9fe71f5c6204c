/** What stands before a line: gained, lost, changed, blocked, not known, adopted, forgotten; a blank one explains. */
export type LineSymbol = '+' | '-' | '~' | '!' | '?' | '⇄' | '.' | ' ';

/** What the signs mean, in a legend: one thing, in a plan what apply does and in drift what it would do. */
export const SIGNS = {
  plan: '+ apply adds, - apply removes, ~ apply changes',
  drift: '+ apply would add, - apply would remove, ~ apply would change',
} as const;

/** One line of a report before it is laid out: by the text report with colours, by markdown in a diff block. */
export interface ReportLine {
  readonly symbol: LineSymbol;
  /** 0 a resource, 1 a field of it, 2 a statement, 3 an element of a statement. */
  readonly depth: number;
  /** May hold hostile data: the layout makes it visible. */
  readonly text: string;
  /** To be copied: neither wrapped nor marked. */
  readonly verbatim?: true;
}

export function reportLine(symbol: LineSymbol, depth: number, text: string): ReportLine {
  return { symbol, depth, text };
}

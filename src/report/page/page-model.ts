/** What the page shows, as plain data with finished words. The script of the page builds everything out of it. */
export interface PageModel {
  readonly title: string;
  /** The answer in one sentence. */
  readonly outcome: string;
  readonly facts: readonly string[];
  /** What could not be read. */
  readonly unchecked: readonly string[];
  /** Dates of files that come soon or are past, each with what to do. */
  readonly dates?: readonly string[];
  readonly footer: readonly string[];
  /** What the columns of the picture are. */
  readonly picture: { readonly left: string; readonly middle: string; readonly right: string };
  readonly columns: readonly PageColumn[];
  /** The most dangerous first. */
  readonly rows: readonly PageRow[];
  /** Texts that rows show by their index: policies that many hold stand here once. */
  readonly texts: readonly string[];
}

export interface PageColumn {
  readonly key: string;
  readonly label: string;
}

export const GRADES = ['critical', 'high', 'medium', 'low'] as const;

export type Grade = (typeof GRADES)[number];

export interface PageRow {
  readonly name: string;
  readonly grade: Grade;
  /** Where its bands begin and end in the picture. */
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** By the key of the column; lines of a cell. */
  readonly cells: Readonly<Record<string, readonly string[]>>;
  readonly sections: readonly PageSection[];
}

export interface PageSection {
  readonly title: string;
  readonly lines?: readonly string[];
  /** Index into `texts`; folded. */
  readonly text?: number;
}

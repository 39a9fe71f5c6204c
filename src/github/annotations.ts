/** A remark on a line of a file, shown in the pull request's diff and on the page of the run. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** From the root of the repository. Without a place it stands on the page of the run alone. */
  readonly place?: { readonly file: string; readonly line: number; readonly column?: number };
}

/** What GitHub shows of one step and level; more are dropped without a word: https://github.com/orgs/community/discussions/26680 */
export const ANNOTATION_LIMIT = 10;

/** `core.error`, `core.warning` and `core.notice`, which escape data for workflow commands. */
export type AnnotationPort = Readonly<
  Record<Annotation['level'], (message: string, properties: AnnotationProperties) => void>
>;

export interface AnnotationProperties {
  readonly title: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

const BADNESS: Readonly<Record<Annotation['level'], number>> = { error: 0, warning: 1, notice: 2 };

/**
 * Writes the worst ones, ten at most.
 *
 * @param taken how many the step has written already
 * @returns how many were left out
 */
export function annotate(annotations: readonly Annotation[], port: AnnotationPort, taken = 0): number {
  const chosen = worstFirst(annotations).slice(0, ANNOTATION_LIMIT - taken);
  for (const { level, message, title, place } of chosen) {
    port[level](message, { title, ...(place === undefined ? {} : propertiesOf(place)) });
  }
  return annotations.length - chosen.length;
}

/** Worst first; within a level those on a line of a file first, in the order of files and lines. */
export function worstFirst(annotations: readonly Annotation[]): readonly Annotation[] {
  return [...annotations].sort(
    (a, b) => BADNESS[a.level] - BADNESS[b.level] || comparePlaces(a.place, b.place),
  );
}

function comparePlaces(a: Annotation['place'], b: Annotation['place']): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}

function propertiesOf({
  file,
  line,
  column,
}: NonNullable<Annotation['place']>): Omit<AnnotationProperties, 'title'> {
  return { file, startLine: line, ...(column === undefined ? {} : { startColumn: column }) };
}

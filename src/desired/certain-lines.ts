/** What lines of the settings say for certain, where the text as a whole has a mistake in its syntax. */

/** Where a key of the settings begins. */
const KEY = /^(["']?)([A-Za-z]\w*)\1\s*:/;

/** Signs that git leaves in a file: https://git-scm.com/docs/git-merge#_how_conflicts_are_presented */
const OURS = /^<{7}(?:\s|$)/;
const INNER = /^(?:\|{7}|={7})(?:\s|$)/;
const END = /^>{7}(?:\s|$)/;

/** Another document begins, or this one ends. */
const DOCUMENT = /^(?:---|\.{3})(?:\s|$)/;

/** What pages have around an example. */
const FENCE = /^\s*```/;

/** The lines of one key, the first of them with its name. */
export interface KeyBlock {
  readonly key: string;
  /** Counts from 0. */
  readonly start: number;
  readonly lines: readonly string[];
}

export interface CertainLines {
  /** Of keys that stand once, and on no side of a merge that is not resolved. */
  readonly blocks: readonly KeyBlock[];
  /** The lines of which it is open whether they stay, counted from 0. */
  readonly open: ReadonlySet<number>;
  /** Every name that begins a line or stands before a colon, whether it is a key or not. */
  readonly written: ReadonlySet<string>;
}

export function certainLines(text: string): CertainLines {
  const all = text.split('\n');
  const open = openLines(all);
  const starts = all.flatMap((line, index) => (KEY.test(line) ? [index] : []));
  const blocks = starts.map((start, index) => {
    const lines = all.slice(start, starts[index + 1]).map((line) => (isForeign(line) ? '' : line));
    const isOpen = lines.some((line, offset) => line.trim() !== '' && open.has(start + offset));
    return { key: nameIn(lines[0] ?? ''), start, lines, isOpen };
  });
  const times = new Map<string, number>();
  for (const { key } of blocks) times.set(key, (times.get(key) ?? 0) + 1);
  return {
    open,
    blocks: blocks.filter(({ key, isOpen }) => !isOpen && times.get(key) === 1),
    written: new Set(all.filter((line) => !/^\s*#/.test(line)).flatMap(namesBeforeColons)),
  };
}

/** Belongs to no key. */
function isForeign(line: string): boolean {
  return [OURS, INNER, END, DOCUMENT, FENCE].some((sign) => sign.test(line));
}

function nameIn(line: string): string {
  return KEY.exec(line)?.[2] ?? '';
}

function namesBeforeColons(line: string): readonly string[] {
  return [...line.matchAll(/\b([A-Za-z]\w*)["']?\s*:|\?\s+["']?([A-Za-z]\w*)/g)].flatMap(
    ([, name, asked]) => name ?? asked ?? [],
  );
}

/**
 * The lines of which it is not said yet whether they stay: between the signs of a merge, on both sides of it, and those of a
 * second document. A sign without its other half leaves all open on that side of it.
 */
function openLines(lines: readonly string[]): ReadonlySet<number> {
  const open = new Set<number>();
  const openUp = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) open.add(at);
  };
  let begun: number | undefined;
  let closed = 0;
  lines.forEach((line, index) => {
    if (OURS.test(line)) begun ??= index;
    if (INNER.test(line)) begun ??= closed;
    if (!END.test(line)) return;
    openUp(begun ?? closed, index + 1);
    [begun, closed] = [undefined, index + 1];
  });
  if (begun !== undefined) openUp(begun, lines.length);
  openUp(secondDocument(lines), lines.length);
  return open;
}

/** Where another document begins; after the last line where none does. */
function secondDocument(lines: readonly string[]): number {
  const first = lines.findIndex((line) => KEY.test(line));
  const index = lines.findIndex((line, at) => at > first && DOCUMENT.test(line));
  return first === -1 || index === -1 ? lines.length : index;
}

/** JSON that stands below a key without being indented deeper than the key. */
export interface UnindentedJson {
  /** The key that it belongs to. */
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** The lines that must be indented. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** By how many spaces. */
  readonly missing: number;
}

const KEY_LINE = /^(\s*)(?:-\s+)*"?([A-Za-z][\w-]*)"?:(?:\s*|\s*([{[].*))$/;

/** A line that is JSON and no key of block style. */
const JSON_LINE = /^ *["{}[\]]/;

/**
 * Finds JSON that was pasted below or beside a key and is not indented under it: YAML ends the key's value there.
 * A policy document copied from a vendor's page begins in column 1.
 */
export function findUnindentedJson(text: string): readonly UnindentedJson[] {
  // A file that is JSON as a whole has no indentation that matters.
  if (/^\s*\{/.test(text)) return [];
  const lines = text.split('\n');
  const found: UnindentedJson[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const match = KEY_LINE.exec(lines[index] ?? '');
    if (match === null) continue;
    const keyColumn = (lines[index] ?? '').search(/[^\s-]/);
    const beside = match[3] !== undefined;
    const start = beside ? index : nextLine(lines, index + 1);
    const first = lines[start] ?? '';
    if (!beside && !/^\s*[{[]/.test(first)) continue;
    const last = closingLine(lines, start);
    const shallow = firstShallowLine(lines, beside ? start + 1 : start, last, keyColumn);
    index = last;
    if (shallow === undefined) continue;
    const line = lines[shallow] ?? '';
    found.push({
      key: match[2] ?? '',
      line: shallow + 1,
      column: line.search(/\S/) + 1,
      firstLine: (beside ? start + 1 : start) + 1,
      lastLine: last + 1,
      missing: keyColumn + 2,
    });
  }
  return found;
}

/** The first line in a range that is not indented deeper than the key; the lone last bracket may be as deep. */
function firstShallowLine(
  lines: readonly string[],
  from: number,
  to: number,
  keyColumn: number,
): number | undefined {
  for (let index = from; index <= to; index += 1) {
    const line = lines[index] ?? '';
    const indent = line.search(/[^ ]/);
    // The parser lets the last bracket stand as deep as the key.
    if (index === to && indent === keyColumn && /^\s*[}\]],?\s*$/.test(line)) continue;
    if (indent >= 0 && indent <= keyColumn && JSON_LINE.test(line)) return index;
  }
  return undefined;
}

function nextLine(lines: readonly string[], from: number): number {
  let index = from;
  while (index < lines.length && /^\s*(#.*)?$/.test(lines[index] ?? '')) index += 1;
  return index;
}

/** The line on which the brackets opened on the first one are closed, or the last line. */
function closingLine(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const bare = (lines[index] ?? '').replace(/"(?:[^"\\]|\\.)*"?/g, '');
    for (const character of index === start ? bare.slice(bare.search(/[{[]/)) : bare) {
      if (character === '{' || character === '[') depth += 1;
      if (character === '}' || character === ']') depth -= 1;
    }
    if (depth <= 0) return index;
  }
  return lines.length - 1;
}

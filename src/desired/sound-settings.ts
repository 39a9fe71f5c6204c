import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { parseYaml } from './parse-yaml.ts';
import { entryOf, itemsOf, textOf, type SourceEntry, type SourceMap } from './source-tree.ts';

/** Where a key of the settings begins. */
const KEY = /^([A-Za-z]\w*)\s*:/;

/** Lines that a merge or a page leaves in a file, and that belong to no key. */
const FOREIGN = /^(?:<{7}|={7}|>{7}|\s*```).*$/;

/**
 * The settings of a text that is no YAML as a whole: each key by itself that is YAML, in its place. Of a key that stands
 * twice, as on the two sides of a merge conflict, neither is certain.
 */
export function keysByThemselves(text: string, file: string): SourceMap {
  const lines = text.split('\n').map((line) => line.replace(FOREIGN, ''));
  const starts = lines.flatMap((line, index) => (KEY.test(line) ? [index] : []));
  const entries = starts.flatMap((start, index) => {
    const block = lines.slice(start, starts[index + 1]).join('\n');
    // With the lines before it empty, every place stays what it is.
    const { root } = parseYaml('\n'.repeat(start) + block, file, 'a key', '');
    return root?.entries ?? [];
  });
  const names = lines.flatMap((line) => KEY.exec(line)?.[1] ?? []);
  const once = entries.filter(({ key }) => names.filter((name) => name === key).length === 1);
  return { type: 'map', entries: once, location: { file, line: 1, column: 1 } };
}

/** Settings without the keys that have a mistake; of a list of includes, without the items that have one. */
export interface SoundKeys {
  readonly root: SourceMap;
  /** Keys that are written, and of which something is left out. */
  readonly left: readonly string[];
}

/** What is right of settings with mistakes: enough to judge files by, never to plan with. */
export function soundKeys(root: SourceMap, diagnostics: readonly Diagnostic[], text: string): SoundKeys {
  // What is missing stands in no key.
  const errors = diagnostics.flatMap(({ severity, code, location }) =>
    severity === 'error' && code !== 'missing-key' && location !== undefined ? [location] : [],
  );
  const entries = root.entries.flatMap((own, index) => {
    const end = root.entries[index + 1]?.keyLocation;
    if (own.key === 'include') return soundIncludes(own, errors, end);
    return errors.some((error) => isWithin(error, own.keyLocation, end)) ? [] : [own];
  });
  const known = { ...root, entries };
  const legible = Object.entries(LEGIBLE).flatMap(([key, pattern]) => {
    const value = entryOf(known, key) === undefined ? legibleText(root, key, pattern, text) : undefined;
    return value === undefined ? [] : [entry(key, value, root.location)];
  });
  const version = entry('version', 1, root.location);
  const sound = [...entries.filter(({ key }) => key !== 'version'), ...legible, version];
  const written = text.split('\n').flatMap((line) => KEY.exec(line)?.[1] ?? []);
  const all = new Set([...root.entries.map(({ key }) => key), ...written]);
  return {
    root: { ...root, entries: sound },
    left: [...all].filter((key) => isCut(sound, root.entries, key)).sort(),
  };
}

/** What is said beyond doubt by a line with a mistake in it: a number without quotes, or a quote that is not closed. */
const LEGIBLE = {
  account: /^["']?(\d{12})["']?$/,
  region: /^["']?([a-z]{2}(?:-[a-z]+)+-\d)["']?$/,
} as const;

function legibleText(root: SourceMap, key: string, pattern: RegExp, text: string): string | undefined {
  const written = text.split('\n').filter((line) => KEY.exec(line)?.[1] === key);
  const [first, second] = written;
  if (second !== undefined) return undefined;
  const value =
    textOf(root, key) ??
    first
      ?.replace(KEY, '')
      .replace(/\s#.*$/, '')
      .trim();
  return value === undefined ? undefined : pattern.exec(value)?.[1];
}

function entry(key: string, value: string | number, location: Location): SourceEntry {
  return { key, keyLocation: location, value: { type: 'scalar', value, source: String(value), location } };
}

/** A mistake in what one account says of a shared file is none of the other files. */
function soundIncludes(
  { value, ...own }: SourceEntry,
  errors: readonly Location[],
  end: Location | undefined,
): readonly SourceEntry[] {
  const items = itemsOf(value).filter(
    ({ location }, index, all) =>
      !errors.some((error) => isWithin(error, location, all[index + 1]?.location ?? end)),
  );
  return value.type !== 'list' || items.length === 0 ? [] : [{ ...own, value: { ...value, items } }];
}

function isCut(sound: readonly SourceEntry[], written: readonly SourceEntry[], name: string): boolean {
  const [kept, whole] = [sound, written].map((entries) => entries.find(({ key }) => key === name)?.value);
  return kept === undefined || (whole !== undefined && itemsOf(kept).length < itemsOf(whole).length);
}

function isWithin(location: Location, start: Location, end: Location | undefined): boolean {
  return !isBefore(location, start) && (end === undefined || isBefore(location, end));
}

function isBefore(one: Location, other: Location): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

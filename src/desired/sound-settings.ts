import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { certainLines, type CertainLines, type KeyBlock } from './certain-lines.ts';
import { parseYaml } from './parse-yaml.ts';
import { settingsSchema } from './settings-schema.ts';
import { itemsOf, type SourceEntry, type SourceMap } from './source-tree.ts';

const KEYS = new Set(Object.keys(settingsSchema.shape));

/**
 * The settings of a text that is no YAML as a whole: each key of the settings by itself that is YAML, in its place. Each of
 * them is parsed once, whatever else stands in the file.
 */
export function keysByThemselves(text: string, file: string, parse = parseYaml): SourceMap {
  const entries = certainLines(text).blocks.flatMap((block) => {
    if (!KEYS.has(block.key)) return [];
    // With the lines before it empty, every place stays what it is.
    const { root, diagnostics } = parse('\n'.repeat(block.start) + block.lines.join('\n'), file, 'a key', '');
    const [entry, another] = root?.entries ?? [];
    const isWhole = diagnostics.length === 0 && another === undefined && entry?.key === block.key;
    return isWhole ? [entry] : [];
  });
  return { type: 'map', entries, location: { file, line: 1, column: 1 } };
}

/** Settings without the keys that have a mistake; of a list of includes, without the items that have one. */
export interface SoundKeys {
  readonly root: SourceMap;
  /** Keys that are written, and of which something is left out. */
  readonly left: readonly string[];
  /** They are of a version that is not known: nothing counts but the account and the region. */
  readonly otherVersion: boolean;
}

/** Settings as far as they were read. */
export interface ReadSettings {
  readonly root: SourceMap;
  /** What is wrong with the keys of `root`. */
  readonly mistakes: readonly Diagnostic[];
  readonly text: string;
  /** The text as a whole is YAML, and `root` has all of its keys. */
  readonly isWhole: boolean;
}

/** What is right of settings with mistakes: enough to judge files by, never to plan with. */
export function soundKeys(settings: ReadSettings): SoundKeys {
  const { root, text, isWhole } = settings;
  const certain = certainLines(text);
  const sound = soundEntries(settings, certain);
  const legible = legibleIn(certain.blocks, root.location).filter(({ key }) => !has(sound, key));
  const all = [...sound, ...legible];
  const otherVersion = !has(all, 'version');
  const counting = otherVersion ? all.filter(({ key }) => Object.hasOwn(LEGIBLE, key)) : all;
  const version = entry('version', 1, root.location);
  const names = [...KEYS].filter((key) => has(root.entries, key) || (!isWhole && certain.written.has(key)));
  return {
    root: { ...root, entries: [...counting.filter(({ key }) => key !== 'version'), version] },
    left: names.filter((key) => isCut(counting, root.entries, key)).sort(),
    otherVersion,
  };
}

function has(entries: readonly SourceEntry[], name: string): boolean {
  return entries.some(({ key }) => key === name);
}

/** The entries in which no mistake is, and that no other says, too. */
function soundEntries(
  { root, mistakes, text }: ReadSettings,
  { open }: CertainLines,
): readonly SourceEntry[] {
  // What is missing stands in no key.
  const errors = mistakes.filter(({ severity, code }) => severity === 'error' && code !== 'missing-key');
  const places = errors.flatMap(({ location }) => location ?? []);
  const lines = text.split('\n');
  const twice = new Set(
    errors.flatMap(({ code, location }) =>
      code === 'duplicate-key' && location !== undefined ? nameAt(lines, location) : [],
    ),
  );
  return root.entries.flatMap((own, index) => {
    if (!KEYS.has(own.key) || twice.has(own.key)) return [];
    const end = root.entries[index + 1]?.keyLocation;
    if (isOpenFrom(own.keyLocation.line - 1, (end?.line ?? lines.length + 1) - 1, open)) return [];
    if (own.key === 'include') return soundIncludes(own, places, end);
    return places.some((place) => isWithin(place, own.keyLocation, end)) ? [] : [own];
  });
}

function isOpenFrom(first: number, end: number, open: ReadonlySet<number>): boolean {
  for (let line = first; line < end; line += 1) if (open.has(line)) return true;
  return false;
}

function nameAt(lines: readonly string[], { line, column }: Location): readonly string[] {
  return /^["']?(\w+)/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.slice(1) ?? [];
}

/** What a line says beyond doubt, a mistake in it or not: a number without quotes, or a quote that is not closed. */
const LEGIBLE: Readonly<Record<string, RegExp>> = {
  version: /^["']?(1)["']?$/,
  account: /^["']?(\d{12})["']?$/,
  region: /^["']?([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})["']?$/,
};

function legibleIn(blocks: readonly KeyBlock[], location: Location): readonly SourceEntry[] {
  return blocks.flatMap(({ key, lines }) => {
    const pattern = Object.hasOwn(LEGIBLE, key) ? LEGIBLE[key] : undefined;
    const [first = '', ...others] = lines.map((line) => line.replace(/(?:^|\s)#[^]*$/, '').trim());
    // A text may go on in the next line.
    if (pattern === undefined || others.some((line) => line !== '')) return [];
    const text = pattern.exec(first.slice(first.indexOf(':') + 1).trim())?.[1];
    return text === undefined ? [] : [entry(key, text, location)];
  });
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

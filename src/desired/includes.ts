import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { Include } from '../model/integration.ts';
import { textMembers } from '../model/json.ts';
import { errorAt, show } from './diagnose.ts';
import { entryOf, itemsOf, textOf, toJson, type SourceMap, type SourceNode } from './source-tree.ts';

/** One of `include:` of the settings: which file, where it is named, and what the scope says of it. */
export interface SourceInclude {
  /** As it is written: from the folder that holds the scope's folder. */
  readonly file: string;
  readonly location: Location;
  readonly node: SourceMap;
}

export function includesIn(settings: SourceMap): readonly SourceInclude[] {
  return itemsOf(entryOf(settings, 'include')?.value).flatMap((node) => {
    const location = entryOf(node, 'file')?.value.location;
    const file = textOf(node, 'file');
    return node.type === 'map' && file !== undefined && location !== undefined
      ? [{ file, location, node }]
      : [];
  });
}

/** The same as data. */
export function includeOf({ file, node }: SourceInclude): Include {
  const { file: _file, parameters, ...others } = toJson(node);
  return { file, parameters: textMembers(parameters), said: others };
}

/** The same file twice in one scope would be one stack twice. */
export function checkIncludes(settings: SourceMap): readonly Diagnostic[] {
  const seen = new Map<string, SourceInclude>();
  return includesIn(settings).flatMap((include) => {
    const first = seen.get(include.file.toLowerCase());
    seen.set(include.file.toLowerCase(), include);
    if (first === undefined) return [];
    const message = `${show(include.file)} is included on line ${first.location.line} already`;
    return [errorAt(include.location, 'duplicate-member', message, 'remove one of the two')];
  });
}

/** No file stands where an include points. */
export function missingInclude({ file, location }: SourceInclude, directory: string): Diagnostic {
  const message = `there is no file ${show(file)} beside the folder ${directory}`;
  const hint = 'the path begins at the folder that holds this one, as in "_shared/my-vendor.yaml"';
  return errorAt(location, 'missing-include', message, hint);
}

/**
 * The tree of a shared file with what the scope says of it: parameters and switches of the scope win, and its lists come
 * behind those of the file. Every node keeps the place where it stands, in the one file or in the other.
 */
export function withInclude(shared: SourceMap, { node }: SourceInclude): SourceMap {
  const own = new Map(node.entries.filter(({ key }) => key !== 'file').map((entry) => [entry.key, entry]));
  const merged = shared.entries.map((entry) => {
    const other = own.get(entry.key);
    return other === undefined ? entry : { ...entry, value: merge(entry.value, other.value) };
  });
  const known = keysOf(shared);
  const added = [...own.values()].filter(({ key }) => !known.has(key));
  return { ...shared, entries: [...merged, ...added] };
}

function merge(shared: SourceNode, own: SourceNode): SourceNode {
  if (shared.type === 'list' && own.type === 'list')
    return { ...shared, items: [...shared.items, ...own.items] };
  if (shared.type !== 'map' || own.type !== 'map') return own;
  const replaced = keysOf(own);
  const kept = shared.entries.filter(({ key }) => !replaced.has(key));
  return { ...shared, entries: [...kept, ...own.entries] };
}

function keysOf({ entries }: SourceMap): ReadonlySet<string> {
  return new Set(entries.map(({ key }) => key));
}

/** A diagnostic of a shared file says which scope's include it is about: it may be a mistake of that one alone. */
export function includedAt(diagnostic: Diagnostic, file: string, { location }: SourceInclude): Diagnostic {
  return diagnostic.location?.file === file ? { ...diagnostic, includedAt: [location] } : diagnostic;
}

/** What many scopes make of one mistake of a shared file is said once, with every place that includes it. */
export function mergeIncluded(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const merged = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { includedAt: places = [], ...rest } = diagnostic;
    const key = JSON.stringify(rest);
    const before = merged.get(key)?.includedAt ?? [];
    const all = [...before, ...places];
    merged.set(key, all.length === 0 ? diagnostic : { ...rest, includedAt: all });
  }
  return [...merged.values()];
}

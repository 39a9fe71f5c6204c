import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Document, type Node } from 'yaml';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { explainTag, functionOfTag, isStandardTag, replacedFunction } from './cloudformation-syntax.ts';
import { errorAt, show } from './diagnose.ts';
import { placeOfOffset, type SourceText } from './source-text.ts';
import type { SourceEntry, SourceNode, SourceScalar } from './source-tree.ts';

/** A policy that a person wrote nests about 10 deep and repeats a handful of nodes. */
const DEEPEST = 64;
const MOST_REPEATED_NODES = 2000;

/** Whether a tag such as `!Sub` is a mistake, or the short form of `Fn::Sub:` as in a template. */
export type FunctionTags = 'refused' | 'long form';

/** What is needed to turn the parser's nodes into ours. */
interface Build {
  readonly source: SourceText;
  readonly functions: FunctionTags;
  readonly diagnostics: Diagnostic[];
  readonly anchors: Map<string, Node>;
  /** Anchors that are being expanded, to find those that contain themselves. */
  readonly open: Set<string>;
  repeated: number;
}

/**
 * The parser's document as nodes with places. Reports what YAML allows and rolekeeper does not: duplicate, merge and
 * complex keys, tags, aliases that are unknown, contain themselves or explode.
 */
export function buildTree(
  document: Document.Parsed,
  source: SourceText,
  functions: FunctionTags = 'refused',
): { readonly root: SourceNode; readonly diagnostics: readonly Diagnostic[] } {
  const build: Build = {
    source,
    functions,
    diagnostics: [],
    anchors: new Map(),
    open: new Set(),
    repeated: 0,
  };
  const root = nodeOf(build, document.contents, 0, { file: source.file, line: 1, column: 1 });
  return { root, diagnostics: build.diagnostics };
}

function nodeOf(build: Build, node: Node | null, depth: number, fallback: Location): SourceNode {
  if (node === null) return emptyAt(fallback);
  const location = locationOf(build, node, fallback);
  if (depth > DEEPEST) {
    build.diagnostics.push(
      errorAt(location, 'too-deep', `this is nested more than ${DEEPEST} deep`, 'write it flatter'),
    );
    return emptyAt(location);
  }
  if (isAlias(node)) return expandAlias(build, node, depth, location);
  if (build.open.size > 0) build.repeated += 1;
  else if (node.anchor !== undefined) build.anchors.set(node.anchor, node);
  if (!isStandardTag(node.tag)) {
    const long = build.functions === 'long form' ? functionOfTag(node.tag ?? '') : undefined;
    if (long !== undefined) {
      const value = contentOf(build, node, depth + 1, locationOf(build, node, location, 'content'));
      return { type: 'map', entries: [{ key: long, keyLocation: location, value }], location };
    }
    build.diagnostics.push(explainTag(node.tag ?? '', valueOf(node), location));
    const text = isScalar(node) ? (node.source ?? '') : String(node);
    return replacedFunction(node.tag ?? '', text, location);
  }
  return contentOf(build, node, depth, location);
}

/** A node without regard to its tag. */
function contentOf(build: Build, node: Node, depth: number, location: Location): SourceNode {
  if (isMap(node)) return { type: 'map', entries: entriesOf(build, node.items, depth, location), location };
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeOf(build, nodeIn(item), depth + 1, location));
    return { type: 'list', items, location };
  }
  return isScalar(node) ? scalarOf(build, node.value, node.source ?? '', location) : emptyAt(location);
}

/** The parser's items are typed as anything; what is missing is null. */
function nodeIn(item: unknown): Node | null {
  return isNode(item) ? item : null;
}

function entriesOf(
  build: Build,
  pairs: readonly { readonly key: unknown; readonly value: unknown }[],
  depth: number,
  fallback: Location,
): readonly SourceEntry[] {
  const entries = new Map<string, SourceEntry>();
  for (const pair of pairs) {
    const keyNode = nodeIn(pair.key);
    const keyLocation = keyNode === null ? fallback : locationOf(build, keyNode, fallback);
    const key = keyOf(build, keyNode, keyLocation);
    const value = nodeOf(build, nodeIn(pair.value), depth + 1, keyLocation);
    if (key === undefined) continue;
    const first = entries.get(key);
    if (first === undefined) entries.set(key, { key, keyLocation, value });
    else build.diagnostics.push(duplicateKey(key, keyLocation, first.keyLocation));
  }
  return [...entries.values()];
}

/** The text of a key; reports and gives undefined for what cannot be one. */
function keyOf(build: Build, node: Node | null, location: Location): string | undefined {
  if (node !== null && isScalar(node) && node.value !== null && node.value !== '__proto__') {
    const key = typeof node.value === 'string' ? node.value : (node.source ?? '');
    if (!isStandardTag(node.tag)) build.diagnostics.push(explainTag(node.tag ?? '', key, location));
    if (key !== '<<') return key;
    build.diagnostics.push(
      errorAt(
        location,
        'merge-key',
        'the merge key "<<" is not supported: a reviewer would have to merge in their head',
        'write the keys out, or repeat a whole value with an alias',
      ),
    );
    return undefined;
  }
  if (node !== null && isScalar(node) && node.value === '__proto__') {
    const message = 'the key "__proto__" is not supported: programs that read it take it for something else';
    const hint = 'choose another one; as a tag it may be in the list form: "- { Key: __proto__, Value: … }"';
    build.diagnostics.push(errorAt(location, 'bad-key', message, hint));
    return undefined;
  }
  build.diagnostics.push(
    errorAt(
      location,
      'bad-key',
      'this cannot be a key: a key is plain text',
      'write "Key: value"; a value that begins with { or [ and is text must be in quotes',
    ),
  );
  return undefined;
}

function scalarOf(build: Build, value: unknown, source: string, location: Location): SourceScalar {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
    return { type: 'scalar', value, source, location };
  }
  if (typeof value === 'number' && Number.isFinite(value)) return { type: 'scalar', value, source, location };
  const message = `${show(source)} is a kind of value that JSON does not have`;
  if (typeof value === 'number') {
    build.diagnostics.push(errorAt(location, 'bad-number', message, `write ${show(source)} in quotes`));
  }
  return { type: 'scalar', value: source, source, location };
}

function expandAlias(build: Build, alias: Alias, depth: number, location: Location): SourceNode {
  const name = alias.source;
  const target = build.anchors.get(name);
  const quoted = `a text that begins with * must be in quotes: "*${name}"`;
  if (name === '') return emptyAt(location); // `Action: *`: the parser has reported it
  if (target === undefined) {
    const message = `"*${name}" is read as an alias, and there is no anchor "&${name}" before it`;
    build.diagnostics.push(errorAt(location, 'unknown-alias', message, quoted));
    return emptyAt(location);
  }
  if (build.open.has(name)) {
    build.diagnostics.push(
      errorAt(location, 'endless-alias', `the alias "*${name}" is within its own anchor`, 'write it out'),
    );
    return emptyAt(location);
  }
  if (build.repeated > MOST_REPEATED_NODES) {
    if (build.repeated === Infinity) return emptyAt(location);
    build.repeated = Infinity;
    const message = `the aliases up to "*${name}" expand to more than ${MOST_REPEATED_NODES} values`;
    build.diagnostics.push(errorAt(location, 'alias-explosion', message, 'write the values out'));
    return emptyAt(location);
  }
  build.open.add(name);
  const expanded = nodeOf(build, target, depth + 1, location);
  build.open.delete(name);
  return expanded;
}

function duplicateKey(key: string, location: Location, first: Location): Diagnostic {
  return errorAt(
    location,
    'duplicate-key',
    `the key ${show(key)} is here a second time; the first is on line ${first.line}`,
    'keep one of the two, or put both values into one list',
  );
}

/** Where a node begins; with a tag, where the tag does. */
function locationOf(build: Build, node: Node, fallback: Location, from: 'tag' | 'content' = 'tag'): Location {
  const start = node.range?.[0];
  // An absent value (`key:`) has a range of its own, behind the colon: the key is the better place.
  if (start === undefined || (isScalar(node) && node.source === '' && node.type === 'PLAIN')) return fallback;
  const tag =
    from === 'tag' && node.tag?.startsWith('!') === true
      ? build.source.text.lastIndexOf(node.tag, start)
      : -1;
  return placeOfOffset(build.source, tag === -1 ? start : tag);
}

function valueOf(node: Node): unknown {
  return isScalar(node) ? node.value : undefined;
}

function emptyAt(location: Location): SourceScalar {
  return { type: 'scalar', value: null, source: '', location };
}

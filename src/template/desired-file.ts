import { errorAt } from '../desired/diagnose.ts';
import type { SourceEntry, SourceMap, SourceNode } from '../desired/source-tree.ts';
import { PARAMETER, REFERENCE, isPolicyVariable } from '../desired/substitute.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { Converted } from './converted.ts';
import type { Pass } from './pass.ts';
import { toSource, type valueAt, type MapValue, type Piece, type Value } from './value.ts';

/** The file, and what keeps it from being one. */
export interface DesiredFile {
  readonly root: SourceMap;
  readonly wrong: readonly Diagnostic[];
}

/** The desired file of what was converted: its keys in the order of the other ones, every value at its place in the template. */
export function desiredFile(pass: Pass, resources: readonly Converted[]): DesiredFile {
  const start: Location = { file: pass.template.file, line: 1, column: 1 };
  const wrong: Diagnostic[] = [];
  const parameters = parametersOf(resources, wrong);
  wrong.push(
    ...resources.flatMap(({ id, properties }) => [...unknownIn(id, properties, properties.location)]),
  );
  const written = (value: MapValue): SourceNode =>
    toSource(withLiterals(value, parameters, wrong), () => undefined) ?? {
      type: 'map',
      entries: [],
      location: value.location,
    };
  const root: SourceMap = {
    type: 'map',
    location: start,
    entries: [
      entry('integration', scalar(pass.deployment.integration, start), start),
      entry('description', scalar(descriptionOf(pass), start), start),
      ...(parameters.size === 0 ? [] : [entry('parameters', declarationOf(parameters, start), start)]),
      ...KIND_SPECS.flatMap((spec) => listOf(spec, resources, written, start)),
    ],
  };
  return { root, wrong };
}

function descriptionOf({ template }: Pass): string {
  const description = (template.description ?? '').replaceAll(/\s+/g, ' ').replaceAll('${', '$ {').trim();
  return description === '' ? `As ${template.file} makes it` : description.slice(0, 400);
}

function declarationOf(parameters: ReadonlyMap<string, string>, location: Location): SourceMap {
  const entries = [...parameters].map(([name, value]) => entry(name, scalar(value, location), location));
  return { type: 'map', location, entries };
}

/** The list of the resources of a kind; none where there are none. */
function listOf(
  spec: KindSpec,
  resources: readonly Converted[],
  written: (value: MapValue) => SourceNode,
  location: Location,
): readonly SourceEntry[] {
  const numbers = spec.fields.filter(({ shape }) => shape === 'number').map(({ property }) => property);
  const items = resources
    .filter((one) => one.spec === spec)
    .map(({ name, properties }) => {
      const named = { key: spec.nameProperty, keyLocation: properties.location, value: name };
      return numbered(numbers, written({ ...properties, entries: [named, ...properties.entries] }));
    });
  return items.length === 0 ? [] : [entry(spec.list, { type: 'list', items, location }, location)];
}

function entry(key: string, value: SourceNode, keyLocation: Location): SourceEntry {
  return { key, keyLocation, value };
}

function scalar(text: string, location: Location): SourceNode {
  return { type: 'scalar', value: text, source: text, location };
}

/** CloudFormation takes a number as text. */
function numbered(properties: readonly string[], node: SourceNode): SourceNode {
  if (node.type !== 'map') return node;
  return {
    ...node,
    entries: node.entries.map((one) =>
      properties.includes(one.key) && one.value.type === 'scalar' && /^\d+$/.test(one.value.source)
        ? { ...one, value: { ...one.value, value: Number(one.value.source) } }
        : one,
    ),
  };
}

function* piecesIn(
  value: MapValue | Converted['name'] | ReturnType<typeof valueAt>,
): Generator<{ readonly piece: Piece; readonly location: Location }> {
  if (value === undefined) return;
  if (value.type === 'text') for (const piece of value.pieces) yield { piece, location: value.location };
  if (value.type === 'list') for (const item of value.items) yield* piecesIn(item);
  if (value.type === 'map') for (const one of value.entries) yield* piecesIn(one.value);
}

/** What has no value is never left out in silence. */
function* unknownIn(place: string, value: Value, location: Location): Generator<Diagnostic> {
  if (value.type === 'unknown') {
    const message = `${place} cannot be evaluated`;
    yield errorAt(location, 'template-expression', message, 'write the value into a copy of the template');
  }
  if (value.type === 'list') for (const item of value.items) yield* unknownIn(place, item, value.location);
  if (value.type === 'map')
    for (const { key, keyLocation, value: inner } of value.entries)
      yield* unknownIn(`${place}.${key}`, inner, keyLocation);
}

/** The parameters that the file has, with their values. The value of a NoEcho parameter never stands in it. */
function parametersOf(resources: readonly Converted[], wrong: Diagnostic[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const { name, properties } of resources) {
    for (const { piece, location } of [...piecesIn(name), ...piecesIn(properties)]) {
      if (piece.secret === true)
        wrong.push(
          errorAt(
            location,
            'no-echo',
            `${piece.parameter ?? 'a parameter'} is NoEcho, and a desired file shows its value to every reader of the repository`,
            'if every reader of the repository may see it, remove NoEcho in a copy of the template',
          ),
        );
      const known = piece.parameter;
      if (known !== undefined && PARAMETER.test(known) && !parameters.has(known))
        parameters.set(known, piece.text);
    }
  }
  return parameters;
}

/** References are those of the file's parameters; a `${…}` that CloudFormation leaves alone must be one of IAM's. */
function withLiterals(
  value: MapValue,
  parameters: ReadonlyMap<string, string>,
  wrong: Diagnostic[],
): MapValue {
  const of = (one: ReturnType<typeof valueAt> & object): typeof one => {
    if (one.type === 'list') return { ...one, items: one.items.map(of) };
    if (one.type === 'map')
      return { ...one, entries: one.entries.map((inner) => ({ ...inner, value: of(inner.value) })) };
    if (one.type !== 'text') return one;
    const pieces = one.pieces.map((piece) =>
      piece.parameter === undefined ||
      piece.parameter.startsWith('AWS::') ||
      parameters.get(piece.parameter) === piece.text
        ? piece
        : { text: piece.text },
    );
    const kept = pieces.map(({ text, parameter }) => (parameter === undefined ? text : '\0')).join('');
    for (const [reference, name = '', end = ''] of kept.matchAll(REFERENCE)) {
      if (end !== '' && isPolicyVariable(name) && !name.includes('\0')) continue;
      const message = `"${reference.replaceAll('\0', '…')}" is text to CloudFormation, because it is outside of Fn::Sub or is written with "!", and no text to a desired file`;
      wrong.push(
        errorAt(
          one.location,
          'reference-not-replaced',
          message,
          'write into a copy of the template Fn::Sub or the text that is meant',
        ),
      );
    }
    return { ...one, pieces };
  };
  const result = of(value);
  return result.type === 'map' ? result : value;
}

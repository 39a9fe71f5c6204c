import type { SourceEntry, SourceNode, SourceScalar } from '../desired/source-tree.ts';
import type { Location } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';

/** A stretch of a text. With `parameter`, a desired file writes it as `${parameter}`. */
export interface Piece {
  readonly text: string;
  readonly parameter?: string;
  /** The value of a NoEcho parameter: it decides, and is never written. */
  readonly secret?: true;
}

export interface TextValue {
  readonly type: 'text';
  readonly pieces: readonly Piece[];
  readonly location: Location;
}

export interface ListValue {
  readonly type: 'list';
  readonly items: readonly Value[];
  readonly location: Location;
}

export interface MapValue {
  readonly type: 'map';
  readonly entries: readonly {
    readonly key: string;
    readonly keyLocation: Location;
    readonly value: Value;
  }[];
  readonly location: Location;
}

/**
 * What an expression of a template comes to: `none` is `AWS::NoValue`; `unknown` depends on a question that has no
 * answer yet, or on something that cannot be evaluated and was reported.
 */
export type Value =
  TextValue | ListValue | MapValue | { readonly type: 'none' } | { readonly type: 'unknown' };

export const NONE: Value = { type: 'none' };
export const UNKNOWN: Value = { type: 'unknown' };

export function textValue(location: Location, ...pieces: readonly Piece[]): TextValue {
  return { type: 'text', pieces: pieces.filter(({ text }) => text !== ''), location };
}

export function literal(text: string, location: Location): TextValue {
  return textValue(location, { text });
}

/** The text with the values of its parameters. */
export function plain({ pieces }: TextValue): string {
  return pieces.map(({ text }) => text).join('');
}

/** A scalar as CloudFormation takes it: an unquoted number, date or `true` is the text that stands there. */
export function scalarText({ value, source }: SourceScalar): string {
  return typeof value === 'string' ? value : value === null ? '' : source;
}

export function valueAt(value: MapValue, key: string): Value | undefined {
  return value.entries.find((entry) => entry.key === key)?.value;
}

/** The text at a key of a map; undefined for anything else. */
export function plainAt(value: Value, key: string): string | undefined {
  const found = value.type === 'map' ? valueAt(value, key) : undefined;
  return found?.type === 'text' ? plain(found) : undefined;
}

/** One value, or each of a list: IAM takes both in most places. */
export function itemsIn(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.type === 'none' || value.type === 'unknown') return [];
  return value.type === 'list' ? value.items : [value];
}

export function textsIn(value: Value | undefined): readonly TextValue[] {
  return itemsIn(value).filter((item) => item.type === 'text');
}

/** A map with one entry more, or another value in its place. */
export function withEntry(map: MapValue, key: string, value: Value): MapValue {
  const entry = { key, keyLocation: map.location, value };
  const there = map.entries.some((one) => one.key === key);
  const entries = there
    ? map.entries.map((one) => (one.key === key ? { ...one, value } : one))
    : [...map.entries, entry];
  return { ...map, entries };
}

export function withoutEntries(map: MapValue, keys: readonly string[]): MapValue {
  return { ...map, entries: map.entries.filter(({ key }) => !keys.includes(key)) };
}

/** A value as it stands in a desired file, at its place in the template. */
export function toSource(value: Value, used: (piece: Piece) => void): SourceNode | undefined {
  switch (value.type) {
    case 'none':
    case 'unknown':
      return undefined;
    case 'text': {
      value.pieces.forEach(used);
      const written = value.pieces.map(({ text, parameter }) =>
        parameter === undefined ? text : `\${${parameter}}`,
      );
      const text = written.join('');
      return { type: 'scalar', value: text, source: text, location: value.location };
    }
    case 'list': {
      const items = value.items.flatMap((item) => toSource(item, used) ?? []);
      return { type: 'list', items, location: value.location };
    }
    case 'map': {
      const entries = value.entries.flatMap(({ key, keyLocation, value: inner }): SourceEntry[] => {
        const node = toSource(inner, used);
        return node === undefined ? [] : [{ key, keyLocation, value: node }];
      });
      return { type: 'map', entries, location: value.location };
    }
  }
}

/** A value with the values of its parameters: what IAM gets. */
export function plainJson(value: Value): Json | undefined {
  switch (value.type) {
    case 'none':
    case 'unknown':
      return undefined;
    case 'text':
      return plain(value);
    case 'list':
      return value.items.flatMap((item) => {
        const json = plainJson(item);
        return json === undefined ? [] : [json];
      });
    case 'map':
      return Object.fromEntries(
        value.entries.flatMap(({ key, value: inner }) => {
          const json = plainJson(inner);
          return json === undefined ? [] : [[key, json]];
        }),
      );
  }
}

/** Whether a part of it is not known. */
export function hasUnknown(value: Value): boolean {
  if (value.type === 'list') return value.items.some(hasUnknown);
  return value.type === 'map'
    ? value.entries.some((entry) => hasUnknown(entry.value))
    : value.type === 'unknown';
}

/** Whether a part of it must not be shown. */
export function hasSecret(value: Value): boolean {
  if (value.type === 'list') return value.items.some(hasSecret);
  if (value.type === 'map') return value.entries.some((entry) => hasSecret(entry.value));
  return value.type === 'text' && value.pieces.some(({ secret }) => secret === true);
}

import type { SourceMap, SourceNode } from '../desired/source-tree.ts';
import type { Location } from '../model/diagnostic.ts';

interface Call {
  readonly name: string;
  readonly argument: SourceNode;
  readonly location: Location;
}

/** `{ Ref: … }` or `{ Fn::…: … }`, with nothing beside it. */
export function callOf(node: SourceMap): Call | undefined {
  const [entry, ...others] = node.entries;
  if (entry === undefined || others.length > 0) return undefined;
  const { key, value, keyLocation } = entry;
  return key === 'Ref' || key.startsWith('Fn::')
    ? { name: key, argument: value, location: keyLocation }
    : undefined;
}

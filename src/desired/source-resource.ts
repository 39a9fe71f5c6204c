import { addressOf, type Address } from '../model/address.ts';
import type { Location } from '../model/diagnostic.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { nameOf } from '../kinds/normalise.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { entryOf, itemsOf, textOf, type SourceMap } from './source-tree.ts';

/** A resource as it stands in a file, named but not yet valid. */
export interface SourceResource {
  readonly spec: KindSpec;
  readonly node: SourceMap;
  readonly name: string;
  readonly address: Address;
  /** Where its name stands. */
  readonly location: Location;
}

/** Every resource of a file that has a name. */
export function resourcesOf(root: SourceMap): readonly SourceResource[] {
  return KIND_SPECS.flatMap((spec) =>
    itemsOf(entryOf(root, spec.list)?.value).flatMap((node): SourceResource[] => {
      const text = textOf(node, spec.nameProperty);
      const location = entryOf(node, spec.nameProperty)?.value.location;
      if (node.type !== 'map' || text === undefined || location === undefined) return [];
      const name = nameOf(spec, text);
      return [{ spec, node, name, address: addressOf(spec.kind, name), location }];
    }),
  );
}

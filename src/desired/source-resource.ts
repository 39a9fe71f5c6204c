import { addressOf, type Address } from '../model/address.ts';
import type { Location } from '../model/diagnostic.ts';
import type { KindSpec } from '../kinds/kind.ts';
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
      const name = textOf(node, spec.nameProperty);
      const location = entryOf(node, spec.nameProperty)?.value.location;
      if (node.type !== 'map' || name === undefined || location === undefined) return [];
      return [{ spec, node, name, address: addressOf(spec.kind, name), location }];
    }),
  );
}

import type { Location } from '../model/diagnostic.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { entryOf, itemsOf, textOf, type SourceMap, type SourceNode } from './source-tree.ts';

/** Where the statements of a resource's documents stand, by property name; of inline policies by `Policies/<name>`. */
export function statementLocations(
  spec: KindSpec,
  node: SourceMap,
): Readonly<Record<string, readonly Location[]>> {
  return Object.fromEntries(
    spec.fields.flatMap((field) => {
      const value = entryOf(node, field.property)?.value;
      if (value === undefined || policyTypeOf(field.shape) === undefined) return [];
      if (field.shape !== 'inline-policies') return [[field.property, placesIn(value)] as const];
      return itemsOf(value).map(
        (policy) =>
          [
            `${field.property}/${textOf(policy, 'PolicyName') ?? ''}`,
            placesIn(entryOf(policy, 'PolicyDocument')?.value),
          ] as const,
      );
    }),
  );
}

function placesIn(document: SourceNode | undefined): readonly Location[] {
  const statement = entryOf(document, 'Statement')?.value;
  if (statement === undefined) return [];
  return statement.type === 'list' ? statement.items.map((item) => item.location) : [statement.location];
}

/**
 * The shapes of the SDK: what its commands carry as `schema`, from the models that AWS publishes. A shape is a number
 * (0 text, 1 number, 2 boolean, 4 to 7 time, 64 and 128 upwards lists and maps of those), an array that begins with what it
 * is, or a function that gives one of them.
 * https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/schema/static-schemas.ts
 */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'time' | 'nothing' }
  | { readonly kind: 'list' | 'map'; readonly item: Shape }
  | {
      readonly kind: 'structure';
      readonly members: () => ReadonlyMap<string, Shape>;
      /** How many of the members, from the first on, are always there. */
      readonly required: number;
    };

const known = new WeakMap<object, Shape>();

/** What a schema of the SDK says. @throws for what the services of this project do not have: blobs, documents, unions */
export function shapeOf(schema: unknown): Shape {
  const found = typeof schema === 'object' && schema !== null ? known.get(schema) : undefined;
  if (found !== undefined) return found;
  const shape = readShape(schema);
  if (typeof schema === 'object' && schema !== null) known.set(schema, shape);
  return shape;
}

function readShape(schema: unknown): Shape {
  if (typeof schema === 'function') return shapeOf((schema as () => unknown)());
  if (schema === 'unit') return { kind: 'nothing' };
  if (typeof schema === 'number') return simple(schema);
  if (!Array.isArray(schema)) throw new Error(`no schema of the SDK: ${String(schema)}`);
  const parts: readonly unknown[] = schema;
  // A member with traits of its own, which are about the wire.
  if (parts.length === 2) return shapeOf(parts[0]);
  switch (parts[0]) {
    case 0:
      return shapeOf(parts[4]);
    case 1:
      return { kind: 'list', item: shapeOf(parts[4]) };
    case 2:
      return { kind: 'map', item: shapeOf(parts[5]) };
    case 3:
      return {
        kind: 'structure',
        members: membersOf(parts[4], parts[5]),
        required: typeof parts[6] === 'number' ? parts[6] : 0,
      };
    default:
      throw new Error(`a schema of the SDK that the sandbox has no use for: ${String(parts[2])}`);
  }
}

function simple(schema: number): Shape {
  if (schema >= 128) return { kind: 'map', item: simple(schema - 128) };
  if (schema >= 64) return { kind: 'list', item: simple(schema - 64) };
  if (schema >= 4 && schema <= 7) return { kind: 'time' };
  const kinds = ['text', 'number', 'boolean'] as const;
  const kind = kinds[schema];
  if (kind === undefined) throw new Error(`the sandbox has no use for the schema ${schema}`);
  return { kind };
}

/** Read when it is asked for: structures have structures in them. */
function membersOf(names: unknown, schemas: unknown): () => ReadonlyMap<string, Shape> {
  let members: ReadonlyMap<string, Shape> | undefined;
  return () => {
    members ??= new Map(
      (names as readonly string[]).map((name, index) => [
        name,
        shapeOf((schemas as readonly unknown[])[index]),
      ]),
    );
    return members;
  };
}

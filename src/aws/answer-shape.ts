/** What an answer has at one place, as far as it is read without the SDK. */
export type AnswerShape =
  | { readonly kind: 'text'; readonly of: (text: string) => unknown }
  | { readonly kind: 'list'; readonly of: AnswerShape }
  | { readonly kind: 'members'; readonly of: ReadonlyMap<string, AnswerShape> };

/** What the SDK says of an answer, by the methods that are used here. */
export interface SdkSchema {
  readonly getSchema: () => unknown;
  readonly isListSchema: () => boolean;
  readonly isStructSchema: () => boolean;
  readonly isUnionSchema: () => boolean;
  readonly getMergedTraits: () => object;
  readonly getValueSchema: () => SdkSchema;
  readonly structIterator: () => Iterable<readonly [string, SdkSchema]>;
}

/**
 * What the SDK's schema of an answer comes to. The SDK asks its schema for every value that it reads, which for a large
 * account took longer than finding the values.
 *
 * @returns undefined for whatever is not a structure, a list, or a simple value under its own name
 */
export function answerShapeOf(schema: SdkSchema): AnswerShape | undefined {
  return shapeWithin(schema, new Set());
}

function shapeWithin(schema: SdkSchema, around: ReadonlySet<unknown>): AnswerShape | undefined {
  const own = schema.getSchema();
  // A name of its own, a flat list, a payload: none of the answers that are read has one. What is sensitive reads alike.
  if (Object.keys(schema.getMergedTraits()).some((trait) => trait !== 'sensitive')) return undefined;
  if (typeof own === 'number' && TEXTS.has(own)) return TEXTS.get(own);
  // A structure in itself has no end.
  if (around.has(own)) return undefined;
  const within = new Set([...around, own]);
  if (schema.isListSchema()) {
    const of = shapeWithin(schema.getValueSchema(), within);
    return of && { kind: 'list', of };
  }
  if (!schema.isStructSchema() || schema.isUnionSchema()) return undefined;
  const members = new Map<string, AnswerShape>();
  for (const [name, member] of schema.structIterator()) {
    const shape = shapeWithin(member, within);
    if (shape === undefined) return undefined;
    members.set(name, shape);
  }
  return { kind: 'members', of: members };
}

/** The SDK's numbers of simple values (`@smithy/core`, schema/sentinels). */
const TEXTS: ReadonlyMap<number, AnswerShape> = new Map<number, AnswerShape>([
  [0, { kind: 'text', of: (text) => text }],
  [1, { kind: 'text', of: Number }],
  [2, { kind: 'text', of: (text) => text.toLowerCase() === 'true' }],
  [4, { kind: 'text', of: timeOf }],
]);

/** Undefined for any other time than AWS writes. */
function timeOf(text: string): Date | undefined {
  return TIME.test(text) ? new Date(text) : undefined;
}

/** Days that every month has, and whole milliseconds: of these the SDK and the language make the same. */
const TIME =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

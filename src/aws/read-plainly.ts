import { answerShapeOf, type AnswerShape, type SdkSchema } from './answer-shape.ts';
import { readPlainAnswer } from './plain-answer.ts';

/** A client of the SDK whose protocol reads XML. */
interface XmlClient {
  readonly config: { readonly protocol: object };
}

type Read = (schema: SdkSchema | number, bytes: Uint8Array, result?: string) => unknown;

/**
 * Has a client read plain answers by {@link readPlainAnswer}. The method is not public: the SDK's version is pinned, and a
 * test holds both ways against each other through the clients as they are built. Where a client has no such method it
 * stays as it is. Answers that are errors have no result of their own and are the SDK's to read.
 */
export function readPlainly({ config: { protocol } }: XmlClient): void {
  const { deserializer } = protocol as { deserializer?: { read?: Read } };
  const { read } = deserializer ?? {};
  if (deserializer === undefined || read === undefined) return;
  const shapes = new Map<string, AnswerShape | undefined>();
  const shapeOf = (schema: SdkSchema, result: string): AnswerShape | undefined => {
    if (!shapes.has(result)) shapes.set(result, answerShapeOf(schema));
    return shapes.get(result);
  };
  deserializer.read = (schema, bytes, result) => {
    const shape = typeof schema === 'number' || result === undefined ? undefined : shapeOf(schema, result);
    const plain = shape && result !== undefined ? readPlainAnswer(bytes, result, shape) : undefined;
    return plain ?? read.call(deserializer, schema, bytes, result);
  };
}

/** The condition keys of a request, by name in lower case. A key without a value is not there. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Most requests have no keys, and the rules make very many. */
const NONE: RequestContext = new Map();

/** Reads the condition keys of a request as its author wrote them. */
export function requestContext(
  keys: Readonly<Record<string, string | readonly string[]>> | undefined,
): RequestContext {
  if (keys === undefined) return NONE;
  const entries = Object.entries(keys).map(
    ([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
  );
  return new Map(entries.filter(([, values]) => values.length > 0));
}

/** Plain JSON data. Everything that rolekeeper compares, hashes or prints is of this type. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Any JSON text as data. @throws SyntaxError */
export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}

/** Data of our own types, which are plain, seen as JSON: interfaces have no index signature. */
export function asJson(data: unknown): Json {
  return data as Json;
}

/** Data of our own types as it comes out of JSON: what is undefined is left out. */
export function plainJson(data: object): Json {
  return parseJson(JSON.stringify(data));
}

/** The same data with other texts in it. What changes it keeps every shape. */
export function withTexts<T>(data: T, change: (json: Json) => Json): T {
  return change(asJson(data)) as T;
}

/** The members of an object that are texts. */
export function textMembers(json: Json | undefined): Readonly<Record<string, string>> {
  const members = isJsonObject(json) ? Object.entries(json) : [];
  return Object.fromEntries(
    members.filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
}

/**
 * The one text that stands for a JSON value: keys sorted by code unit, no white space.
 * Two values are equal as JSON exactly when their canonical texts are the same string.
 */
export function canonicalJson(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isJsonObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

// json-diff brings no types; this is the part of it that we use.
declare module 'json-diff' {
  /** What differs, in the library's own notation; undefined when nothing does. */
  export function diff(one: unknown, other: unknown): unknown;
}

/**
 * How many hexadecimal digits of a digest a comment and an input hold. 128 bits: enough that no two plans can be made with
 * one digest, short enough for 300 integrations.
 */
export const DIGEST_LENGTH = 32;

/** What a comment, an output and the input `digest` have of it. */
export function storedDigest(digest: string): string {
  return digest.slice(0, DIGEST_LENGTH);
}

/** What a person sees of it. */
export function shownDigest(digest: string): string {
  return digest.slice(0, 16);
}

import { type Json, parseJson } from '../model/json.ts';

/**
 * A policy document as IAM gave it, as JSON. The API sends documents URL-encoded (RFC 3986) and the SDK for JavaScript
 * leaves them so; the `aws` CLI and some emulators decode them
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html).
 * Text that is not JSON is returned unchanged, so it never compares equal to a document.
 */
export function decodeDocument(document: Json): Json {
  if (typeof document !== 'string') return document;
  const text = document.trimStart().startsWith('{') ? document : decodePercent(document);
  try {
    return parseJson(text);
  } catch {
    return document;
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';

/**
 * Four times what the IAM API takes of its customers (`policyDocumentType`); AWS's own policies are somewhat longer
 * than that. The quotas that bind a policy depend on what it is attached to.
 */
export const LONGEST_DOCUMENT = 524_288;

/** Deeper than any policy; far deeper documents exist to exhaust their reader's stack. */
const DEEPEST = 32;

/** Whether a document is too deep, or else too long, for any policy. */
export function oversize(document: Json): 'too-long' | 'too-deep' | undefined {
  const size = sizeWithin(document, DEEPEST);
  if (size === Infinity) return 'too-deep';
  return size > LONGEST_DOCUMENT ? 'too-long' : undefined;
}

/** The characters that a value takes as JSON, about; infinite when it is deeper than `depth`. */
function sizeWithin(value: Json, depth: number): number {
  if (typeof value === 'string') return value.length + 3;
  if (depth < 0) return Infinity;
  let size = 3;
  if (isJsonArray(value)) {
    for (const member of value) size += sizeWithin(member, depth - 1);
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) size += key.length + 3 + sizeWithin(value[key] ?? null, depth - 1);
  }
  return size;
}

/** Characters as IAM counts them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function countedSize(document: Json): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}

export function fitsPolicy(document: Json): boolean {
  return oversize(document) === undefined;
}

import type { Kind } from '../model/address.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt, warningAt } from './diagnose.ts';
import { toJson, type SourceEntry, type SourceNode } from './source-tree.ts';

/**
 * Characters that IAM allows, white space not counted
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const INLINE_LIMITS: Readonly<Partial<Record<Kind, number>>> = { role: 10_240, user: 2048, group: 5120 };
const MANAGED_LIMIT = 6144;
const TRUST_DEFAULT = 2048;
const TRUST_LIMIT = 8192;

/** The size of a resource's own document: a managed policy's, or a role's trust policy. */
export function checkSize(kind: Kind, document: SourceEntry): readonly Diagnostic[] {
  const size = sizeOf(document.value);
  const limit = kind === 'managed-policy' ? MANAGED_LIMIT : TRUST_LIMIT;
  const counted = `${document.key} has ${size} characters without white space`;
  if (size > limit) {
    const hint =
      kind === 'managed-policy'
        ? 'split it into two managed policies'
        : 'shorten it: trust fewer principals, or name several in one statement';
    return [errorAt(document.keyLocation, 'policy-size', `${counted}; IAM allows ${limit}`, hint)];
  }
  if (kind !== 'role' || size <= TRUST_DEFAULT) return [];
  const message = `${counted}; IAM allows ${TRUST_DEFAULT} unless the account's quota was raised (to ${TRUST_LIMIT} at most)`;
  return [warningAt(document.keyLocation, 'policy-size', message, 'shorten it, or raise quota L-C07B4B0D')];
}

/** The size of all inline policies of a role, user or group together. */
export function checkInlineSize(
  kind: Kind,
  policies: SourceEntry,
  documents: readonly SourceEntry[],
): readonly Diagnostic[] {
  const size = documents.reduce((sum, { value }) => sum + sizeOf(value), 0);
  const limit = INLINE_LIMITS[kind] ?? Infinity;
  if (size <= limit) return [];
  const message = `the inline policies of this ${kind} have ${size} characters without white space; IAM allows ${limit} in all`;
  const hint = `move one under "managedPolicies:" and write its name under ManagedPolicyArns`;
  return [errorAt(policies.keyLocation, 'policy-size', message, hint)];
}

function sizeOf(document: SourceNode): number {
  return JSON.stringify(toJson(document)).replace(/\s/g, '').length;
}

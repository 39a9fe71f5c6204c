import type { Diagnostic } from '../model/diagnostic.ts';
import type { KindSchema } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { countedSize } from '../policy/document-size.ts';
import { errorAt, warningAt } from './diagnose.ts';
import { toJson, type SourceEntry, type SourceMap, entryOf, itemsOf } from './source-tree.ts';
import type { SourceResource } from './source-resource.ts';

/**
 * The size of a resource's own document: a managed policy's, or a role's trust policy. IAM does not count white space
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export function checkSize({ documentLimit }: KindSchema, document: SourceEntry): readonly Diagnostic[] {
  if (documentLimit === undefined) return [];
  const size = countedSize(toJson(document.value));
  const { most, shorten, quota } = documentLimit;
  const counted = `${document.key} has ${size} characters without white space`;
  if (size > most) {
    const parts = Math.ceil(size / most);
    return [errorAt(document.keyLocation, 'policy-size', `${counted}; IAM allows ${most}`, shorten(parts))];
  }
  if (quota === undefined || size <= quota.preset) return [];
  const message = `${counted}; IAM allows ${quota.preset} unless the account's quota was raised (to ${most} at most)`;
  return [
    warningAt(document.keyLocation, 'policy-size', message, `shorten it, or raise quota ${quota.code}`),
  ];
}

/** The size of all inline policies of a role, user or group together. */
export function checkInlineSize(
  { kind, inlineLimit: limit = Infinity }: KindSchema,
  policies: SourceEntry,
  documents: readonly SourceEntry[],
): readonly Diagnostic[] {
  const size = documents.reduce((sum, { value }) => sum + countedSize(toJson(value)), 0);
  if (size <= limit) return [];
  const message = `the inline policies of this ${kind} have ${size} characters without white space; IAM allows ${limit} in all`;
  const hint = `move one under "managedPolicies:" and write its name under ManagedPolicyArns`;
  return [errorAt(policies.keyLocation, 'policy-size', message, hint)];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;

/** A file is one stack. One that no stack can hold is not looked at any further. */
export function checkResourceCount(root: SourceMap): readonly Diagnostic[] {
  const lists = KIND_SPECS.flatMap(({ list }) => entryOf(root, list) ?? []);
  const count = lists.reduce((sum, { value }) => sum + itemsOf(value).length, 0);
  const [first] = lists;
  if (first === undefined || count <= MOST_RESOURCES) return [];
  const message = `the file declares ${count} resources; a stack of CloudFormation holds ${MOST_RESOURCES}`;
  const hint = 'split it: one integration is one purpose of one third party';
  return [errorAt(first.keyLocation, 'too-many-resources', message, hint)];
}

/** So many managed policies IAM attaches where no higher quota was requested. */
const DEFAULT = 10;

/** Attachments over the quota that an account has unless it was raised. */
export function checkAttachmentCount(resources: readonly SourceResource[]): readonly Diagnostic[] {
  return resources.flatMap(({ spec, node }) =>
    spec.fields.flatMap(({ property, shape }) => {
      const entry = shape === 'arns' ? entryOf(node, property) : undefined;
      const count = itemsOf(entry?.value).length;
      if (entry === undefined || count <= DEFAULT) return [];
      const quota = spec.attachmentQuota;
      const unless = quota === undefined ? '' : " unless the account's quota was raised";
      const message = `${property} has ${count} managed policies; IAM attaches ${DEFAULT} to a ${spec.kind}${unless}`;
      const hint = `join some into one policy${quota === undefined ? '' : `, or raise quota ${quota}`}`;
      return [warningAt(entry.keyLocation, 'attachment-quota', message, hint)];
    }),
  );
}

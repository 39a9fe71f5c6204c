import type { Kind } from '../model/address.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { warningAt } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf } from './source-tree.ts';

/** So many managed policies IAM attaches where no higher quota was requested. */
const DEFAULT = 10;

/** Quotas that AWS raises; that of groups is fixed (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const RAISABLE: Readonly<Partial<Record<Kind, string>>> = { role: 'L-0DA4ABF3', user: 'L-4019AD8B' };

/** Attachments over the quota that an account has unless it was raised. */
export function checkAttachmentCount(resources: readonly SourceResource[]): readonly Diagnostic[] {
  return resources.flatMap(({ spec, node }) =>
    spec.fields.flatMap(({ property, shape }) => {
      const entry = shape === 'arns' ? entryOf(node, property) : undefined;
      const count = itemsOf(entry?.value).length;
      if (entry === undefined || count <= DEFAULT) return [];
      const quota = RAISABLE[spec.kind];
      const unless = quota === undefined ? '' : " unless the account's quota was raised";
      const message = `${property} has ${count} managed policies; IAM attaches ${DEFAULT} to a ${spec.kind}${unless}`;
      const hint = `join some into one policy${quota === undefined ? '' : `, or raise quota ${quota}`}`;
      return [warningAt(entry.keyLocation, 'attachment-quota', message, hint)];
    }),
  );
}

import type { ManagedPolicyDetail } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import { decodeDocument } from '../decode-document.ts';
import type { KindReader } from '../kind.ts';
import { normaliseResource } from '../normalise.ts';
import { managedPolicySchema } from './schema.ts';

export const managedPolicyReader: KindReader = {
  // GetAccountAuthorizationDetails may leave a Description out that GetPolicy has: only there its absence says something.
  fromBulk: (rows) =>
    rows.details?.Policies.map((detail) =>
      livePolicy(detail, detail.Description === undefined ? ['Description'] : []),
    ),
  readOne: async (reader, name) => {
    const detail = await reader.managedPolicy(name);
    return detail === undefined ? undefined : livePolicy(detail, []);
  },
};

/** The default version is the policy; the others are kept by IAM for going back and grant nothing. */
function livePolicy(detail: ManagedPolicyDetail, unread: readonly string[]): LiveResource {
  const versions = detail.PolicyVersionList ?? [];
  const current = versions.find((version) => version.VersionId === detail.DefaultVersionId);
  const older = versions.length - 1;
  const olderVersions = versions
    .map((version) => version.VersionId)
    .filter((id) => id !== detail.DefaultVersionId)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return {
    resource: normaliseResource(managedPolicySchema, {
      ManagedPolicyName: detail.PolicyName,
      Path: detail.Path,
      ...(detail.Description === undefined ? {} : { Description: detail.Description }),
      ...(current === undefined ? {} : { PolicyDocument: decodeDocument(current.Document) }),
    }),
    arn: detail.Arn,
    id: detail.PolicyId,
    uncheckedProperties: current === undefined ? [...unread, 'PolicyDocument'] : unread,
    olderVersions,
    observations: older > 0 ? [{ text: `keeps ${older} older version${older === 1 ? '' : 's'}` }] : [],
  };
}

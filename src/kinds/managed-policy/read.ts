import type { ManagedPolicyDetail } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import { decodeDocument } from '../decode-document.ts';
import type { KindReader } from '../kind.ts';
import { createdOf } from '../live-properties.ts';
import { normaliseResource } from '../normalise.ts';
import { managedPolicySchema } from './schema.ts';

export const managedPolicyReader: KindReader = {
  // GetAccountAuthorizationDetails may leave a Description out that GetPolicy has: only there its absence says something.
  fromBulk: (rows) =>
    rows.GetAccountAuthorizationDetails?.Policies.map((detail) =>
      withVersions(detail, livePolicy(detail, detail.Description === undefined ? ['Description'] : [])),
    ),
  readOne: async (reader, name) => {
    const detail = await reader.managedPolicy(name);
    return detail === undefined ? undefined : livePolicy(detail, []);
  },
  head: {
    properties: ['Description', 'Path'],
    read: async (reader, { arn }) => {
      const detail = await reader.policyHead(arn);
      return detail === undefined ? undefined : livePolicy(detail, []);
    },
  },
};

/** The default version is the policy; the others are kept by IAM for going back and grant nothing. */
function livePolicy(detail: ManagedPolicyDetail, unread: readonly string[]): LiveResource {
  const versions = detail.PolicyVersionList ?? [];
  const current = versions.find((version) => version.VersionId === detail.DefaultVersionId);
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
    ...createdOf(detail.CreateDate),
    observations: [],
  };
}

/** Only the bulk call tells all of them. */
function withVersions(
  { DefaultVersionId, PolicyVersionList = [] }: ManagedPolicyDetail,
  policy: LiveResource,
): LiveResource {
  const olderVersions = PolicyVersionList.map((version) => version.VersionId)
    .filter((id) => id !== DefaultVersionId)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const older = olderVersions.length;
  const text = `keeps ${older} older version${older === 1 ? '' : 's'}`;
  return { ...policy, olderVersions, observations: older === 0 ? [] : [{ text }] };
}

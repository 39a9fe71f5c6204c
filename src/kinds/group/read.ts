import type { GroupDetail } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import type { KindReader } from '../kind.ts';
import { attachmentsOf, inlinePoliciesOf } from '../live-properties.ts';
import { normaliseResource } from '../normalise.ts';
import { groupSchema } from './schema.ts';

export const groupReader: KindReader = {
  fromBulk: (rows) => rows.GetAccountAuthorizationDetails?.GroupDetailList.map(liveGroup),
  readOne: async (reader, name) => {
    const detail = await reader.group(name);
    return detail === undefined ? undefined : liveGroup(detail);
  },
};

function liveGroup(detail: GroupDetail): LiveResource {
  return {
    resource: normaliseResource(groupSchema, {
      GroupName: detail.GroupName,
      Path: detail.Path,
      Policies: inlinePoliciesOf(detail.GroupPolicyList),
      ManagedPolicyArns: attachmentsOf(detail.AttachedManagedPolicies),
    }),
    arn: detail.Arn,
    id: detail.GroupId,
    uncheckedProperties: [],
    observations: [],
  };
}

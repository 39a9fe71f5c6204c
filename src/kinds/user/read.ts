import type { UserDetail } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import type { KindReader } from '../kind.ts';
import { attachmentsOf, boundaryOf, createdOf, inlinePoliciesOf, tagsOf } from '../live-properties.ts';
import { normaliseResource } from '../normalise.ts';
import { userSchema } from './schema.ts';

export const userReader: KindReader = {
  fromBulk: (rows) => rows.GetAccountAuthorizationDetails?.UserDetailList.map(liveUser),
  readOne: async (reader, name) => {
    const detail = await reader.user(name);
    return detail === undefined ? undefined : liveUser(detail);
  },
  head: {
    properties: ['Path', 'Tags', 'PermissionsBoundary'],
    read: async (reader, { resource }) => {
      const detail = await reader.userHead(resource.name);
      return detail === undefined ? undefined : liveUser(detail);
    },
  },
};

function liveUser(detail: UserDetail): LiveResource {
  return {
    resource: normaliseResource(userSchema, {
      UserName: detail.UserName,
      Path: detail.Path,
      Policies: inlinePoliciesOf(detail.UserPolicyList),
      ManagedPolicyArns: attachmentsOf(detail.AttachedManagedPolicies),
      Groups: detail.GroupList ?? [],
      Tags: tagsOf(detail.Tags),
      ...boundaryOf(detail.PermissionsBoundary),
    }),
    arn: detail.Arn,
    id: detail.UserId,
    uncheckedProperties: [],
    observations: [],
    ...createdOf(detail.CreateDate),
  };
}

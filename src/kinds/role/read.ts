import type { RoleDetail, RoleLastUsedRow, RoleRow } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import { decodeDocument } from '../decode-document.ts';
import type { KindReader } from '../kind.ts';
import { attachmentsOf, boundaryOf, createdOf, dayOf, inlinePoliciesOf, tagsOf } from '../live-properties.ts';
import { normaliseResource } from '../normalise.ts';
import { roleSchema } from './schema.ts';

/** Description and MaxSessionDuration stand in ListRoles only, all else in GetAccountAuthorizationDetails. */
const ROW_PROPERTIES = ['Description', 'MaxSessionDuration'];

export const roleReader: KindReader = {
  // Joined by unique id: a role deleted and made anew between the two calls must not get the other's values.
  fromBulk: ({ GetAccountAuthorizationDetails: details, ListRoles: roleRows = [] }) => {
    const byId = new Map(roleRows.map((row) => [row.RoleId, row]));
    return details?.RoleDetailList.map((detail) => liveRole(detail, byId.get(detail.RoleId)));
  },
  unmatched: ({ GetAccountAuthorizationDetails: details, ListRoles: roleRows = [] }) => {
    if (details === undefined) return [];
    const listed = new Set(roleRows.map((row) => row.RoleId));
    const detailed = new Set(details.RoleDetailList.map((detail) => detail.RoleId));
    return [
      ...details.RoleDetailList.filter((detail) => !listed.has(detail.RoleId)).map((one) => one.RoleName),
      ...roleRows.filter((row) => !detailed.has(row.RoleId)).map((row) => row.RoleName),
    ];
  },
  readOne: async (reader, name) => {
    const read = await reader.role(name);
    return read === undefined ? undefined : liveRole(read.detail, read.row);
  },
  head: {
    properties: ['Path', 'AssumeRolePolicyDocument', 'Tags', 'PermissionsBoundary', ...ROW_PROPERTIES],
    read: async (reader, { resource }) => {
      const read = await reader.roleHead(resource.name);
      return read === undefined ? undefined : liveRole(read.detail, read.row);
    },
  },
};

function liveRole(detail: RoleDetail, row: RoleRow | undefined): LiveResource {
  return {
    resource: normaliseResource(roleSchema, {
      RoleName: detail.RoleName,
      Path: detail.Path,
      AssumeRolePolicyDocument: decodeDocument(detail.AssumeRolePolicyDocument),
      Policies: inlinePoliciesOf(detail.RolePolicyList),
      ManagedPolicyArns: attachmentsOf(detail.AttachedManagedPolicies),
      Tags: tagsOf(detail.Tags),
      ...boundaryOf(detail.PermissionsBoundary),
      ...(row?.Description === undefined ? {} : { Description: row.Description }),
      ...(row?.MaxSessionDuration === undefined ? {} : { MaxSessionDuration: row.MaxSessionDuration }),
    }),
    arn: detail.Arn,
    id: detail.RoleId,
    uncheckedProperties: row === undefined ? ROW_PROPERTIES : [],
    observations: [],
    ...createdOf(detail.CreateDate),
    ...lastUsedOf(detail.RoleLastUsed),
  };
}

function lastUsedOf(row: RoleLastUsedRow | undefined): Pick<LiveResource, 'lastUsed'> {
  if (row === undefined) return {};
  const { LastUsedDate, Region } = row;
  if (LastUsedDate === undefined) return { lastUsed: { used: false } };
  const region = Region === undefined || Region === '' ? {} : { region: Region };
  return { lastUsed: { used: true, day: dayOf(LastUsedDate), ...region } };
}

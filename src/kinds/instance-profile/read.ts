import type { InstanceProfileRow } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import type { KindReader } from '../kind.ts';
import { normaliseResource } from '../normalise.ts';
import { instanceProfileSchema } from './schema.ts';

export const instanceProfileReader: KindReader = {
  fromBulk: (rows) => rows.ListInstanceProfiles?.map(liveProfile),
  readOne: async (reader, name) => {
    const row = await reader.instanceProfile(name);
    return row === undefined ? undefined : liveProfile(row);
  },
};

function liveProfile(row: InstanceProfileRow): LiveResource {
  return {
    resource: normaliseResource(instanceProfileSchema, {
      InstanceProfileName: row.InstanceProfileName,
      Path: row.Path,
      Roles: row.Roles.map((role) => role.RoleName),
    }),
    arn: row.Arn,
    id: row.InstanceProfileId,
    uncheckedProperties: [],
    observations: [],
  };
}

import type { OidcProviderRow } from '../../model/iam-reader.ts';
import type { LiveResource } from '../../model/live.ts';
import type { KindReader } from '../kind.ts';
import { tagsOf } from '../live-properties.ts';
import { normaliseResource } from '../normalise.ts';
import { oidcProviderSchema } from './schema.ts';

export const oidcProviderReader: KindReader = {
  fromBulk: (rows) => rows.ListOpenIDConnectProviders?.map(liveProvider),
  readOne: async (reader, name) => {
    const row = await reader.oidcProvider(name);
    return row === undefined ? undefined : liveProvider(row);
  },
};

/** The ARN is all that the list has of it: it is the id too, for IAM gives providers no other. */
function liveProvider({ Arn, detail }: OidcProviderRow): LiveResource {
  const { fields, arnType } = oidcProviderSchema;
  return {
    resource: normaliseResource(oidcProviderSchema, {
      Url: Arn.slice(Arn.indexOf(`:${arnType}/`) + arnType.length + 2),
      ...(detail === undefined
        ? {}
        : {
            ClientIdList: detail.ClientIDList ?? [],
            ThumbprintList: detail.ThumbprintList ?? [],
            Tags: tagsOf(detail.Tags),
          }),
    }),
    arn: Arn,
    id: Arn,
    uncheckedProperties: detail === undefined ? fields.map((field) => field.property) : [],
    observations: [],
  };
}

import type { PolicyContents, PolicyReader } from '../model/policy-reader.ts';
import type { LiveFolder } from './listing.ts';

/**
 * Managed policies out of a folder with what the `aws` CLI prints: get-account-authorization-details has the
 * documents of AWS-managed policies too, unless a filter leaves them out. What no file has is not known.
 */
export function policiesOfListings({ listings }: LiveFolder): PolicyReader {
  const policies = new Map(
    listings
      .flatMap(({ rows }) => rows.Policies ?? [])
      .flatMap(({ Arn, DefaultVersionId, PolicyVersionList = [] }): readonly [string, PolicyContents][] => {
        const current = PolicyVersionList.find((version) => version.VersionId === DefaultVersionId);
        return current === undefined
          ? []
          : [[Arn, { version: DefaultVersionId, document: current.Document }]];
      }),
  );
  return { policy: (arn) => Promise.resolve(policies.get(arn)) };
}

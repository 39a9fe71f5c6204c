import type { PolicyContents, PolicyReader } from '../model/policy-reader.ts';
import { readListings } from './read-files.ts';

/**
 * Reads managed policies out of a folder with what the `aws` CLI prints: get-account-authorization-details has the
 * documents of AWS-managed policies too, unless a filter leaves them out. What no file has is not known.
 *
 * @throws RolekeeperError `invalid-config` when a file cannot be used
 */
export async function readPolicyFiles(directory: string): Promise<PolicyReader> {
  const listings = await readListings(directory);
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

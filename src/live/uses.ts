import pLimit from 'p-limit';
import type { Kind } from '../model/address.ts';
import type { IamUseReader, Use } from '../model/iam-uses.ts';
import { uncheckedReason } from './read-singly.ts';

const QUESTIONS_AT_A_TIME = 5;

/** What hangs on a resource, or why it is unchecked. */
export type UsesRead =
  | { readonly result: 'uses'; readonly uses: readonly Use[] }
  | { readonly result: 'unchecked'; readonly reason: string };

/** Reads what hangs on each resource, in the order of the question. @throws RolekeeperError for all but a denial */
export async function readUses(
  reader: IamUseReader,
  resources: readonly { readonly kind: Kind; readonly name: string; readonly arn: string }[],
): Promise<readonly UsesRead[]> {
  const limit = pLimit(QUESTIONS_AT_A_TIME);
  return Promise.all(
    resources.map((resource) =>
      limit(async (): Promise<UsesRead> => {
        try {
          return { result: 'uses', uses: await reader.uses(resource) };
        } catch (error) {
          return { result: 'unchecked', reason: uncheckedReason(error) };
        }
      }),
    ),
  );
}

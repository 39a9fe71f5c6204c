import pLimit from 'p-limit';
import type { OwnedResource, StackOwner, StackReader } from '../model/stack-reader.ts';

const QUESTIONS_AT_A_TIME = 5;

/** A resource as CloudFormation knows it. */
export interface PhysicalResource {
  /** `AWS::IAM::Role` */
  readonly type: string;
  /** The name, or the ARN of a managed policy. */
  readonly physicalId: string;
}

export type OwnerReader = Pick<StackReader, 'owner' | 'owned' | 'stacks'>;

/**
 * The stacks that have the resources, in the account and region of the reader; undefined where none has. In the order
 * of the question. Asked in fewer calls than one for each resource where there are fewer stacks.
 *
 * @param listedFrom for so many resources the stacks are listed: a call for each hundred of them
 */
export async function readOwners(
  reader: OwnerReader,
  resources: readonly PhysicalResource[],
  listedFrom: number,
): Promise<readonly (StackOwner | undefined)[]> {
  const known = resources.length < listedFrom ? undefined : await ownersByStack(reader, resources.length);
  const limit = pLimit(QUESTIONS_AT_A_TIME);
  return Promise.all(
    resources.map((resource) => {
      const found = known?.owners.get(keyOf(resource.physicalId, resource.type));
      if (found !== undefined || known?.isWhole === true) return found;
      return limit(() => reader.owner(resource.physicalId, resource.type));
    }),
  );
}

/** What the stacks have, stack by stack; undefined where that takes as many calls as there are resources. */
async function ownersByStack(
  reader: OwnerReader,
  resources: number,
): Promise<{ readonly owners: ReadonlyMap<string, StackOwner>; readonly isWhole: boolean } | undefined> {
  const stacks = await reader.stacks('');
  if (stacks.length >= resources) return undefined;
  const limit = pLimit(QUESTIONS_AT_A_TIME);
  const owned = await Promise.all(stacks.map(({ stackId }) => limit(() => reader.owned(stackId))));
  return {
    owners: new Map(owned.flatMap((rows) => (rows ?? []).map(entryOf))),
    isWhole: owned.every((rows) => rows !== undefined),
  };
}

function entryOf({ physicalId, resourceType, ...owner }: OwnedResource): readonly [string, StackOwner] {
  return [keyOf(physicalId, resourceType), owner];
}

function keyOf(physicalId: string, type: string): string {
  return `${type} ${physicalId}`;
}

import { RolekeeperError } from '../model/failure.ts';
import type { StackReader } from '../model/stack-reader.ts';
import type { PhysicalResource } from './owners.ts';

/** CloudFormation in another region of the account. */
export interface RegionalStacks {
  readonly region: string;
  readonly stacks: Pick<StackReader, 'stacks' | 'owner'>;
  /** Aborts what is still under way there. */
  readonly close: () => void;
}

export interface OwnedElsewhere {
  readonly stackName: string;
  readonly region: string;
}

/** A resource, and the stack that it would be adopted into. */
export interface OwnedAddress extends PhysicalResource {
  readonly stackName: string;
}

/**
 * Whether stacks of the same names in other regions have the resources: IAM is global and stacks are not, so after
 * `region` was changed everything would look as if nobody owned it. In the order of the question. Regions that cannot
 * be asked are left out: nothing depends on them but this.
 */
export async function readOwnersElsewhere(
  regions: readonly RegionalStacks[],
  prefix: string,
  candidates: readonly OwnedAddress[],
): Promise<readonly (OwnedElsewhere | undefined)[]> {
  const found = await Promise.all(regions.map((regional) => askRegion(regional, prefix, candidates)));
  return candidates.map((_, index) =>
    found.map((answers) => answers[index]).find((answer) => answer !== undefined),
  );
}

async function askRegion(
  { region, stacks, close }: RegionalStacks,
  prefix: string,
  candidates: readonly OwnedAddress[],
): Promise<readonly (OwnedElsewhere | undefined)[]> {
  try {
    const names = new Set((await stacks.stacks(prefix)).map((row) => row.stackName));
    return await Promise.all(
      candidates.map(async ({ stackName, physicalId, type }) => {
        if (!names.has(stackName)) return undefined;
        const owner = await stacks.owner(physicalId, type);
        return owner === undefined ? undefined : { stackName: owner.stackName, region };
      }),
    );
  } catch (error) {
    if (error instanceof RolekeeperError) return [];
    throw error;
  } finally {
    close();
  }
}

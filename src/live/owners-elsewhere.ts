import { RolekeeperError } from '../model/failure.ts';
import { readOwners, type OwnerReader, type PhysicalResource } from './owners.ts';

/** CloudFormation in another region of the account. */
export interface RegionalStacks {
  readonly region: string;
  readonly stacks: OwnerReader;
  /** Aborts what is still under way there. */
  readonly close: () => void;
}

export interface OwnedElsewhere {
  readonly stackName: string;
  readonly region: string;
}

/**
 * Whether stacks in other regions have the resources that are to be adopted: IAM is global and stacks are not, and
 * CloudFormation checks its own region only. In the order of the question. Regions that cannot be asked are left out:
 * nothing depends on them but this.
 */
export async function readOwnersElsewhere(
  regions: readonly RegionalStacks[],
  candidates: readonly PhysicalResource[],
): Promise<readonly (OwnedElsewhere | undefined)[]> {
  const found = await Promise.all(regions.map((regional) => askRegion(regional, candidates)));
  return candidates.map((_, index) =>
    found.map((answers) => answers[index]).find((answer) => answer !== undefined),
  );
}

/** Most regions have no stack at all, which one call says of all candidates. */
const LISTED_FROM = 2;

async function askRegion(
  { region, stacks, close }: RegionalStacks,
  candidates: readonly PhysicalResource[],
): Promise<readonly (OwnedElsewhere | undefined)[]> {
  try {
    const owners = await readOwners(stacks, candidates, LISTED_FROM);
    return owners.map((owner) => owner && { stackName: owner.stackName, region });
  } catch (error) {
    if (error instanceof RolekeeperError) return [];
    throw error;
  } finally {
    close();
  }
}

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

export interface OwnersElsewhere {
  /** In the order of the question. */
  readonly owners: readonly (OwnedElsewhere | undefined)[];
  /** Regions that did not answer: nothing depends on them but this. */
  readonly unasked: readonly string[];
}

/**
 * Whether stacks in other regions have the resources that are to be adopted: IAM is global and stacks are not, and
 * CloudFormation checks its own region only.
 */
export async function readOwnersElsewhere(
  regions: readonly RegionalStacks[],
  candidates: readonly PhysicalResource[],
): Promise<OwnersElsewhere> {
  const found = await Promise.all(regions.map((regional) => askRegion(regional, candidates)));
  return {
    owners: candidates.map((_, index) =>
      found.map((answers) => answers?.[index]).find((answer) => answer !== undefined),
    ),
    unasked: regions.flatMap(({ region }, index) => (found[index] === undefined ? [region] : [])),
  };
}

/** Most regions have no stack at all, which one call says of all candidates. */
const LISTED_FROM = 2;

async function askRegion(
  { region, stacks, close }: RegionalStacks,
  candidates: readonly PhysicalResource[],
): Promise<readonly (OwnedElsewhere | undefined)[] | undefined> {
  try {
    const owners = await readOwners(stacks, candidates, LISTED_FROM);
    return owners.map((owner) => owner && { stackName: owner.stackName, region });
  } catch (error) {
    if (error instanceof RolekeeperError) return undefined;
    throw error;
  } finally {
    close();
  }
}

import type { Blocker } from '../model/assessment.ts';
import type { Neighbour } from '../model/integration.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { BlockContext } from './block-context.ts';

/** The stack that has a resource; the region where it is another one than that of the scope. */
interface Owner {
  readonly stackName: string;
  readonly region?: string;
}

/**
 * That a stack has what is to be adopted, and how it is let go of there. A stack of another folder, prefix or region may
 * be one of rolekeeper.
 */
export function sayOwner(
  { address }: PlanEntry,
  owner: Owner,
  context: Pick<BlockContext, 'name' | 'settings' | 'neighbours'>,
): Omit<Blocker, 'code'> {
  const belongs = `${address} belongs to the CloudFormation stack ${owner.stackName}`;
  return keptElsewhere(address, belongs, owner, context) ?? ofStranger(belongs, owner, context);
}

/** A stack that another folder or repository keeps with rolekeeper: it is let go of there. */
function keptElsewhere(
  address: string,
  belongs: string,
  { stackName, region }: Owner,
  { settings, neighbours }: Pick<BlockContext, 'settings' | 'neighbours'>,
): Omit<Blocker, 'code'> | undefined {
  const release = `"release: [${address}]"`;
  const neighbour = neighbourOf(stackName, region ?? settings.region, settings, neighbours);
  if (neighbour !== undefined) {
    const { directory, stackPrefix, integrations } = neighbour;
    if (integrations.includes(stackName.slice(stackPrefix.length))) {
      return {
        message: `${belongs}, which the folder ${directory} keeps`,
        hint: `two pull requests: first write ${release} in its file in ${directory}, then declare it here`,
      };
    }
    return {
      message: `${belongs}; the names of the stacks of the folder ${directory} begin like that`,
      hint: `if rolekeeper made it for that folder, release it there first, then declare it here; else ${sayTakeOver(stackName)}; ${WATCH}`,
    };
  }
  if (region !== undefined || settings.otherStackPrefixes?.some((one) => stackName.startsWith(one)) !== true)
    return undefined;
  return {
    message: `${belongs}, which another repository keeps`,
    hint: `write ${release} there first, then declare it here; ${WATCH}`,
  };
}

/** The folder whose prefix a stack has; of several, the one with the longest. None where that is the own one. */
function neighbourOf(
  stackName: string,
  region: string,
  own: BlockContext['settings'],
  neighbours: readonly Neighbour[],
): Neighbour | undefined {
  const [nearest] = neighbours
    .filter((one) => one.region === region && stackName.startsWith(one.stackPrefix))
    .toSorted((one, other) => other.stackPrefix.length - one.stackPrefix.length);
  const isOwn =
    region === own.region &&
    stackName.startsWith(own.stackPrefix) &&
    own.stackPrefix.length > (nearest?.stackPrefix.length ?? 0);
  return isOwn ? undefined : nearest;
}

const WATCH = 'or watch it here with "observe: true"';

function sayTakeOver(stackName: string): string {
  return `rolekeeper adopt --from-stack ${stackName} takes it over from there`;
}

function ofStranger(
  belongs: string,
  { stackName, region }: Owner,
  { name, settings }: Pick<BlockContext, 'name' | 'settings'>,
): Omit<Blocker, 'code'> {
  const takeOver = sayTakeOver(stackName);
  if (region !== undefined) {
    const isOwn = stackName === `${settings.stackPrefix}${name}`;
    const hint = isOwn
      ? `set "region: ${region}" again, or release everything there first`
      : `${takeOver}, in a folder for ${region}; ${WATCH}`;
    return { message: `${belongs} in ${region}`, hint: `IAM is global, stacks are not: ${hint}` };
  }
  const prefix = otherPrefix(stackName, name, settings.stackPrefix);
  const hint = `${takeOver}; ${WATCH}`;
  return {
    message: belongs,
    hint:
      prefix === undefined
        ? hint
        : `if rolekeeper made that stack, set "stackPrefix: ${prefix}" again, or release everything there first; else ${hint}`,
  };
}

/** The `stackPrefix` under which a stack would be the one of an integration; undefined when it would under none. */
function otherPrefix(stackName: string, name: string, prefix: string): string | undefined {
  const other = stackName.slice(0, stackName.length - name.length);
  return stackName.endsWith(name) && other !== '' && other !== prefix ? other : undefined;
}

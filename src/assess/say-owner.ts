import type { Blocker } from '../model/assessment.ts';
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
  const neighbour = neighbours.find(
    (one) => one.region === (region ?? settings.region) && stackName.startsWith(one.stackPrefix),
  );
  if (neighbour !== undefined) {
    return {
      message: `${belongs}, which the folder ${neighbour.directory} keeps`,
      hint: `two pull requests: first write ${release} in its file in ${neighbour.directory}, then declare it here`,
    };
  }
  if (region !== undefined || settings.otherStackPrefixes?.some((one) => stackName.startsWith(one)) !== true)
    return undefined;
  return {
    message: `${belongs}, which another repository keeps`,
    hint: `write ${release} there first, then declare it here; or watch it here with "observe: true"`,
  };
}

function ofStranger(
  belongs: string,
  { stackName, region }: Owner,
  { name, settings }: Pick<BlockContext, 'name' | 'settings'>,
): Omit<Blocker, 'code'> {
  const takeOver = `rolekeeper adopt --from-stack ${stackName} takes it over from there`;
  const watch = 'or watch it here with "observe: true"';
  if (region !== undefined) {
    const isOwn = stackName === `${settings.stackPrefix}${name}`;
    const hint = isOwn
      ? `set "region: ${region}" again, or release everything there first`
      : `${takeOver}, in a folder for ${region}; ${watch}`;
    return { message: `${belongs} in ${region}`, hint: `IAM is global, stacks are not: ${hint}` };
  }
  const prefix = otherPrefix(stackName, name, settings.stackPrefix);
  const hint = `${takeOver}; ${watch}`;
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

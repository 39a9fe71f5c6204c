import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { alertBlock, codeSpan, prose } from '../../report/escape-markdown.ts';
import { type SettledFolder, vanishedFolders } from './base-scopes.ts';
import type { ActionContext } from './context.ts';
import { type RunFailure, type RunStep, failed } from './run-outcome.ts';

/**
 * Blocks a pull request that takes the last folder away that is about some stacks: what they have would stay in the
 * account, and nothing would compare it any more. A folder that was retired and is empty by now may go.
 *
 * @param say says it where readers look for the plan of the folder
 */
export async function* sayVanished(
  base: readonly SettledFolder[],
  scopes: readonly Scope[],
  context: ActionContext,
  say: (folder: SettledFolder, failure: RunFailure) => RunStep = silent,
): RunStep {
  for (const folder of vanishedFolders(base, scopes)) {
    const left = await whatIsLeft(folder, context);
    if (left === undefined) continue;
    const { directory } = folder;
    const failure = new RolekeeperError('blocked', `the folder ${directory} is gone: ${left}`, {
      hint:
        `keep ${directory}/rolekeeper.yaml, and write "retire: delete" or "retire: release" in it; ` +
        'the folder goes in another pull request, once apply has emptied it',
    });
    const text = alertBlock('CAUTION', [`**Blocked:** ${codeSpan(directory)}: ${prose(failure.message)}`]);
    yield { results: ['blocked'], summary: [() => `${text}\n`], ...failed(failure) };
    yield* say(folder, { reason: failure.reason, message: failure.message, hint: failure.hint });
  }
}

async function* silent(): RunStep {}

/** Why a folder must not go; undefined where it was retired and no stack of it is left. */
async function whatIsLeft({ settings }: SettledFolder, { open }: ActionContext): Promise<string | undefined> {
  const { account, region, stackPrefix, retire } = settings;
  const whose = `the stacks ${stackPrefix}* of account ${account} in ${region}`;
  if (retire === undefined) return `no file is about ${whose} any more`;
  const session = await open(settings);
  const stacks = await session.stacks.stacks(stackPrefix);
  const names = stacks.map(({ stackName }) => stackName).sort();
  return names.length === 0 ? undefined : `apply has not emptied it yet: ${names.join(', ')}`;
}

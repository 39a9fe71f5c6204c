import { RolekeeperError } from '../../model/failure.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import { alertBlock, codeSpan, prose } from '../../report/escape-markdown.ts';
import type { FailedScope } from '../../report/many-scopes.ts';
import { type SettledFolder, vanishedFolders } from '../../review/base-guards.ts';
import { failedScope } from '../each-scope.ts';
import type { ActionContext } from './context.ts';
import { type RunStep, failed } from './run-outcome.ts';

/**
 * Blocks a pull request that takes the last folder away that is about some stacks: what they have would stay in the
 * account, and nothing would compare it any more. A folder that was retired and is empty by now may go.
 *
 * @returns those folders, for the comment
 */
export async function* sayVanished(
  base: readonly SettledFolder[],
  scopes: readonly Scope[],
  context: ActionContext,
): RunStep<readonly FailedScope[]> {
  const vanished: FailedScope[] = [];
  for (const folder of vanishedFolders(base, scopes)) {
    const left = await whatIsLeft(folder, context);
    if (left === undefined) continue;
    const { directory } = folder;
    const now = scopes.find((scope) => scope.directory === directory);
    const failure = new RolekeeperError('blocked', `${sayGone(folder, now)}: ${left}`, {
      hint:
        (now === undefined
          ? ''
          : `write ${sayStacksOf(folder.settings)} again; or, to give those stacks up, `) +
        `keep ${directory}/rolekeeper.yaml as it was, and write "retire: delete" or "retire: release" in it; ` +
        `${now === undefined ? 'the folder goes' : 'it is about others'} in another pull request, once apply has emptied it`,
    });
    const text = alertBlock('CAUTION', [`**Blocked:** ${codeSpan(directory)}: ${prose(failure.message)}`]);
    yield { results: ['blocked'], summary: [() => `${text}\n`], ...failed(failure) };
    vanished.push(failedScope(folder, failure));
  }
  return vanished;
}

/** The folder may be there still, and be about other stacks, as with a mistyped account. */
function sayGone({ directory, settings }: SettledFolder, now: Scope | undefined): string {
  if (now === undefined) return `the folder ${directory} is gone`;
  return `the folder ${directory} was about ${sayStacksOf(settings)}, and is about ${sayStacksOf(now.settings)} now`;
}

function sayStacksOf({ account, region, stackPrefix }: Settings): string {
  return `account ${account}, region ${region}, stackPrefix ${stackPrefix}`;
}

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

import { RolekeeperError } from '../model/failure.ts';
import type { Plan } from '../model/plan.ts';
import type { Scope } from '../model/integration.ts';

/** Whether a scope declares nothing, and says of nothing that it may go. */
export function declaresNothing({ integrations, settings }: Scope): boolean {
  const { retire, include = [] } = settings;
  const gone = [...settings.delete, ...settings.release];
  return integrations.length === 0 && retire === undefined && include.length + gone.length === 0;
}

/**
 * A scope that declares nothing is a new one, as `rolekeeper init` writes it, while the account has nothing of it. Where
 * the account has, files are missing: that never means that everything is to be deleted.
 *
 * @throws RolekeeperError `invalid-config`
 */
export function requireNew(scope: Scope, { integrations }: Pick<Plan, 'integrations'>): void {
  if (integrations.length === 0 || !declaresNothing(scope)) return;
  const names = integrations.map(({ integration }) => integration);
  const shown =
    names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  throw new RolekeeperError(
    'invalid-config',
    `${scope.directory} has no integrations, and the account has ${shown}`,
    {
      hint: 'restore the files; in rolekeeper.yaml, "delete: [name]" or "release: [name]" retires an integration, and "retire: delete" or "retire: release" the folder',
    },
  );
}

/** What a person who set a scope up does next. */
export function sayFirstStep({ directory }: Scope): string {
  return `${directory} declares nothing yet. rolekeeper init VENDOR and rolekeeper init --from-template FILE write a first file, rolekeeper adopt one for what is live. To retire the folder, write "retire: delete" or "retire: release" in rolekeeper.yaml`;
}

/** What a report says of a new scope. */
export function newScopeNote({ directory, settings }: Scope, wasRead: boolean): string {
  const account = wasRead ? `The credentials of this run read account ${settings.account}. ` : '';
  return `**Nothing is declared yet.** ${account}The first integration in \`${directory}/\` is planned here.`;
}

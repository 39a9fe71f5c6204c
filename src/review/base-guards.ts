import type { Caution, CautionWord } from '../model/caution.ts';
import { strictest } from '../model/finding.ts';
import type { Scope, Settings } from '../model/integration.ts';
import { ownRolesOf } from '../model/own-roles.ts';
import { strictestReview } from './require-review.ts';

/** A folder with settings, as a commit of the base branch has it. */
export interface SettledFolder {
  readonly directory: string;
  readonly settings: Settings;
}

/** What stands for a base branch that has no scope at all. */
const DEFAULTS: Guards = { maxDeletes: 3, requireReview: 'plan' };

/**
 * The settings that a scope of a pull request is judged by: those of the same folder for the same stacks. A folder that is
 * new there, was moved, or is about other stacks now, is judged by the strictest that the base has anywhere.
 */
export function guardsFor(scope: Scope, base: readonly SettledFolder[]): Settings {
  const same = base.find(
    ({ directory, settings }) => directory === scope.directory && keepsSameStacks(settings, scope.settings),
  );
  if (same !== undefined) return same.settings;
  const all: readonly Guards[] =
    base.length === 0 ? [DEFAULTS] : base.map(({ settings }) => guardsIn(settings));
  const { rules: _rules, ownAccounts: _own, gitHubApp: _app, ...settings } = scope.settings;
  return { ...settings, ...all.reduce(stricterOf) };
}

type Guards = Pick<Settings, 'maxDeletes' | 'requireReview' | 'rules' | 'ownAccounts' | 'gitHubApp'>;

function guardsIn({ maxDeletes, requireReview, rules, ownAccounts, gitHubApp }: Settings): Guards {
  return {
    maxDeletes,
    ...(requireReview === undefined ? {} : { requireReview }),
    ...(rules === undefined ? {} : { rules }),
    ...(ownAccounts === undefined ? {} : { ownAccounts }),
    ...(gitHubApp === undefined ? {} : { gitHubApp }),
  };
}

/** Of two, in every guard the stricter. */
function stricterOf(one: Guards, other: Guards): Guards {
  const gitHubApp = one.gitHubApp ?? other.gitHubApp;
  return {
    ...strictest(one, other),
    ...(gitHubApp === undefined ? {} : { gitHubApp }),
    maxDeletes: Math.min(one.maxDeletes, other.maxDeletes),
    requireReview: strictestReview(one.requireReview, other.requireReview),
  };
}

/** The app that writes the one comment on all folders of a repository, where the base says which. */
export function appOf(base: readonly SettledFolder[]): number | undefined {
  return base.find(({ settings }) => settings.gitHubApp !== undefined)?.settings.gitHubApp;
}

/** Whether two folders are about the same stacks: then what one has, the other watches. */
export function keepsSameStacks(one: Settings, other: Settings): boolean {
  return (
    one.account === other.account && one.region === other.region && one.stackPrefix === other.stackPrefix
  );
}

/**
 * What a reviewer must know of a folder that the base does not have for these stacks. Its own guards count for the next
 * pull request, and no file of the base says what they were.
 */
export function newFolder(scope: Scope, base: readonly SettledFolder[]): readonly Caution[] {
  const { directory, settings } = scope;
  if (base.some((folder) => folder.directory === directory && keepsSameStacks(folder.settings, settings)))
    return [];
  const { account, region, stackPrefix, maxDeletes, requireReview = 'plan' } = settings;
  const from = base.find((folder) => keepsSameStacks(folder.settings, settings));
  const said = (...words: readonly CautionWord[]): Caution => ({
    kind: 'folder',
    subject: directory,
    words: [{ text: directory }, ...words],
  });
  const judges =
    base.length === 0
      ? 'the base has no settings: the defaults judge'
      : 'the strictest settings of the base judge';
  const given = [
    ...settings.delete.map((name) => ['delete', name] as const),
    ...settings.release.map((name) => ['release', name] as const),
    ...(settings.retire === undefined ? [] : [['retire', settings.retire] as const]),
  ];
  return [
    said(...(from === undefined ? [' is new; ', judges] : [' was ', { text: from.directory }, '; ', judges])),
    said(' is about account ', { text: account }, ', region ', { text: region }, ', prefix ', {
      text: stackPrefix,
    }),
    said(' says requireReview ', { text: requireReview }, ', maxDeletes ', { text: String(maxDeletes) }),
    ...given.map(([key, name]) => said(` says ${key} `, { text: name })),
  ];
}

/** Folders of the base whose stacks no folder of the pull request is about. */
export function vanishedFolders(
  base: readonly SettledFolder[],
  scopes: readonly Scope[],
): readonly SettledFolder[] {
  return base.filter(({ settings }) => !scopes.some((scope) => keepsSameStacks(scope.settings, settings)));
}

/**
 * The scope, judged by the guards of the base branch: a pull request that loosens them must not profit from it. Of
 * each review rule the stricter level counts, so that one that the pull request tightens is not green until it is merged.
 * The account is read with the role of the base: a pull request does not choose what reads it.
 */
export function guardedBy(scope: Scope, base: Settings): Scope {
  const rules = { ...strictest(scope.settings, base), ...ownRolesOfBoth(scope.settings, base) };
  const { requireReview: _own, role: _role, ...settings } = scope.settings;
  return {
    ...scope,
    settings: {
      ...settings,
      ...rules,
      maxDeletes: base.maxDeletes,
      ...(base.requireReview === undefined ? {} : { requireReview: base.requireReview }),
      ...(base.role === undefined ? {} : { role: base.role }),
    },
  };
}

/** A pull request that takes a role off the list, or names another role of CloudFormation, gets at none of the old ones. */
function ownRolesOfBoth(
  own: Settings,
  base: Pick<Settings, 'ownRoles' | 'cloudFormationRole' | 'role'> = {},
): Pick<Settings, 'ownRoles'> {
  const [now, before] = [ownRolesOf(own), ownRolesOf(base)];
  const all = [...new Set([...now, ...before])].sort();
  return all.length === now.length ? {} : { ownRoles: all };
}

import { posix } from 'node:path';
import { type ScopeFile, parseScope } from '../../desired/parse-scope.ts';
import { parseSettings } from '../../desired/parse-settings.ts';
import type { ChangedFiles } from '../../github/changed-files.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { readRepositoryFolder } from '../../github/repository-folder.ts';
import { integrationOfFile, isSettingsFile, isYamlFile } from '../../model/desired-file.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { RULE_NAMES, type RuleSettings, levelsOf, strictest } from '../../model/finding.ts';
import type { Integration, Scope, Settings } from '../../model/integration.ts';
import { ownRolesOf } from '../../model/own-roles.ts';
import { codeSpan } from '../../report/escape-markdown.ts';

/** The folder of a scope as the base branch has it. */
export interface BaseScope {
  /** Undefined where the base branch has no such scope, or one with mistakes. */
  readonly scope: Scope | undefined;
  readonly settings: Settings | undefined;
}

/**
 * Reads the YAML of a scope in a commit, as data: nothing is checked out and nothing runs.
 *
 * @param integrations those that somebody asks about; all when undefined
 * @throws RolekeeperError `github`
 */
export async function readBaseScope(
  connection: GitHubConnection,
  commit: string,
  directory: string,
  integrations?: readonly string[],
): Promise<BaseScope> {
  const texts = await readRepositoryFolder(connection, commit, directory);
  const files = [...(texts ?? [])]
    .filter(([name]) => isYamlFile(name))
    .map(([name, text]) => ({ name, text, file: directory === '.' ? name : `${directory}/${name}` }));
  const settings = files.find(({ name }) => isSettingsFile(name));
  const parsed = settings === undefined ? undefined : parseSettings(settings.text, settings.file);
  return {
    scope: files.length === 0 ? undefined : parseScope(directory, chosen(files, integrations)).scope,
    settings: parsed === undefined || hasErrors(parsed.diagnostics) ? undefined : parsed.settings,
  };
}

/** The settings, the files that are asked about, and any other where there are none: no scope is without. */
function chosen(
  files: readonly ScopeFile[],
  integrations: readonly string[] | undefined,
): readonly ScopeFile[] {
  if (integrations === undefined) return files;
  const others = files.filter(({ name }) => !isSettingsFile(name));
  const asked = others.filter(({ name }) => integrations.includes(integrationOfFile(name)));
  return [
    ...files.filter(({ name }) => isSettingsFile(name)),
    ...(asked.length > 0 ? asked : others.slice(0, 1)),
  ];
}

/**
 * The scope, judged by the guards of the base branch: whoever loosens them must not profit in the same pull request. Of
 * each review rule the stricter level counts, so that one that the pull request tightens is not green until it is merged.
 * Where the base branch has no settings, the default levels stand for them: a new folder is no way around a rule.
 */
export function guardedBy(scope: Scope, base: Settings | undefined): Scope {
  const rules = { ...strictest(scope.settings, base ?? {}), ...ownRolesOfBoth(scope.settings, base) };
  if (base === undefined) {
    return Object.keys(rules).length === 0 ? scope : { ...scope, settings: { ...scope.settings, ...rules } };
  }
  const { requireReview: _own, ...settings } = scope.settings;
  return {
    ...scope,
    settings: {
      ...settings,
      ...rules,
      maxDeletes: base.maxDeletes,
      ...(base.requireReview === undefined ? {} : { requireReview: base.requireReview }),
    },
  };
}

/** A pull request that takes a role off the list, or names another role of CloudFormation, gets at none of the old ones. */
function ownRolesOfBoth(
  own: Settings,
  base: Pick<Settings, 'ownRoles' | 'cloudFormationRole'> = {},
): Pick<Settings, 'ownRoles'> {
  const [now, before] = [ownRolesOf(own), ownRolesOf(base)];
  const all = [...new Set([...now, ...before])].sort();
  return all.length === now.length ? {} : { ownRoles: all };
}

const SETTINGS_KEYS = [
  'account',
  'region',
  'stackPrefix',
  'cloudFormationRole',
  'maxDeletes',
  'requireReview',
  'ignoreTags',
  'ownAccounts',
  'ownRoles',
  'delete',
  'release',
] as const satisfies readonly (keyof Settings)[];

/**
 * What a pull request changes about how it, and those after it, are judged: markdown, a line each. Only of the files
 * that it touches: the base branch may have moved on in the others.
 */
export function changedGuards(scope: Scope, base: BaseScope, touched: Touched): readonly string[] {
  const settings = touched.settings ? base.settings : undefined;
  const ofSettings =
    settings === undefined
      ? []
      : SETTINGS_KEYS.filter((key) => textOf(scope.settings[key]) !== textOf(settings[key])).map(
          (key) =>
            `**Changes the settings:** ${codeSpan(key)} was ${codeSpan(textOf(settings[key]))}, becomes ` +
            `${codeSpan(textOf(scope.settings[key]))}; this pull request is judged by the base branch's guards`,
        );
  const ofRules = touched.settings ? changedLevels(scope.settings, base.settings ?? {}) : [];
  const before = new Map(base.scope?.integrations.map((integration) => [integration.name, integration]));
  const own = scope.integrations.filter(({ name }) => touched.integrations.includes(name));
  return [...ofSettings, ...ofRules, ...own.flatMap((integration) => exceptionsOf(integration, before))];
}

function changedLevels(own: RuleSettings, base: RuleSettings): readonly string[] {
  const [now, before] = [levelsOf(own), levelsOf(base)];
  return RULE_NAMES.filter((name) => now[name] !== before[name]).map(
    (name) =>
      `**Changes a rule level:** ${codeSpan(name)} was ${codeSpan(before[name])}, becomes ${codeSpan(now[name])}; ` +
      'this pull request is judged by the stricter one',
  );
}

function exceptionsOf(integration: Integration, before: ReadonlyMap<string, Integration>): readonly string[] {
  const old = before.get(integration.name);
  const name = codeSpan(integration.name);
  const observed = integration.observe && old?.observe !== true;
  const held = integration.hold.filter((hold) => !has(old?.hold, hold));
  const excepted = (integration.exceptions ?? []).filter((one) => !has(old?.exceptions, one));
  const ignored = integration.ignore.filter((ignore) => !has(old?.ignore, ignore));
  return [
    ...(observed ? [`**Stops applying:** ${name} is only observed`] : []),
    ...held.map(
      ({ address, until, reason }) =>
        `**Holds drift:** ${codeSpan(address)} in ${name} until ${codeSpan(until)}: ${codeSpan(reason)}`,
    ),
    ...ignored.map(
      ({ address, field, reason }) =>
        `**Stops comparing:** ${codeSpan(field)} of ${codeSpan(address)} in ${name}: ${codeSpan(reason)}`,
    ),
    ...excepted.map(
      ({ rule, address, reason, until }) =>
        `**Makes an exception:** ${codeSpan(rule)} for ${codeSpan(address)} in ${name}` +
        `${until === undefined ? '' : ` until ${codeSpan(until)}`}: ${codeSpan(reason)}`,
    ),
  ];
}

function has<T>(list: readonly T[] | undefined, item: T): boolean {
  return (list ?? []).some((other) => JSON.stringify(other) === JSON.stringify(item));
}

function textOf(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a pull request is about in one scope. */
export interface Touched {
  /** The settings changed, and with them every integration may; or nobody knows what changed. */
  readonly everything: boolean;
  readonly settings: boolean;
  /** The integrations whose files changed, sorted; those whose file is gone are among them. */
  readonly integrations: readonly string[];
}

/** The integrations of a scope that the changed files are about; file name = integration. */
export function touchedIn({ directory }: Pick<Scope, 'directory'>, files: ChangedFiles | undefined): Touched {
  if (files === undefined) return { everything: true, settings: true, integrations: [] };
  const names = files.paths
    .filter((path) => posix.dirname(path) === directory && isYamlFile(path))
    .map((path) => posix.basename(path));
  const settings = names.some((name) => isSettingsFile(name));
  const integrations = names.filter((name) => !isSettingsFile(name)).map((name) => integrationOfFile(name));
  return {
    everything: settings || !files.complete,
    settings,
    integrations: [...new Set(integrations)].sort(),
  };
}

import { posix } from 'node:path';
import { integrationOfFile, isSettingsFile, isYamlFile } from '../model/desired-file.ts';
import type { Scope } from '../model/integration.ts';

/** What a pull request is about in one scope. */
export interface ChangedIntegrations {
  /** The settings changed, and with them every integration may; or what changed is unknown. */
  readonly everything: boolean;
  readonly settings: boolean;
  /** The integrations whose files changed, sorted; those whose file is gone are among them. */
  readonly integrations: readonly string[];
}

/** The integrations of a scope that the changed files are about; file name = integration. */
export function changedIn(
  { directory, integrations: declared = [] }: Pick<Scope, 'directory'> & Partial<Pick<Scope, 'integrations'>>,
  files: { readonly paths: readonly string[]; readonly complete: boolean } | undefined,
): ChangedIntegrations {
  if (files === undefined) return { everything: true, settings: true, integrations: [] };
  const names = files.paths
    .filter((path) => posix.dirname(path) === directory && isYamlFile(path))
    .map((path) => posix.basename(path));
  const settings = names.some((name) => isSettingsFile(name));
  // A file that the scope includes stands in another folder.
  const included = declared.filter(({ file }) => files.paths.includes(file)).map(({ name }) => name);
  const integrations = [
    ...names.filter((name) => !isSettingsFile(name)).map((name) => integrationOfFile(name)),
    ...included,
  ];
  return {
    everything: settings || !files.complete,
    settings,
    integrations: [...new Set(integrations)].sort(),
  };
}

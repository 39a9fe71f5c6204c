import { posix } from 'node:path';
import type { Scope } from '../../model/integration.ts';
import type { ChangedFiles } from '../../github/changed-files.ts';

/** What a pull request is about in one scope. */
export interface Touched {
  /** The settings changed, and with them every integration may; or nobody knows what changed. */
  readonly everything: boolean;
  readonly settings: boolean;
  /** The integrations whose files changed, sorted; those whose file is gone are among them. */
  readonly integrations: readonly string[];
}

const YAML = /\.ya?ml$/i;
const SETTINGS = /^rolekeeper\.ya?ml$/i;

/** The integrations of a scope that the changed files are about; file name = integration. */
export function touchedIn({ directory }: Pick<Scope, 'directory'>, files: ChangedFiles | undefined): Touched {
  if (files === undefined) return { everything: true, settings: true, integrations: [] };
  const names = files.paths
    .filter((path) => posix.dirname(path) === directory && YAML.test(path))
    .map((path) => posix.basename(path));
  const settings = names.some((name) => SETTINGS.test(name));
  const integrations = names.filter((name) => !SETTINGS.test(name)).map((name) => name.replace(YAML, ''));
  return {
    everything: settings || !files.complete,
    settings,
    integrations: [...new Set(integrations)].sort(),
  };
}

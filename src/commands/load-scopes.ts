import { posix } from 'node:path';
import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import { loadDesired, withEmptyScopes } from '../desired/load.ts';
import { suggest } from '../desired/suggest.ts';
import { renderDiagnostics } from '../report/registry.ts';
import type { Environment } from './environment.ts';
import type { CommonOptions } from './options.ts';
import { today } from './today.ts';
import { readCatalogue } from './read-catalogue.ts';
import { reviewFiles } from './review-plan.ts';

/**
 * Reads and validates the desired state. Warnings go to standard error.
 *
 * @param more.judged gets every mistake, and what the rules find in the files that load although another has a mistake
 * @param more.mayBeEmpty takes scopes without integrations
 * @throws RolekeeperError `invalid-config` after having printed every mistake
 */
export async function loadScopes(
  options: Pick<CommonOptions, 'desired' | 'only'>,
  environment: Environment,
  {
    judged,
    mayBeEmpty = false,
  }: {
    readonly judged?: (diagnostics: readonly Diagnostic[]) => Promise<void>;
    readonly mayBeEmpty?: boolean;
  } = {},
): Promise<readonly Scope[]> {
  const read = await loadDesired(
    options.desired,
    await readCatalogue(),
    environment.rehearsal,
    today(environment.clock),
  );
  const loaded = mayBeEmpty ? withEmptyScopes(read) : read;
  const { scopes } = loaded;
  const isBroken = hasErrors(loaded.diagnostics);
  const found =
    isBroken && judged !== undefined
      ? (await reviewFiles(loaded.readable, today(environment.clock), true)).diagnostics
      : [];
  const diagnostics = [...loaded.diagnostics, ...found];
  if (diagnostics.length > 0)
    environment.err(renderDiagnostics(diagnostics, 'text', { command: 'plan', color: environment.color }));
  if (isBroken) {
    await judged?.(diagnostics);
    throw invalidConfig(loaded.diagnostics, options.desired);
  }
  const unknown = (options.only ?? []).filter((name) => !scopes.some((scope) => knows(scope, name)));
  if (unknown.length > 0) {
    const known = scopes.flatMap((scope) => scope.integrations.map((integration) => integration.name));
    const meant = unknown.flatMap((name) => suggest(name, known) ?? []);
    throw new RolekeeperError('invalid-config', `no integration is called ${unknown.join(', ')}`, {
      hint:
        meant.length > 0
          ? `did you mean ${meant.join(', ')}?`
          : `${options.desired} has: ${known.join(', ')}`,
    });
  }
  return scopes.filter(
    (scope) => options.only === undefined || options.only.some((name) => knows(scope, name)),
  );
}

/** Where a file stands that the scope of a folder includes. */
export function sharedFile(directory: string, file: string): string {
  return posix.join(directory, '..', file);
}

export function invalidConfig(diagnostics: readonly Diagnostic[], directory: string): RolekeeperError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return new RolekeeperError('invalid-config', `${directory} has ${errors} error${errors === 1 ? '' : 's'}`, {
    hint: 'correct what is listed; nothing was read from AWS, and nothing was changed',
  });
}

/** The names of `--only` that are about this scope; undefined, for all, without `--only`. */
export function namesOf(scope: Scope, only: readonly string[] | undefined): readonly string[] | undefined {
  return only?.filter((name) => knows(scope, name));
}

/** By a file, or by an acknowledgement that the file is gone. */
function knows({ integrations, settings }: Scope, name: string): boolean {
  return (
    integrations.some((integration) => integration.name === name) ||
    [...settings.delete, ...settings.release].includes(name)
  );
}

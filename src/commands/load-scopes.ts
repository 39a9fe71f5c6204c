import { posix } from 'node:path';
import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import { withEmptyScopes } from '../desired/load-result.ts';
import { suggest } from '../desired/suggest.ts';
import { count } from '../report/say-totals.ts';
import type { Environment } from './environment.ts';
import { beginLoading, type Loading } from './load-files.ts';
import type { CommonOptions } from './options.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import type { OpenSession } from './session.ts';
import { whileWorking } from './show-work.ts';
import { today } from './today.ts';
import { withSessions } from './with-sessions.ts';
import { errLayoutFor } from './write-report.ts';
import { reviewFiles } from './review-plan.ts';

/**
 * Reads and validates the desired state. Warnings go to standard error.
 *
 * @param more.open when given, a name of `--only` may also be that of a stack whose file is gone
 * @param more.judged gets every mistake, and what the rules find in the files that load although another has a mistake
 * @param more.mayBeEmpty takes scopes without integrations
 * @param more.loading the files, where they are being read already
 * @throws RolekeeperError `invalid-config` after having printed every mistake
 */
export async function loadScopes(
  options: Pick<CommonOptions, 'desired' | 'only'>,
  environment: Environment,
  {
    open,
    judged,
    mayBeEmpty = false,
    loading,
  }: {
    readonly open?: OpenSession | undefined;
    readonly judged?: (diagnostics: readonly Diagnostic[]) => Promise<void>;
    readonly mayBeEmpty?: boolean;
    readonly loading?: Loading | undefined;
  } = {},
): Promise<readonly Scope[]> {
  const { only } = options;
  const read = await whileWorking(environment, ({ counting }) => {
    const { hear, result } = loading ?? beginLoading(options, environment);
    hear({ onFile: counting(sayFilesChecked) });
    return result;
  });
  const loaded = mayBeEmpty ? withEmptyScopes(read) : read;
  const { scopes } = loaded;
  const isBroken = hasErrors(loaded.diagnostics);
  const found =
    isBroken && judged !== undefined
      ? (await reviewFiles(loaded.reviewable, today(environment.clock), { partial: true })).diagnostics
      : [];
  const diagnostics = [...loaded.diagnostics, ...found];
  await printDiagnostics(diagnostics, errLayoutFor(environment), environment);
  if (isBroken) {
    await judged?.(diagnostics);
    throw invalidConfig(loaded.diagnostics, options.desired);
  }
  if (only === undefined) return scopes;
  const undeclared = only.filter((name) => !scopes.some((scope) => knows(scope, name)));
  const { gone, unread } = open === undefined ? NOT_ASKED : await stacksOf(undeclared, scopes, open);
  const unknown = undeclared.filter((name) => ![...gone.values()].some((names) => names.includes(name)));
  const [first] = unread;
  if (unknown.length > 0) {
    const known = scopes.flatMap(({ integrations }) => integrations.map(({ name }) => name));
    const meant = unknown.flatMap((name) => suggest(name, known) ?? []);
    throw first === undefined || meant.length > 0
      ? unknownNames(unknown, { known, meant }, options.desired)
      : unreadStacks(unknown, first);
  }
  return scopes.filter((scope) => gone.has(scope) || only.some((name) => knows(scope, name)));
}

/** What was found of names that no file knows. */
interface AskedStacks {
  /** Those that are names of stacks, by scope. */
  readonly gone: ReadonlyMap<Scope, readonly string[]>;
  /** Scopes whose stacks could not be read, and why. */
  readonly unread: readonly { readonly scope: Scope; readonly error: RolekeeperError }[];
}

const NOT_ASKED: AskedStacks = { gone: new Map(), unread: [] };

async function stacksOf(
  names: readonly string[],
  scopes: readonly Scope[],
  open: OpenSession,
): Promise<AskedStacks> {
  const gone = new Map<Scope, readonly string[]>();
  const unread: AskedStacks['unread'][number][] = [];
  for (const scope of names.length === 0 ? [] : scopes) {
    try {
      const stacks = await stackNamesOf(scope, open);
      const own = names.filter((name) => stacks.has(scope.settings.stackPrefix + name));
      if (own.length > 0) gone.set(scope, own);
    } catch (error) {
      // Without credentials nothing is asked; then the name is most likely mistyped.
      if (!(error instanceof RolekeeperError)) throw error;
      if (error.reason !== 'no-credentials') unread.push({ scope, error });
    }
  }
  return { gone, unread };
}

async function stackNamesOf({ settings }: Scope, open: OpenSession): Promise<ReadonlySet<string>> {
  return withSessions(open, async (opening) => {
    const { stacks } = await opening(settings);
    return new Set((await stacks.stacks(settings.stackPrefix)).map(({ stackName }) => stackName));
  });
}

/** A name that no file knows may be that of a stack which could not be read. */
function unreadStacks(
  names: readonly string[],
  { scope, error }: AskedStacks['unread'][number],
): RolekeeperError {
  return new RolekeeperError(
    error.reason,
    `no file declares ${names.join(', ')}, and the stacks of ${scope.directory} could not be read: ${error.message}`,
    { cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) },
  );
}

function unknownNames(
  unknown: readonly string[],
  { known, meant }: { readonly known: readonly string[]; readonly meant: readonly string[] },
  desired: string,
): RolekeeperError {
  const apart = unknown.flatMap((name) => name.split(/[\s,]+/).filter((part) => part !== ''));
  const hint =
    apart.length > unknown.length
      ? `separate the names with spaces: --only ${apart.join(' ')}`
      : meant.length > 0
        ? `did you mean ${meant.join(', ')}?`
        : `${desired} has: ${known.join(', ')}`;
  return new RolekeeperError('invalid-config', `no integration is called ${unknown.join(', ')}`, { hint });
}

/** Where a file stands that the scope of a folder includes. */
function sharedFile(directory: string, file: string): string {
  return posix.join(directory, '..', file);
}

/** The folder of a scope, with what it gives to each file that it includes. */
export function includedBy({ directory, settings }: Pick<Scope, 'directory' | 'settings'>) {
  const given = (settings.include ?? []).map(
    ({ file, parameters }) => [sharedFile(directory, file), parameters] as const,
  );
  return { directory, parameters: new Map(given) };
}

export function sayFilesChecked(files: number): string {
  return `${count(files, 'file')} checked`;
}

export function invalidConfig(diagnostics: readonly Diagnostic[], directory: string): RolekeeperError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return new RolekeeperError('invalid-config', `${directory} has ${count(errors, 'mistake')}`, {
    hint: 'correct what is listed; nothing was changed',
  });
}

/**
 * The names of `--only` that are about this scope; undefined, for all, without `--only`. A name that no file knows is
 * that of a stack, and may be of any scope.
 */
export function namesOf(
  scope: Scope,
  only: readonly string[] | undefined,
  scopes: readonly Scope[],
): readonly string[] | undefined {
  return only?.filter((name) => knows(scope, name) || !scopes.some((other) => knows(other, name)));
}

/** By a file, or by an acknowledgement that the file is gone. */
function knows({ integrations, settings }: Scope, name: string): boolean {
  return (
    integrations.some((integration) => integration.name === name) ||
    [...settings.delete, ...settings.release].includes(name)
  );
}

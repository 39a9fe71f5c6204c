import { posix } from 'node:path';
import { includedPaths, parseScope, type ScopeFile, type SharedFiles } from '../desired/parse-scope.ts';
import { asOf } from '../desired/suspend.ts';
import { stackOriginOf, type DeclaredThen } from '../assess/stack-origin.ts';
import type { AppliedStack, StackOrigin } from '../model/applied.ts';
import type { AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { integrationOfFile, isSettingsFile } from '../model/desired-file.ts';
import type { Scope } from '../model/integration.ts';
import { isChange } from '../model/plan.ts';
import { policyContextOf } from '../plan/input.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import type { AssessedReading } from './read-plan.ts';

/**
 * Reads what a commit declares of one scope, as far as some integrations go. The commit is what a template says, which
 * is data: it counts only where it is in the history of the branch. Undefined where templates name none.
 */
export type ReadDeclared = (
  commit: string | undefined,
  integrations: readonly string[],
) => Promise<DeclaredThen>;

export const NAMES_NO_COMMIT = 'the stack names no commit that it was applied from';

/**
 * The plan, with a word on every stack that differs from its file: whether it is what the commit declares that it was
 * applied from. A stack that is as the file says has nothing that an edit could have put there.
 *
 * @param base what the base branch declares, where it was read already: a stack that is so needs no other commit
 */
export async function withStackOrigins(
  { assessed, input }: AssessedReading,
  readDeclared: ReadDeclared,
  base?: Scope,
): Promise<AssessedPlan> {
  const context = policyContextOf(input);
  const isAsBase = (stack: AppliedStack): boolean =>
    base !== undefined && originOf(stack, { known: true, scope: base }, context).origin === 'as-declared';
  const waiting = assessed.integrations.filter(isWaiting).map(({ integration }) => integration);
  const stacks = input.applied.known
    ? input.applied.stacks.filter(
        (stack) =>
          stack.ownership.owner === 'ours' && waiting.includes(stack.integration) && !isAsBase(stack),
      )
    : [];
  const then = await readEach(stacks, readDeclared);
  const origins = new Map(
    stacks.map((stack) => {
      const declared = then.get(stack.audit?.commit) ?? { known: false, why: NAMES_NO_COMMIT };
      return [stack.integration, originOf(stack, declared, context)] as const;
    }),
  );
  return {
    ...assessed,
    integrations: assessed.integrations.map((one): AssessedIntegration => {
      const stackOrigin = origins.get(one.integration);
      return stackOrigin === undefined ? one : { ...one, stackOrigin };
    }),
  };
}

/** By what the file declared on the day of the last update of the stack: an `expires` may have come before it, or after. */
function originOf(stack: AppliedStack, then: DeclaredThen, context: PolicyContext): StackOrigin {
  const day = stack.lastUpdated.slice(0, 10);
  const origin = stackOriginOf(stack, declaredOn(then, day), context);
  // An apply may have begun the day before; and a rollback is an update that brings an earlier state back.
  const mayBeOlder =
    stack.status.includes('ROLLBACK') ||
    (then.known &&
      then.scope.integrations.some(({ name, expires }) => name === stack.integration && expires === day));
  return origin.origin === 'edited' && mayBeOlder ? stackOriginOf(stack, then, context) : origin;
}

function declaredOn(then: DeclaredThen, day: string): DeclaredThen {
  if (!then.known) return then;
  const { scope } = then;
  return { ...then, scope: { ...scope, integrations: scope.integrations.map((one) => asOf(one, day)) } };
}

/** The file and the stack differ. */
function isWaiting({ entries, observed }: AssessedIntegration): boolean {
  return !observed && entries.some(isChange);
}

/** Each commit once. */
async function readEach(
  stacks: readonly AppliedStack[],
  readDeclared: ReadDeclared,
): Promise<ReadonlyMap<string | undefined, DeclaredThen>> {
  const commits = [...new Set(stacks.map(({ audit }) => audit?.commit))].sort((a = '', b = '') =>
    a < b ? -1 : 1,
  );
  const found = new Map<string | undefined, DeclaredThen>();
  for (const commit of commits) {
    const own = stacks
      .filter((stack) => stack.audit?.commit === commit)
      .map(({ integration }) => integration);
    found.set(commit, await readDeclared(commit, own));
  }
  return found;
}

/** Whether a file of a scope's folder says what some integrations declare. */
export function isAbout(name: string, integrations: readonly string[]): boolean {
  return isSettingsFile(name) || integrations.includes(integrationOfFile(name));
}

/** The paths of the files that a scope's settings include and that are about some integrations. */
export function includedAbout(
  directory: string,
  files: readonly ScopeFile[],
  integrations: readonly string[],
): readonly string[] {
  return includedPaths(directory, files, true).filter((path) => isAbout(posix.basename(path), integrations));
}

/** What a commit has of one scope, as far as some integrations go. */
export interface CommittedFiles {
  readonly commit: string;
  readonly integrations: readonly string[];
  /** Of the scope's folder. */
  readonly files: readonly ScopeFile[];
  /** Those of {@link includedAbout}. */
  readonly shared: SharedFiles;
}

/** What files of a commit declare; of one with mistakes, as the rules are by now, that is not known. */
export function declaredBy(
  directory: string,
  { commit, integrations, files, shared }: CommittedFiles,
): DeclaredThen {
  const short = commit.slice(0, 7);
  if (!files.some(({ name }) => isSettingsFile(name))) {
    return { known: false, why: `the commit ${short} that it names has no settings in ${directory}` };
  }
  const { readable } = parseScope(directory, files, undefined, true, undefined, shared);
  const declared = readable?.integrations ?? [];
  const own = files.filter(({ name }) => !isSettingsFile(name)).map(({ file }) => file);
  const unreadable = [...own, ...includedAbout(directory, files, integrations)].find(
    (file) => !declared.some(({ name }) => name === integrationOfFile(posix.basename(file))),
  );
  return readable === undefined || unreadable !== undefined
    ? {
        known: false,
        why: `${unreadable ?? directory} has mistakes in the commit ${short} that it names`,
      }
    : { known: true, scope: readable };
}

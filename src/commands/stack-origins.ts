import { posix } from 'node:path';
import { includedPaths, parseScope, type ScopeFile, type SharedFiles } from '../desired/parse-scope.ts';
import { asOf } from '../desired/suspend.ts';
import { stackOriginOf, type DeclaredThen } from '../assess/stack-origin.ts';
import { type AppliedStack, hasApplied, type StackOrigin } from '../model/applied.ts';
import type { AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { integrationOfFile, isSettingsFile } from '../model/desired-file.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import { isChange } from '../model/plan.ts';
import type { StackReader } from '../model/stack-reader.ts';
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
 * @param reader asked when a stack became as it is, where its last update was rolled back
 * @param base what the base branch declares, where it was read already: a stack that is so needs no other commit
 */
export async function withStackOrigins(
  { assessed, input }: AssessedReading,
  reader: Pick<StackReader, 'events'>,
  readDeclared: ReadDeclared,
  base?: Scope,
): Promise<AssessedPlan> {
  const { applied } = input;
  if (!applied.known) return assessed;
  const context = policyContextOf(input);
  const waiting = assessed.integrations.filter(isWaiting).map(({ integration }) => integration);
  const stacks = applied.stacks.filter((stack) => waiting.includes(stack.integration) && hasApplied(stack));
  const times = await readTimes(stacks.filter(isRolledBack), reader);
  const madeAt = (stack: AppliedStack) =>
    isRolledBack(stack) ? times.get(stack.stackId) : stack.lastUpdated;
  const originBy = (stack: AppliedStack, then: DeclaredThen) => originOf(stack, then, context, madeAt(stack));
  const isAsBase = (stack: AppliedStack): boolean =>
    base !== undefined && originBy(stack, { known: true, scope: base }).origin === 'as-declared';
  const own = stacks.filter((stack) => stack.ownership.owner === 'ours' && !isAsBase(stack));
  const then = await readEach(own, readDeclared);
  const origins = new Map<string, StackOrigin>(
    own.map((stack) => {
      const declared = then.get(stack.audit?.commit) ?? { known: false, why: NAMES_NO_COMMIT };
      return [stack.integration, originBy(stack, declared)] as const;
    }),
  );
  for (const name of waiting)
    if (!stacks.some(({ integration }) => integration === name)) origins.set(name, { origin: 'nothing' });
  return {
    ...assessed,
    integrations: assessed.integrations.map((one): AssessedIntegration => {
      const stackOrigin = origins.get(one.integration);
      return stackOrigin === undefined ? one : { ...one, stackOrigin };
    }),
  };
}

/** A rollback is an update that brings an earlier state back: its own time says nothing of that state. */
function isRolledBack({ status }: AppliedStack): boolean {
  return status.includes('ROLLBACK');
}

/** The events that end an operation which a stack keeps the outcome of. */
const DONE = /^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/;

/** When stacks that were rolled back became as they are, by their ids; of the others it is not known. */
async function readTimes(
  stacks: readonly AppliedStack[],
  reader: Pick<StackReader, 'events'>,
): Promise<ReadonlyMap<string, string>> {
  const times = new Map<string, string>();
  for (const { stackId } of stacks) {
    const events = await orNone(reader.events(stackId));
    const last = events.findLast(({ physicalId, status }) => physicalId === stackId && DONE.test(status));
    if (last !== undefined) times.set(stackId, last.time);
  }
  return times;
}

/** Without the permission to read events only a time is not known. */
async function orNone<T>(read: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof RolekeeperError) return [];
    throw error;
  }
}

/** By what the file declared on the day of the last update of the stack: an `expires` may have come before it, or after. */
function originOf(
  stack: AppliedStack,
  then: DeclaredThen,
  context: PolicyContext,
  madeAt: string | undefined,
): StackOrigin {
  const day = (madeAt ?? stack.lastUpdated).slice(0, 10);
  const origin = stackOriginOf(stack, declaredOn(then, day), context, madeAt);
  // An apply may have begun the day before.
  const mayBeOlder =
    madeAt === undefined ||
    (then.known &&
      then.scope.integrations.some(({ name, expires }) => name === stack.integration && expires === day));
  return origin.origin === 'edited' && mayBeOlder ? stackOriginOf(stack, then, context, madeAt) : origin;
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
  const { readable } = parseScope({ directory, files, shared, rehearsal: true });
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

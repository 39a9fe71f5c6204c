import type { Applied, AppliedStack } from '../model/applied.ts';
import type { Settings } from '../model/integration.ts';
import type { StackReader, StackRow } from '../model/stack-reader.ts';
import { appliedIn, rowsOf, type ParseApplied } from './read-stacks.ts';
import { hasMoved, operationsSince } from './stack-operations.ts';

/** What stacks were last seen to have applied, while a run changes them. */
export interface AppliedMemory {
  /**
   * What the stacks of some integrations have applied now. A template is read only where another operation than those of
   * this run has changed the stack since it was known.
   *
   * @param anew asks for the status of each of them; else only of those that were changed since it was read
   */
  readonly read: (integrations: readonly string[], anew: boolean) => Promise<Applied>;
  /** Of a stack as it was last seen; undefined when it is not known. */
  readonly last: (stackName: string) => AppliedStack | undefined;
  /** Takes note of a row that was read past this memory. */
  readonly see: (row: StackRow) => void;
  /** This run begins to change a stack. @param template what it will have; undefined when it is deleted */
  readonly change: (stackName: string, template: string | undefined) => void;
}

/** Begins with what a plan was made from. */
export function appliedMemory(
  reader: StackReader,
  { stackPrefix }: Pick<Settings, 'stackPrefix'>,
  parse: ParseApplied,
  first: Applied,
): AppliedMemory {
  const known = new Map((first.known ? first.stacks : []).map((stack) => [stack.stackName, stack]));
  /** Rows that were read since the last change of their stack; undefined for one that does not exist. */
  const current = new Map<string, StackRow | undefined>();
  const sent = new Map<string, { readonly template: string; readonly before: AppliedStack | undefined }>();

  const knownOf = (row: StackRow): AppliedStack | undefined => {
    const last = known.get(row.stackName);
    if (last !== undefined && isUnmoved(row, last)) return last;
    const own = sent.get(row.stackName);
    if (own === undefined || !isOneOperationAfter(row, own.before)) return undefined;
    return parse(row, own.template, stackPrefix);
  };
  const currentOf = async (integrations: readonly string[]): Promise<readonly StackRow[]> => {
    const asked = integrations.filter((name) => !current.has(stackPrefix + name));
    const read = asked.length === 0 ? [] : await rowsOf(reader, stackPrefix, asked);
    const byName = new Map(read.map((row) => [row.stackName, row]));
    for (const name of asked) current.set(stackPrefix + name, byName.get(stackPrefix + name));
    return integrations.flatMap((name) => current.get(stackPrefix + name) ?? []);
  };
  return {
    last: (stackName) => known.get(stackName),
    read: async (integrations, anew) => {
      const names = integrations.map((name) => stackPrefix + name);
      if (anew) for (const name of names) current.delete(name);
      const rows = await currentOf(integrations);
      const applied = await appliedIn(rows, reader, { stackPrefix }, parse, knownOf);
      for (const name of names) known.delete(name);
      for (const stack of applied.known ? applied.stacks : []) known.set(stack.stackName, stack);
      return applied;
    },
    see: (row) => {
      if (!row.status.endsWith('_IN_PROGRESS') && row.status !== 'DELETE_COMPLETE') {
        current.set(row.stackName, row);
      }
    },
    change: (stackName, template) => {
      if (template === undefined) sent.delete(stackName);
      else sent.set(stackName, { template, before: known.get(stackName) });
      known.delete(stackName);
      current.delete(stackName);
    },
  };
}

/** No operation has changed the stack since. Where CloudFormation does not list operations nothing is certain. */
function isUnmoved(row: StackRow, last: AppliedStack): boolean {
  return (row.operations ?? []).length > 0 && last.operations !== undefined && !hasMoved(last, row);
}

/**
 * The operation that this run began is the only one since: no other one came in between or after it, and it was not
 * rolled back. One that was known before is still listed, so that none can have dropped out between the two.
 */
function isOneOperationAfter(row: StackRow, before: AppliedStack | undefined): boolean {
  const { operations = [] } = row;
  const known = before === undefined ? [] : before.operations;
  if (known === undefined || operationsSince({ operations: known }, row).length !== 1) return false;
  return operations.some((id) => known.includes(id)) || known.length === 0;
}

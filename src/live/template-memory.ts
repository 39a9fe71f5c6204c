import type { StackReader, StackRow } from '../model/stack-reader.ts';

/** What a read of a few stacks needs. */
export type AppliedReader = Pick<StackReader, 'stacks' | 'template' | 'logicalIds'>;

export interface TemplateMemory {
  /** A reader of these stacks, which asks for a template only when the stack has changed since it was read. */
  readonly readerOf: (stackNames: readonly string[]) => AppliedReader;
  /** Has the template of a stack, or of all, read again: DescribeStacks may lag behind a change of our own. */
  readonly forget: (stackName: string | undefined) => void;
}

/**
 * Remembers the templates of stacks that are read again and again. GetTemplate is asked when DescribeStacks says another
 * status or LastUpdatedTime than it did when the template was read.
 */
export function templateMemory(reader: StackReader): TemplateMemory {
  const rows = new Map<string, StackRow>();
  const templates = new Map<string, { readonly of: StackRow; readonly text: string | undefined }>();
  const stacks = async (prefix: string, stackNames: readonly string[]): Promise<readonly StackRow[]> => {
    const [name] = stackNames;
    const single = name !== undefined && stackNames.length === 1;
    const read = single ? [await reader.stack(name)] : await reader.stacks(prefix);
    const found = read.filter((row) => row !== undefined);
    for (const row of found) rows.set(row.stackId, row);
    return found;
  };
  return {
    readerOf: (stackNames) => ({
      stacks: (prefix) => stacks(prefix, stackNames),
      template: async (stackId) => {
        const row = rows.get(stackId);
        const known = templates.get(stackId);
        if (row !== undefined && known !== undefined && isSame(row, known.of)) return known.text;
        const text = await reader.template(stackId);
        if (row !== undefined) templates.set(stackId, { of: row, text });
        return text;
      },
      logicalIds: (stackId) => reader.logicalIds(stackId),
    }),
    forget: (stackName) => {
      for (const [stackId, { of }] of templates)
        if (stackName === undefined || of.stackName === stackName) templates.delete(stackId);
    },
  };
}

function isSame(one: StackRow, other: StackRow): boolean {
  return one.status === other.status && one.lastUpdated === other.lastUpdated;
}

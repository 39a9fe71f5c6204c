import type { Settings } from '../model/integration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { StackRow } from '../model/stack-reader.ts';

/** How the Description begins that rolekeeper gives to its stacks. */
const OURS = /^rolekeeper: integration /;

/**
 * Stacks that rolekeeper made and no folder is about any more: a folder that went, or whose account, region or prefix is
 * another one now. Their resources live on, and are not compared.
 *
 * @param rows all stacks of an account and region
 * @param known the settings of every folder for that account and region
 */
export function stacksWithoutFolder(
  rows: readonly StackRow[],
  known: readonly Settings[],
): readonly Diagnostic[] {
  const prefixes = known.flatMap(({ stackPrefix, otherStackPrefixes = [] }) => [
    stackPrefix,
    ...otherStackPrefixes,
  ]);
  return rows
    .filter(({ status, description = '' }) => status !== 'DELETE_COMPLETE' && OURS.test(description))
    .filter(({ stackName }) => !prefixes.some((prefix) => stackName.startsWith(prefix)))
    .map(({ stackName }) => stackName)
    .sort()
    .map((stackName): Diagnostic => ({
      severity: 'warning',
      code: 'stack-without-folder',
      message: `the stack ${stackName} was made by rolekeeper, and no folder is about it any more: nothing compares what it has`,
      hint:
        'bring its folder back, and retire it with "retire: delete" or "retire: release" in its rolekeeper.yaml; ' +
        'list a prefix that another repository keeps under "otherStackPrefixes:"',
    }));
}

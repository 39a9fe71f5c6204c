import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt } from './diagnose.ts';
import type { SourceMap } from './source-tree.ts';

/** Takes the top-level keys out that are planned and not built; each is an error of its own, not an unknown key. */
export function dropUnsupported(
  root: SourceMap,
  keys: readonly string[],
): { readonly root: SourceMap; readonly diagnostics: readonly Diagnostic[] } {
  return {
    root: { ...root, entries: root.entries.filter((entry) => !keys.includes(entry.key)) },
    diagnostics: root.entries
      .filter((entry) => keys.includes(entry.key))
      .map(({ key, keyLocation }) =>
        errorAt(keyLocation, 'not-supported', `"${key}" is not supported yet in this version`, 'remove it'),
      ),
  };
}

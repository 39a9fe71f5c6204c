import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import type { Scope } from '../model/integration.ts';

export interface LoadResult {
  /** Sorted by folder. A scope with errors is not in it. */
  readonly scopes: readonly Scope[];
  /** Every scope with the integrations that could be read, whatever is wrong elsewhere: to be judged, never to be planned. */
  readonly reviewable: readonly Scope[];
  /** Errors and warnings, sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The same where a scope may be without integrations: it is valid, as `rolekeeper init` leaves it, and its drift is what no
 * file declares. To apply it is a mistake all the same.
 */
export function withEmptyScopes(loaded: LoadResult): LoadResult {
  const diagnostics = loaded.diagnostics.filter(({ code }) => code !== 'empty-desired');
  return hasErrors(diagnostics) ? loaded : { ...loaded, scopes: loaded.reviewable, diagnostics };
}

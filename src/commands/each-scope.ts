import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import type { FailedScope } from '../report/many-scopes.ts';
import { maskedFailure } from './mask-failure.ts';

/** So many accounts are worked on at once: each has request limits of its own, and all share one process. */
export const MOST_AT_ONCE = 8;

/** What became of the work on one scope. */
export type ScopeEnd<Value> =
  { readonly scope: Scope; readonly value: Value } | { readonly scope: Scope; readonly error: unknown };

/**
 * Works on every scope, a few at once. One that fails leaves the others done; once the run is asked to stop, none is begun
 * any more. The ends stand in the order of the scopes.
 */
export async function eachScope<Value>(
  scopes: readonly Scope[],
  work: (scope: Scope) => Promise<Value>,
  most = MOST_AT_ONCE,
): Promise<readonly ScopeEnd<Value>[]> {
  const ends = new Map<Scope, ScopeEnd<Value>>();
  const waiting = [...scopes];
  let stopped: unknown;
  const worker = async (): Promise<void> => {
    for (let scope = waiting.shift(); scope !== undefined; scope = waiting.shift()) {
      if (stopped !== undefined) {
        ends.set(scope, { scope, error: stopped });
        continue;
      }
      try {
        ends.set(scope, { scope, value: await work(scope) });
      } catch (error) {
        if (error instanceof RolekeeperError && error.reason === 'interrupted') stopped = error;
        ends.set(scope, { scope, error: maskedFailure(error, scope) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, scopes.length) }, worker));
  return scopes.flatMap((scope) => ends.get(scope) ?? []);
}

export function valuesOf<Value>(ends: readonly ScopeEnd<Value>[]): readonly Value[] {
  return ends.flatMap((end) => ('value' in end ? [end.value] : []));
}

/** What the scopes failed for that were not done. */
export function errorsOf(ends: readonly ScopeEnd<unknown>[]): readonly unknown[] {
  return ends.flatMap((end) => ('error' in end ? [end.error] : []));
}

/** The same for reports. */
export function failedScopes(ends: readonly ScopeEnd<unknown>[]): readonly FailedScope[] {
  return ends.flatMap((end) => ('error' in end ? [failedScope(end.scope, end.error)] : []));
}

export function failedScope(
  { directory, settings }: Pick<Scope, 'directory' | 'settings'>,
  error: unknown,
): FailedScope {
  const scope = { directory, account: settings.account };
  if (!(error instanceof RolekeeperError))
    return { ...scope, reason: 'internal', message: 'this is a bug in rolekeeper' };
  const { reason, message, hint } = error;
  return { ...scope, reason, message, ...(hint === undefined ? {} : { hint }) };
}

/**
 * Why a command over several scopes fails, of those that were not done: the reason of the first. A single scope fails as it
 * always did.
 */
export function failureOfScopes(ends: readonly ScopeEnd<unknown>[]): unknown {
  const [first, ...others] = errorsOf(ends);
  if (first === undefined || ends.length === 1) return first;
  if (!(first instanceof RolekeeperError) || first.reason === 'interrupted') return first;
  const failed = failedScopes(ends).map(({ directory }) => directory);
  return new RolekeeperError(
    first.reason,
    others.length === 0
      ? `${failed.join('')}: ${first.message}`
      : `${failed.length} of ${ends.length} scopes failed: ${failed.slice(0, 10).join(', ')}${failed.length > 10 ? `, and ${failed.length - 10} more` : ''}`,
    {
      cause: first,
      hint:
        others.length === 0
          ? (first.hint ?? 'the others were done')
          : 'the top of the report gives each reason; the other scopes are done',
    },
  );
}

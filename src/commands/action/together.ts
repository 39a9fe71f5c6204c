import type { RunResult } from '../../github/outputs.ts';
import type { Scope } from '../../model/integration.ts';
import { sayFailed as sayHow } from '../../report/apply-result.ts';
import { codeSpan, prose } from '../../report/escape-markdown.ts';
import { type ScopeEnd, eachScope, failedScope } from '../each-scope.ts';
import { showReading, whileReading } from '../show-reading.ts';
import { type ActionContext, readingOf } from './context.ts';
import { type RunPart, type RunStep, failed, failuresOf, traceOf } from './run-outcome.ts';

/**
 * The same step for every scope, a few at once. One that fails leaves the others done. What each found by then comes out in
 * the order of the scopes.
 *
 * @param overview a table with a line for each scope stands above it all; none where the caller's report has one
 */
export async function* together<Value>(
  scopes: readonly Scope[],
  stepOf: (scope: Scope) => RunStep<Value>,
  context: Pick<ActionContext, 'log' | 'environment'>,
  overview: 'table' | 'none' = 'table',
): RunStep<readonly ScopeEnd<Value>[]> {
  const parts = new Map<Scope, RunPart[]>(scopes.map((scope) => [scope, []]));
  const ends = await whileReading(readingOf(context), scopes, ({ scopeDone }) =>
    eachScope(scopes, (scope) => drain(stepOf(scope), parts.get(scope) ?? []).finally(scopeDone)),
  );
  if (scopes.length > 1 && overview === 'table') yield { summary: [() => tableOf(ends, parts)] };
  for (const end of ends) {
    yield* parts.get(end.scope) ?? [];
    if ('error' in end) yield failureOf(end.scope, end.error, scopes.length, context);
  }
  return ends;
}

/** A step of which the log says how far it is. */
export async function* sayingProgress<T>(
  scopes: readonly Scope[],
  step: RunStep<T>,
  context: Pick<ActionContext, 'log' | 'environment'>,
): RunStep<T> {
  const reading = showReading(readingOf(context), scopes);
  try {
    return yield* step;
  } finally {
    reading.end();
  }
}

async function drain<Value>(step: RunStep<Value>, into: RunPart[]): Promise<Value> {
  for (;;) {
    const next = await step.next();
    if (next.done === true) return next.value;
    into.push(next.value);
  }
}

/** The scope stands before the message: the run has several. */
function failureOf(
  { directory }: Scope,
  error: unknown,
  scopes: number,
  { log }: Pick<ActionContext, 'log'>,
): RunPart {
  const trace = traceOf(error);
  if (trace !== undefined) log(trace);
  const own = failuresOf(error).map((failure) =>
    scopes === 1 ? failure : { ...failure, message: `${directory}: ${failure.message}` },
  );
  return failed(...own);
}

function tableOf(ends: readonly ScopeEnd<unknown>[], parts: ReadonlyMap<Scope, readonly RunPart[]>): string {
  const rows = ends.map((end) => {
    const { directory, settings } = end.scope;
    const said = 'error' in end ? sayFailed(end) : sayResult(parts.get(end.scope) ?? []);
    return `| ${codeSpan(directory)} | ${settings.account} | ${said} |`;
  });
  return `| Scope | Account | Result |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function sayFailed({ scope, error }: { readonly scope: Scope; readonly error: unknown }): string {
  const { reason, message } = failedScope(scope, error);
  return `**failed** (${codeSpan(reason)}): ${prose(message).replaceAll('|', '\\|').replaceAll('\n', ' ')}`;
}

function sayResult(parts: readonly RunPart[]): string {
  const results: readonly RunResult[] = parts.flatMap((part) => part.results ?? []);
  const [failure] = parts.flatMap((part) => part.failures ?? []);
  const result = worstOf(results) ?? 'no-changes';
  return failure?.reason === undefined
    ? result
    : `**${sayHow(failure)}** (${codeSpan(failure.reason)}), ${result}`;
}

/** A run over several accounts has the result that asks most of its reader. */
const WORST_FIRST: readonly RunResult[] = [
  'error',
  'blocked',
  'superseded',
  'drift',
  'applied',
  'changes',
  'no-changes',
  'skipped',
];

/** The result that asks most of a reader. */
export function worstOf(results: readonly RunResult[]): RunResult | undefined {
  return WORST_FIRST.find((result) => results.includes(result));
}

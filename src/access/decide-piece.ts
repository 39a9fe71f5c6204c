import type { ConditionLine } from '../model/statement.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';
import { candidateContexts, holds, likeliestContext } from './candidate-contexts.ts';
import type { Piece, RequestSet } from './request-set.ts';
import type { Search, Domain } from './domain.ts';
import type { StepBudget } from './step-budget.ts';

/** A request of a piece, but for its action. */
export interface Witness {
  readonly place: string;
  readonly context: RequestContext;
}

/** Whether there is a request in a piece: there is this one, there is none, or it is unknown. */
export type Content = { readonly witness: Witness } | 'none' | 'unknown';

const NO_CONTEXT: RequestContext = new Map();

/**
 * Looks for one request of a piece. Without conditions and policy variables the answer is certain; with them a request
 * is looked for among the values that the conditions name, and where none is found the answer is unknown.
 */
export function contentOf(piece: Piece, domain: Domain): Content {
  const { requests, minus } = piece;
  const variables = variablesIn(piece, domain);
  const always = minus.filter((hole) => hole.lines.length === 0);
  const sometimes = minus.filter((hole) => hole.lines.length > 0);
  if (variables.length === 0) {
    const search = domain.search(requests, always, NO_CONTEXT);
    if (search === 'none') return 'none';
    if (requests.lines.length === 0 && sometimes.length === 0) return contentOfSearch(search, NO_CONTEXT);
  }
  const searches = new Map<string, Search>();
  const others = sometimes.flatMap((hole) => hole.lines);
  const cost = costOf([...requests.lines, ...others]);
  if (!domain.budget.spend(cost)) return 'unknown';
  for (const context of contextsToTry(requests.lines, others, variables, domain.budget)) {
    if (!domain.budget.spend(cost)) return 'unknown';
    if (!linesHold(requests.lines, context)) continue;
    const active = sometimes.filter((hole) => linesHold(hole.lines, context));
    const key = active.map((hole) => sometimes.indexOf(hole)).join();
    const known = variables.length === 0 ? searches.get(key) : undefined;
    const search = known ?? domain.search(requests, [...always, ...active], context);
    searches.set(key, search);
    if (typeof search === 'object') return contentOfSearch(search, context);
  }
  return 'unknown';
}

/** The likeliest first: where it shows a request, the many combinations are not even made. */
function* contextsToTry(
  first: readonly ConditionLine[],
  others: readonly ConditionLine[],
  variables: readonly string[],
  budget: StepBudget,
): Generator<RequestContext> {
  const likeliest = likeliestContext(first, others, variables, budget);
  if (likeliest !== undefined) yield likeliest;
  yield* candidateContexts(first, others, variables, budget);
}

/** What it takes to see whether lines hold. */
function costOf(lines: readonly ConditionLine[]): number {
  return lines.reduce((sum, { values }) => sum + STEPS_OF_LINE + STEPS_OF_VALUE * values.length, 1);
}

const STEPS_OF_LINE = 10;
const STEPS_OF_VALUE = 5;

function contentOfSearch(search: Search, context: RequestContext): Content {
  return typeof search === 'object' ? { witness: { place: search.found, context } } : search;
}

/** Whether lines of canonical conditions hold in a context. */
export function linesHold(lines: readonly ConditionLine[], context: RequestContext): boolean {
  return lines.every((line) => holds(line, context));
}

function variablesIn({ requests, minus }: Piece, domain: Domain): readonly string[] {
  const patterns = [requests, ...minus].flatMap((part: RequestSet) => [...part.within, ...part.without]);
  return [...new Set(patterns.flatMap(domain.variablesOf))];
}

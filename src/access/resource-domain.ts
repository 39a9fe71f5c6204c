import { PatternCover, RESOURCE_PATTERN, type Coverage } from '../policy/cover-patterns.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';
import { splitVariables } from '../policy/policy-variable.ts';
import { searchResource } from './search-resource.ts';
import type { StepBudget } from './step-budget.ts';
import type { Place, Search, Domain } from './domain.ts';

/** The patterns of Resource. */
export function resourceDomain(budget: StepBudget): Domain {
  const cover = new PatternCover(RESOURCE_PATTERN, []);
  const coverages = new Map<string, Coverage | undefined>();
  const apart = new Map<string, boolean>();
  const covers = (wide: string, narrow: string): boolean => {
    if (wide === narrow || wide === '*') return true;
    if (!budget.spend(costOf(wide, narrow))) return false;
    if (!coverages.has(wide)) coverages.set(wide, cover.coverageOf(wide));
    return coverages.get(wide)?.(narrow) ?? false;
  };
  const areApart = (one: string, other: string): boolean => {
    if (!budget.spend(1)) return false;
    if (one === other || havePrefixesApart(one, other)) return one !== other;
    if (covers(one, other) || covers(other, one)) return false;
    const key = one < other ? `${one}\n${other}` : `${other}\n${one}`;
    const known = apart.get(key);
    if (known !== undefined) return known;
    const result = isNowhere([one, other], budget);
    apart.set(key, result);
    return result;
  };
  return {
    budget,
    covers,
    areApart,
    search: (place, others, context) => search(place, others, context, budget),
    variablesOf,
  };
}

/** A comparison mostly ends at the first characters that differ; long runs of one character can be read again and again. */
function costOf(wide: string, narrow: string): number {
  return 4 + ((wide.length * narrow.length) >> 8);
}

const NO_CONTEXT: RequestContext = new Map();

function isNowhere(within: readonly string[], budget: StepBudget): boolean {
  // A variable can have any value: what its pattern matches is not known.
  if (within.some((pattern) => variablesOf(pattern).length > 0)) return false;
  return searchResource({ within, without: [] }, [], NO_CONTEXT, budget) === 'none';
}

/** Whether two patterns are told apart by what stands before their first wildcards, or by having none. */
export function havePrefixesApart(one: string, other: string): boolean {
  const [a, b] = [plainPrefix(one), plainPrefix(other)];
  if (a === one && b === other) return true;
  return !a.startsWith(b.slice(0, a.length)) || !b.startsWith(a.slice(0, b.length));
}

/** What a pattern begins with, whatever its wildcards and variables stand for. */
export function plainPrefix(pattern: string): string {
  const wildcard = pattern.search(/[*?$]/);
  return wildcard === -1 ? pattern : pattern.slice(0, wildcard);
}

const ARN = 'arn:*:*:*:*:*';

/** A resource; where any would do, an ARN, or `*`, the resource of actions that have none. */
function search(place: Place, others: readonly Place[], context: RequestContext, budget: StepBudget): Search {
  const [only = '*', ...more] = place.within;
  const isAlone = more.length + place.without.length + others.length === 0;
  // With nothing to stay away from, wildcards may stand for nothing at all.
  if (isAlone && only !== '*' && !only.includes('$')) {
    return { found: only.replaceAll('*', '').replaceAll('?', 'x') };
  }
  if (place.within.every((pattern) => pattern === '*')) {
    for (const pattern of ['${*}', ARN]) {
      const within = [pattern];
      const result = searchResource({ within, without: place.without }, others, context, budget);
      if (typeof result === 'object') return result;
    }
  }
  return searchResource(place, others, context, budget);
}

function variablesOf(pattern: string): readonly string[] {
  if (!pattern.includes('${')) return [];
  return splitVariables(pattern).flatMap((part) => (part.kind === 'variable' ? [part.key] : []));
}

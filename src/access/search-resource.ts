import type { RequestContext } from '../policy/evaluation/request-context.ts';
import {
  advance,
  automatonOf,
  expectCodes,
  isMatched,
  start,
  type Automaton,
  type Reached,
} from './resource-automaton.ts';
import type { Place, Search } from './domain.ts';
import { StepBudget } from './step-budget.ts';

/** Far more steps than patterns that people write need. */
const MOST_STEPS = 100_000;
const COLON = 58;

/**
 * Looks for one resource that is at a place and at none of the others, by reading all patterns side by side. What a
 * wildcard stands for matters only where another pattern expects a certain character, so one more character that no
 * pattern has speaks for all the rest: `none` is a proof.
 */
export function searchResource(
  place: Place,
  others: readonly Place[],
  context: RequestContext,
  budget: StepBudget = new StepBudget(MOST_STEPS),
): Search {
  if (!budget.spend(lengthOf([place, ...others]))) return 'unknown';
  const machines = machinesOf(place, others, context);
  if (machines === undefined) return 'none';
  const spare = spareCode(machines.all);
  const seen = new Set<string>();
  let steps = 0;
  const pending: State[] = [{ reached: machines.all.map(start), text: '' }];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const { reached, text } = state;
    if (machines.accepts(reached)) return { found: text };
    const codes = codesAfter(machines, reached, spare);
    // A single way on is that of a pattern which is read to its end: it leads back to nowhere.
    if (codes.length > 1) {
      const key = reached.join(';');
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const cost = codes.length * reached.reduce((sum, positions) => sum + 1 + positions.length, 0);
    steps += cost;
    if (!budget.spend(cost) || steps > MOST_STEPS) return 'unknown';
    for (const code of codes) {
      const next = machines.all.map((machine, index) => advance(machine, reached[index] ?? [], code));
      const alive = next.slice(0, machines.wanted).every((positions) => positions.length > 0);
      if (alive) pending.push({ reached: next, text: text + String.fromCharCode(code) });
    }
  }
  return 'none';
}

function lengthOf(places: readonly Place[]): number {
  return places.reduce(
    (sum, { within, without }) => sum + within.join('').length + without.join('').length,
    0,
  );
}

interface State {
  readonly reached: readonly Reached[];
  readonly text: string;
}

interface Machines {
  /** Those of `place.within` come first. */
  readonly all: readonly Automaton[];
  readonly wanted: number;
  readonly accepts: (reached: readonly Reached[]) => boolean;
}

function machinesOf(place: Place, others: readonly Place[], context: RequestContext): Machines | undefined {
  const all: Automaton[] = [];
  const add = (patterns: readonly string[]): readonly number[] =>
    patterns.map((pattern) => {
      const automaton = automatonOf(pattern, context);
      // A pattern whose variable has no value matches nothing.
      return automaton === undefined ? -1 : all.push(automaton) - 1;
    });
  const within = add(place.within);
  if (within.includes(-1)) return undefined;
  const without = add(place.without);
  const avoided = others.map((other) => ({ within: add(other.within), without: add(other.without) }));
  return {
    all,
    wanted: within.length,
    accepts: (reached) => {
      const matched = (index: number): boolean => {
        const automaton = all[index];
        return automaton !== undefined && isMatched(automaton, reached[index] ?? []);
      };
      return (
        within.every(matched) &&
        !without.some(matched) &&
        !avoided.some((other) => other.within.every(matched) && !other.without.some(matched))
      );
    },
  };
}

/** The last is tried first: what the wanted patterns expect themselves leads to their end. */
function codesAfter(
  { all, wanted }: Machines,
  reached: readonly Reached[],
  spare: number,
): readonly number[] {
  const codes = new Set<number>();
  for (let index = 0; index < wanted; index += 1) {
    const own = new Set<number>();
    const machine = all[index];
    // Where a wanted pattern has no wildcard, nothing but what it expects goes on.
    if (machine !== undefined && !expectCodes(machine, reached[index] ?? [], own)) return [...own];
    for (const code of own) codes.add(code);
  }
  codes.add(spare).add(COLON);
  for (let index = wanted; index < all.length; index += 1) {
    const machine = all[index];
    if (machine !== undefined) expectCodes(machine, reached[index] ?? [], codes);
  }
  return [...codes].reverse();
}

function spareCode(machines: readonly Automaton[]): number {
  const isUsed = (code: number): boolean => machines.some((machine) => machine.codes.includes(code));
  const letter = SPARE_CODES.find((code) => !isUsed(code));
  if (letter !== undefined) return letter;
  let code = 0xe000;
  while (isUsed(code)) code += 1;
  return code;
}

const SPARE_CODES = Array.from('xyzqwkvjXYZQWKVJ', (character) => character.charCodeAt(0));

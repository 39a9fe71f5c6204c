import { patternSteps } from '../policy/evaluation/match-pattern.ts';
import { endsField, startOfName } from '../policy/evaluation/match-resource.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';

/** A pattern of resources as a machine that reads a resource character by character. */
export interface Automaton {
  /** A character, or ANY, or STAR. */
  readonly codes: readonly number[];
  /** Whether the wildcard at a step may stand for a colon. */
  readonly takesColon: readonly boolean[];
  /** By step: itself, and those after it that it reaches because a star may stand for nothing. */
  readonly closures: readonly Reached[];
}

/** The steps that can come next, in order; the number of steps means that the pattern is matched. */
export type Reached = readonly number[];

const ANY = -1;
const STAR = -2;
const COLON = 58;

/** The machine of a pattern; undefined when it holds a variable that the context has no value for. */
export function automatonOf(pattern: string, context: RequestContext): Automaton | undefined {
  const steps = patternSteps(pattern, { wildcards: true, context });
  if (steps === undefined) return undefined;
  const codes = steps.map((step) =>
    step.kind === 'character' ? step.character.charCodeAt(0) : step.kind === 'any' ? ANY : STAR,
  );
  const nameStart = startOfName(steps);
  return {
    codes,
    closures: closuresOf(codes),
    takesColon: steps.map((_step, at) => at >= nameStart || endsField(steps, at)),
  };
}

export function start({ closures }: Automaton): Reached {
  return closures[0] ?? NOWHERE;
}

const NOWHERE: Reached = [];

export function advance({ codes, takesColon, closures }: Automaton, reached: Reached, code: number): Reached {
  let next: Reached = NOWHERE;
  for (const at of reached) {
    const expected = codes[at];
    if (expected === undefined) continue;
    if (expected >= 0 ? expected !== code : code === COLON && takesColon[at] !== true) continue;
    next = merge(next, closures[expected === STAR ? at : at + 1] ?? NOWHERE);
  }
  return next;
}

// Both are sorted, and positions are gone through in order: what comes later mostly begins at the end.
function merge(some: Reached, more: Reached): Reached {
  const last = some.at(-1);
  const [first] = more;
  if (last === undefined) return more;
  if (first === undefined) return some;
  if (first > last) return [...some, ...more];
  const added = more.filter((at) => at > last);
  const missing = more.filter((at) => at <= last && !some.includes(at));
  if (missing.length > 0) return [...new Set([...some, ...more])].sort((a, b) => a - b);
  return added.length === 0 ? some : [...some, ...added];
}

export function isMatched(automaton: Automaton, reached: Reached): boolean {
  return reached.at(-1) === automaton.codes.length;
}

/** Adds the characters that stand next in the pattern itself; says whether a wildcard stands there too. */
export function expectCodes({ codes }: Automaton, reached: Reached, into: Set<number>): boolean {
  let wildcard = false;
  for (const at of reached) {
    const code = codes[at];
    if (code === undefined) continue;
    if (code >= 0) into.add(code);
    else wildcard = true;
  }
  return wildcard;
}

function closuresOf(codes: readonly number[]): readonly Reached[] {
  const closures: Reached[] = [[codes.length]];
  for (let at = codes.length - 1; at >= 0; at -= 1) {
    closures.unshift(codes[at] === STAR ? [at, ...(closures[0] ?? [])] : [at]);
  }
  return closures;
}

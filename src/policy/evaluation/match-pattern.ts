import type { RequestContext } from './request-context.ts';

/**
 * Matching of one text against one pattern of a policy, with the request's values in place of policy variables.
 * A pattern is a row of steps, and the set of steps that can come next is carried along the text: no pattern makes
 * this slower than its length times the text's.
 */
export type PatternStep =
  | { readonly kind: 'character'; readonly character: string; readonly fromVariable: boolean }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' };

/** How a pattern is read. */
export interface PatternReading {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** The values of policy variables; undefined where `${…}` is plain text. */
  readonly context: RequestContext | undefined;
}

/** The steps of a pattern; undefined when it holds a variable without a value, so that it matches nothing. */
export function patternSteps(pattern: string, reading: PatternReading): readonly PatternStep[] | undefined {
  const steps: PatternStep[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const close = reading.context && pattern.startsWith('${', at) ? pattern.indexOf('}', at) : -1;
    if (close !== -1) {
      const value = valueOf(pattern.slice(at + 2, close), reading.context);
      if (value === undefined) return undefined;
      for (const character of value.split(''))
        steps.push({ kind: 'character', character, fromVariable: true });
      at = close;
    } else {
      steps.push(plainStep(pattern.charAt(at), reading.wildcards));
    }
  }
  return steps;
}

function plainStep(character: string, wildcards: boolean): PatternStep {
  if (wildcards && character === '*') return { kind: 'star' };
  if (wildcards && character === '?') return { kind: 'any' };
  return { kind: 'character', character, fromVariable: false };
}

/** The value of `key`, `key, 'default'`, `*`, `?` or `$`; a key with several values has none. */
function valueOf(variable: string, context: RequestContext | undefined): string | undefined {
  if (['*', '?', '$'].includes(variable)) return variable;
  const [, key, fallback] = /^([^,]*)(?:,\s*'(.*)')?$/s.exec(variable) ?? [];
  const values = context?.get((key ?? '').toLowerCase()) ?? [];
  return values.length > 0 ? (values.length === 1 ? values[0] : undefined) : fallback;
}

const LITERALS = new Map<string, readonly string[]>();
/** Patterns whose literals are kept: those of a few policies, which are asked about again and again. */
const MOST_KEPT = 20_000;

/**
 * Whether everything that a pattern says literally, between its wildcards, stands in the text, in whatever order. A pattern
 * that fails here neither matches the text nor, where the text is a pattern, covers it; and most do. Nothing is known of
 * variables.
 */
export function hasLiterals(pattern: string, text: string): boolean {
  if (pattern.includes('$')) return true;
  let literals = LITERALS.get(pattern);
  if (literals === undefined) {
    literals = [...new Set(pattern.split(/[*?]+/))].filter((part) => part !== '');
    if (LITERALS.size >= MOST_KEPT) LITERALS.clear();
    LITERALS.set(pattern, literals);
  }
  return literals.every((literal) => text.includes(literal));
}

/** Whether the step at an index may take a character of the text. */
type Takes = (step: number, character: string) => boolean;

const ANY = -1;
const STAR = -2;

/** Whether the steps match the whole text. `takes` narrows what wildcards may stand for. */
export function matchSteps(steps: readonly PatternStep[], text: string, takes?: Takes): boolean {
  const codes = Int32Array.from(steps, codeOf);
  return takes === undefined ? matchCodes(codes, text) : matchNarrowed(codes, text, takes);
}

const CODES = new Map<string, Int32Array>();

/** Whether a pattern without variables matches the whole text. */
export function matchWildcards(pattern: string, text: string): boolean {
  let codes = CODES.get(pattern);
  if (codes === undefined) {
    codes = Int32Array.from(pattern.split(''), (character) => codeOf(plainStep(character, true)));
    if (CODES.size >= MOST_KEPT) CODES.clear();
    CODES.set(pattern, codes);
  }
  return matchCodes(codes, text);
}

/** The first place for what stands between two stars is enough, so only the last star is ever gone back to. */
function matchCodes(codes: Int32Array, text: string): boolean {
  let [at, index, star, taken] = [0, 0, -1, 0];
  while (index < text.length) {
    const code = codes[at];
    if (code === STAR) {
      star = at;
      taken = index;
      at += 1;
    } else if (code === ANY || code === text.charCodeAt(index)) {
      at += 1;
      index += 1;
    } else if (star === -1) {
      return false;
    } else {
      taken += 1;
      index = taken;
      at = star + 1;
    }
  }
  while (codes[at] === STAR) at += 1;
  return at === codes.length;
}

function matchNarrowed(codes: Int32Array, text: string, takes: Takes): boolean {
  let reached = new Uint8Array(codes.length + 1);
  let next = new Uint8Array(codes.length + 1);
  reached[0] = 1;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (!advance(codes, reached, next, character, takes)) return false;
    [reached, next] = [next, reached.fill(0)];
  }
  skipStars(codes, reached);
  return reached[codes.length] === 1;
}

function codeOf(step: PatternStep): number {
  if (step.kind === 'character') return step.character.charCodeAt(0);
  return step.kind === 'any' ? ANY : STAR;
}

/** Marks in `next` what is reached after one more character; false when that is nothing. */
function advance(
  codes: Int32Array,
  reached: Uint8Array,
  next: Uint8Array,
  character: string,
  takes: Takes,
): boolean {
  const wanted = character.charCodeAt(0);
  let alive = false;
  skipStars(codes, reached);
  for (let at = 0; at < codes.length; at += 1) {
    if (reached[at] === 0) continue;
    const code = codes[at] ?? 0;
    if (code >= 0 ? code !== wanted : !takes(at, character)) continue;
    next[code === STAR ? at : at + 1] = 1;
    alive = true;
  }
  return alive;
}

// A star may stand for nothing.
function skipStars(codes: Int32Array, reached: Uint8Array): void {
  for (let at = 0; at < codes.length; at += 1) {
    if (reached[at] === 1 && codes[at] === STAR) reached[at + 1] = 1;
  }
}

/** Longer texts are no mistyped words: a policy document may stand where a name is meant. */
const LONGEST_WORD = 128;

/** The candidate that the user most probably meant; undefined when none is near. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  return nearest(word, candidates).found;
}

/** The same, as long as its steps last. */
export type Suggesting = (word: string, candidatesOf: () => readonly string[]) => string | undefined;

/** Some dozens of mistyped actions of the largest service, in about 0.2 s; names with more mistakes are not mistyped. */
const MOST_STEPS = 10_000_000;

/** Makes suggestions for the first mistakes of a run only: each compares a name with hundreds, or with all of a file. */
export function suggesting(): Suggesting {
  let left = MOST_STEPS;
  return (word, candidatesOf) => {
    if (left <= 0) return undefined;
    const { found, steps } = nearest(word, candidatesOf());
    left -= steps;
    return found;
  };
}

interface Nearest {
  readonly found: string | undefined;
  /** What looking for it took: the candidates, and the letters that were compared. */
  readonly steps: number;
}

function nearest(word: string, candidates: readonly string[]): Nearest {
  if (word.length > LONGEST_WORD) return { found: undefined, steps: 1 };
  const limit = Math.max(1, Math.floor(word.length / 3));
  const lower = word.toLowerCase();
  let steps = 2 * candidates.length;
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    // So many letters more or less are as many insertions or deletions.
    if (Math.abs(word.length - candidate.length) > limit) continue;
    steps += word.length * candidate.length;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return { found: best?.candidate ?? containing(word, candidates), steps };
}

/** `desc` is short for `description`, and `policies` may mean `managedPolicies`. */
function containing(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 4) return undefined;
  return candidates.find((candidate) => candidate.toLowerCase().includes(word.toLowerCase()));
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (the restricted
 * Damerau-Levenshtein distance).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(previous, column) + 1,
          at(current, column - 1) + 1,
          at(previous, column - 1) + cost,
          swapped ? at(before, column - 2) + 1 : Infinity,
        ),
      );
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

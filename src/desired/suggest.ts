/** Longer texts are no mistyped words: a policy document may stand where a name is meant. */
const LONGEST_WORD = 128;

/** The candidate that the user most probably meant; undefined when none is near. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    // So many letters more or less are as many insertions or deletions.
    if (Math.abs(word.length - candidate.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? containing(word, candidates);
}

/** With more mistakes than this in a file, its names are not mistyped; each suggestion compares hundreds of names. */
const MOST_SUGGESTIONS = 100;

/** Makes suggestions for the first mistakes of a file only. */
export type Suggesting = (find: () => string | undefined) => string | undefined;

export function suggesting(): Suggesting {
  let left = MOST_SUGGESTIONS;
  return (find) => {
    left -= 1;
    return left < 0 ? undefined : find();
  };
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

const MOST_NAMES = 4;

/** `a, b, c and 3 more`. */
export function sayNames(names: readonly string[]): string {
  const [shown, rest] = [names.slice(0, MOST_NAMES), names.slice(MOST_NAMES)];
  return rest.length === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest.length} more`;
}

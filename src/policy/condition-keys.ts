/** Condition keys by prefix, without it; `*` stands for what the user chooses. */
export type KnownKeys = Readonly<Record<string, readonly string[]>>;

/** Whether a condition key is one of the known: keys are compared without regard to case. */
export function isKnownKey(known: KnownKeys, key: string): boolean {
  const end = key.indexOf(':');
  const name = key.slice(end + 1).toLowerCase();
  const { plain, chosen } = indexOf(keyNames(known, key.slice(0, end)));
  return (
    plain.has(name) ||
    chosen.some(
      ([start, tail]) =>
        name.length > start.length + tail.length && name.startsWith(start) && name.endsWith(tail),
    )
  );
}

/** The names of the keys with a prefix; none of a prefix that is not known. */
export function keyNames(known: KnownKeys, prefix: string): readonly string[] {
  return (Object.hasOwn(known, prefix.toLowerCase()) ? known[prefix.toLowerCase()] : undefined) ?? NO_NAMES;
}

const NO_NAMES: readonly string[] = [];

interface KeyIndex {
  readonly plain: ReadonlySet<string>;
  /** What stands before and after the one part that the user chooses: `ResourceTag/*` is every `ResourceTag/…`. */
  readonly chosen: readonly (readonly [start: string, tail: string])[];
}

const INDEXES = new WeakMap<readonly string[], KeyIndex>();

function indexOf(names: readonly string[]): KeyIndex {
  const known = INDEXES.get(names);
  if (known !== undefined) return known;
  const lower = names.map((name) => name.toLowerCase());
  const index = {
    plain: new Set(lower.filter((name) => !name.includes('*'))),
    chosen: lower
      .filter((name) => name.includes('*'))
      .map((name) => [name.slice(0, name.indexOf('*')), name.slice(name.indexOf('*') + 1)] as const),
  };
  INDEXES.set(names, index);
  return index;
}

/** Condition keys by prefix, without it; `*` stands for what the user chooses. */
export type KnownKeys = Readonly<Record<string, readonly string[]>>;

/** Whether a condition key is one of the known: keys are compared without regard to case. */
export function isKnownKey(known: KnownKeys, key: string): boolean {
  const end = key.indexOf(':');
  const name = key.slice(end + 1);
  return keyNames(known, key.slice(0, end)).some((one) => isNamed(one, name));
}

/** The names of the keys with a prefix; none of a prefix that is not known. */
export function keyNames(known: KnownKeys, prefix: string): readonly string[] {
  return (Object.hasOwn(known, prefix.toLowerCase()) ? known[prefix.toLowerCase()] : undefined) ?? [];
}

/** `ResourceTag/*` is every `ResourceTag/…`. */
function isNamed(known: string, name: string): boolean {
  if (!known.includes('*')) return known.toLowerCase() === name.toLowerCase();
  const parts = known.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 'i').test(name);
}

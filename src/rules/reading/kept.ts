/** A reading that several rules ask for: made once for each thing in each context, and forgotten with them. */
export function kept<Thing extends object, Context extends object, Reading>(
  read: (thing: Thing, context: Context) => Reading,
): (thing: Thing, context: Context) => Reading {
  const contexts = new WeakMap<Context, WeakMap<Thing, { readonly reading: Reading }>>();
  return (thing, context) => {
    const known = contexts.get(context) ?? new WeakMap<Thing, { readonly reading: Reading }>();
    contexts.set(context, known);
    const found = known.get(thing) ?? { reading: read(thing, context) };
    known.set(thing, found);
    return found.reading;
  };
}

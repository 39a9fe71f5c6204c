import type { ServiceActions } from './action-classes.ts';
import { canBeAsked } from './action-resources.ts';
import type { KnownAction } from './catalogue.ts';
import type { AccessChange } from './compare-access.ts';

/**
 * Changes without the actions that are never asked of the resources they are about: `s3:ListBucket` on the objects of a
 * bucket gives nothing. Of what the catalogue does not know, all stays.
 */
export function askableOnly(changes: readonly AccessChange[]): readonly AccessChange[] {
  return changes.flatMap((change): readonly AccessChange[] => {
    const { actions, piece } = change;
    const { within } = piece.requests;
    if (within.every((pattern) => pattern === '*')) return [change];
    const services = new Map(
      [...actions.services].flatMap(([service, own]) => {
        const left = askableOf(own, within);
        return left === undefined ? [] : [[service, left] as const];
      }),
    );
    if (services.size === 0 && actions.others === undefined) return [];
    return [{ ...change, actions: { ...actions, services } }];
  });
}

function askableOf(own: ServiceActions, within: readonly string[]): ServiceActions | undefined {
  const all = askableIn(own.all, within);
  if (all.length === own.all.length) return own;
  // Where nothing that is known can be asked, what is newer cannot either.
  if (all.length === 0) return undefined;
  const left = new Set(all);
  const actions = own.actions.filter((action) => left.has(action));
  return actions.length === 0 && !own.unknown ? undefined : { ...own, actions, all };
}

// The classes of one service share the list of its actions.
const ASKABLE = new WeakMap<readonly KnownAction[], Map<string, readonly KnownAction[]>>();

function askableIn(all: readonly KnownAction[], within: readonly string[]): readonly KnownAction[] {
  const byPlace = ASKABLE.get(all) ?? new Map<string, readonly KnownAction[]>();
  ASKABLE.set(all, byPlace);
  const key = within.join('\n');
  const known = byPlace.get(key);
  if (known !== undefined) return known;
  const askable = all.filter(({ formats }) => within.every((pattern) => canBeAsked(formats, pattern)));
  byPlace.set(key, askable);
  return askable;
}

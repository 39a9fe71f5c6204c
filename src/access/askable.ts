import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { parseArn } from '../model/arn.ts';
import type { ActionClass, ServiceActions } from './action-classes.ts';
import { canBeAsked } from './action-resources.ts';
import { namesOf, type KnownAction } from './catalogue.ts';
import type { AccessChange } from './compare-access.ts';

/**
 * Changes without the actions that are never asked of the resources they are about: `s3:ListBucket` on the objects of a
 * bucket gives nothing. Of what the catalogue does not know, all stays.
 */
export function askableOnly(
  changes: readonly AccessChange[],
  catalogue: ActionCatalogue,
): readonly AccessChange[] {
  return changes.flatMap((change): readonly AccessChange[] => {
    const { piece } = change;
    const { within } = piece.requests;
    if (within.every((pattern) => pattern === '*')) return [change];
    const { others, ...actions } = withoutOthers(change.actions, within, catalogue);
    const services = new Map(
      [...actions.services].flatMap(([service, own]) => {
        const left = askableOf(own, within);
        return left === undefined ? [] : [[service, left] as const];
      }),
    );
    if (services.size === 0 && others === undefined) return [];
    return [{ ...change, actions: { ...actions, others, services } }];
  });
}

/**
 * Of the services that no statement names, those that are asked of a resource stand by their names: on the objects of a
 * bucket, every action of every service is every action of s3.
 */
function withoutOthers(
  actions: ActionClass,
  within: readonly string[],
  catalogue: ActionCatalogue,
): ActionClass {
  const { others } = actions;
  if (others === undefined) return actions;
  const owners = new Set(within.flatMap((pattern) => parseArn(pattern)?.service ?? []));
  const [owner] = owners;
  // Which services are asked of a resource of no known one, or of any one, is open.
  if (owner === undefined || !Object.hasOwn(catalogue.services, owner)) return actions;
  const asking = askingOf(owner, catalogue).filter(([service]) => !others.includes(service));
  const services = new Map([...actions.services, ...asking].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...actions, others: undefined, services };
}

type Asking = readonly (readonly [string, ServiceActions])[];

const ASKING = new WeakMap<ActionCatalogue, Map<string, Asking>>();

/** The services that are asked of the resources of one: it, and those few whose actions take its ARNs, too. */
function askingOf(owner: string, catalogue: ActionCatalogue): Asking {
  const byOwner = ASKING.get(catalogue) ?? new Map<string, Asking>();
  ASKING.set(catalogue, byOwner);
  const known = byOwner.get(owner);
  if (known !== undefined) return known;
  const asking = Object.keys(catalogue.services).flatMap((service): Asking => {
    const all = namesOf(catalogue, service);
    if (service === owner) return [[service, { actions: all, unknown: true, all }]];
    const own = all.filter(({ formats = [] }) => formats.some((format) => isOf(format, owner)));
    return own.length === 0 ? [] : [[service, { actions: own, unknown: false, all }]];
  });
  byOwner.set(owner, asking);
  return asking;
}

function isOf(format: string, owner: string): boolean {
  const service = parseArn(format)?.service ?? '*';
  return service === owner || /[*$]/.test(service);
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

import type { AccessReach, Permission } from '../model/access.ts';
import type { AccessLevel } from '../model/action-catalogue.ts';
import { givesRights, notability } from '../model/notable-actions.ts';
import { splitMeanings, type Meaning } from './say-meaning.ts';

/** What a line is about, the gravest first. */
const SORTS = ['everything', 'rights', 'whole', 'write', 'read', 'future'] as const;

type Sort = (typeof SORTS)[number];

/** Permissions that are told in one line. */
export interface Bundle {
  readonly sort: Sort;
  /** What the actions mean, where one word says it. */
  readonly meaning?: Meaning;
  /** Each with the actions of this sort only. */
  readonly parts: readonly Permission[];
  /** The permissions of the delta that the parts are of. */
  readonly of: readonly Permission[];
}

/** So many services with the same reach have a line each. */
export const MOST_SERVICES_APART = 3;

/** Permissions as lines: levels and services with the same reach are one, and so are a bucket and its objects. */
export function bundlesOf(permissions: readonly Permission[]): readonly Bundle[] {
  const single = permissions.flatMap((permission) =>
    splitMeanings(permission).flatMap(({ meaning, part }): readonly Bundle[] =>
      meaning === undefined
        ? sortsOf(part).map(({ sort, part }) => ({ sort, parts: [part], of: [permission] }))
        : [{ sort: 'rights', meaning, parts: [part], of: [permission] }],
    ),
  );
  const byService = joinBy(single, (bundle) =>
    bundle.meaning === undefined && bundle.sort !== 'everything' && !isSpared(bundle)
      ? JSON.stringify([bundle.sort, bundle.parts.map((part) => [part.service, part.every, reachOf(part)])])
      : undefined,
  );
  const withFuture = joinFuture(joinBuckets(byService));
  const shared = new Map<string, number>();
  for (const bundle of withFuture) shared.set(sharedKey(bundle), (shared.get(sharedKey(bundle)) ?? 0) + 1);
  const joined = joinBy(withFuture, (bundle) =>
    bundle.meaning === undefined &&
    !isSpared(bundle) &&
    (shared.get(sharedKey(bundle)) ?? 0) > MOST_SERVICES_APART
      ? sharedKey(bundle)
      : undefined,
  );
  return [...joined].sort((a, b) => gravityOf(a) - gravityOf(b));
}

/** Bundles in at most so many lines: where there are more, those of a sort become one, and at last all of the rest. */
export function foldBundles(bundles: readonly Bundle[], most: number): readonly Bundle[] {
  if (bundles.length <= most) return bundles;
  const bySort = (sorts: readonly Sort[]) => (bundle: Bundle) =>
    sorts.includes(bundle.sort) ? bundle.sort : undefined;
  const attempts = [
    ['read', 'future'],
    ['read', 'future', 'write'],
    ['read', 'future', 'write', 'whole'],
    SORTS,
  ] as const;
  for (const sorts of attempts) {
    const joined = joinBy(bundles, bySort(sorts)).map(withoutMeaning);
    if (joined.length <= most) return joined;
  }
  const sorted = joinBy(bundles, bySort(SORTS)).map(withoutMeaning);
  const rest = sorted.slice(most - 1);
  const [first] = rest;
  if (first === undefined) return sorted;
  return [...sorted.slice(0, most - 1), joinAll(rest, first.sort)];
}

function sortsOf(part: Permission): readonly { readonly sort: Sort; readonly part: Permission }[] {
  if (part.service === '*') return [{ sort: 'everything', part }];
  if (part.every) return [{ sort: 'whole', part }];
  if (isFuture(part)) return [{ sort: 'future', part }];
  const sort = LEVEL_SORTS[part.levels[0] ?? 'Unknown'];
  if (sort === 'rights') return [{ sort, part }];
  const rights = part.actions.filter((action) => givesRights(part.service, action));
  const others = part.actions.filter((action) => !givesRights(part.service, action));
  // All of them are named, the gravest first.
  if (rights.length > 0 && part.actions.length <= MOST_NAMED_TOGETHER) return [{ sort: 'rights', part }];
  return [
    ...(rights.length === 0 ? [] : [{ sort: 'rights', part: { ...part, actions: rights } } as const]),
    ...(others.length === 0 ? [] : [{ sort, part: { ...part, actions: others } }]),
  ];
}

const MOST_NAMED_TOGETHER = 4;

const LEVEL_SORTS: Readonly<Record<AccessLevel, Sort>> = {
  'Permissions management': 'rights',
  Write: 'write',
  Tagging: 'write',
  Unknown: 'write',
  Read: 'read',
  List: 'read',
};

/** Actions that the catalogue does not know yet, without all that it knows. */
export function isFuture({ every, actions }: Permission): boolean {
  return !every && actions.length === 0;
}

function isSpared({ parts }: Bundle): boolean {
  return parts.some(({ exceptActions, exceptServices }) => exceptActions.length + exceptServices.length > 0);
}

/** Where a permission holds, without what it is of. */
export function reachOf({ on, alsoOn, notOn, when, except }: AccessReach): AccessReach {
  return { on, alsoOn, notOn, when, except };
}

function sharedKey({ sort, parts }: Bundle): string {
  return JSON.stringify([sort, ...new Set(parts.map((part) => JSON.stringify(reachOf(part))))]);
}

/** What is on everything is graver than what is on a part, and rights over identities than those over a resource. */
function gravityOf({ sort, parts }: Bundle): number {
  const gravest = Math.min(
    ...parts.flatMap(({ service, actions }) => actions.map((action) => notability(service, action))),
    MOST_GRAVITY - 1,
  );
  const isOfIdentities = parts.some(({ service }) => service === 'iam' || service === 'sts');
  const isOnEverything = parts.some(({ on, alsoOn }) => on.includes('*') && alsoOn.length === 0);
  const steps =
    SORTS.indexOf(sort) * 4 + (sort !== 'rights' || isOfIdentities ? 0 : 1) + (isOnEverything ? 0 : 2);
  return steps * MOST_GRAVITY + gravest;
}

const MOST_GRAVITY = 100_000;

/** Bundles of one key as one, in the place of the first; those without a key stay. */
function joinBy(
  bundles: readonly Bundle[],
  keyOf: (bundle: Bundle) => string | undefined,
): readonly Bundle[] {
  const groups = new Map<string, Bundle[]>();
  bundles.forEach((bundle, index) => {
    const key = keyOf(bundle) ?? `#${index}`;
    groups.set(key, [...(groups.get(key) ?? []), bundle]);
  });
  return [...groups.values()].map((group) => {
    const [first] = group;
    return first === undefined || group.length === 1 ? (first ?? EMPTY) : joinAll(group, first.sort);
  });
}

const EMPTY: Bundle = { sort: 'future', parts: [], of: [] };

function joinAll(bundles: readonly Bundle[], sort: Sort): Bundle {
  return {
    sort,
    parts: bundles.flatMap(({ parts }) => parts),
    of: [...new Set(bundles.flatMap(({ of }) => of))],
  };
}

/** Joined with others, what an action means is not said of it alone. */
function withoutMeaning(bundle: Bundle): Bundle {
  return bundle.parts.length === 1 ? bundle : { sort: bundle.sort, parts: bundle.parts, of: bundle.of };
}

const OBJECTS = '/*';

/** Of S3, what may be done to buckets and what to all of their objects: no action is asked of both. */
function joinBuckets(bundles: readonly Bundle[]): readonly Bundle[] {
  const placeOf = ({ meaning, parts }: Bundle): string | undefined => {
    const [first] = parts;
    if (first === undefined || meaning !== undefined || parts.some(({ service }) => service !== 's3'))
      return undefined;
    return first.every || first.on.includes('*')
      ? undefined
      : JSON.stringify([first.alsoOn, first.notOn, first.when, first.except]);
  };
  const bucketsOf = ({ parts }: Bundle): string =>
    (parts[0]?.on ?? [])
      .map((pattern) => (pattern.endsWith(OBJECTS) ? pattern.slice(0, -2) : pattern))
      .join();
  const isPair = (group: readonly Bundle[]): boolean => {
    const kinds = group.map(({ parts }) =>
      (parts[0]?.on ?? []).every((pattern) => pattern.endsWith(OBJECTS)),
    );
    const names = group.map(({ parts }) => new Set(parts.flatMap(({ actions }) => actions)));
    const [one, other] = names;
    return (
      group.length === 2 &&
      kinds[0] !== kinds[1] &&
      ![...(one ?? [])].some((action) => other?.has(action) === true)
    );
  };
  const keyOf = (bundle: Bundle): string | undefined => {
    const place = placeOf(bundle);
    return place === undefined ? undefined : `${bundle.sort} ${place} ${bucketsOf(bundle)}`;
  };
  const groups = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    const key = keyOf(bundle);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), bundle]);
  }
  return joinBy(bundles, (bundle) => {
    const key = keyOf(bundle);
    return key !== undefined && isPair(groups.get(key) ?? []) ? key : undefined;
  }).map((bundle) => (bundles.includes(bundle) ? bundle : onBoth(bundle)));
}

function onBoth(bundle: Bundle): Bundle {
  const on = [...new Set(bundle.parts.flatMap((part) => part.on))].sort();
  return { ...bundle, parts: bundle.parts.map((part) => ({ ...part, on })) };
}

/** What AWS may add later is told behind what there is of the same service and place. */
function joinFuture(bundles: readonly Bundle[]): readonly Bundle[] {
  const placeOf = ({ parts: [first] }: Bundle): string =>
    first === undefined ? '' : JSON.stringify([first.service, reachOf(first)]);
  const hosts = new Map<string, Bundle>();
  for (const bundle of bundles)
    if (bundle.sort !== 'future' && bundle.meaning === undefined && !isSpared(bundle))
      hosts.set(placeOf(bundle), bundle);
  return bundles.flatMap((bundle): readonly Bundle[] => {
    const host = hosts.get(placeOf(bundle));
    if (host === undefined) return [bundle];
    if (bundle.sort === 'future') return [];
    if (host !== bundle) return [bundle];
    const future = bundles.filter((one) => one.sort === 'future' && placeOf(one) === placeOf(bundle));
    return [future.length === 0 ? bundle : joinAll([bundle, ...future], bundle.sort)];
  });
}

import type { AssessedEntry } from '../model/assessment.ts';
import { CAUTION_KINDS, type Caution, type CautionKind } from '../model/caution.ts';
import { opennessOf } from '../model/openness.ts';
import type { OutsideView } from '../model/outside.ts';

/** A caution with the entry that it is about, where it is about one. */
export interface OwnedCaution {
  readonly caution: Caution;
  readonly entry?: AssessedEntry;
}

export interface RankedCaution extends OwnedCaution {
  /** The lower, the worse. */
  readonly rank: Rank;
}

export type Rank = readonly number[];

/**
 * The worst first, by one order for all that is told: the kind; of one kind, how open the role is to others than those that
 * are meant; of roles that are as open, what else is to be cautioned of. Else they stay in their order.
 */
export function rankCautions(cautions: readonly OwnedCaution[]): readonly RankedCaution[] {
  const kinds = new Map<AssessedEntry, number[]>();
  for (const { caution, entry } of cautions) {
    if (entry !== undefined) kinds.set(entry, [...(kinds.get(entry) ?? []), indexOf(caution.kind)]);
  }
  const worst = new Map([...kinds].map(([entry, own]) => [entry, own.sort((a, b) => a - b)]));
  return cautions
    .map((one) => ({ ...one, rank: rankOf(one, worst) }))
    .sort((a, b) => compareRanks(a.rank, b.rank));
}

export function compareRanks(a: Rank, b: Rank): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? LAST) - (b[index] ?? LAST);
    if (difference !== 0) return difference;
  }
  return 0;
}

const LAST = CAUTION_KINDS.length;

function rankOf({ caution, entry }: OwnedCaution, worst: ReadonlyMap<AssessedEntry, Rank>): Rank {
  const { kind } = caution;
  if (entry === undefined) return [indexOf(kind)];
  const view = kind.startsWith('drift-') ? entry.outsideByDrift : entry.outside;
  return [indexOf(kind), -openness(view, OF_WAYS.includes(kind)), ...(worst.get(entry) ?? [])];
}

/** What is about one way in goes by those that are new; what is about the role by all that it has then. */
const OF_WAYS: readonly CautionKind[] = ['stranger', 'wider-trust', 'drift-trust'];

function openness(view: OutsideView | undefined, ofNew: boolean): number {
  const ways = view?.ways ?? [];
  return opennessOf(ways.filter(({ becomes }) => (ofNew ? becomes === 'new' : becomes !== 'lost')));
}

function indexOf(kind: CautionKind): number {
  return CAUTION_KINDS.indexOf(kind);
}

/** In which order integrations and roles are told: as the cautions come to them, and what none is about at the end. */
export function dangerOrder<K>(
  cautions: readonly RankedCaution[],
  keyOf: (one: RankedCaution) => K | undefined,
): (key: K) => number {
  const places = new Map<K, number>();
  for (const [place, one] of cautions.entries()) {
    const key = keyOf(one);
    if (key !== undefined && one.caution.kind !== 'blocked' && !places.has(key)) places.set(key, place);
  }
  return (key) => places.get(key) ?? cautions.length;
}

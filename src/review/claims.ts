import { compareRuns, type RunPoint } from './run-order.ts';

/**
 * A run has begun to apply a plan. Where the stack has moved since and the run has not said that it applied nothing, the
 * plan may have been applied. Claims are only ever added, and freed by the run that made them: what several texts of one
 * comment say of them can be put together in any order.
 */
export interface Claim extends RunPoint {
  /** How the stack stood before; undefined once it is known that the run has not applied the plan, and will not. */
  readonly stack: string | undefined;
}

/** The uses of one shown plan. */
export interface Use {
  readonly spent?: true;
  readonly claims?: readonly Claim[];
}

/** Of a plan that so many runs have begun to apply nothing more is known: it counts as applied. */
const MOST_CLAIMS = 8;

/** What both say. */
export function joinUses(a: Use, b: Use): Use {
  return useOf(a.spent === true || b.spent === true, [...(a.claims ?? []), ...(b.claims ?? [])]);
}

/** A run begins: a claim that it has freed before cannot say so, and the plan counts as applied. */
export function withClaim(use: Use, claim: Claim): Use {
  const isFreed = (use.claims ?? []).some((one) => compareRuns(one, claim) === 0 && one.stack === undefined);
  return joinUses(use, isFreed ? { spent: true } : { claims: [claim] });
}

/**
 * A run, in this attempt and in those before, has not applied the plan. It says so also where its claim is not to be seen:
 * another run may just have written over it.
 */
export function withoutClaim({ claims = [], ...use }: Use, { run, attempt }: RunPoint): Use {
  const freed = claims.map((one) =>
    one.run === run && one.attempt <= attempt ? { ...one, stack: undefined } : one,
  );
  return joinUses(use, { claims: [...freed, { run, attempt, stack: undefined }] });
}

/**
 * Whether a plan may have been applied, given how the stack stands now. The run that claims it may end in a later attempt
 * what it began: GitHub starts one only after the attempt before has ended, and for the same commit.
 */
export function mayBeApplied({ spent, claims = [] }: Use, now: Claim): boolean {
  const isOwn = ({ run, attempt }: Claim): boolean => run === now.run && attempt < now.attempt;
  const hasMoved = ({ stack }: Claim): boolean => stack !== undefined && stack !== now.stack;
  return spent === true || claims.some((claim) => hasMoved(claim) && !isOwn(claim));
}

function useOf(spent: boolean, claims: readonly Claim[]): Use {
  const byRun = new Map<string, Claim>();
  for (const claim of claims) {
    const key = `${claim.run}.${claim.attempt}`;
    const known = byRun.get(key);
    if (known === undefined || claim.stack === undefined) byRun.set(key, claim);
  }
  if (spent || byRun.size > MOST_CLAIMS) return { spent: true };
  return byRun.size === 0 ? {} : { claims: [...byRun.values()].sort(compareRuns) };
}

/** One digit of base 36 names a run. */
export const MOST_RUNS = 36;

type Runs = readonly (readonly [run: number, attempt: number])[];

/** Claims with each run once: hundreds of them have to fit beside the plan. */
export function packClaims(rows: readonly (readonly Claim[])[]): {
  readonly runs: [number, number][];
  /** 1, as of a plan that was applied, where there are more runs than a marker can name. */
  readonly packed: (claims: readonly Claim[]) => string | 1;
} {
  const all = new Map(rows.flat().map((claim) => [nameOf(claim), claim]));
  const runs = [...all.values()].sort(compareRuns).slice(0, MOST_RUNS);
  const indexes = new Map(runs.map((run, index) => [nameOf(run), index.toString(MOST_RUNS)]));
  return {
    runs: runs.map(({ run, attempt }) => [run, attempt]),
    packed: (claims) =>
      claims.every((claim) => indexes.has(nameOf(claim)))
        ? claims.map((claim) => `${claim.stack ?? '.'}${indexes.get(nameOf(claim)) ?? ''}`).join('')
        : 1,
  };
}

/** The claims in what {@link packClaims} made; undefined where it names a run that is not there. */
export function unpackClaims(packed: string, runs: Runs): readonly Claim[] | undefined {
  const claims = [...packed.matchAll(/(\.|.{8})(.)/g)].map(([, stack = '', index = '']) => {
    const point = runs[Number.parseInt(index, MOST_RUNS)];
    return point === undefined
      ? undefined
      : { run: point[0], attempt: point[1], stack: stack === '.' ? undefined : stack };
  });
  return claims.some((one) => one === undefined) ? undefined : claims.filter((one) => one !== undefined);
}

function nameOf({ run, attempt }: RunPoint): string {
  return `${run}.${attempt}`;
}

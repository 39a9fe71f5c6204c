import type { ProofChange } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { lineKey } from '../policy/parse-condition.ts';
import { implies } from './imply-condition.ts';

/** What a principal must prove in one statement. */
type Proof = readonly ConditionLine[];

/**
 * How the proofs change that a principal must give, as lines that are dropped, added or exchanged: each way in that is
 * new is compared with the one that is gone and most like it. A way in that is merely added or closed changes no proof.
 */
export function compareProofs(
  principal: string,
  action: string,
  before: readonly Proof[],
  after: readonly Proof[],
): readonly ProofChange[] {
  const [old, now] = [distinct(before), distinct(after)];
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, proof]) => proof);
  const added = [...now].filter(([key]) => !old.has(key)).map(([, proof]) => proof);
  const changes = added.flatMap((proof) => {
    const from = mostAlike(proof, gone);
    if (from === undefined) return [];
    const who = { principal, actions: [action] };
    // One that accepts more comes for several.
    const others = gone
      .filter((one) => one !== from)
      .map((one) => compareLines(who, one, proof))
      .filter((changes) => changes.every(({ change }) => change === 'loosened'));
    return [...compareLines(who, from, proof), ...others.flat()];
  });
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

function distinct(proofs: readonly Proof[]): ReadonlyMap<string, Proof> {
  return new Map(proofs.map((proof) => [proof.map(lineKey).join(), proof]));
}

function mostAlike(proof: Proof, others: readonly Proof[]): Proof | undefined {
  const keys = new Set(proof.map(({ key }) => key));
  const likeness = (other: Proof): number => other.filter(({ key }) => keys.has(key)).length;
  return [...others].sort((a, b) => likeness(b) - likeness(a))[0];
}

function compareLines(
  who: Pick<ProofChange, 'principal' | 'actions'>,
  before: Proof,
  after: Proof,
): readonly ProofChange[] {
  const same = new Set(after.map(lineKey).filter((key) => before.some((line) => lineKey(line) === key)));
  const old = before.filter((line) => !same.has(lineKey(line)));
  const now = after.filter((line) => !same.has(lineKey(line)));
  const pairs = old.flatMap((line) => {
    const partner = now.find((other) => other.key === line.key);
    return partner === undefined ? [] : [{ before: line, after: partner }];
  });
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  return [
    ...old
      .filter((line) => !paired.has(line))
      .map((line) => ({ ...who, change: 'dropped', before: line }) as const),
    ...pairs.map((pair) => ({ ...who, change: changeOf(pair.before, pair.after), ...pair })),
    ...now
      .filter((line) => !paired.has(line))
      .map((line) => ({ ...who, change: 'added', after: line }) as const),
  ];
}

function changeOf(before: ConditionLine, after: ConditionLine): 'loosened' | 'tightened' | 'replaced' {
  if (implies([before], after)) return 'loosened';
  return implies([after], before) ? 'tightened' : 'replaced';
}

import type { Json } from '../model/json.ts';
import type {
  ConditionLine,
  ElementChange,
  PatternSet,
  PolicyStatement,
  StatementChange,
} from '../model/statement.ts';
import { canonicalPolicy } from './canonical.ts';
import type { PolicyContext, PolicyType } from './policy-type.ts';
import { statementKey } from './regroup.ts';

/**
 * What differs between two policies, seen as sets of statements in canonical form: added, removed, and changed,
 * where the same statement goes on with other elements. `undefined` is no policy. Sorted; the order, spelling and
 * cut of the documents' statements never matters.
 *
 * Nothing is told by statements where a document has no certain meaning, so an empty result says "equal" of two
 * well-formed documents alone: compare canonicalPolicyKey.
 */
export function diffStatements(
  before: Json | undefined,
  after: Json | undefined,
  type: PolicyType,
  context: PolicyContext,
): readonly StatementChange[] {
  const [old, now] = [statementsByKey(before, type, context), statementsByKey(after, type, context)];
  if (old === undefined || now === undefined) return [];
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, statement]) => statement);
  const added = [...now].filter(([key]) => !old.has(key)).map(([, statement]) => statement);
  const pairs = pairUp(removed, added);
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  return [
    ...added
      .filter((statement) => !paired.has(statement))
      .map((statement) => ({ change: 'added', statement }) as const),
    ...pairs.map(
      (pair) => ({ change: 'changed', ...pair, elements: diffElements(pair.before, pair.after) }) as const,
    ),
    ...removed
      .filter((statement) => !paired.has(statement))
      .map((statement) => ({ change: 'removed', statement }) as const),
  ];
}

function statementsByKey(
  document: Json | undefined,
  type: PolicyType,
  context: PolicyContext,
): ReadonlyMap<string, PolicyStatement> | undefined {
  if (document === undefined) return new Map();
  const canonical = canonicalPolicy(document, type, context);
  if (!canonical.wellFormed) return undefined;
  return new Map(canonical.statements.map((statement) => [statementKey(statement), statement]));
}

interface Pair {
  readonly before: PolicyStatement;
  readonly after: PolicyStatement;
}

/** Statements alike enough to be one that changed; the most alike first, each used once. */
function pairUp(removed: readonly PolicyStatement[], added: readonly PolicyStatement[]): readonly Pair[] {
  if (removed.length * added.length > MOST_PAIRS) return [];
  const [old, now] = [removed.map(outlineOf), added.map(outlineOf)];
  const candidates = old.flatMap((before, row) =>
    now.map((after, column) => ({ before, after, row, column, likeness: likenessOf(before, after) })),
  );
  const best = candidates
    .filter((candidate) => candidate.likeness >= LEAST_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || a.row - b.row || a.column - b.column);
  const used = new Set<Outline>();
  const pairs = best.filter(({ before, after }) => {
    if (used.has(before) || used.has(after)) return false;
    used.add(before).add(after);
    return true;
  });
  return pairs
    .sort((a, b) => a.column - b.column)
    .map(({ before, after }) => ({ before: before.statement, after: after.statement }));
}

// A policy within IAM's quotas has some two hundred statements at most; beyond, pairs are not worth finding.
const MOST_PAIRS = 50_000;

// Of the five elements of a statement, each counts with the share that both sides have in common.
const LEAST_LIKENESS = 0.6;

/** A statement with its elements as sets of texts. */
interface Outline {
  readonly statement: PolicyStatement;
  readonly elements: readonly ReadonlySet<string>[];
}

function outlineOf(statement: PolicyStatement): Outline {
  const texts = textsByElement(statement);
  return { statement, elements: ELEMENTS.map((element) => new Set(texts[element])) };
}

function likenessOf(before: Outline, after: Outline): number {
  const shares = before.elements.map((old, index) => commonShare(old, after.elements[index] ?? new Set()));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function commonShare(old: ReadonlySet<string>, now: ReadonlySet<string>): number {
  let common = 0;
  for (const text of old) common += now.has(text) ? 1 : 0;
  const all = old.size + now.size - common;
  return all === 0 ? 1 : common / all;
}

const ELEMENTS = ['Effect', 'Principal', 'Action', 'Resource', 'Condition'] as const;

type ElementTexts = Readonly<Record<(typeof ELEMENTS)[number], readonly string[]>>;

function textsByElement(statement: PolicyStatement): ElementTexts {
  return {
    Effect: [statement.effect],
    Principal: setTexts(statement.principal),
    Action: setTexts(statement.action),
    Resource: setTexts(statement.resource),
    Condition: statement.condition.map(conditionText),
  };
}

// A member of a negated set is what the statement is not about.
function setTexts(set: PatternSet | undefined): readonly string[] {
  if (set === undefined) return [];
  return set.negated ? set.patterns.map((pattern) => `not ${pattern}`) : set.patterns;
}

/** A condition line as text: `StringEquals sts:externalid = "a" or "b"`. */
export function conditionText(line: ConditionLine): string {
  return `${line.operator} ${line.key} = ${line.values.map((value) => JSON.stringify(value)).join(' or ') || '(nothing)'}`;
}

function diffElements(before: PolicyStatement, after: PolicyStatement): readonly ElementChange[] {
  const [old, now] = [textsByElement(before), textsByElement(after)];
  return ELEMENTS.flatMap((element) => {
    const added = without(now[element], old[element]);
    const removed = without(old[element], now[element]);
    return added.length + removed.length === 0 ? [] : [{ element, added, removed }];
  });
}

function without(texts: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return texts.filter((text) => !known.has(text));
}

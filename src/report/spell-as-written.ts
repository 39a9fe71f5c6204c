import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import type { FieldChange } from '../model/plan.ts';
import type { ElementChange, PatternSet, PolicyStatement, StatementChange } from '../model/statement.ts';

/** How the documents write what canonical statements have in lower case: `s3:getobject` → `s3:GetObject`. */
type Spellings = ReadonlyMap<string, string>;

/**
 * The plan with actions and condition keys, which IAM compares without regard to case, spelled in its statements as
 * the documents next to them spell them, the declared one first. For people only: the data keeps its canonical form.
 */
export function spellAsWritten(plan: AssessedPlan): AssessedPlan {
  return {
    ...plan,
    integrations: plan.integrations.map((integration) => ({
      ...integration,
      entries: integration.entries.map((entry) => ({
        ...entry,
        changes: entry.changes.map(spellChange),
      })),
    })),
  };
}

function spellChange(change: FieldChange): FieldChange {
  const { statements, before, after } = change;
  if (statements === undefined || statements.length === 0) return change;
  const spellings = new Map<string, string>();
  for (const document of [after, before]) collect(document ?? null, spellings);
  return { ...change, statements: statements.map((item) => spellStatementChange(item, spellings)) };
}

function collect(value: Json, into: Map<string, string>): void {
  if (typeof value === 'string') addSpelling(value, into);
  else if (isJsonArray(value)) for (const item of value) collect(item, into);
  else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      addSpelling(key, into);
      collect(member, into);
    }
  }
}

/** ASCII only: beyond it, different letters have the same lower case. */
function addSpelling(text: string, into: Map<string, string>): void {
  const key = text.toLowerCase();
  if (/^[\x21-\x7e]+$/.test(text) && !into.has(key)) into.set(key, text);
}

function spellStatementChange(change: StatementChange, spellings: Spellings): StatementChange {
  if (change.change !== 'changed') {
    return { change: change.change, statement: spellStatement(change.statement, spellings) };
  }
  return {
    change: 'changed',
    before: spellStatement(change.before, spellings),
    after: spellStatement(change.after, spellings),
    elements: change.elements.map((element) => spellElement(element, spellings)),
  };
}

function spellStatement(statement: PolicyStatement, spellings: Spellings): PolicyStatement {
  return {
    ...statement,
    action: spellSet(statement.action, spellings),
    condition: statement.condition.map((line) => ({ ...line, key: spell(line.key, spellings) })),
  };
}

function spellSet(set: PatternSet, spellings: Spellings): PatternSet {
  return { ...set, patterns: set.patterns.map((pattern) => spell(pattern, spellings)) };
}

function spellElement(change: ElementChange, spellings: Spellings): ElementChange {
  const spellItem = (item: string): string => {
    if (change.element === 'Action') return spellLastWord(item, spellings);
    if (change.element !== 'Condition') return item;
    // `StringEquals sts:externalid = "a"`
    return item.replace(
      /^([^ ]+) ([^ ]+)/,
      (_, operator: string, key: string) => `${operator} ${spell(key, spellings)}`,
    );
  };
  return { ...change, added: change.added.map(spellItem), removed: change.removed.map(spellItem) };
}

function spellLastWord(text: string, spellings: Spellings): string {
  const start = text.lastIndexOf(' ') + 1;
  return text.slice(0, start) + spell(text.slice(start), spellings);
}

function spell(text: string, spellings: Spellings): string {
  return spellings.get(text) ?? text;
}

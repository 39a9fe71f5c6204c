import { isJsonArray, isJsonObject, type Json, withTexts } from '../model/json.ts';

/**
 * Data with the condition keys in it, which IAM compares without regard to case and canonical statements have in lower
 * case, spelled as the documents spell them: `aws:sourceaccount` → `aws:SourceAccount`. The first one wins.
 */
export function spellConditions<T>(data: T, documents: readonly Json[]): T {
  const spellings = new Map<string, string>();
  for (const document of documents) collectKeys(document, spellings);
  return spellings.size === 0 ? data : withTexts(data, (json) => spell(json, spellings));
}

/** The keys of every `Condition`: `{ operator: { key: values } }`. */
function collectKeys(document: Json, into: Map<string, string>): void {
  const list = isJsonObject(document) ? document['Statement'] : undefined;
  for (const statement of isJsonArray(list) ? list : [list ?? null]) {
    const condition = isJsonObject(statement) ? statement['Condition'] : undefined;
    for (const keys of isJsonObject(condition) ? Object.values(condition) : []) {
      for (const key of isJsonObject(keys) ? Object.keys(keys) : []) {
        if (!into.has(key.toLowerCase())) into.set(key.toLowerCase(), key);
      }
    }
  }
}

/** Condition lines are what has an operator and a key; they stand at several depths. */
function spell(value: Json, spellings: ReadonlyMap<string, string>): Json {
  if (isJsonArray(value)) return value.map((item) => spell(item, spellings));
  if (!isJsonObject(value)) return value;
  const { operator, key } = value;
  if (typeof operator === 'string' && typeof key === 'string') {
    return { ...value, key: spellings.get(key.toLowerCase()) ?? key };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, spell(member, spellings)]));
}

import { isJsonArray, isJsonObject, type Json, withTexts } from '../model/json.ts';

/**
 * Data with the condition keys in it, which IAM compares without regard to case and canonical statements have in lower
 * case, spelled as the documents spell them: `aws:sourceaccount` → `aws:SourceAccount`, as keys of conditions and as
 * policy variables. The first one wins.
 */
export function spellConditions<T>(data: T, documents: readonly Json[]): T {
  const spellings = new Map<string, string>();
  for (const document of documents) collectKeys(document, spellings);
  for (const document of documents) collectVariables(document, spellings);
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

const VARIABLE = /(?<=\$\{)[a-z][\w-]*:[^},]+/gi;

function collectVariables(value: Json, into: Map<string, string>): void {
  if (typeof value === 'string') {
    if (!value.includes('${')) return;
    for (const [name] of value.matchAll(VARIABLE))
      if (!into.has(name.toLowerCase())) into.set(name.toLowerCase(), name);
  } else if (isJsonArray(value)) for (const item of value) collectVariables(item, into);
  else if (isJsonObject(value)) for (const member of Object.values(value)) collectVariables(member, into);
}

/** Condition lines are what has an operator and a key; they stand at several depths. */
function spell(value: Json, spellings: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return spellVariables(value, spellings);
  if (isJsonArray(value)) return value.map((item) => spell(item, spellings));
  if (!isJsonObject(value)) return value;
  const { operator, key, values } = value;
  if (typeof operator === 'string' && typeof key === 'string') {
    return {
      ...value,
      key: spellings.get(key.toLowerCase()) ?? key,
      ...(values === undefined ? {} : { values: spell(values, spellings) }),
    };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, spell(member, spellings)]));
}

function spellVariables(text: string, spellings: ReadonlyMap<string, string>): string {
  if (!text.includes('${')) return text;
  return text.replace(VARIABLE, (name) => spellings.get(name.toLowerCase()) ?? name);
}

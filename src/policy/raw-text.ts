import { canonicalJson, isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { oversize } from './document-size.ts';

/** A value still to be written, or text to be written as it is. */
type Pending = { readonly value: Json } | { readonly text: string };

/**
 * One text for any value: its canonical JSON. What is too deep for that function's recursion is written without, with
 * a comma after every member, so that it is still told apart from everything else.
 */
export function rawText(document: Json): string {
  return oversize(document) === 'too-deep' ? deepText(document) : canonicalJson(document);
}

function deepText(document: Json): string {
  const written: string[] = [];
  const pending: Pending[] = [{ value: document }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('text' in next) written.push(next.text);
    else if (isJsonArray(next.value))
      push(
        pending,
        '[',
        next.value.map((value) => ['', value]),
        ']',
      );
    else if (isJsonObject(next.value)) push(pending, '{', membersOf(next.value), '}');
    else written.push(JSON.stringify(next.value));
  }
  return written.join('');
}

function membersOf(object: Readonly<Record<string, Json>>): readonly (readonly [string, Json])[] {
  return Object.keys(object)
    .sort()
    .map((key) => [`${JSON.stringify(key)}:`, object[key] ?? null]);
}

// The last to be written goes on the stack first.
function push(
  pending: Pending[],
  open: string,
  members: readonly (readonly [string, Json])[],
  close: string,
): void {
  pending.push({ text: close });
  for (const [label, value] of members.toReversed()) pending.push({ text: ',' }, { value }, { text: label });
  pending.push({ text: open });
}

import { isJsonArray, isJsonObject, type Json, asJson } from '../model/json.ts';
import { escapeOf } from './escape-terminal.ts';

/** Data as JSON text: keys sorted, two spaces, a newline at the end; safe to print on a terminal or in a job's log. */
export function renderJson(value: unknown): string {
  return `${harmless(write(asJson(value), ''))}\n`;
}

function write(value: Json, indent: string): string {
  const inner = `${indent}  `;
  if (isJsonArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (isJsonObject(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${write(member, inner)}`);
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/**
 * JSON.stringify leaves DEL, C1 controls and bidirectional overrides as they are; as `\u` escapes they are the same
 * JSON. `##[` would be a workflow command wherever it is printed.
 */
function harmless(json: string): string {
  return json
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      Array.from({ length: character.length }, (_, index) => escapeOf(character.charAt(index))).join(''),
    )
    .replaceAll('##[', '#\\u0023[');
}

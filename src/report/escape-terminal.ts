import { INVISIBLE } from '../model/invisible.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The text with every invisible or text-moving character spelled out (`\n`, `\u001b`, `\u202e`), so that it stays on
 * one line and says what it says, on a terminal and inside markdown code.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => SHORT_ESCAPES[character] ?? escapeOf(character));
}

/** `\u` notation of one character. */
export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/**
 * Breaks what GitHub's runner would take for a workflow command in a job's log: `::name …::` at the start of a line,
 * and `##[name]` anywhere in one (https://github.com/actions/runner, ActionCommand.cs).
 */
export function withoutWorkflowCommands(text: string): string {
  return text
    .replace(/^([^\S\r\n\u2028\u2029]*):(?=:[a-z-]+(?:\s.*)?::)/gim, '$1\\u003a')
    .replaceAll('##[', '#\\u0023[');
}

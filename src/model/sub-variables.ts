/** `${Name}` in a text of `Fn::Sub`. */
export interface SubVariable {
  /** What stands between the braces: `Name`, `Id.Attribute`, `AWS::Region`; `!Name` of what stays a literal. */
  readonly name: string;
  readonly start: number;
  /** After its brace. */
  readonly end: number;
}

/**
 * The variables of a text, from left to right, in one pass: the text is whatever a template has, and an expression for a
 * brace that is never closed would look for it anew from each dollar sign.
 */
export function subVariables(text: string): readonly SubVariable[] {
  const found: SubVariable[] = [];
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', found.at(-1)?.end ?? 0)) {
    const close = text.indexOf('}', start);
    if (close === -1) break;
    found.push({ name: text.slice(start + 2, close), start, end: close + 1 });
  }
  return found;
}

/** A text with each of its variables replaced. */
export function replaceSubVariables(
  text: string,
  replacement: (name: string, whole: string) => string,
): string {
  let [said, at] = ['', 0];
  for (const { name, start, end } of subVariables(text)) {
    said += text.slice(at, start) + replacement(name, text.slice(start, end));
    at = end;
  }
  return said + text.slice(at);
}

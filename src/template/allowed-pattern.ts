/** More steps than that are not taken for one answer: a pattern is text of others. */
const MOST_STEPS = 100_000_000;

/** A repetition of more than so many lengths is as good as one without an end. */
const MANY = 16;

/**
 * `AllowedPattern` as a pattern of JavaScript, for an answer of a length. CloudFormation has Java's patterns: one that JavaScript
 * does not know, or that might take for ever, is undefined: it refuses nothing here.
 */
export function allowedPattern(text: string, length: number): RegExp | undefined {
  const repetitions = repetitionsIn(text);
  if (repetitions === undefined || length ** repetitions > MOST_STEPS) return undefined;
  try {
    return new RegExp(`^(?:${text})$`, 's');
  } catch {
    return undefined;
  }
}

const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<[^>]*>))?|[*+?]|\{\d+(?:,\d*)?\}|./gs;

/** How many parts repeat without a bound; undefined where one of them is within another, or has alternatives. */
function repetitionsIn(text: string): number | undefined {
  let count = 0;
  const groups: { isOpen: boolean }[] = [{ isOpen: false }];
  /** Of what the next token may repeat: whether it has a repetition or alternatives within. */
  let last = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const group = groups.at(-1);
    if (token.startsWith('(')) groups.push({ isOpen: false });
    else if (token === ')') {
      last = groups.pop()?.isOpen ?? false;
      const outer = groups.at(-1);
      if (outer === undefined) return undefined;
      outer.isOpen ||= last;
      continue;
    } else if (token === '|' && group !== undefined) group.isOpen = true;
    else if (isUnbounded(token)) {
      if (last) return undefined;
      count += 1;
      if (group !== undefined) group.isOpen = true;
    } else if (/^[?{]/.test(token)) continue;
    last = false;
  }
  return count;
}

function isUnbounded(token: string): boolean {
  if (token === '*' || token === '+') return true;
  const [, least = '', most] = /^\{(\d+)(?:,(\d*))?\}$/.exec(token) ?? [];
  return most !== undefined && (most === '' || Number(most) - Number(least) > MANY);
}

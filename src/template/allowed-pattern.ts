import { RE2JS } from 're2js';

/** A pattern is text of others: a longer one is not compiled. */
const LONGEST = 1000;

/** More steps than that are not taken for one answer. */
const MOST_STEPS = 5_000_000;

/**
 * `AllowedPattern` as a predicate, for an answer of a length. CloudFormation has Java's patterns; RE2 takes a time that only
 * grows with the length of the answer. What it does not have (looking around, references back) or reads otherwise than Java is
 * undefined: it refuses nothing here.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function allowedPattern(text: string, length: number): ((answer: string) => boolean) | undefined {
  if (text.length > LONGEST || isOtherInJava(text)) return undefined;
  try {
    const pattern = RE2JS.compile(withoutHighBounds(text));
    return pattern.programSize() * length > MOST_STEPS ? undefined : (answer) => pattern.matches(answer);
  } catch {
    return undefined;
  }
}

/** Java has classes within classes, and their intersections: to RE2 they are characters. */
function isOtherInJava(text: string): boolean {
  return /\[\^?\]?[^\]]*(?:\[|&&)/.test(text.replaceAll(/\\./gs, ''));
}

/** RE2 counts to 1000. An upper bound over it is left out: it refuses less, and the limits of IAM are checked later. */
function withoutHighBounds(text: string): string {
  return text.replaceAll(
    // A class that is never closed goes to the end, so that none is looked for within it.
    /\\.|\[(?:\\.|[^\]\\])*(?:\]|\\?$)|\{(\d+),(\d+)\}/gs,
    (token, least?: string, most?: string) =>
      least !== undefined && Number(most) > 1000 ? `{${least},}` : token,
  );
}

import { splitVariables, variableText } from './policy-variable.ts';

/**
 * Patterns with `*` and `?`, and when one covers another.
 *
 * A pattern is a row of symbols: a character, ANY (`?`), STAR (`*`), or a policy variable, whose value is unknown.
 * Symbols that are no character are longer than one, so that a literal `*` (written `${*}`) cannot be taken for one.
 *
 * `covers(wide, narrow)` reads `wide` as a matcher over the symbols of `narrow`: a character or variable matches
 * itself, ANY a character or ANY, a run with STAR any symbols that hold at least as many characters as the run has
 * ANYs. Taking the leftmost place for each piece between STARs is enough, so nothing is ever tried twice.
 * True means that everything that `narrow` matches is matched by `wide`.
 */
const ANY = '??';
const STAR = '**';

export interface Glob {
  /** The one spelling of the pattern. */
  readonly text: string;
  readonly symbols: readonly string[];
  readonly hasWildcard: boolean;
}

/** Options of a pattern's reading. */
export interface GlobSyntax {
  /** Whether `${…}` is a variable or an escape. */
  readonly variables: boolean;
  /** Keep apart `*?` and `?*`, which differ at the end of an ARN segment (only a final `*` reaches beyond it). */
  readonly ordered: boolean;
}

export function compileGlob(text: string, syntax: GlobSyntax): Glob {
  const symbols = collapseRuns(readSymbols(text, syntax.variables), syntax.ordered);
  const hasWildcard = symbols.some((symbol) => symbol === ANY || symbol === STAR);
  return { text: writeSymbols(symbols, syntax.variables), symbols, hasWildcard };
}

function readSymbols(text: string, variables: boolean): string[] {
  if (!variables || !text.includes('${')) return Array.from(charactersOf(text), wildcardSymbol);
  return splitVariables(text).flatMap((part) => {
    if (part.kind === 'text') return Array.from(charactersOf(part.text), wildcardSymbol);
    return [part.kind === 'escaped' ? part.character : variableText(part)];
  });
}

// By code unit, so that a lone surrogate is a character like any other.
function charactersOf(text: string): string[] {
  return text.split('');
}

function wildcardSymbol(character: string): string {
  if (character === '*') return STAR;
  return character === '?' ? ANY : character;
}

function collapseRuns(symbols: readonly string[], ordered: boolean): string[] {
  const result: string[] = [];
  for (let at = 0; at < symbols.length;) {
    const end = runEnd(symbols, at);
    if (end === at) {
      result.push(symbols[at] ?? '');
      at += 1;
      continue;
    }
    const run = symbols.slice(at, end);
    const anys = run.filter((symbol) => symbol === ANY);
    const stars = anys.length < run.length ? [STAR] : [];
    result.push(...(ordered && run.at(-1) === ANY ? [...stars, ...anys] : [...anys, ...stars]));
    at = end;
  }
  return result;
}

function runEnd(symbols: readonly string[], start: number): number {
  let end = start;
  while (symbols[end] === ANY || symbols[end] === STAR) end += 1;
  return end;
}

function writeSymbols(symbols: readonly string[], variables: boolean): string {
  return symbols
    .map((symbol, index) => {
      if (symbol === ANY) return '?';
      if (symbol === STAR) return '*';
      if (variables && (symbol === '*' || symbol === '?')) return `\${${symbol}}`;
      return variables && symbol === '$' && symbols[index + 1] === '{' ? '${$}' : symbol;
    })
    .join('');
}

/** A piece of the wider pattern: at least `skip` characters (any number more, unless it is the first), then `symbols`. */
interface Piece {
  readonly skip: number;
  readonly symbols: readonly string[];
}

/** A pattern cut at its STARs, ready to be asked what it covers. */
export interface Matcher {
  readonly first: Piece;
  readonly middle: readonly Piece[];
  /** Absent when the pattern has no STAR. */
  readonly last: Piece | undefined;
}

/** Cuts a pattern at its STARs. */
export function matcherOf(wide: readonly string[]): Matcher {
  const [first = { skip: 0, symbols: [] }, ...rest] = piecesOf(wide);
  return { first, middle: rest.slice(0, -1), last: rest.at(-1) };
}

/** Whether the matcher's pattern matches everything that `narrow` matches; where it says false, it may not know. */
export function covers({ first, middle, last }: Matcher, narrow: readonly string[]): boolean {
  if (!matchesAt(first.symbols, narrow, 0)) return false;
  let at = first.symbols.length;
  if (last === undefined) return at === narrow.length;
  const tail = narrow.length - last.symbols.length;
  if (tail < at || !matchesAt(last.symbols, narrow, tail)) return false;
  for (const piece of middle) {
    const found = findPiece(piece, narrow, at);
    if (found === -1) return false;
    at = found + piece.symbols.length;
  }
  return tail >= at && countCharacters(narrow, at, tail) >= last.skip;
}

function piecesOf(wide: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let skip = 0;
  let symbols: string[] = [];
  for (let at = 0; at < wide.length;) {
    const end = runEnd(wide, at);
    const run = wide.slice(at, end);
    if (run.includes(STAR)) {
      pieces.push({ skip, symbols });
      skip = run.filter((symbol) => symbol === ANY).length;
      symbols = [];
    } else {
      symbols.push(...(run.length > 0 ? run : wide.slice(at, at + 1)));
    }
    at = Math.max(end, at + 1);
  }
  return [...pieces, { skip, symbols }];
}

function matchesAt(piece: readonly string[], narrow: readonly string[], at: number): boolean {
  for (let index = 0; index < piece.length; index += 1) {
    const other = narrow[at + index];
    if (piece[index] !== other && (piece[index] !== ANY || other?.length !== 1)) return false;
  }
  return true;
}

function findPiece(piece: Piece, narrow: readonly string[], from: number): number {
  let skipped = 0;
  for (let at = from; at + piece.symbols.length <= narrow.length; at += 1) {
    if (skipped >= piece.skip && matchesAt(piece.symbols, narrow, at)) return at;
    skipped += isCharacter(narrow[at]) ? 1 : 0;
  }
  return -1;
}

function countCharacters(symbols: readonly string[], from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) count += isCharacter(symbols[at]) ? 1 : 0;
  return count;
}

function isCharacter(symbol: string | undefined): boolean {
  return symbol === ANY || symbol?.length === 1;
}

export function endsWithStar(symbols: readonly string[]): boolean {
  return symbols.at(-1) === STAR;
}

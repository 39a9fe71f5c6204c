/**
 * Characters that a reader cannot see, or that change how the others are shown: control characters (ANSI escapes begin
 * with one), bidirectional overrides (https://trojansource.codes/), zero-width and filler characters, lone surrogates,
 * and every space but the plain one.
 */
export const INVISIBLE =
  /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchSteps, matchWildcards, patternSteps } from '../../../src/policy/evaluation/match-pattern.ts';
import { runsOf } from '../../helpers/thorough.ts';

it('a pattern matches the same texts, whichever way it is gone through', () => {
  const letters = (all: string, maxLength: number) =>
    fc.array(fc.constantFrom(...all.split('')), { maxLength }).map((list) => list.join(''));
  fc.assert(
    fc.property(letters('ab*?', 8), letters('ab', 10), (pattern, text) => {
      const steps = patternSteps(pattern, { wildcards: true, context: undefined }) ?? [];
      const narrowedByNothing = matchSteps(steps, text, () => true);
      expect(matchSteps(steps, text)).toBe(narrowedByNothing);
      expect(matchWildcards(pattern, text)).toBe(narrowedByNothing);
    }),
    runsOf(500),
  );
});

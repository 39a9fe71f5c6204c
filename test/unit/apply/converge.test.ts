import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findWrongs } from '../../helpers/converge/judge-ending.ts';
import { anyStory } from '../../helpers/converge/story.ts';
import { tellStory } from '../../helpers/converge/tell-story.ts';
import { runsOf } from '../../helpers/thorough.ts';

/** Each run takes a few applies: few here, more in CI. */
const { numRuns } = runsOf(3, 150);
const seed = Number(process.env['ROLEKEEPER_PROPERTY_SEED'] ?? Date.now() % 2 ** 31);

describe('every road converges', () => {
  it(`from any account to any desired state, ${numRuns} draws with seed ${seed}`, async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        expect(findWrongs(story, await tellStory(story))).toEqual([]);
      }),
      // The runner prints no cause of an error: what went wrong is to be in its text.
      { numRuns, seed, includeErrorInReport: true },
    );
  });
});

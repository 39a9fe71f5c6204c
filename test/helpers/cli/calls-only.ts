import { expect } from '@jest/globals';

/** Standard error of a command that has nothing to say but what it asked of AWS, and on a slow machine how far it is. */
export const CALLS_ONLY: unknown = expect.stringMatching(
  /^(?:Still at work after [^\n]+\n)*\d+ calls? to AWS: [^\n]+\n$/,
);

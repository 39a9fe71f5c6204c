// `@jest/globals` in the bundle: the runner has jest's functions as globals only.
import { quickExpect } from './quick-expect.mjs';

export const { afterAll, afterEach, beforeAll, beforeEach, describe, it, jest, test } = globalThis;
export const expect = quickExpect(globalThis.expect);

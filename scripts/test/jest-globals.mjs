// `@jest/globals` in the bundle: the runner has jest's functions as globals only.
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globalThis;

// jest's `expect` makes every matcher anew, six times, and notes the stack, for each value that it is given: a tenth of the
// CPU of the laws, for what nearly always passes. Here the commonest matchers compare first, as jest's own compare; where
// they do not pass, and for all other matchers, jest's own are asked and say what is wrong.

/** @param {typeof import('@jest/globals').expect} ofJest */
export function quickExpect(ofJest) {
  const { equals, iterableEquality, subsetEquality } = equalityOf(ofJest);
  const passes = {
    toBe: Object.is,
    toEqual: (actual, expected) => equals(actual, expected, [iterableEquality]),
    toMatchObject: (actual, expected) =>
      isObject(actual) && isObject(expected) && equals(actual, expected, [iterableEquality, subsetEquality]),
    toContain: (actual, expected) =>
      typeof actual === 'string' && typeof expected === 'string' && actual.includes(expected),
  };
  const members = Object.keys(ofJest(undefined)).map((name) => [
    name,
    name in passes
      ? { value: comparing(name, passes[name], ofJest) }
      : {
          get() {
            return ofJest(this.actual)[name];
          },
        },
  ]);
  const matchers = Object.defineProperties({}, Object.fromEntries(members));
  const expect = (...given) => {
    if (given.length !== 1) return ofJest(...given);
    const expectation = Object.create(matchers);
    [expectation.actual] = given;
    return expectation;
  };
  return Object.assign(expect, ofJest);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function comparing(name, isPassed, ofJest) {
  return function matcher(...expected) {
    if (expected.length === 1 && isPassed(this.actual, expected[0])) return;
    try {
      ofJest(this.actual)[name](...expected);
    } catch (error) {
      // The stack begins where the matcher was called.
      Error.captureStackTrace(error, matcher);
      throw error;
    }
  };
}

/** jest tells its comparison to matchers only. */
function equalityOf(ofJest) {
  let found;
  ofJest.extend({
    tellEquality() {
      found = { equals: this.equals, ...this.utils };
      return { pass: true, message: () => '' };
    },
  });
  ofJest(undefined).tellEquality();
  return found;
}

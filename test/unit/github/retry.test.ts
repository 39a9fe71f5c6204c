import { describe, expect, it } from '@jest/globals';
import { endOfQuery, secondsBeforeRetry, type Ended } from '../../../src/github/retry.ts';

const NOW = 1_800_000_000;
const RETRIES = { retries: 2, rateLimitSeconds: 60 };

const ended = (status: number, headers: Ended['headers'] = {}, message = ''): Ended => ({
  status,
  message,
  headers,
});

/** The waits before the attempts that come after the first. */
function waitsAfter(one: Ended): readonly (number | undefined)[] {
  return [0, 1, 2].map((before) => secondsBeforeRetry(one, before, RETRIES, NOW));
}

const used = { 'x-ratelimit-remaining': '0' };
const SECONDARY = 'You have exceeded a secondary rate limit.';

describe('a request that failed', () => {
  it.each([
    ['a 5xx, and no answer at all', ended(500), [1, 4, undefined]],
    ['a conflict', ended(409), [1, 4, undefined]],
    ['what is not allowed', ended(403), [undefined, undefined, undefined]],
    ['what is not there', ended(404), [undefined, undefined, undefined]],
    ['a limit that says when it ends', ended(429, { 'retry-after': '7' }), [7, 7, undefined]],
    ['a limit that ends too late', ended(429, { 'retry-after': '61' }), [undefined, undefined, undefined]],
    ['a limit that says nothing', ended(429), [60, 60, undefined]],
    ['a secondary limit', ended(403, { 'retry-after': '2' }, SECONDARY), [2, 2, undefined]],
    ['a used-up limit', ended(403, { ...used, 'x-ratelimit-reset': String(NOW + 9) }), [10, 10, undefined]],
    ['one that is over', ended(403, { ...used, 'x-ratelimit-reset': String(NOW - 9) }), [0, 0, undefined]],
  ])('is sent again after %s', (_what, one, waits) => {
    expect(waitsAfter(one)).toEqual(waits);
  });
});

describe('a query that was answered', () => {
  it.each([
    [{ data: {} }, undefined],
    [{ errors: [{ type: 'NOT_FOUND', message: 'no such node' }] }, undefined],
    [{ errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, 429],
    [{ errors: [{ message: 'Something went wrong while executing your query.' }] }, 500],
  ])('failed in %j where GitHub did not carry it out', (data, status) => {
    expect(endOfQuery(data, {})?.status).toBe(status);
  });
});

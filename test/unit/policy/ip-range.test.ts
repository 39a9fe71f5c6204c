import { describe, expect, it } from '@jest/globals';
import { isInRange } from '../../../src/policy/evaluation/ip-range.ts';

describe('an address is in a range', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24', true],
    ['203.0.114.7', '203.0.113.0/24', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.8', '203.0.113.7', false],
    ['203.0.113.7', '203.0.113.7/32', true],
    ['198.51.100.1', '0.0.0.0/0', true],
    // Bits beyond the prefix.
    ['203.0.113.200', '203.0.113.7/24', true],
    ['2001:db8:ffff::1', '2001:db8::1/32', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
    ['2001:db8::1', '::/0', true],
    // The families are apart.
    ['203.0.113.7', '::/0', false],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['203.0.113.7', '::ffff:203.0.113.0/120', false],
    ['::ffff:203.0.113.7', '203.0.113.0/24', false],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.0/120', true],
    ['::ffff:203.0.113.7', '::ffff:203.0.114.0/120', false],
    // No range, no address.
    ['203.0.113.7', '203.0.113.0/33', false],
    ['2001:db8::1', '2001:db8::/129', false],
    ['203.0.113.7', '203.0.113.0/', false],
    ['203.0.113.7', '203.0.113.0/-1', false],
    ['203.0.113.7', '203.0.113.0/24/24', false],
    ['203.0.113.7', '203.0.113', false],
    ['203.0.113.256', '203.0.113.0/24', false],
    ['fe80::1%eth0', 'fe80::/10', false],
    ['', '0.0.0.0/0', false],
    ['203.0.113.7', '', false],
  ])('%s in %s: %s', (address, range, expected) => {
    expect(isInRange(address, range)).toBe(expected);
  });
});

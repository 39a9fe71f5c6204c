import { describe, expect, it } from '@jest/globals';
import { netEffectOf } from '../../../src/access/net-effect.ts';
import { describeAccess } from '../../../src/report/describe-access.ts';
import { AS_IT_IS } from '../../../src/report/say-statement.ts';
import { deltaOfCase, readCases } from './cases.ts';

const cases = readCases();

describe('the sentences of an access delta', () => {
  it.each(cases)('$it', async ({ before, after, says, direction }) => {
    const delta = await deltaOfCase({ before, after });
    expect(describeAccess(delta, 'it', AS_IT_IS).map(({ text }) => text)).toEqual(says);
    expect(netEffectOf(delta)).toBe(direction);
  });
});

import { describe, expect, it } from '@jest/globals';
import { digestOfEntries, type DigestSubject } from '../../../src/plan/digest.ts';

describe('the digest of the same change', () => {
  const here: DigestSubject = {
    account: '111122223333',
    region: 'eu-west-1',
    stackName: 'rolekeeper-one',
    acknowledged: [],
  };

  it.each<[string, Partial<DigestSubject>]>([
    ['another account', { account: '444455556666' }],
    ['another region', { region: 'us-east-1' }],
    ['another scope or integration', { stackName: 'b-one' }],
    ['another acknowledgement', { acknowledged: ['delete: [role/one]'] }],
  ])('is another one with %s', (_what, place) => {
    const context = { partition: 'aws' };
    expect(digestOfEntries([], { ...here, ...place }, context)).not.toBe(digestOfEntries([], here, context));
  });
});

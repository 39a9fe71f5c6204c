import { describe, expect, it } from '@jest/globals';
import { identityDelta, type HeldPolicy } from '../../../src/access/identity-delta.ts';
import { allow } from '../../helpers/resources.ts';
import { SMALL_CATALOGUE } from './small-catalogue.ts';

const OPTIONS = { context: { partition: 'aws' }, catalogue: SMALL_CATALOGUE };

const unread: HeldPolicy = { name: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' };
const read = (name: string, action: string): HeldPolicy => ({ name, document: allow(action, '*') });

const delta = (before: readonly HeldPolicy[], after: readonly HeldPolicy[]) => {
  const { gains, mayGain, loses, mayLose } = identityDelta(
    { policies: before },
    { policies: after },
    OPTIONS,
  );
  return [gains, mayGain, loses, mayLose].map((list) => list.flatMap(({ actions }) => actions));
};

describe('beside a policy that was not read', () => {
  const one = read('p', 's3:GetObject');

  it('and that stays, nothing is certainly gained or lost: it may give the same all along', () => {
    expect(delta([unread], [unread, one])).toEqual([[], ['GetObject'], [], []]);
    expect(delta([unread, one], [unread])).toEqual([[], [], [], ['GetObject']]);
  });

  it('and that goes, what is gained may have been there before', () => {
    expect(delta([unread], [one])).toEqual([[], ['GetObject'], [], []]);
  });

  it('and that comes, what is lost may be there still', () => {
    expect(delta([one], [unread])).toEqual([[], [], [], ['GetObject']]);
  });

  it('of one side only, the other direction is certain', () => {
    expect(delta([], [unread, one])).toEqual([['GetObject'], [], [], []]);
    expect(delta([unread, one], [])).toEqual([[], [], ['GetObject'], []]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { describeEntry } from '../../../src/report/describe-entry.ts';
import { entry, field, newLogzioRole } from './plan-builders.ts';

const free = { blockers: [] };
const blocked = { blockers: [{ code: 'foreign-stack', message: 'm', hint: 'h' }] } as const;
const texts = (
  one: Parameters<typeof describeEntry>[0],
  within: Parameters<typeof describeEntry>[1],
): readonly string[] => describeEntry(one, within, 'brief').map(({ text }) => text);

describe('a resource of the plan', () => {
  it('is said with what its file says, not with the defaults of IAM', () => {
    const said = texts(newLogzioRole(), free);
    expect(said.filter((text) => /path|session/.test(text))).toEqual([]);
    const other = [field('MaxSessionDuration', { after: 7200 }), field('Path', { after: '/vendor/' })];
    expect(texts(entry('role/x', { action: 'create', cause: 'change', changes: other }), free)).toEqual([
      expect.stringContaining('role/x will be created'),
      'maximum session duration: 7200 s (2 h)',
      'path: "/vendor/"',
    ]);
  });

  it('shows a change back to a default', () => {
    const changes = [field('MaxSessionDuration', { before: 7200, after: 3600 })];
    expect(texts(entry('role/x', { action: 'update', cause: 'change', changes }), free)).toContain(
      'maximum session duration: 7200 s (2 h) → 3600 s (1 h)',
    );
  });

  it('will not be changed where its integration is blocked', () => {
    for (const action of ['create', 'delete', 'update'] as const) {
      const [head] = describeEntry(entry('role/x', { action }), blocked, 'brief');
      expect(head?.symbol).toBe('!');
      expect(head?.text).toMatch(/^role\/x is blocked with its integration; it would be /);
    }
    expect(texts(entry('role/x'), blocked)).toEqual(['role/x is unchanged']);
  });

  it('says what its file took over from the account', () => {
    const accepted = [
      { field: 'Policies', member: 'p' },
      { field: 'AssumeRolePolicyDocument', member: undefined },
    ];
    expect(texts(entry('role/x', { action: 'update', drift: 'modified', accepted }), free)).toContain(
      'it was edited in the account, and the YAML now says the same: inline policy p, trust policy',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { assessedOf } from '../../helpers/assessed.ts';
import { integration, live, planInput, resource, role, scope, stack } from '../../helpers/resources.ts';

const managed = [
  role('r'),
  resource('group', 'g'),
  resource('user', 'u', { Groups: ['g'] }),
  resource('instance-profile', 'r'),
];
const strangers = [
  resource('user', 'stranger', { Groups: ['G'] }),
  resource('instance-profile', 'theirs', { Roles: ['R'] }),
];

describe('what outsiders have to do with a managed resource', () => {
  const input = planInput({
    scope: scope([integration('i', managed)]),
    stacks: [stack('i', managed)],
    live: live([...managed, ...strangers]),
  });
  const { entries = [] } = assessedOf(input, {}).integrations[0] ?? {};

  it('is shown', () => {
    const notes = entries.flatMap(({ address, observations }) =>
      observations.map(({ text }) => `${address}: ${text}`),
    );
    expect(notes).toEqual([
      'group/g: user/stranger, which no file declares, is a member and has everything that the group allows',
      'role/r: instance-profile/theirs, which no file declares, holds it and gives it to any instance that has the profile',
    ]);
  });

  it('is no difference', () => {
    expect(entries.map((entry) => entry.action)).toEqual(['none', 'none', 'none', 'none']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { privilegesIn } from '../../../src/assess/privileges.ts';
import type { AccessDelta, Permission } from '../../../src/model/access.ts';

const gains = (permission: Partial<Permission>): AccessDelta =>
  ({
    gains: [
      {
        service: 'sts',
        exceptServices: [],
        every: false,
        actions: ['AssumeRole'],
        exceptActions: [],
        levels: ['Write'],
        on: ['*'],
        exceptOn: [],
        conditions: [],
        ...permission,
      } as unknown as Permission,
    ],
    losses: [],
    mayGain: [],
    mayLose: [],
    unread: [],
  }) as unknown as AccessDelta;

describe('the right to assume roles', () => {
  it.each([[['*']], [['arn:aws:iam::111122223333:role/*']], [['arn:aws:iam::111122223333:role/a*']]])(
    'is a right to give rights on %j',
    (on) => {
      expect(privilegesIn(gains({ on }))).toEqual([{ kind: 'rights', actions: ['sts:AssumeRole'] }]);
    },
  );

  it('is none on one role that is named, and to pass that role is one', () => {
    const on = ['arn:aws:iam::111122223333:role/reader'];
    expect(privilegesIn(gains({ on }))).toEqual([]);
    const passes = gains({ service: 'iam', actions: ['PassRole'], on });
    expect(privilegesIn(passes)).toEqual([{ kind: 'rights', actions: ['iam:PassRole'] }]);
  });
});

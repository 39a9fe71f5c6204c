import { describe, expect, it } from '@jest/globals';
import { privilegesIn } from '../../../src/assess/privileges.ts';
import type { AccessDelta, Permission } from '../../../src/model/access.ts';

const CONTEXT = { partition: 'aws', account: '111122223333' } as const;
const privileges = (access: AccessDelta) => privilegesIn(access, CONTEXT);

const gains = (
  service: string,
  actions: readonly string[],
  on: readonly string[],
  levels: Permission['levels'] = ['Write'],
): AccessDelta => ({
  gains: [
    {
      service,
      exceptServices: [],
      every: false,
      actions,
      exceptActions: [],
      levels,
      on,
      alsoOn: [],
      notOn: [],
      when: [],
      except: [],
    },
  ],
  loses: [],
  mayGain: [],
  mayLose: [],
  unread: [],
  awsManaged: [],
});

describe('the right to assume roles', () => {
  it.each([[['*']], [['arn:aws:iam::111122223333:role/*']], [['arn:aws:iam::111122223333:role/a*']]])(
    'is a right to give rights on %j',
    (on) => {
      expect(privileges(gains('sts', ['AssumeRole'], on))).toEqual([
        { kind: 'rights', certain: true, actions: ['sts:AssumeRole'] },
      ]);
    },
  );

  it('is none on one role that is named, and to pass that role is one', () => {
    const on = ['arn:aws:iam::111122223333:role/reader'];
    expect(privileges(gains('sts', ['AssumeRole'], on))).toEqual([]);
    expect(privileges(gains('iam', ['PassRole'], on))).toEqual([
      { kind: 'rights', certain: true, actions: ['iam:PassRole'] },
    ]);
  });
});

describe('a right that is only an upper bound', () => {
  it('is told apart from one that is certain, and what is certain is not told twice', () => {
    const certain = gains('iam', ['PassRole'], ['*']);
    const bound = gains('iam', ['PassRole', 'CreateAccessKey'], ['*']).gains;
    expect(privileges({ ...certain, mayGain: bound })).toEqual([
      { kind: 'rights', certain: true, actions: ['iam:PassRole'] },
      { kind: 'rights', certain: false, actions: ['iam:CreateAccessKey'] },
    ]);
  });
});

describe('the right to destroy', () => {
  it('is told where it is on everything, and not on what is named', () => {
    expect(privileges(gains('s3', ['DeleteObject', 'PutObject'], ['*']))).toEqual([
      { kind: 'destruction', certain: true, actions: ['s3:DeleteObject'] },
    ]);
    expect(privileges(gains('s3', ['DeleteObject'], ['arn:aws:s3:::logs/*']))).toEqual([]);
  });
});

describe('the right to read data', () => {
  it.each([
    ['s3', 'GetObject', 'arn:aws:s3:::*'],
    ['s3', 'GetObject', 'arn:aws:s3:::*/*'],
    ['dynamodb', 'Query', '*'],
    ['dynamodb', 'Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/*'],
    ['dynamodb', 'Query', 'arn:aws:dynamodb:*:*:table/*/index/*'],
    ['logs', 'GetLogEvents', 'arn:aws:logs:*:*:log-group:*:*'],
    ['logs', 'GetLogEvents', 'arn:aws:logs:*:*:log-group:*:log-stream:*'],
  ])('of everything is %s:%s on %s', (service, action, on) => {
    expect(privileges(gains(service, [action], [on], ['Read']))).toEqual([
      { kind: 'data', certain: true, actions: [`${service}:${action}`] },
    ]);
  });

  it.each([
    ['s3', 'GetObject', 'arn:aws:s3:::logs/*'],
    ['s3', 'GetObject', 'arn:aws:s3:::*/public/*'],
    ['dynamodb', 'Query', 'arn:aws:dynamodb:*:*:table/orders/index/*'],
    ['logs', 'GetLogEvents', 'arn:aws:logs:*:*:log-group:vendor:*'],
  ])('of some is %s:%s on %s', (service, action, on) => {
    expect(privileges(gains(service, [action], [on], ['Read']))).toEqual([]);
  });
});

describe('a right under a condition', () => {
  const deleting = (key: string, operator: string, ...values: readonly string[]): AccessDelta => {
    const all = gains('ec2', ['DeleteSnapshot'], ['arn:aws:ec2:*:*:snapshot/*']);
    return { ...all, gains: all.gains.map((one) => ({ ...one, when: [{ operator, key, values }] })) };
  };

  it.each([
    ['aws:resourcetag/scanner', 'StringEquals', 'true'],
    ['aws:ResourceTag/Scanner', 'StringEquals', 'true'],
    ['ec2:vpc', 'ArnLike', 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1'],
  ])('that leaves resources out (%s %s %s) is not on everything', (key, operator, value) => {
    expect(privileges(deleting(key, operator, value))).toEqual([]);
  });

  it.each([
    ['aws:resourcetag/scanner', 'StringNotEquals', 'false'],
    ['aws:resourcetag/scanner', 'StringLike', '*'],
    ['aws:resourcetag/scanner', 'StringEqualsIfExists', 'true'],
    ['aws:requestedregion', 'StringEquals', 'eu-west-1'],
    ['aws:securetransport', 'Bool', 'true'],
  ])('that nearly every request meets (%s %s %s) is', (key, operator, value) => {
    expect(privileges(deleting(key, operator, value))).toEqual([
      { kind: 'destruction', certain: true, actions: ['ec2:DeleteSnapshot'] },
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { changeSetOf, validationEventOf } from '../../../src/aws/change-set-rows.ts';
import { stackEventOf, stackRowOf } from '../../../src/aws/cloudformation-rows.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';

describe('the text of an error of AWS', () => {
  it.each([
    ['an access key', 'The key AKIAIOSFODNN7EXAMPLE is not active', 'The key AKIA… is not active'],
    [
      'a URL with credentials',
      'cannot reach http://bob:hunter2@proxy:3128/',
      'cannot reach http://…@proxy:3128/',
    ],
    [
      'an external id',
      'invalid: {"StringEquals":{"sts:ExternalId":"vendor:ext:4k2vq8m1t7"}}',
      'invalid: {"StringEquals":{"sts:ExternalId":…}}',
    ],
  ])('has no secret in it: %s', (_name, said, shown) => {
    const error = new RolekeeperError('internal', said, { hint: said });
    expect([error.message, error.hint]).toEqual([shown, shown]);
  });
});

describe('what CloudFormation says of a failure', () => {
  it('has no secret in it, wherever it says it', () => {
    const said = 'proxy http://bob:hunter2@proxy:3128/ refused AKIAIOSFODNN7EXAMPLE';
    const time = new Date(0);
    const stack = {
      StackName: 's',
      StackId: 's',
      CreationTime: time,
      StackStatus: 'ROLLBACK_COMPLETE',
    } as const;
    const head = { ChangeSetId: 'c', ChangeSetName: 'c', StackId: 's', StackName: 's', CreationTime: time };
    const reasons = [
      stackRowOf({ ...stack, StackStatusReason: said }).statusReason,
      stackEventOf({
        EventId: 'e',
        StackId: 's',
        StackName: 's',
        Timestamp: time,
        ResourceStatusReason: said,
      }).reason,
      changeSetOf({ ...head, Status: 'FAILED', StatusReason: said }, [], false).reason,
      validationEventOf({ ValidationStatusReason: said })?.reason,
    ];
    expect(new Set(reasons)).toEqual(new Set(['proxy http://…@proxy:3128/ refused AKIA…']));
  });
});

import { describe, expect, it } from '@jest/globals';
import { failureOfExecution } from '../../../src/apply/change-set-failure.ts';
import type { ChangeSetContext } from '../../../src/apply/change-set-context.ts';
import { prose } from '../../../src/report/escape-markdown.ts';
import { scope } from '../../helpers/resources.ts';

const TARGET: ChangeSetContext = {
  integration: 'i',
  stackName: 'rolekeeper-i',
  digest: '0123456789abcdef',
  roleArn: undefined,
  stackExists: true,
  startsFrom: undefined,
  settings: scope([]).settings,
  standIns: new Map(),
  seen: new Map(),
  entries: new Map(),
  resources: new Map([['R', { address: 'role/r' }]]),
};

/** What CloudFormation says of a failure, as its handlers wrap it. */
const REASONS: Readonly<Record<string, string>> = {
  'a sixth version': wrapped('A managed policy can have up to 5 versions', 'ServiceLimitExceeded'),
  throttling: wrapped('Rate exceeded', 'Throttling'),
  'a service error': wrapped('Internal failure', 'GeneralServiceException'),
  'a name that is taken': wrapped('Role with name r already exists', 'AlreadyExists'),
  'a deletion that IAM refuses': wrapped(
    'Cannot delete entity, must detach all policies first',
    'InvalidRequest',
  ),
  'a resource that is gone': wrapped('The role with name r cannot be found', 'NotFound'),
  'a change of another': wrapped('ConcurrentModification', 'ResourceConflict'),
  'a permission': wrapped('User is not authorized to perform: iam:CreateRole', 'AccessDenied'),
  'a sentence that nothing is known of': wrapped('The moon is full', 'InternalFailureOfSomeSort'),
};

function wrapped(message: string, code: string): string {
  return `Resource handler returned message: "${message} (Service: Iam, Status Code: 400, Request ID: 1)" (RequestToken: 1, HandlerErrorCode: ${code})`;
}

describe('the remedy of a failed change', () => {
  it.each(Object.entries(REASONS))('names one thing to run, whatever the stack is in: %s', (_, reason) => {
    for (const status of ['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED', 'UPDATE_FAILED']) {
      const event = {
        id: '1',
        time: '2026-11-22T00:00:00Z',
        logicalId: 'R',
        resourceType: 'AWS::IAM::Role',
        status: 'UPDATE_FAILED',
        reason,
      };
      const { hint = '' } = failureOfExecution(status, [event], TARGET);
      const named = hint.match(/\brun (plan|apply)\b/g) ?? [];
      expect([status, hint, named.length <= 1]).toEqual([status, hint, true]);
      if (!status.endsWith('ROLLBACK_COMPLETE')) expect(named).toEqual(['run plan']);
      expect(hint).not.toMatch(/parallel|Service:|RequestToken/);
    }
  });
});

describe('the words of a handler', () => {
  it('are one code span in markdown, backticks and quotes in them included', () => {
    const reason = wrapped('no. `Approved` by "rolekeeper", nothing to review', 'InvalidRequest');
    const event = { id: '1', time: '2026-11-22T00:00:00Z', logicalId: 'R', resourceType: 'AWS::IAM::Role' };
    const { message } = failureOfExecution(
      'UPDATE_ROLLBACK_COMPLETE',
      [{ ...event, status: 'UPDATE_FAILED', reason }],
      TARGET,
    );
    expect(prose(message)).toContain('``no. `Approved` by "rolekeeper", nothing to review``');
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  explainFailure,
  failedIdsIn,
  findRootCause,
  KNOWN_FAILURES,
} from '../../../src/cloudformation/explain-failure.ts';
import type { StackEventRow } from '../../../src/model/stack-reader.ts';

const wrapped = (message: string, code: string): string =>
  `Resource handler returned message: "${message}" (RequestToken: 1-2-3, HandlerErrorCode: ${code})`;

/** What CloudFormation says, with the name of a validation; and what the remedy has. One for each line of the table. */
const CASES: readonly (readonly [said: string, validation: string | undefined, remedy: string])[] = [
  [
    wrapped(
      'A managed policy can have up to 5 versions. (Service: Iam, Status Code: 409)',
      'ServiceLimitExceeded',
    ),
    undefined,
    'names the oldest version',
  ],
  [
    wrapped('Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/Ghost"', 'InvalidRequest'),
    undefined,
    'correct its "Principal"',
  ],
  [
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename r and update the stack again.',
    undefined,
    'delete and create in two pull requests',
  ],
  [
    wrapped('Policy arn:aws:iam::aws:policy/Ghost does not exist or is not attachable.', 'NotFound'),
    undefined,
    'there is no such policy',
  ],
  [wrapped('not now', 'AccessDenied'), undefined, 'docs/permissions.md'],
  [
    'Role arn:aws:iam::111122223333:role/c is invalid or cannot be assumed',
    undefined,
    'trust cloudformation',
  ],
  [wrapped('Rate exceeded', 'Throttling'), undefined, '--requests-per-second'],
  ['Cannot exceed quota for TagsPerEntity: 50', undefined, '50 tags at most'],
  ['Cannot exceed quota for RolesPerAccount: 1000', undefined, 'a quota is reached'],
  ['it is there', 'NAME_CONFLICT_VALIDATION', 'adopted instead of created'],
  ['Cannot delete entity, must detach all policies first.', undefined, 'still depends on it'],
  [wrapped('Syntax errors in policy.', 'InvalidRequest'), undefined, 'IAM does not take that value'],
  ['Request was denied (Error Code: ConcurrentModification)', undefined, 'another change of it is under way'],
  [wrapped('The role with name r cannot be found.', 'NotFound'), undefined, 'it shows what is missing'],
  ['no such property', 'PROPERTY_VALIDATION', 'please report it'],
  ['The following hook(s) failed: [Guard::Iam::Hook]', undefined, 'list-hook-results'],
  [wrapped('try later', 'ServiceInternalError'), undefined, 'AWS had a problem'],
];

describe('the words of CloudFormation that something depends on', () => {
  it.each(CASES)('%s', (said, validation, remedy) => {
    expect(explainFailure(said, validation).remedy).toContain(remedy);
  });

  it('have a case each', () => {
    const remedies = new Set(CASES.map(([said, validation]) => explainFailure(said, validation).remedy));
    expect(remedies.size).toBe(KNOWN_FAILURES.length);
  });

  it('name what is missing', () => {
    const missingIn = (said: string) => explainFailure(said).missing;
    expect(missingIn(CASES[1]?.[0] ?? '')).toEqual({
      missing: 'principal',
      arns: ['arn:aws:iam::111122223333:role/ghost'],
    });
    expect(missingIn(CASES[3]?.[0] ?? '')).toEqual({
      missing: 'policy',
      arns: ['arn:aws:iam::aws:policy/ghost'],
    });
    expect(missingIn('Rate exceeded')).toBeUndefined();
  });

  it('are shown as they are where they are not known', () => {
    expect(explainFailure('Something new. (Service: Iam, Status Code: 400)')).toEqual({
      cause: 'Something new',
      remedy: 'correct the cause; run apply again',
      before: 'correct the cause',
    });
  });
});

it.each([
  ['The following resource(s) failed to update: [One, Two]. ', ['One', 'Two']],
  ['The following resource(s) failed to delete: [One].', ['One']],
  ['Rollback requested by user.', []],
])('the reason of a status names what failed: %s', (reason, ids) => {
  expect(failedIdsIn(reason)).toEqual(ids);
});

it('a resource that was cancelled is not the cause: another one failed before it', () => {
  const event = (logicalId: string, reason: string): StackEventRow => ({
    logicalId,
    reason,
    id: logicalId,
    time: '2026-11-22T08:00:00Z',
    status: 'CREATE_FAILED',
    resourceType: 'AWS::IAM::Role',
  });
  const events = [event('A', 'Resource creation cancelled'), event('B', 'Rate exceeded')];
  expect(findRootCause(events)).toEqual({ logicalId: 'B', reason: 'Rate exceeded' });
});

import { describe, expect, it } from '@jest/globals';
import { ERROR_TEXTS } from '../../../src/aws/error-texts.ts';

type Texts = readonly [whatAwsSays: string, ...others: readonly string[]];

/** What is said, and what is said of something else with the same code or nearly the same words. */
const CASES: Readonly<Record<keyof typeof ERROR_TEXTS, { readonly says: Texts; readonly other: string }>> = {
  stackMissing: {
    says: [
      'Stack with id rk-logs does not exist',
      'Stack [rk-logs] does not exist',
      "Stack 'rk-logs' does not exist",
      'Stack for arn:aws:iam::111122223333:role/x does not exist',
    ],
    other: 'ChangeSet [rk-1] does not exist',
  },
  stackBusy: {
    says: [
      'Stack:arn:aws:cloudformation:eu-west-1:111122223333:stack/a/1 is in UPDATE_IN_PROGRESS state and can not be updated.',
    ],
    other:
      'Stack:arn:aws:cloudformation:eu-west-1:111122223333:stack/a/1 is in REVIEW_IN_PROGRESS state and can not be updated.',
  },
  stackCreatedMeanwhile: {
    says: ['Stack [rk-logs] already exists and cannot be created again with the changeSet [rk-1].'],
    other: 'Stack [rk-logs] already exists',
  },
  changeSetLimit: {
    says: ['ChangeSet limit exceeded for stack arn:aws:cloudformation:eu-west-1:111122223333:stack/a/1'],
    other: 'Limit for stack has been exceeded',
  },
  terminationProtection: {
    says: ['Stack [rk-logs] cannot be deleted while TerminationProtection is enabled'],
    other: 'Stack [rk-logs] cannot be deleted while in status UPDATE_IN_PROGRESS',
  },
  roleNotAssumed: {
    says: ['Role arn:aws:iam::111122223333:role/cloudformation is invalid or cannot be assumed'],
    other: 'Role with name cloudformation cannot be found',
  },
  valuesDropped: {
    says: [
      '[WARN] --include-property-values option can return incomplete ChangeSet data because: Logical Id: X, failed property validation',
    ],
    other: "The submitted information didn't contain changes.",
  },
  sessionTooLong: {
    says: ['The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
    other: '1 validation error detected: Value at roleArn failed to satisfy constraint',
  },
  unknownPage: {
    says: ['Invalid Marker.', 'NextToken is not valid'],
    other: 'Stack with id rk-logs does not exist',
  },
  clockSkewed: {
    says: [
      'Signature expired: 20261122T080000Z is now earlier than 20261122T090000Z',
      'Signature not yet current: 20261122T100000Z is still later than 20261122T090000Z',
    ],
    other: 'The request signature we calculated does not match the signature you provided.',
  },
  webIdentityDenied: {
    says: ['Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    other: 'User: arn:aws:iam::111122223333:user/u is not authorized to perform: sts:AssumeRole',
  },
  noCredentials: {
    says: ['Could not load credentials from any providers'],
    other: 'Could not resolve credentials using profile: [ci] in configuration/credentials file(s).',
  },
  profileMissing: {
    says: ['Could not resolve credentials using profile: [ci] in configuration/credentials file(s).'],
    other: 'Could not load credentials from any providers',
  },
  processFailed: {
    says: ['Command failed: /usr/bin/give-me --secret\nno such vault'],
    other: 'Profile ci credential_process returned invalid JSON.',
  },
  hangUp: { says: ['socket hang up'], other: 'connect ECONNREFUSED 127.0.0.1:4566' },
  systemError: { says: ['connect ECONNREFUSED 127.0.0.1:4566'], other: 'An Error of MINE' },
  notXml: {
    says: ["XML parse error: char '{' is not expected.", 'Deserialization error: to see the raw response, …'],
    other: 'Unknown',
  },
  unknown: { says: ['Unknown'], other: 'Unknown option' },
  denied: {
    says: [
      'User: arn:aws:iam::111122223333:user/u is not authorized to perform: iam:GetRole',
      'User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: iam:GetRole on resource: role x because no identity-based policy allows the iam:GetRole action',
    ],
    other: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  },
  deniedExplicitly: {
    says: ['an explicit deny in a service control policy: arn:aws:organizations::…'],
    other: 'no identity-based policy allows the iam:GetRole action',
  },
  notAllowed: {
    says: ['no identity-based policy allows the iam:GetRole action'],
    other: 'an explicit deny in a service control policy',
  },
};

describe('the words of AWS and the SDK that something depends on', () => {
  it.each(Object.entries(CASES))('%s', (name, { says, other }) => {
    const text: RegExp | undefined = Object.entries(ERROR_TEXTS).find(([key]) => key === name)?.[1];
    expect(says.filter((one) => text?.test(one) !== true)).toEqual([]);
    expect(text?.test(other)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Use } from '../../../src/model/iam-uses.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { Blocker } from '../../../src/model/assessment.ts';
import { lookups } from '../../../src/assess/lookups.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import type { LookupResult } from '../../../src/assess/lookup-results.ts';
import { integration, live, planInput, resource, role, scope, stack } from '../../helpers/resources.ts';

const ARN = 'arn:aws:iam::111122223333:policy/p';

/** The blockers of deleting one resource, where `applied` is managed with it and `desired` stays. */
function blockersOf(
  gone: Resource,
  answer: LookupResult,
  applied: readonly Resource[] = [],
  desired: readonly Resource[] = [],
): readonly Blocker[] {
  const address = `${gone.kind}/${gone.name}` as const;
  const others = applied
    .filter((item) => !desired.some(({ kind, name }) => kind === item.kind && name === item.name))
    .map((item) => `${item.kind}/${item.name}` as const);
  const input = planInput({
    scope: scope([integration('i', desired, { delete: [address, ...others] })], { maxDeletes: 9 }),
    stacks: [stack('i', [gone, ...applied])],
    live: live([gone, ...applied]),
  });
  expect(lookups(input).map((question) => question.question)).toContain('uses');
  const [plan] = assessedOf(input, { answers: { [address]: answer } }).integrations;
  return plan?.entries.find((entry) => entry.address === address)?.blockers ?? [];
}

const uses = (...list: readonly Use[]): LookupResult => ({ answer: 'uses', uses: list });
const user = resource('user', 'u');
const policy = resource('managed-policy', 'p');

describe('a deletion that IAM would refuse', () => {
  it('names the keys, the password and the MFA device of a user, and the commands', () => {
    const all = uses(
      { use: 'access-key', id: 'AKIAEXAMPLE' },
      { use: 'login-profile' },
      { use: 'mfa-device', serial: 'arn:aws:iam::111122223333:mfa/u' },
    );
    expect(blockersOf(user, all)).toEqual([
      {
        code: 'user-with-keys',
        message:
          'user/u cannot be deleted: it has the access key AKIAEXAMPLE, it has a console password, it has the MFA device arn:aws:iam::111122223333:mfa/u',
        hint:
          'if nothing needs that any more, run "aws iam delete-access-key --user-name u --access-key-id AKIAEXAMPLE' +
          ' && aws iam delete-login-profile --user-name u' +
          ' && aws iam deactivate-mfa-device --user-name u --serial-number arn:aws:iam::111122223333:mfa/u"',
      },
    ]);
  });

  it('names the other credentials of a user, and the commands', () => {
    const all = uses(
      { use: 'ssh-key', id: 'APKAEXAMPLE' },
      { use: 'signing-certificate', id: 'CERT' },
      { use: 'service-credential', id: 'ACCAEXAMPLE', service: 'codecommit.amazonaws.com' },
    );
    expect(blockersOf(user, all)).toEqual([
      {
        code: 'user-with-keys',
        message:
          'user/u cannot be deleted: it has the SSH public key APKAEXAMPLE, it has the signing certificate CERT, it has the credential ACCAEXAMPLE of codecommit.amazonaws.com',
        hint:
          'if nothing needs that any more, run "aws iam delete-ssh-public-key --user-name u --ssh-public-key-id APKAEXAMPLE' +
          ' && aws iam delete-signing-certificate --user-name u --certificate-id CERT' +
          ' && aws iam delete-service-specific-credential --user-name u --service-specific-credential-id ACCAEXAMPLE"',
      },
    ]);
  });

  it('names who has a policy attached, or as boundary', () => {
    const all = uses(
      { use: 'attachment', kind: 'group', name: 'others' },
      { use: 'boundary', kind: 'role', name: 'capped' },
    );
    const [blocker] = blockersOf(policy, all);
    expect(blocker?.code).toBe('policy-in-use');
    expect(blocker?.message).toContain('attached to group/others');
    expect(blocker?.message).toContain('permissions boundary of role/capped');
    expect(blocker?.hint).toContain(`aws iam detach-group-policy --group-name others --policy-arn ${ARN}`);
    expect(blocker?.hint).toContain('aws iam delete-role-permissions-boundary --role-name capped');
  });

  it('names the instance profile of a role, and the members of a group', () => {
    const [profile] = blockersOf(role('r'), uses({ use: 'profile', name: 'by-hand' }));
    expect([profile?.code, profile?.hint]).toEqual([
      'role-in-profile',
      expect.stringContaining(
        'aws iam remove-role-from-instance-profile --instance-profile-name by-hand --role-name r',
      ),
    ]);
    const [group] = blockersOf(resource('group', 'g'), uses({ use: 'member', name: 'stranger' }));
    expect([group?.code, group?.message]).toEqual([
      'group-with-members',
      'group/g cannot be deleted: user/stranger is a member',
    ]);
  });

  it('is not known where reading is denied', () => {
    const [blocker] = blockersOf(user, { answer: 'unchecked', reason: 'access denied: iam:ListAccessKeys' });
    expect([blocker?.code, blocker?.message]).toEqual([
      'unchecked',
      expect.stringContaining('iam:ListAccessKeys'),
    ]);
  });
});

describe('a deletion that IAM accepts', () => {
  const attached = uses({ use: 'attachment', kind: 'role', name: 'R' });
  const having = role('r', { ManagedPolicyArns: [ARN] });

  it('is that of what nothing hangs on', () => {
    expect(blockersOf(user, uses())).toEqual([]);
  });

  it('is that of a policy whose role goes too, or lets go of it in the same run', () => {
    expect(blockersOf(policy, attached, [having])).toEqual([]);
    expect(blockersOf(policy, attached, [having], [role('r')])).toEqual([]);
    expect(blockersOf(policy, attached, [having], [having]).map((blocker) => blocker.code)).toEqual([
      'policy-in-use',
    ]);
  });

  it('is that of a role whose profile goes too, and of a group whose members do', () => {
    const profile = uses({ use: 'profile', name: 'r' });
    expect(blockersOf(role('r'), profile, [resource('instance-profile', 'r')])).toEqual([]);
    const member = uses({ use: 'member', name: 'u' });
    expect(blockersOf(resource('group', 'g'), member, [resource('user', 'u', { Groups: ['g'] })])).toEqual(
      [],
    );
  });
});

describe('a policy that another integration lets go of in the same state of the files', () => {
  const attached = uses({ use: 'attachment', kind: 'role', name: 'r' });
  const hintWith = (kept: Resource): string | undefined => {
    const input = planInput({
      scope: scope([integration('shared', [], { delete: ['managed-policy/p'] }), integration('a', [kept])]),
      stacks: [stack('shared', [policy]), stack('a', [role('r', { ManagedPolicyArns: [ARN] })])],
      live: live([policy, role('r', { ManagedPolicyArns: [ARN] })]),
    });
    const { integrations } = assessedOf(input, { answers: { 'managed-policy/p': attached } });
    const entries = integrations.flatMap((one) => one.entries);
    return entries.find(({ address }) => address === 'managed-policy/p')?.blockers[0]?.hint;
  };

  it('is deleted once that one is applied, and no command by hand is asked for', () => {
    expect(hintWith(role('r'))).toBe(
      'the files end that: apply a first, which this does not hold up, and then apply again',
    );
  });

  it('is a matter of a command where the other one keeps it', () => {
    expect(hintWith(role('r', { ManagedPolicyArns: [ARN] }))).toContain('aws iam detach-role-policy');
  });
});

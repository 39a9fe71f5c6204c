import { describe, expect, it } from '@jest/globals';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { executedSets, SEEN, UNSEEN } from '../../helpers/converge/executed-sets.ts';
import { BY_COMMAND, REPAIRS, UNDER_SWITCHES } from '../../helpers/converge/repair-rows.ts';
import { TAMPERINGS } from '../../helpers/converge/tamper-rows.ts';
import type { Call } from '../../helpers/converge/tampering-calls.ts';
import { allow, integration, role, scope, trustOf } from '../../helpers/resources.ts';
import { describeThorough, settingsFor } from '../../helpers/thorough.ts';

/** One of each road; the others where there is time. */
const QUICK = settingsFor(REPAIRS, [
  'an extra inline policy',
  'an extra attachment',
  'an extra membership',
  'an extra tag',
  'an edited trust policy',
  'an edited inline policy',
  'an edited managed policy',
  'a detached policy',
  'a boundary taken away',
  'another Description',
  'a profile without its role',
  'a deleted role, and what hung on it',
  'a deleted managed policy',
]);

describe('the change sets that repair', () => {
  it('are told for every tampering', () => {
    expect(Object.keys(REPAIRS).sort()).toEqual(Object.keys(TAMPERINGS).sort());
  });

  it.each(QUICK)('%s, where CloudFormation does not see it', async (name, [, unseen]) => {
    expect(await executedSets(name, UNSEEN)).toEqual(unseen);
  });

  it('are tried in order: a drift-aware one that does not help is followed by stand-ins', async () => {
    expect(await executedSets('several things at once', { ...SEEN, driftSeesExtras: 'never' })).toEqual([
      'UPDATE REVERT_DRIFT: Modify Roler',
      'UPDATE: Modify Roler, Modify Useru',
      'UPDATE: Modify Roler, Modify Useru',
    ]);
  });
});

describeThorough('the change sets that repair, further', () => {
  it.each(Object.entries(REPAIRS))('%s, where CloudFormation sees it', async (name, [seen]) => {
    expect(await executedSets(name, SEEN)).toEqual(seen);
  });

  it.each(UNDER_SWITCHES)('%s, where %j', async (name, switches, sets) => {
    expect(await executedSets(name, switches)).toEqual(sets);
  });
});

describe('no change set repairs', () => {
  const both: readonly (readonly [string, Partial<Switches>])[] = [
    ['where CloudFormation sees it', SEEN],
    ['where CloudFormation does not see it', UNSEEN],
  ];
  const gone = (name: string): readonly Call[] => TAMPERINGS[name] ?? [];

  it.each(both)('a profile with another role, %s: the commands are named', async (_, switches) => {
    const exchanged: readonly Call[] = [
      {
        Action: 'CreateRole',
        RoleName: 'q',
        AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com'),
      },
      { Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'r', RoleName: 'r' },
      { Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'r', RoleName: 'q' },
    ];
    const first = 'aws iam remove-role-from-instance-profile --instance-profile-name r --role-name q && ';
    expect(await executedSets(exchanged, switches)).toEqual([BY_COMMAND.replace('aws', `${first}aws`)]);
  });

  it.each(both)('a role that was made again at another path, %s: it is blocked', async (_, switches) => {
    const AssumeRolePolicyDocument = trustOf('AWS', '406095609952');
    const moved: readonly Call[] = [
      ...gone('a deleted role, and what hung on it'),
      { Action: 'CreateRole', RoleName: 'r', Path: '/hand/', AssumeRolePolicyDocument },
    ];
    expect(await executedSets(moved, switches)).toEqual(['blocked: replacement of role/r']);
  });

  it.each(both)('another Description of a managed policy, %s: it is blocked', async (_, switches) => {
    const PolicyDocument = allow('s3:ListBucket', '*');
    const described: readonly Call[] = [
      ...gone('a deleted managed policy'),
      { Action: 'CreatePolicy', PolicyName: 'p', Description: 'by hand', PolicyDocument },
    ];
    expect(await executedSets(described, switches)).toEqual(['blocked: replacement of managed-policy/p']);
  });
});

describe('the only resource of a stack', () => {
  it('is made again beside a placeholder: a stack is never empty', async () => {
    const wanted = scope([integration('i', [role('r')])]);
    expect(await executedSets([{ Action: 'DeleteRole', RoleName: 'r' }], UNSEEN, wanted)).toEqual([
      'UPDATE: Add RolekeeperPlaceholder, Remove Roler',
      'UPDATE: Add Roler, Remove RolekeeperPlaceholder',
    ]);
  });
});

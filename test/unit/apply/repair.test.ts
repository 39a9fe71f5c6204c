import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import type { ApiCall } from '../../helpers/scenario/scenario.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const POLICY_ARN = 'arn:aws:iam::111122223333:policy/p';

/** Whatever somebody did, reverting it is wanted. */
function subject(): Scope {
  const resources = [
    role('r', {
      Description: 'declared',
      AssumeRolePolicyDocument: trustOf('AWS', '406095609952', { StringEquals: { 'sts:ExternalId': 'a1' } }),
      ManagedPolicyArns: [POLICY_ARN, READ_ONLY],
      Policies: [inline('read', allow('s3:GetObject', '*'))],
      Tags: [{ Key: 'owner', Value: 'me' }],
    }),
    resource('managed-policy', 'p', { PolicyDocument: allow('s3:ListBucket', '*') }),
    resource('user', 'u', { Groups: ['g'], Policies: [inline('read', allow('s3:GetObject', '*'))] }),
    resource('group', 'g', { ManagedPolicyArns: [READ_ONLY] }),
    resource('instance-profile', 'r'),
  ];
  return scope([
    integration('i', resources, {
      overwrite: ['role/r', 'managed-policy/p', 'user/u', 'group/g', 'instance-profile/r'],
    }),
  ]);
}

const sneaky = allow('*', '*');
const anybody = trustOf('AWS', '*');

const DETACH_ALL: readonly ApiCall[] = [
  { Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'r', RoleName: 'r' },
  { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: POLICY_ARN },
  { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: READ_ONLY },
  { Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'read' },
  { Action: 'DeleteRole', RoleName: 'r' },
];

const ROWS: Readonly<Record<string, readonly ApiCall[]>> = {
  'an extra inline policy': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'sneaky', PolicyDocument: sneaky },
  ],
  'an extra inline policy of a user': [
    { Action: 'PutUserPolicy', UserName: 'u', PolicyName: 'sneaky', PolicyDocument: sneaky },
  ],
  'an extra attachment': [
    { Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  'an extra attachment of a group': [
    { Action: 'AttachGroupPolicy', GroupName: 'g', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  'an extra tag': [
    { Action: 'TagRole', RoleName: 'r', 'Tags.member.1.Key': 'by', 'Tags.member.1.Value': 'hand' },
  ],
  'an edited tag': [
    { Action: 'TagRole', RoleName: 'r', 'Tags.member.1.Key': 'owner', 'Tags.member.1.Value': 'you' },
  ],
  'an edited trust policy': [{ Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument: anybody }],
  'an edited inline policy': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'read', PolicyDocument: sneaky },
  ],
  'a deleted inline policy': [{ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'read' }],
  'an edited managed policy': [
    { Action: 'CreatePolicyVersion', PolicyArn: POLICY_ARN, PolicyDocument: sneaky, SetAsDefault: 'true' },
  ],
  'another MaxSessionDuration': [{ Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '43200' }],
  'another Description': [{ Action: 'UpdateRole', RoleName: 'r', Description: 'by hand' }],
  'an extra boundary': [
    { Action: 'PutRolePermissionsBoundary', RoleName: 'r', PermissionsBoundary: READ_ONLY },
  ],
  'detached policies, a profile without its role, and a role without its inline policy': DETACH_ALL.slice(
    0,
    -1,
  ),
  'a deleted role, and what hung on it': DETACH_ALL,
  'a deleted managed policy': [
    { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: POLICY_ARN },
    { Action: 'DeletePolicy', PolicyArn: POLICY_ARN },
  ],
  'several things at once': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'sneaky', PolicyDocument: sneaky },
    { Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument: anybody },
    { Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '7200' },
    { Action: 'AddUserToGroup', UserName: 'u', GroupName: 'g2' },
  ],
};

const SETTINGS: Readonly<Record<string, Partial<Switches>>> = {
  'as AWS probably is': {},
  'when drift-aware change sets see nothing extra': {
    driftSeesExtras: 'never',
    revertDriftDeleted: 'ignore',
  },
  'when drift-aware change sets see everything': {
    driftSeesExtras: 'declared-lists',
    driftSeesManagedPolicyDocument: true,
    driftComparison: 'normalised',
  },
  'when a drift-aware change set fails on what is gone': {
    revertDriftDeleted: 'fail',
    removalOfMissing: 'fail',
    emptyRevertDrift: 'complete',
  },
};

let account: Account;

afterEach(() => account.sandbox.close());

/** What was done to IAM by anything but a change set. */
function outsideChangeSets(since: number): readonly string[] {
  return account.changesSince(since).filter((line) => !line.startsWith('change-set'));
}

function said(result: ApplyResult): readonly unknown[] {
  return result.outcomes.map(({ outcome, ...rest }) =>
    'message' in rest ? [outcome, rest.message, rest.hint] : outcome,
  );
}

describe.each(Object.entries(SETTINGS))('repair %s', (_, switches) => {
  beforeEach(async () => {
    account = await openAccount({ switches });
    await account.call({ Action: 'CreateGroup', GroupName: 'g2' });
    const created = await applyScope(subject());
    expect(said(created)).toEqual(['applied']);
  });

  it.each(Object.entries(ROWS))('heals %s', async (_name, calls) => {
    for (const call of calls) await account.call(call);
    const before = account.changes();
    const drifted = await planScope(subject());
    expect(drifted.integrations[0]?.entries.some((entry) => entry.drift !== undefined)).toBe(true);
    const result = await applyScope(subject());
    const after = await planScope(subject());
    const open = after.integrations[0]?.entries
      .filter((entry) => entry.action !== 'none')
      .map((entry) => entry.address);
    expect({ said: said(result), open }).toEqual({ said: ['applied'], open: [] });
    expect(outsideChangeSets(before)).toEqual([]);
    expect((await applyScope(subject())).outcomes).toEqual([{ outcome: 'unchanged', integration: 'i' }]);
  });
});

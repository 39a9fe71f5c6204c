import { afterEach, describe, expect, it } from '@jest/globals';
import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { Integration, Scope } from '../../../src/model/integration.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import {
  ACCOUNT,
  allow,
  inline,
  integration,
  resource,
  role,
  scope,
  trustOf,
} from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { itThorough } from '../../helpers/thorough.ts';

/** What "every road converges" found, each as small as it could be made. */

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

let account: Account;

afterEach(() => account.sandbox.close());

function declared(resources: readonly Resource[], overrides: Partial<Integration> = {}): Scope {
  return scope([integration('i', resources, overrides)]);
}

async function start(switches: Partial<Switches>, resources: readonly Resource[]): Promise<void> {
  account = await openAccount({ switches });
  expect(said(await applyScope(declared(resources)))).toEqual(['applied']);
}

function said({ outcomes }: ApplyResult): readonly string[] {
  return outcomes.map((one) => (one.outcome === 'failed' ? `${one.reason}: ${one.hint ?? ''}` : one.outcome));
}

async function isEmpty(wanted: Scope): Promise<boolean> {
  const { integrations } = await planScope(wanted);
  return integrations.every(({ entries }) => entries.every((entry) => entry.action === 'none'));
}

const trusting = role('r1', {
  AssumeRolePolicyDocument: trustOf('AWS', `arn:aws:iam::${ACCOUNT}:role/r2`),
});

describe('consistency that comes late', () => {
  it('a new stack that is still said to be under review is not created twice', async () => {
    await start({ staleReviewReads: 2 }, [role('r')]);
  });

  it('what was just made is not taken for deleted', async () => {
    await start({ staleReads: 3, nameConflictValidation: 'off' }, [role('r'), resource('group', 'g')]);
  });

  it('a new role that is refused as a principal is made first', async () => {
    await start({ principalDelay: 1 }, [trusting, role('r2')]);
  });

  it('so is one that an existing role begins to trust', async () => {
    await start({ principalDelay: 1 }, [role('r1')]);
    expect(said(await applyScope(declared([trusting, role('r2')])))).toEqual(['applied']);
  });
});

describe('a creation that failed', () => {
  it('is made anew: what its template has was never applied', async () => {
    account = await openAccount();
    account.sandbox.inject({ kind: 'handler', operation: 'create', message: 'no', times: 1 });
    expect(said(await applyScope(declared([role('r')])))[0]).toContain('change-set-failed');
    expect(said(await applyScope(declared([role('r')])))).toEqual(['applied']);
  });
});

describe('what no change set reaches', () => {
  const profile = resource('instance-profile', 'x', { Roles: ['r'] });

  it('is not the same as nothing to do', async () => {
    await start({ driftUnsupportedTypes: ['AWS::IAM::InstanceProfile'] }, [role('r'), profile]);
    await account.call({ Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'x', RoleName: 'r' });
    expect(said(await applyScope(declared([role('r'), profile])))).toEqual([
      expect.stringContaining('aws iam add-role-to-instance-profile --instance-profile-name x --role-name r'),
    ]);
  });

  it('a profile with another role is left alone: its update could not be rolled back', async () => {
    await start({ driftSeesExtras: 'never' }, [role('r'), role('q'), profile]);
    await account.call({ Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'x', RoleName: 'r' });
    await account.call({ Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'x', RoleName: 'q' });
    const before = account.changes();
    expect(said(await applyScope(declared([role('r'), role('q'), profile])))).toEqual([
      expect.stringContaining(
        'aws iam remove-role-from-instance-profile --instance-profile-name x --role-name q && ' +
          'aws iam add-role-to-instance-profile --instance-profile-name x --role-name r',
      ),
    ]);
    expect(account.changes()).toBe(before);
  });
});

describe('what is held or ignored', () => {
  const tags = (value: string) => ({ Tags: [{ Key: 'k', Value: value }] });
  const before = role('r', { Description: 'a', ...tags('a'), ManagedPolicyArns: [READ_ONLY] });
  const after = role('r', { Description: 'b', ...tags('b') });

  it.each<readonly [string, Partial<Integration>]>([
    ['ignored', { ignore: [{ address: 'role/r', field: 'Description', reason: 'theirs' }] }],
    ['held', {}],
  ])('%s is not written along with another change', async (how, ignoring) => {
    await start({}, [before]);
    await account.call({ Action: 'UpdateRole', RoleName: 'r', Description: 'by hand' });
    const edited = (await planScope(declared([before]))).integrations[0]?.entries[0]?.changes[0];
    const hold = { address: 'role/r', field: 'Description', drift: edited?.fingerprint ?? '' } as const;
    const holding = { hold: [{ ...hold, reason: 'known', until: '2027-01-01' }] };
    const wanted = declared([after], how === 'held' ? holding : ignoring);
    expect(said(await applyScope(wanted))).toEqual(['applied']);
    const live = await account.call({ Action: 'GetRole', RoleName: 'r' });
    expect(live).toContain('<Description>by hand</Description>');
    expect(live).toContain('<Value>b</Value>');
    expect(await isEmpty(wanted)).toBe(true);
  });
});

describe('what was cut off by hand', () => {
  const policies = ['cut', 'widened'].map((name) => inline(name, allow('s3:GetObject', '*')));
  const wanted = declared([role('r', { Policies: policies })]);
  const EDITS = [
    { Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'cut' },
    {
      Action: 'PutRolePolicy',
      RoleName: 'r',
      PolicyName: 'widened',
      PolicyDocument: allow('s3:*', '*'),
    },
  ];
  const begin = async (inlinePolicyWrites: 'changed' | 'all') => {
    await start({ inlinePolicyWrites, driftUnsupportedTypes: ['AWS::IAM::Role'] }, [
      role('r', { Policies: policies }),
    ]);
    for (const call of EDITS) await account.call(call);
    return said(await applyScope(wanted));
  };
  const inlineOf = () => account.sandbox.world.iam.roles.get('r')?.inline.map(({ name }) => name);

  it('stays so while another policy of the role is repaired', async () => {
    expect(await begin('changed')).toEqual(['applied']);
    expect(inlineOf()).toEqual(['widened']);
  });

  it('is said to be back, with the command that cuts it off, where a handler writes all policies of a role', async () => {
    expect(await begin('all')).toEqual([
      'not-converged: to have it as it was, run this, and then plan again: ' +
        'aws iam delete-role-policy --role-name r --policy-name cut',
    ]);
    await account.call({ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'cut' });
    expect(said(await applyScope(wanted))).toEqual(['unchanged']);
    expect(inlineOf()).toEqual(['widened']);
  });
});

describe('references to what was deleted by hand', () => {
  const group = resource('group', 'g');
  const user = resource('user', 'u', { Groups: ['g'] });
  const GONE = [
    { Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'g' },
    { Action: 'DeleteGroup', GroupName: 'g' },
  ];

  it.each(['ignore', 'fail'] as const)(
    'are left until it exists again (removalOfMissing %s)',
    async (setting) => {
      await start({ removalOfMissing: setting, revertDriftDeleted: 'ignore' }, [group, user]);
      for (const call of GONE) await account.call(call);
      const wanted = declared([group, user], { overwrite: ['user/u'] });
      expect(said(await applyScope(wanted))).toEqual(['applied']);
      expect(await isEmpty(wanted)).toBe(true);
    },
  );

  it('are no reason to make again what the file no longer wants, when a repair was cut short', async () => {
    await start({ revertDriftDeleted: 'ignore' }, [group, role('r')]);
    await account.call({ Action: 'DeleteGroup', GroupName: 'g' });
    account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet', after: 1, times: 1 });
    await applyScope(declared([group, role('r')]));
    expect(said(await applyScope(declared([role('r')])))).toEqual(['applied']);
    expect(account.sandbox.world.iam.groups.size).toBe(0);
  });
});

describe('drift and changes at once', () => {
  it('an extra policy is taken out while another is declared', async () => {
    const one = resource('group', 'g', { Policies: [inline('a', allow('s3:GetObject', '*'))] });
    const two = resource('group', 'g', { Policies: [inline('b', allow('s3:PutObject', '*'))] });
    await start({ driftSeesExtras: 'never' }, [one]);
    await account.call({
      Action: 'PutGroupPolicy',
      GroupName: 'g',
      PolicyName: 'sneaky',
      PolicyDocument: allow('iam:*', '*'),
    });
    expect(said(await applyScope(declared([two])))).toEqual(['applied']);
    expect(await isEmpty(declared([two]))).toBe(true);
  });
});

describe('a stack of the right name that is not ours', () => {
  it('is not deleted when no file stands for it, though nothing in it is known', async () => {
    account = await openAccount();
    await account.call({
      Action: 'CreateStack',
      Version: '2010-05-15',
      StackName: 'rolekeeper-i',
      TemplateBody: { Resources: { G: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'theirs' } } } },
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    });
    for (const acknowledged of [{ delete: ['i'] }, { release: ['i'] }, {}]) {
      await applyScope(scope([], acknowledged));
    }
    expect([...account.sandbox.world.iam.groups.keys()]).toEqual(['theirs']);
    expect(account.sandbox.world.cloudFormation.stacks.map(({ status }) => status)).toEqual([
      'CREATE_COMPLETE',
    ]);
  });
});

describe('what was deleted by hand and now needs something new', () => {
  it('is made with it, when that itself needs what was deleted too', async () => {
    const policy = resource('managed-policy', 'p');
    const bounded = role('new', { PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/p` });
    await start({ revertDriftDeleted: 'ignore' }, [
      role('old'),
      policy,
      resource('instance-profile', 'x', { Roles: ['old'] }),
    ]);
    await account.call({ Action: 'DeletePolicy', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p` });
    await account.call({
      Action: 'RemoveRoleFromInstanceProfile',
      InstanceProfileName: 'x',
      RoleName: 'old',
    });
    await account.call({ Action: 'DeleteInstanceProfile', InstanceProfileName: 'x' });
    const wanted = declared(
      [role('old'), policy, bounded, resource('instance-profile', 'x', { Roles: ['new'] })],
      { ignore: [{ address: 'role/old', field: 'Tags', reason: 'theirs' }] },
    );
    expect(said(await applyScope(wanted))).toEqual(['applied']);
    expect(await isEmpty(wanted)).toBe(true);
  });
});

describe('what was taken away by hand and the file no longer wants either', () => {
  const other = { Policies: [inline('other', allow('s3:PutObject', '*'))] };
  const BOUNDARY = 'arn:aws:iam::aws:policy/PowerUserAccess';
  const read = { Policies: [inline('read', allow('s3:GetObject', '*'))] };
  const CASES: Readonly<Record<string, readonly [Resource, Resource, Readonly<Record<string, string>>]>> = {
    'an inline policy': [
      role('r', read),
      role('r', other),
      { Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'read' },
    ],
    'an attachment': [
      role('r', { ManagedPolicyArns: [READ_ONLY] }),
      role('r', other),
      { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: READ_ONLY },
    ],
    'a boundary': [
      role('r', { PermissionsBoundary: BOUNDARY }),
      role('r', { ManagedPolicyArns: [READ_ONLY] }),
      { Action: 'DeleteRolePermissionsBoundary', RoleName: 'r' },
    ],
    'a membership': [
      resource('user', 'u', { Groups: ['theirs'] }),
      resource('user', 'u', other),
      { Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'theirs' },
    ],
  };
  const TYPES = ['AWS::IAM::Role', 'AWS::IAM::User'];

  const SETTINGS: readonly (readonly [string, Partial<Switches>, boolean])[] = [
    ['sees it', {}, false],
    ['does not see it', { driftUnsupportedTypes: TYPES }, false],
    ['is not asked to revert anything, because of what is ignored', {}, true],
  ];

  // Each case in one setting at least, and each setting with one case.
  for (const [row, [what, [before, after, taken]]] of Object.entries(CASES).entries())
    for (const [column, [how, switches, isIgnored]] of SETTINGS.entries())
      (row % 3 === column ? it : itThorough)(
        `${what} leaves the template first, where CloudFormation ${how}`,
        async () => {
          account = await openAccount({ switches: { removalOfMissing: 'fail', ...switches } });
          await account.call({ Action: 'CreateGroup', GroupName: 'theirs' });
          expect(said(await applyScope(declared([before, role('other')])))).toEqual(['applied']);
          await account.call(taken);
          await account.call({ Action: 'UpdateRole', RoleName: 'other', Description: 'by hand' });
          const ignore = [{ address: 'role/other', field: 'Description', reason: 'theirs' }] as const;
          const wanted = declared([after, role('other')], isIgnored ? { ignore } : {});
          expect(said(await applyScope(wanted))).toEqual(['applied']);
          expect(await isEmpty(wanted)).toBe(true);
        },
      );
});

describe('what was made anew by hand under another path', () => {
  const inApp = role('r', { Path: '/app/' });
  const RECREATION = [
    { Action: 'DeleteRole', RoleName: 'r' },
    {
      Action: 'CreateRole',
      RoleName: 'r',
      AssumeRolePolicyDocument: trustOf('AWS', `arn:aws:iam::${ACCOUNT}:root`),
    },
  ];

  it.each([
    ['which the file declares by now', role('r', { MaxSessionDuration: 7200 })],
    ['which the file does not declare', inApp],
  ])('is released and adopted, %s', async (_, wanted) => {
    await start({}, [inApp, role('other')]);
    for (const call of RECREATION) await account.call(call);
    const id = account.sandbox.world.iam.roles.get('r')?.id;
    const { outcomes } = await applyScope(declared([wanted, role('other')]));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['blocked']);
    const { integrations } = await planScope(declared([wanted, role('other')]));
    const blockers = integrations.flatMap(({ entries }) => entries.flatMap((entry) => entry.blockers));
    expect(blockers).toEqual([
      expect.objectContaining({
        code: 'replacement',
        hint: expect.stringContaining('"release: [role/r]"'),
      }),
    ]);
    const released = declared([role('other')], { release: ['role/r'] });
    expect(said(await applyScope(released))).toEqual(['applied']);
    const anew = declared([role('r'), role('other')], { overwrite: ['role/r'] });
    expect(said(await applyScope(anew))).toEqual(['applied']);
    expect(await isEmpty(anew)).toBe(true);
    expect(account.sandbox.world.iam.roles.get('r')?.id).toBe(id);
  });
});

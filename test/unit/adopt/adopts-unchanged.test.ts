import { afterAll, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { loadDesired } from '../../../src/desired/load.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { isJsonArray, type Json, type JsonObject } from '../../../src/model/json.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, resource, role, trustOf } from '../../helpers/resources.ts';
import { openAccount } from '../../helpers/scenario/account.ts';
import { desiredFolder, removeDesiredFolders, settingsFile, writeFiles } from '../commands/desired-folder.ts';

afterAll(removeDesiredFolders);

const LIVE = [
  resource('managed-policy', 'reads', { Path: '/p/', PolicyDocument: allow(['s3:Get*', 's3:List*'], '*') }),
  role('vendor+role=x', {
    Path: '/vendors/',
    Description: 'Für den Vendor: ok',
    AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::464622532012:root', {
      StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' },
    }),
    ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/p/reads', 'arn:aws:iam::aws:policy/SecurityAudit'],
    Policies: [inline('in', allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/*'))],
    MaxSessionDuration: 7200,
    Tags: [{ Key: 'Größe', Value: '007' }],
  }),
  role('carried', { AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com') }),
  resource('group', 'Team', { Path: '/g/', ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'] }),
  resource('user', 'robot', {
    Path: '/robots/',
    Groups: ['Team'],
    PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  }),
  resource('instance-profile', 'nodes', { Path: '/ec2/', Roles: ['carried'] }),
  resource('oidc-provider', 'id.example.com/tenant', {
    ClientIdList: ['a', 'b'],
    ThumbprintList: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
  }),
];

const trust = trustOf('AWS', 'arn:aws:iam::464622532012:root', {
  StringEquals: { 'sts:ExternalId': 'another-5a696d78' },
});

/** Each of them under its name, and as it is not. */
const OTHERWISE: JsonObject = {
  integration: 'x',
  description: 'Differs in everything',
  managedPolicies: [
    { ManagedPolicyName: 'reads', PolicyDocument: allow('s3:PutObject', 'arn:aws:s3:::b/*') },
  ],
  roles: [
    { RoleName: 'vendor+role=x', AssumeRolePolicyDocument: trust },
    { RoleName: 'carried', AssumeRolePolicyDocument: trust },
  ],
  groups: [{ GroupName: 'Team' }],
  users: [{ UserName: 'robot', Tags: { a: 'b' } }],
  instanceProfiles: [{ InstanceProfileName: 'nodes', Roles: ['vendor+role=x'] }],
  oidcProviders: [
    { Url: 'https://id.example.com/tenant', ClientIdList: ['c'], ThumbprintList: ['a'.repeat(40)] },
  ],
};

async function planned(desired: string): Promise<AssessedPlan['integrations'][number]['entries']> {
  const { scopes, diagnostics } = await loadDesired({ directory: desired });
  const [scope] = scopes;
  if (scope === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return (await planScope(scope)).integrations.flatMap(({ entries }) => entries);
}

test('what the blocker of a differing adoption prints adopts a resource of each kind unchanged', async () => {
  const account = await openAccount();
  await makeByHand(account, LIVE);
  const desired = desiredFolder({
    'rolekeeper.yaml': settingsFile('111122223333'),
    'x.yaml': stringify(OTHERWISE),
  });
  const blocked = await planned(desired);
  const printed = blocked.flatMap(({ blockers }) =>
    blockers.flatMap(({ instead }) => (instead === undefined ? [] : [instead])),
  );
  expect(printed).toHaveLength(LIVE.length);
  const lists: Record<string, Json[]> = {};
  for (const [list, items] of printed.flatMap((one) => Object.entries(one)))
    if (isJsonArray(items)) lists[list] = [...(lists[list] ?? []), ...items];
  writeFiles(desired, {
    'x.yaml': stringify({ integration: 'x', description: 'As it is', ...lists }),
  });
  const entries = await planned(desired);
  expect(
    entries.map(({ address, action, changes, blockers }) => ({ address, action, changes, blockers })),
  ).toEqual(entries.map(({ address }) => ({ address, action: 'adopt', changes: [], blockers: [] })));
  expect(entries).toHaveLength(LIVE.length);
  await account.sandbox.close();
});

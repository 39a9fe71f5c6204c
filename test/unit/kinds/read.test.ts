import { describe, expect, it } from '@jest/globals';
import type { AccountDetails, ManagedPolicyDetail, RoleDetail } from '../../../src/model/iam-reader.ts';
import { KIND_SPECS, kindSpec } from '../../../src/kinds/registry.ts';

const TRUST = encodeURIComponent('{"Version":"2012-10-17","Statement":[]}');

const detail: RoleDetail = {
  RoleName: 'fetcher',
  RoleId: 'AROA1',
  Arn: 'arn:aws:iam::111122223333:role/fetcher',
  Path: '/',
  AssumeRolePolicyDocument: TRUST,
};

const policy: ManagedPolicyDetail = {
  PolicyName: 'reads',
  PolicyId: 'ANPA1',
  Arn: 'arn:aws:iam::111122223333:policy/reads',
  Path: '/',
  DefaultVersionId: 'v2',
  PolicyVersionList: [
    { VersionId: 'v1', IsDefaultVersion: false, Document: encodeURIComponent('{"old":1}') },
    { VersionId: 'v2', IsDefaultVersion: true, Document: encodeURIComponent('{"new":1}') },
  ],
};

function details(overrides: Partial<AccountDetails>): AccountDetails {
  return { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [], ...overrides };
}

describe('out of bulk rows', () => {
  it('no kind claims to know anything when the call that lists it is missing', () => {
    for (const spec of KIND_SPECS) expect([spec.kind, spec.fromBulk({})]).toEqual([spec.kind, undefined]);
  });

  it('a role gets description and session length from the row with its unique id', () => {
    const [role] =
      kindSpec('role').fromBulk({
        GetAccountAuthorizationDetails: details({ RoleDetailList: [detail] }),
        ListRoles: [
          { RoleName: 'fetcher', RoleId: 'AROA1', Description: 'fetches', MaxSessionDuration: 7200 },
        ],
      }) ?? [];
    expect(role?.resource.properties).toMatchObject({ Description: 'fetches', MaxSessionDuration: 7200 });
    expect(role?.uncheckedProperties).toEqual([]);
  });

  it('a role that was deleted and made anew in between does not get the values of the other', () => {
    const [role] =
      kindSpec('role').fromBulk({
        GetAccountAuthorizationDetails: details({ RoleDetailList: [detail] }),
        ListRoles: [
          { RoleName: 'fetcher', RoleId: 'AROA2', Description: 'another', MaxSessionDuration: 7200 },
        ],
      }) ?? [];
    expect(role?.resource.properties).not.toHaveProperty('Description');
    expect(role?.uncheckedProperties).toEqual(['Description', 'MaxSessionDuration']);
  });

  it('a managed policy is its default version; older ones are mentioned', () => {
    const [found] =
      kindSpec('managed-policy').fromBulk({
        GetAccountAuthorizationDetails: details({ Policies: [policy] }),
      }) ?? [];
    expect(found?.resource.properties['PolicyDocument']).toEqual({ new: 1 });
    expect(found?.observations).toEqual([{ text: 'keeps 1 older version' }]);
    expect(found?.uncheckedProperties).toEqual(['Description']);
  });

  it('a managed policy without its default version is not taken for one without a document', () => {
    const broken = { ...policy, DefaultVersionId: 'v3', Description: 'x' };
    const [found] =
      kindSpec('managed-policy').fromBulk({
        GetAccountAuthorizationDetails: details({ Policies: [broken] }),
      }) ?? [];
    expect(found?.uncheckedProperties).toEqual(['PolicyDocument']);
  });

  it('an instance profile that carries no role has none', () => {
    const profile = {
      InstanceProfileName: 'x',
      InstanceProfileId: 'AIPA1',
      Arn: 'arn:aws:iam::111122223333:instance-profile/x',
      Path: '/',
      Roles: [],
    };
    const [found] = kindSpec('instance-profile').fromBulk({ ListInstanceProfiles: [profile] }) ?? [];
    expect(found?.resource.properties['Roles']).toEqual([]);
  });
});

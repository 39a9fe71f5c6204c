import { describe, expect, it } from '@jest/globals';
import { allPages, type IamPage } from '../../../src/aws/iam-pages.ts';
import { groupDetailOf, managedPolicyOf, roleDetailOf, userDetailOf } from '../../../src/aws/iam-rows.ts';
import { decodeDocument } from '../../../src/kinds/decode-document.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';

/**
 * What moto 5.2 and LocalStack answer and AWS does not: the shapes are those of their sources
 * (https://github.com/getmoto/moto/blob/master/moto/iam/responses.py,
 * https://github.com/localstack/localstack/blob/main/localstack-core/localstack/services/iam/provider.py).
 */

const Document = '{"Version":"2012-10-17","Statement":[]}';

describe('an answer of an emulator is read', () => {
  it.each<readonly [string, IamPage & { readonly InstanceProfiles: readonly object[] }, number]>([
    ['that says nothing of more pages', { InstanceProfiles: [] }, 1],
    ['that says that there are none', { InstanceProfiles: [], IsTruncated: false }, 1],
    [
      'whose marker is left although there are none',
      { InstanceProfiles: [], IsTruncated: false, Marker: 'r' },
      1,
    ],
  ])('as one page, %s', async (_, page, pages) => {
    let asked = 0;
    const read = async () => {
      asked += 1;
      return Promise.resolve(page);
    };
    expect(await allPages('iam:ListInstanceProfiles', read)).toHaveLength(pages);
    expect(asked).toBe(pages);
  });

  const named = (kind: string, name: string) => ({
    Path: '/',
    Arn: `arn:aws:iam::000000000000:${kind}/${name}`,
  });

  it.each([
    [
      'a role that was never used, with a boundary of the type "Policy"',
      () =>
        roleDetailOf({
          ...named('role', 'r'),
          RoleName: 'r',
          RoleId: 'AROAQAAAAAAAAAAAAAAA',
          AssumeRolePolicyDocument: encodeURIComponent(Document),
          RoleLastUsed: {},
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy' as never,
            PermissionsBoundaryArn: named('policy', 'b').Arn,
          },
        }),
      {
        RoleLastUsed: {},
        RolePolicyList: [],
        Tags: [],
        PermissionsBoundary: { PermissionsBoundaryArn: named('policy', 'b').Arn },
      },
    ],
    [
      'a user without a list of inline policies',
      () => userDetailOf({ ...named('user', 'u'), UserName: 'u', UserId: 'AIDAQ', GroupList: [], Tags: [] }),
      { UserPolicyList: [], AttachedManagedPolicies: [] },
    ],
    [
      'a group without attachments',
      () => groupDetailOf({ ...named('group', 'g'), GroupName: 'g', GroupId: 'AGPAQ' }),
      { GroupPolicyList: [], AttachedManagedPolicies: [] },
    ],
    [
      'a managed policy without a name and an id',
      () =>
        managedPolicyOf({
          ...named('policy', 'team/p'),
          DefaultVersionId: 'v1',
          PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document }],
        }),
      { PolicyName: 'p', PolicyId: named('policy', 'team/p').Arn },
    ],
  ])('with %s', (_, read, row) => {
    expect(read()).toMatchObject(row);
  });

  it.each([
    ['as it is', Document],
    ['encoded', encodeURIComponent(Document)],
  ])('with a document %s', (_, text) => {
    expect(decodeDocument(text)).toEqual(JSON.parse(Document));
  });
});

describe('the account of an emulator, which stands in examples', () => {
  const file = (account: string, principal: string, rehearsal: boolean) =>
    parseScope({
      directory: 'desired',
      files: [
        ['rolekeeper.yaml', `version: 1\naccount: "${account}"\nregion: us-east-1\n`],
        [
          'v.yaml',
          [
            'integration: v',
            'description: d',
            'roles:',
            '  - RoleName: v',
            '    AssumeRolePolicyDocument:',
            '      Version: "2012-10-17"',
            '      Statement:',
            `        - { Effect: Allow, Principal: { AWS: "arn:aws:iam::${principal}:root" }, Action: sts:AssumeRole }`,
            '',
          ].join('\n'),
        ],
      ].map(([name = '', text = '']) => ({ name, file: `desired/${name}`, text })),
      rehearsal,
    }).diagnostics.filter(({ code }) => code === 'placeholder');

  it.each(['123456789012', '000000000000'])('is taken where an endpoint is set: %s', (account) => {
    expect(file(account, account, true)).toEqual([]);
    expect(file(account, account, false).map(({ location }) => location?.file)).toEqual([
      'desired/rolekeeper.yaml',
      'desired/v.yaml',
    ]);
  });

  it('is taken alone: another one of examples is still a placeholder', () => {
    expect(file('000000000000', '111111111111', true)).toMatchObject([
      { message: 'the placeholder "111111111111" was not replaced' },
    ]);
  });
});

import * as fc from 'fast-check';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { BoundedIamReader } from '../../../src/model/bounded-iam-reader.ts';
import type {
  AccountDetails,
  InstanceProfileRow,
  OidcProviderRow,
  RoleRow,
} from '../../../src/model/iam-reader.ts';

/** What an account has, as IAM's rows. */
export interface Account {
  readonly details: AccountDetails;
  readonly roleRows: readonly RoleRow[];
  readonly profiles: readonly InstanceProfileRow[];
  readonly providers?: readonly OidcProviderRow[];
}

export type Call = Exclude<keyof BoundedIamReader, 'accountDetailsWithin'>;

/** A reader over an account in memory, that counts calls and denies some. */
export function readerOf(
  account: Account,
  options: { readonly denied?: readonly Call[]; readonly pages?: number } = {},
): BoundedIamReader & { readonly calls: string[] } {
  const calls: string[] = [];
  const answer = async <T>(call: Call, value: T): Promise<T> => {
    calls.push(call);
    if (options.denied?.includes(call) !== true) return value;
    throw new RolekeeperError('access-denied', `access denied: somebody may not ${call}`);
  };
  const { details, roleRows, profiles, providers = [] } = account;
  const isCalled = (name: string) => (other: string) => other.toLowerCase() === name.toLowerCase();
  return {
    calls,
    accountDetails: () => answer('accountDetails', details),
    accountDetailsWithin: async (pages) => {
      const all = await answer('accountDetails', details);
      const most = options.pages ?? 1;
      for (let page = 0; page < most; page += 1)
        if (!(typeof pages === 'number' ? page < pages : await pages(page))) return undefined;
      return all;
    },
    roleRows: () => answer('roleRows', roleRows),
    instanceProfileRows: () => answer('instanceProfileRows', profiles),
    oidcProviderRows: () => answer('oidcProviderRows', providers),
    oidcProvider: (name) =>
      answer(
        'oidcProvider',
        providers.find(({ Arn }) => Arn.endsWith(`:oidc-provider/${name}`)),
      ),
    role: (name) => {
      const detail = details.RoleDetailList.find((row) => isCalled(name)(row.RoleName));
      const row = roleRows.find((item) => item.RoleId === detail?.RoleId) ?? { RoleName: name, RoleId: '' };
      return answer('role', detail === undefined ? undefined : { detail, row });
    },
    user: (name) =>
      answer(
        'user',
        details.UserDetailList.find((row) => isCalled(name)(row.UserName)),
      ),
    group: (name) =>
      answer(
        'group',
        details.GroupDetailList.find((row) => isCalled(name)(row.GroupName)),
      ),
    managedPolicy: (name) =>
      answer(
        'managedPolicy',
        details.Policies.find((row) => isCalled(name)(row.PolicyName)),
      ),
    instanceProfile: (name) =>
      answer(
        'instanceProfile',
        profiles.find((row) => isCalled(name)(row.InstanceProfileName)),
      ),
    roleHead: (name) => {
      const all = details.RoleDetailList.find((row) => isCalled(name)(row.RoleName));
      if (all === undefined) return answer('roleHead', undefined);
      const { RolePolicyList: _inline, AttachedManagedPolicies: _attached, ...detail } = all;
      const row = roleRows.find((item) => item.RoleId === detail.RoleId) ?? { RoleName: name, RoleId: '' };
      return answer('roleHead', { detail, row });
    },
    userHead: (name) => {
      const all = details.UserDetailList.find((row) => isCalled(name)(row.UserName));
      if (all === undefined) return answer('userHead', undefined);
      const {
        UserPolicyList: _inline,
        AttachedManagedPolicies: _attached,
        GroupList: _groups,
        ...detail
      } = all;
      return answer('userHead', detail);
    },
    policyHead: (arn) => {
      const all = details.Policies.find((row) => row.Arn === arn);
      if (all === undefined) return answer('policyHead', undefined);
      const { PolicyVersionList: _versions, ...detail } = all;
      return answer('policyHead', detail);
    },
    policyVersions: (arn) => {
      const versions = details.Policies.find((row) => row.Arn === arn)?.PolicyVersionList ?? [];
      return answer(
        'policyVersions',
        versions.map(({ VersionId }) => VersionId),
      );
    },
  };
}

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_+=,.@-]{0,12}$/);
const names = fc.uniqueArray(name, { maxLength: 4, selector: (text) => text.toLowerCase() });
const document = fc
  .constantFrom('s3:GetObject', 's3:*', 'iam:PassRole')
  .map((Action) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }))
  .chain((json) => fc.constantFrom(json, encodeURIComponent(JSON.stringify(json))));
const inline = names.chain((all) =>
  fc.tuple(...all.map((PolicyName) => document.map((PolicyDocument) => ({ PolicyName, PolicyDocument })))),
);
const attachments = names.map((all) =>
  all.map((PolicyName) => ({ PolicyName, PolicyArn: `arn:aws:iam::aws:policy/${PolicyName}` })),
);
const tags = names.map((all) => all.map((Key) => ({ Key, Value: `value of ${Key}` })));
const path = fc.constantFrom('/', '/vendors/');
const arnOf = (kind: string, at: string, of: string): string => `arn:aws:iam::111122223333:${kind}${at}${of}`;

const role = (RoleName: string) =>
  fc
    .record({ document, inline, attachments, tags, path, description: fc.option(fc.constant('why')) })
    .map((it) => ({
      detail: {
        RoleName,
        RoleId: `AROA${RoleName}`,
        Arn: arnOf('role', it.path, RoleName),
        Path: it.path,
        AssumeRolePolicyDocument: it.document,
        RolePolicyList: it.inline,
        AttachedManagedPolicies: it.attachments,
        Tags: it.tags,
      },
      row: {
        RoleName,
        RoleId: `AROA${RoleName}`,
        MaxSessionDuration: 7200,
        ...(it.description === null ? {} : { Description: it.description }),
      },
    }));

const user = (UserName: string) =>
  fc.record({ inline, attachments, tags, path, names }).map((it) => ({
    UserName,
    UserId: `AIDA${UserName}`,
    Arn: arnOf('user', it.path, UserName),
    Path: it.path,
    UserPolicyList: it.inline,
    AttachedManagedPolicies: it.attachments,
    GroupList: it.names,
    Tags: it.tags,
  }));

const group = (GroupName: string) =>
  fc.record({ inline, attachments, path }).map((it) => ({
    GroupName,
    GroupId: `AGPA${GroupName}`,
    Arn: arnOf('group', it.path, GroupName),
    Path: it.path,
    GroupPolicyList: it.inline,
    AttachedManagedPolicies: it.attachments,
  }));

const policy = (PolicyName: string) =>
  fc.record({ document, path, versions: fc.integer({ min: 1, max: 5 }) }).map((it) => ({
    PolicyName,
    PolicyId: `ANPA${PolicyName}`,
    Arn: arnOf('policy', it.path, PolicyName),
    Path: it.path,
    DefaultVersionId: 'v1',
    PolicyVersionList: Array.from({ length: it.versions }, (_, index) => ({
      VersionId: `v${index + 1}`,
      IsDefaultVersion: index === 0,
      Document: it.document,
    })),
  }));

const profile = (InstanceProfileName: string) =>
  fc.record({ path, role: fc.option(name) }).map((it) => ({
    InstanceProfileName,
    InstanceProfileId: `AIPA${InstanceProfileName}`,
    Arn: arnOf('instance-profile', it.path, InstanceProfileName),
    Path: it.path,
    Roles: it.role === null ? [] : [{ RoleName: it.role }],
  }));

function several<T>(one: (of: string) => fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
  return names.chain((all) => fc.tuple(...all.map(one)));
}

export const anyAccount: fc.Arbitrary<Account> = fc
  .record({
    roles: several(role),
    users: several(user),
    groups: several(group),
    policies: several(policy),
    profiles: several(profile),
  })
  .map((it) => ({
    details: {
      RoleDetailList: it.roles.map((item) => item.detail),
      UserDetailList: it.users,
      GroupDetailList: it.groups,
      Policies: it.policies,
    },
    roleRows: it.roles.map((item) => item.row),
    profiles: it.profiles,
  }));

/** An account with one resource of each kind. */
export function smallAccount(): Account {
  const [account] = fc.sample(
    fc
      .record({
        role: role('fetcher'),
        user: user('robot'),
        group: group('robots'),
        policy: policy('reads'),
        profile: profile('fetcher'),
      })
      .map((it) => ({
        details: {
          RoleDetailList: [it.role.detail],
          UserDetailList: [{ ...it.user, GroupList: ['robots'] }],
          GroupDetailList: [it.group],
          Policies: [it.policy],
        },
        roleRows: [it.role.row],
        profiles: [it.profile],
      })),
    { numRuns: 1, seed: 7 },
  );
  if (account === undefined) throw new Error('no sample');
  return account;
}

import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { makeByHand, policyArn } from './make-by-hand.ts';
import { resource, role, trustOf } from './resources.ts';
import type { Account } from './scenario/account.ts';

/** The hand-made roles, users, groups and policies of an account that nobody has looked at for years. */
export const RICH: readonly Resource[] = [
  policy('team-admin', '*', '*'),
  policy('scan-only', ['s3:GetBucket*', 's3:ListAllMyBuckets', 'iam:Get*', 'iam:List*'], '*'),
  resource('group', 'deployers', {
    Policies: [inline('deploy', ['lambda:UpdateFunctionCode', 'iam:PassRole'], '*')],
  }),
  // A known vendor as it should be.
  outside('DatadogIntegrationRole', account('464622532012'), {
    Condition: { StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a6978c0d1e2f3a4b5c6' } },
    ManagedPolicyArns: [policyArn('scan-only')],
    Tags: [{ Key: 'managed-by', Value: 'terraform' }],
  }),
  // A known vendor without an external id.
  outside('fivetran-s3', account('834469178297'), {
    Policies: [
      inline(
        'read',
        ['s3:GetObject', 's3:ListBucket'],
        ['arn:aws:s3:::acme-lake', 'arn:aws:s3:::acme-lake/*'],
      ),
    ],
  }),
  // Nobody knows whose account this is, and it may do everything.
  outside('mystery', account('909090909090'), {
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  }),
  outside('legacy-partner', 'arn:aws:iam::808080808080:role/ops', {
    ManagedPolicyArns: [policyArn('team-admin')],
    PermissionsBoundary: policyArn('scan-only'),
  }),
  outside('open-to-all', '*', { Policies: [inline('secrets', 'secretsmanager:GetSecretValue', '*')] }),
  outside('organization-audit', '*', {
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'],
  }),
  outside('network-hub', account('222233334444'), { Policies: [inline('routes', 'ec2:Describe*', '*')] }),
  federated('github-deploy', 'oidc-provider/token.actions.githubusercontent.com', {
    StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' },
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
  }),
  role('pending-vendor', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: account('464622532012') }, Action: 'sts:AssumeRole' },
        { Effect: 'Deny', Principal: '*', Action: 'sts:*' },
      ],
    },
  }),
  // Text of an adversary.
  outside('=cmd,@x', account('707070707070'), {
    Path: '/x-y/',
    Policies: [inline('a', 's3:GetObject', 'arn:aws:s3:::</script><img src=x onerror=alert(1)>/*')],
    Tags: [{ Key: 'note', Value: '=1+1' }],
  }),
  // Inside the account.
  role('app', { AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com') }),
  role('break-glass', { AssumeRolePolicyDocument: trustOf('AWS', account('111122223333')) }),
  resource('user', 'ci-uploader', {
    Policies: [inline('put', 's3:PutObject', 'arn:aws:s3:::acme-releases/*')],
    Groups: ['deployers'],
  }),
  resource('user', 'alice'),
  resource('user', 'bob'),
];

/** Makes them in the sandbox, with an access key, a password, and what only AWS makes. */
export async function makeRichAccount(account: Account): Promise<void> {
  await makeByHand(account, RICH);
  await account.call({ Action: 'CreateAccessKey', UserName: 'ci-uploader' });
  await account.call({ Action: 'CreateAccessKey', UserName: 'ci-uploader' });
  await account.call({ Action: 'CreateLoginProfile', UserName: 'alice', Password: 'correct-horse-battery' });
  await account.call({ Action: 'CreateLoginProfile', UserName: 'bob', Password: 'correct-horse-battery' });
  await account.call({
    Action: 'EnableMFADevice',
    UserName: 'bob',
    SerialNumber: 'arn:aws:iam::111122223333:mfa/bob',
    AuthenticationCode1: '123456',
    AuthenticationCode2: '654321',
  });
}

function account(id: string): string {
  return `arn:aws:iam::${id}:root`;
}

function outside(name: string, principal: string, { Condition, ...rest }: JsonObject): Resource {
  const condition = Condition as JsonObject | undefined;
  return role(name, { AssumeRolePolicyDocument: trustOf('AWS', principal, condition), ...rest });
}

function federated(name: string, provider: string, Condition: JsonObject): Resource {
  return role(name, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::111122223333:${provider}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition,
        },
      ],
    },
    Policies: [inline('deploy', ['cloudformation:*', 's3:*'], '*')],
  });
}

function inline(PolicyName: string, Action: Json, Resource: Json): JsonObject {
  return {
    PolicyName,
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
  };
}

function policy(name: string, Action: Json, Resource: Json): Resource {
  return resource('managed-policy', name, {
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
  });
}

import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { makeByHand, policyArn } from './make-by-hand.ts';
import { allow, inline, resource, role, trustOf } from './resources.ts';
import type { Account } from './scenario/account.ts';

/** What a grown account has: odd, and legal. Every resource that a file can declare is here. */
export const ODD: readonly Resource[] = [
  policy('shared-read', 's3:List*', '*', { Description: 'Several have it' }),
  policy('fetch-logs', ['s3:ListBucket', 's3:GetObject'], [bucket('acme-logs'), bucket('acme-logs/*')]),
  policy('edge', 'sqs:SendMessage', `arn:aws:sqs:eu-west-1:111122223333:acme-111122223333`, {
    Path: '/edge/cases+1/',
    Description: 'It\'s: a # description, with ümlauts & "quotes"',
  }),
  policy('ceiling', '*', '*'),
  policy('versioned', 's3:GetObject', bucket('acme-old/*')),
  resource('group', 'Deployers', {
    Path: '/teams/',
    Policies: [inline('deploy-it', allow(['lambda:UpdateFunctionCode'], '*'))],
    ManagedPolicyArns: [policyArn('shared-read')],
  }),
  resource('group', 'readers', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
  vendor('DatadogIntegrationRole', '464622532012', {
    Condition: { StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a6978c0d1e2f3a4b5c6' } },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit', policyArn('shared-read')],
    Policies: [inline('DatadogAWSIntegrationPolicy', allow(['cloudwatch:Get*', 'ec2:Describe*'], '*'))],
  }),
  vendor('logzio-fetcher', '406095609952', {
    Condition: {
      StringEquals: { 'sts:ExternalId': ['logzio:aws:extid:4k2vq8m1t7', 'logzio:aws:extid:old8m1t7'] },
    },
    ManagedPolicyArns: [policyArn('fetch-logs')],
    MaxSessionDuration: 43_200,
  }),
  vendor('fivetran+s3=reader,x.y@z_1', '834469178297', {
    Path: '/vendors/deep/er/',
    Description: 'Reads <nothing> of {bucket}; ${not} a reference',
    Policies: [
      inline('a', allow('s3:GetObject', `${bucket('acme-lake')}/\${aws:PrincipalTag/team}/*`)),
      inline('b', allow(['s3:GetObject', 's3:ListBucket'], [bucket('acme-lake'), bucket('acme-lake/*')])),
      inline('c', {
        Version: '2012-10-17',
        Id: 'odd: id',
        Statement: [
          { Sid: 'NotThose', Effect: 'Deny', NotAction: ['s3:*', 'sts:*'], NotResource: bucket('acme-lake') },
          {
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: key(),
            Condition: {
              StringLike: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
              Bool: { 'aws:SecureTransport': 'true' },
            },
          },
          { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: [key()] },
        ],
      }),
    ],
    Tags: [
      { Key: 'Team Name', Value: 'Überblick: ops' },
      { Key: 'yes', Value: 'no' },
      { Key: 'empty', Value: '' },
    ],
  }),
  vendor('mystery', '909090909090', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
  vendor('two-strangers', '808080808080', {
    More: 'arn:aws:iam::707070707070:role/service-role/scanner',
    Policies: [inline('look', allow('s3:GetBucketLocation', '*'))],
  }),
  vendor('bounded', '909090909090', {
    PermissionsBoundary: policyArn('ceiling'),
    Policies: [inline('secrets', allow('secretsmanager:GetSecretValue', secret()))],
  }),
  vendor('edge-sender', '909090909090', {
    PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
    ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/edge/cases+1/edge'],
  }),
  role('everyone-of-the-organization', {
    AssumeRolePolicyDocument: trustOf('AWS', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } }),
  }),
  role('open-to-all', {
    AssumeRolePolicyDocument: trustOf('AWS', '*'),
    Policies: [inline('get', allow('s3:GetObject', bucket('acme-public/*')))],
  }),
  federated(
    'github-deploy',
    'oidc-provider/token.actions.githubusercontent.com',
    'sts:AssumeRoleWithWebIdentity',
    {
      StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*:ref:refs/heads/main' },
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    },
  ),
  federated(
    'eks-pod',
    'oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789',
    'sts:AssumeRoleWithWebIdentity',
    {
      StringEquals: {
        'oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789:sub': 'system:serviceaccount:kube-system:ext',
        'oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789:aud': 'sts.amazonaws.com',
      },
    },
  ),
  federated('saml-admin', 'saml-provider/Okta', 'sts:AssumeRoleWithSAML', {
    StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
  }),
  resource('oidc-provider', 'token.actions.githubusercontent.com', {
    ClientIdList: ['sts.amazonaws.com'],
    ThumbprintList: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
  }),
  service('cluster-node', 'ec2.amazonaws.com', {
    Policies: [inline('assume', allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/cluster-data'))],
  }),
  role('cluster-data', {
    AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::111122223333:role/cluster-node'),
    Policies: [inline('data', allow(['s3:GetObject', 's3:PutObject'], bucket('acme-lake/*')))],
  }),
  service('LambdaExec', 'lambda.amazonaws.com', {
    Path: '/service-role/',
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
  }),
  service('with-old-policy', 'glue.amazonaws.com', { ManagedPolicyArns: [policyArn('versioned')] }),
  service('9-lives', 'glue.amazonaws.com'),
  service('UPPER-lower', 'ec2.amazonaws.com', { Description: 'Ends in a space ' }),
  service('rolekeeper', 'ec2.amazonaws.com', { Description: '- looks like: a list' }),
  service('no', 'ec2.amazonaws.com', { Description: 'null' }),
  service('many-services', 'ec2.amazonaws.com', { Tags: [{ Key: 'managed-by', Value: 'by hand' }] }),
  resource('instance-profile', 'cluster-node', { Roles: ['cluster-node'] }),
  resource('instance-profile', 'other-name', { Path: '/ec2/', Roles: ['UPPER-lower'] }),
  resource('user', 'ci-uploader', {
    Path: '/robots/',
    Policies: [inline('put', allow('s3:PutObject', bucket('acme-releases/*')))],
    Groups: ['Deployers', 'readers'],
    Tags: [{ Key: 'cost/center', Value: '0042' }],
  }),
  resource('user', 'alice@example.com', { ManagedPolicyArns: [policyArn('shared-read')] }),
  resource('user', 'bounded.user', {
    PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/job-function/Billing'],
  }),
];

/** What is there and cannot be adopted, with the reason. */
export const NOT_ADOPTED: Readonly<Record<string, RegExp>> = {
  'role/AWSServiceRoleForSupport': /only AWS creates and changes roles on its path/,
  'role/AWSReservedSSO_Admin_0123456789abcdef': /only AWS creates and changes roles on its path/,
  'role/of-a-stack': /belongs to the CloudFormation stack vendor-stack$/,
  'role/of-virginia': /belongs to the CloudFormation stack global-stack in us-east-1$/,
  'role/placeholder': /the placeholder "123456789012" was not replaced/,
  'role/rolekeeper-apply': /is a role that rolekeeper itself works with/,
};

/** Makes them in the sandbox, past rolekeeper. */
export async function makeOddAccount(account: Account): Promise<void> {
  await makeByHand(account, ODD);
  for (let version = 2; version <= 4; version += 1) {
    await account.call({
      Action: 'CreatePolicyVersion',
      PolicyArn: policyArn('versioned'),
      PolicyDocument: allow('s3:GetObject', bucket(`acme-v${version}/*`)),
      SetAsDefault: version === 3 ? 'true' : 'false',
    });
  }
  await account.call({ Action: 'CreateAccessKey', UserName: 'ci-uploader' });
  await account.call({
    Action: 'CreateLoginProfile',
    UserName: 'alice@example.com',
    Password: 'correct-horse',
  });
  const { iam } = account.sandbox.world;
  const ec2 = trustOf('Service', 'ec2.amazonaws.com');
  for (const name of [
    'AWSServiceRoleForSupport',
    'AWSReservedSSO_Admin_0123456789abcdef',
    'rolekeeper-apply',
  ])
    await account.call({ Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: ec2 });
  Object.assign(iam.role('AWSServiceRoleForSupport'), { path: '/aws-service-role/support.amazonaws.com/' });
  Object.assign(iam.role('AWSReservedSSO_Admin_0123456789abcdef'), {
    path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
  });
  await account.call({
    Action: 'CreateRole',
    RoleName: 'placeholder',
    AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::123456789012:root'),
  });
  createStack(account, 'eu-west-1', 'vendor-stack', 'of-a-stack');
  createStack(account, 'us-east-1', 'global-stack', 'of-virginia');
}

function createStack({ sandbox }: Account, region: string, stack: string, name: string): void {
  const template = {
    Resources: {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: name, AssumeRolePolicyDocument: trustOf('AWS', '464622532012') },
      },
    },
  };
  for (const call of [
    {
      Action: 'CreateStack',
      TemplateBody: JSON.stringify(template),
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    },
    ...Array.from({ length: 6 }, () => ({ Action: 'DescribeStacks' })),
  ]) {
    const reply = sandbox.dispatch({
      authorization: `AWS4-HMAC-SHA256 Credential=somebody/20260101/${region}/cloudformation/aws4_request`,
      body: new URLSearchParams({ Version: '2010-05-15', StackName: stack, ...call }).toString(),
    });
    if (reply.kind !== 'answer' || reply.status !== 200) throw new Error(JSON.stringify(reply));
  }
}

function bucket(path: string): string {
  return `arn:aws:s3:::${path}`;
}

function key(): string {
  return 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666';
}

function secret(): string {
  return 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-??????';
}

function policy(name: string, Action: Json, Resource: Json, more: JsonObject = {}): Resource {
  return resource('managed-policy', name, { PolicyDocument: allow(Action, Resource), ...more });
}

function service(name: string, principal: string, more: JsonObject = {}): Resource {
  return role(name, { AssumeRolePolicyDocument: trustOf('Service', principal), ...more });
}

function vendor(name: string, id: string, { Condition, More, ...rest }: JsonObject): Resource {
  const root = `arn:aws:iam::${id}:root`;
  return role(name, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: More === undefined ? root : [root, More] },
          Action: 'sts:AssumeRole',
          ...(Condition === undefined ? {} : { Condition }),
        },
      ],
    },
    ...rest,
  });
}

function federated(name: string, provider: string, Action: string, Condition: JsonObject): Resource {
  return role(name, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::111122223333:${provider}` },
          Action,
          Condition,
        },
      ],
    },
    Policies: [inline('deploy', allow(['cloudformation:Describe*'], '*'))],
  });
}

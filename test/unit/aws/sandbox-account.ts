import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';

export const ACCOUNT = '111122223333';
const LOCAL = `arn:aws:iam::${ACCOUNT}:policy`;
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

export function policyDocument(action: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::a b+c%/*' }],
  });
}

export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Makes resources of every kind, with everything that a field can hold. */
export async function fillAccount(iam: IAMClient): Promise<void> {
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'reads',
      PolicyDocument: policyDocument('s3:GetObject'),
      Description: 'reads objects',
    }),
  );
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: `${LOCAL}/reads`,
      PolicyDocument: policyDocument('s3:GetObject*'),
      SetAsDefault: true,
    }),
  );
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'writes',
      Path: '/vendors/',
      PolicyDocument: policyDocument('s3:PutObject'),
    }),
  );
  await fillProviders(iam);
  await fillRoles(iam);
  await fillUsers(iam);
}

async function fillRoles(iam: IAMClient): Promise<void> {
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'Fetcher',
      Path: '/vendors/',
      AssumeRolePolicyDocument: TRUST,
      Description: 'fetches',
      MaxSessionDuration: 7200,
      PermissionsBoundary: READ_ONLY,
      Tags: [
        { Key: 'owner', Value: 'observability' },
        { Key: 'empty', Value: '' },
      ],
    }),
  );
  for (const PolicyName of ['b', 'a']) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'Fetcher',
        PolicyName,
        PolicyDocument: policyDocument('s3:ListBucket'),
      }),
    );
  }
  for (const PolicyArn of [`${LOCAL}/vendors/writes`, READ_ONLY]) {
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Fetcher', PolicyArn }));
  }
  await iam.send(new CreateRoleCommand({ RoleName: 'plain', AssumeRolePolicyDocument: TRUST }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'Fetcher', Path: '/ec2/' }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'Fetcher', RoleName: 'Fetcher' }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'orphan' }));
}

async function fillUsers(iam: IAMClient): Promise<void> {
  await iam.send(new CreateGroupCommand({ GroupName: 'robots' }));
  await iam.send(
    new PutGroupPolicyCommand({
      GroupName: 'robots',
      PolicyName: 'in',
      PolicyDocument: policyDocument('s3:*'),
    }),
  );
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'robots', PolicyArn: `${LOCAL}/reads` }));
  await iam.send(
    new CreateUserCommand({
      UserName: 'robot',
      PermissionsBoundary: READ_ONLY,
      Tags: [{ Key: 'owner', Value: 'x' }],
    }),
  );
  await iam.send(new AddUserToGroupCommand({ GroupName: 'robots', UserName: 'robot' }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'robot',
      PolicyName: 'own',
      PolicyDocument: policyDocument('s3:GetObject'),
    }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName: 'robot', PolicyArn: `${LOCAL}/reads` }));
}

async function fillProviders(iam: IAMClient): Promise<void> {
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: 'https://id.example.com/Acme',
      ClientIDList: ['sts.amazonaws.com', 'acme'],
      ThumbprintList: ['a'.repeat(40)],
      Tags: [{ Key: 'owner', Value: 'me' }],
    }),
  );
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: 'https://id.example.com/acme',
      ThumbprintList: ['b'.repeat(40)],
    }),
  );
}

import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adopt, type AdoptOptions } from '../../../src/commands/adopt.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { allow } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from '../commands/desired-folder.ts';

let account: Account;
let desired: string;

const FILE = `# A file of a person.
integration: reader
description: Reads a bucket   # as agreed
parameters:
  VendorAccountId: '464622532012'   # theirs
  BucketName: acme-logs
roles:
  # The reader.
  - RoleName: reader
    Description: Reads
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        # Only the vendor.
        - Effect: Allow
          Principal: { AWS: 'arn:\${AWS::Partition}:iam::\${VendorAccountId}:root' }
          Action: sts:AssumeRole
          Condition: { StringEquals: { sts:ExternalId: id-4k2vq8m1t7 } }
    ManagedPolicyArns:
      - arn:\${AWS::Partition}:iam::aws:policy/SecurityAudit # asked for
    Policies:
      - PolicyName: read
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action:
                - s3:GetObject # files
                - s3:ListBucket
              Resource:
                - arn:\${AWS::Partition}:s3:::\${BucketName}
                - arn:\${AWS::Partition}:s3:::\${BucketName}/*
    Tags: { team: data } # the tags
reviewBy: 2027-06-30
# The end.
`;

beforeEach(async () => {
  account = await openAccount();
  desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333'), 'reader.yaml': FILE });
  await account.call({
    Action: 'CreateRole',
    RoleName: 'reader',
    Description: 'Reads',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::464622532012:root' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'id-4k2vq8m1t7' } },
        },
      ],
    },
    'Tags.member.1.Key': 'team',
    'Tags.member.1.Value': 'data',
  });
  await account.call({
    Action: 'AttachRolePolicy',
    RoleName: 'reader',
    PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit',
  });
  await put(['s3:GetObject', 's3:ListBucket']);
});

afterEach(async () => account.sandbox.close());
afterAll(removeDesiredFolders);

async function put(actions: readonly string[], name = 'read'): Promise<void> {
  const document: JsonObject = allow([...actions], ['arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-logs/*']);
  await account.call({
    Action: 'PutRolePolicy',
    RoleName: 'reader',
    PolicyName: name,
    PolicyDocument: document,
  });
}

function update(
  words: readonly string[] = ['role/reader'],
  options: Partial<AdoptOptions> = {},
): Promise<CommandResult> {
  return runCommand((own) => adopt(words, { desired, update: true, ...options }, own, openSession));
}

function lines(): readonly string[] {
  return readFileSync(join(desired, 'reader.yaml'), 'utf8').split('\n');
}

/** The lines that are only in one of the two texts. */
function moved(): { readonly gone: readonly string[]; readonly come: readonly string[] } {
  const [before, after] = [FILE.split('\n'), lines()];
  return {
    gone: before.filter((line) => !after.includes(line)),
    come: after.filter((line) => !before.includes(line)),
  };
}

describe('what was edited in the account is taken over, and nothing but its lines is touched', () => {
  test('an action more', async () => {
    await put(['s3:GetObject', 's3:ListBucket', 's3:GetObjectTagging']);
    expect(await update()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(moved()).toEqual({ gone: [], come: ['                - s3:GetObjectTagging'] });
  });

  test('an action less', async () => {
    await put(['s3:GetObject']);
    expect(await update()).toMatchObject({ exitCode: 0 });
    expect(moved()).toEqual({ gone: ['                - s3:ListBucket'], come: [] });
  });

  test('an inline policy more', async () => {
    await put(['s3:GetBucketLocation'], 'where');
    expect(await update()).toMatchObject({ exitCode: 0 });
    expect(moved().gone).toEqual([]);
    expect(moved().come).toContain('      - PolicyName: where');
    expect(
      lines().filter((line) => line.includes('arn:${AWS::Partition}:s3:::${BucketName}/*')),
    ).toHaveLength(2);
  });

  test('an attachment more, a description, a tag, a session duration', async () => {
    await account.call({
      Action: 'AttachRolePolicy',
      RoleName: 'reader',
      PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    await account.call({
      Action: 'UpdateRole',
      RoleName: 'reader',
      Description: "Reads: it's #1",
      MaxSessionDuration: '7200',
    });
    await account.call({
      Action: 'TagRole',
      RoleName: 'reader',
      'Tags.member.1.Key': 'cost',
      'Tags.member.1.Value': '007',
    });
    expect(await update()).toMatchObject({ exitCode: 0 });
    expect(moved()).toEqual({
      gone: ['    Description: Reads', '    Tags: { team: data } # the tags'],
      come: [
        `    Description: "Reads: it's #1"`,
        '      - arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess',
        '    Tags:',
        "      cost: '007'",
        '      team: data # the tags',
        '    MaxSessionDuration: 7200',
      ],
    });
  });

  test('a trust policy', async () => {
    await account.call({
      Action: 'UpdateAssumeRolePolicy',
      RoleName: 'reader',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::464622532012:root' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': 'id-new' } },
          },
        ],
      },
    });
    expect(await update()).toMatchObject({ exitCode: 0 });
    expect(moved().gone).toEqual([
      '          Condition: { StringEquals: { sts:ExternalId: id-4k2vq8m1t7 } }',
    ]);
    expect(lines().join('\n')).toContain('sts:ExternalId: id-new');
    expect(lines()).toContain('        # Only the vendor.');
  });
});

test('nothing is written where nothing differs, where no file declares it, or where it is not there', async () => {
  expect((await update()).stdout).toContain('role/reader: its file already declares what is live');
  expect((await update(['role/none'])).stdout).toContain('role/none: no file declares it');
  await account.call({ Action: 'DeleteRolePolicy', RoleName: 'reader', PolicyName: 'read' });
  await account.call({
    Action: 'DetachRolePolicy',
    RoleName: 'reader',
    PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit',
  });
  await account.call({ Action: 'DeleteRole', RoleName: 'reader' });
  expect((await update()).stdout).toContain('role/reader: the account does not have it');
  expect(lines().join('\n')).toBe(FILE);
});

test('an address that is none, and nothing named, are refused', async () => {
  expect(await update(['rolle/x'])).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
  expect((await update([], {})).stderr).toContain('no resource to adopt is named');
  expect((await update([], { all: true })).stderr).toContain('--update takes addresses');
});

test('a file that is edited meanwhile is left as it is', async () => {
  await put(['s3:GetObject']);
  const edited = FILE.replace('# The end.', '# Edited.');
  const result = await runCommand((own) =>
    adopt(['role/reader'], { desired, update: true }, own, (settings, ...more) => {
      writeFileSync(join(desired, 'reader.yaml'), edited);
      return openSession(settings, ...more);
    }),
  );
  expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
  expect(result.stderr).toContain('reader.yaml was edited meanwhile; nothing was written');
  expect(lines().join('\n')).toBe(edited);
  expect(readdirSync(desired).sort()).toEqual(['reader.yaml', 'rolekeeper.yaml']);
});

test('a file keeps its mode', async () => {
  await put(['s3:GetObject']);
  chmodSync(join(desired, 'reader.yaml'), 0o640);
  expect(await update()).toMatchObject({ exitCode: 0 });
  expect(lines()).not.toContain('                - s3:ListBucket');
  expect(statSync(join(desired, 'reader.yaml')).mode & 0o777).toBe(0o640);
});

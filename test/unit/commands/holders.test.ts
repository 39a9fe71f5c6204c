import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { plan } from '../../../src/commands/plan.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());
afterAll(removeDesiredFolders);

function withPolicy(action: string): string {
  return integrationFile(
    'reader',
    'reader',
    `    ManagedPolicyArns: [reading]
managedPolicies:
  - ManagedPolicyName: reading
    PolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Action: '${action}', Resource: 'arn:aws:s3:::logs/*' }]
`,
  );
}

it('a plan asks IAM who else has a managed policy that it changes', async () => {
  const desired = desiredFolder({
    'rolekeeper.yaml': settingsFile('111122223333'),
    'reader.yaml': withPolicy('s3:GetObject'),
  });
  const options = { desired, format: 'text', parallel: 5, autoApprove: true } as const;
  await runCommand((own) => apply(options, own, openWritableSession));
  await account.call({ Action: 'CreateUser', UserName: 'stranger' });
  await account.call({
    Action: 'AttachUserPolicy',
    UserName: 'stranger',
    PolicyArn: 'arn:aws:iam::111122223333:policy/reading',
  });
  writeFileSync(join(desired, 'reader.yaml'), withPolicy('s3:*'));
  const planned = async (): Promise<string> =>
    (await runCommand((own) => plan({ desired, format: 'text' }, own, openSession))).stdout.replace(
      /\s+/g,
      ' ',
    );
  const text = await planned();
  expect(text).toContain('managed-policy/reading changes what role/reader can do (see there)');
  expect(text).toContain(
    'also attached to: user/stranger (not in this plan), for which the change holds too; their access was not compared',
  );
  expect(text).toContain('role/reader is unchanged itself; managed-policy/reading changes what it can do');
  expect(text).toContain(
    'role/reader can now call every action of s3 on logs/* (could: s3:GetObject)',
  );
  account.sandbox.inject({ kind: 'deny', action: 'ListEntitiesForPolicy' });
  expect(await planned()).toContain('other attachments were not checked');
});

import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { plan } from '../../../src/commands/plan.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

const EXTERNAL_ID = 'vendor:ext:4k2vq8m1t7';

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(() => account.sandbox.close());
afterAll(removeDesiredFolders);

const trusting = integrationFile('reader', 'reader')
  .replace('Service: ec2.amazonaws.com', "AWS: 'arn:aws:iam::406095609952:root'")
  .replace(
    'Action: sts:AssumeRole',
    `Action: sts:AssumeRole\n          Condition: { StringEquals: { sts:ExternalId: '${EXTERNAL_ID}' } }`,
  );

describe('an error of AWS that repeats an external id', () => {
  it.each([
    ['plan', 'ValidationError', 400, '', 'vendor:…8m1t7 #'],
    ['plan', 'ServiceFailure', 500, '', 'vendor:…8m1t7 #'],
    ['apply', 'ValidationError', 400, '', 'vendor:…8m1t7 #'],
    ['plan', 'ValidationError', 400, 'hideExternalIds: true\n', '#'],
  ] as const)('in %s as %s shows it as every report does', async (command, code, status, settings, shown) => {
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile('111122223333', settings),
      'reader.yaml': trusting,
    });
    const message = `the value ${EXTERNAL_ID} is not what was expected`;
    account.sandbox.world.faults.add({ kind: 'error', action: 'GetRole', code, message, status });
    account.sandbox.world.faults.add({ kind: 'error', action: 'ListRoles', code, message, status });
    const { exitCode, transcript } = await runCommand((own) =>
      command === 'plan'
        ? plan({ desired, format: 'text' }, own, openSession)
        : apply({ desired, format: 'text', parallel: 1, autoApprove: true }, own, openWritableSession),
    );
    expect(exitCode).toBe(1);
    expect(transcript).toContain(shown);
    expect(transcript).toContain('is not what was expected');
    expect(transcript).not.toContain(EXTERNAL_ID);
  });
});

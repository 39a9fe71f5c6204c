import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { plan } from '../../../src/commands/plan.ts';
import { validate } from '../../../src/commands/validate.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

const S3 = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());
afterAll(removeDesiredFolders);

/** A role with a policy of AWS, and what is expected of it. */
function folderWith(expectation: string): string {
  const more = `    ManagedPolicyArns: ["${S3}"]\nexpect:\n  - { principal: role/reader, ${expectation} }\n`;
  return desiredFolder({
    'rolekeeper.yaml': settingsFile('111122223333', 'rules: { data-on-everything: off }\n'),
    'reader.yaml': integrationFile('reader', 'reader', more),
  });
}

const kept = 'deny: ["s3:Delete*"], on: ["*"]';
const broken = 'deny: ["s3:GetObject"], on: ["*"]';
const UNDECIDED =
  '1 expectation is undecided: it depends on AmazonS3ReadOnlyAccess, whose contents were not read';

const planIn = (desired: string, format: 'text' | 'markdown' | 'json', live?: string) =>
  runCommand((own) => plan({ desired, format, ...(live === undefined ? {} : { live }) }, own, openSession));

describe('an expectation that hangs on a policy of AWS', () => {
  it.each([kept, broken])('is no mistake to validate, which says so in one line: %s', async (expectation) => {
    const desired = folderWith(expectation);
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toBe(
      `${UNDECIDED}; rolekeeper plan reads them and decides\n${desired} is valid: 1 integration, 1 resource\n`,
    );
  });

  it('is kept quietly by a plan, which says as JSON what it read', async () => {
    const desired = folderWith(kept);
    const text = await planIn(desired, 'text');
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).not.toContain('expectation');
    const json = JSON.parse((await planIn(desired, 'json')).stdout) as AssessedPlan;
    expect(json.integrations[0]?.expectations).toEqual({
      kept: 1,
      broken: [],
      undecided: [],
      awsManaged: [{ arn: S3, version: 'v1' }],
    });
  });

  it('fails a plan that it does not survive, with the statement of AWS', async () => {
    const result = await planIn(folderWith(broken), 'text');
    expect(result).toMatchObject({ exitCode: 1, reason: 'expectation-failed' });
    expect(result.stdout.replace(/\s+/g, ' ')).toContain(
      `role/reader is allowed s3:GetObject on *: statement 1 of ${S3} as of v1 allows it`,
    );
  });

  it('keeps apply from changing anything when it is broken', async () => {
    const desired = folderWith(broken);
    const options = { desired, format: 'text', parallel: 5, autoApprove: true } as const;
    const result = await runCommand((own) => apply(options, own, openWritableSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'expectation-failed' });
    const actions = account.sandbox.world.requests.map((request) => request.action);
    expect(actions.filter((action) => !/^(Get|List|Describe)/.test(action))).toEqual([]);
  });

  it('fails a drift check that finds it broken: AWS changes its policies', async () => {
    const desired = folderWith(kept);
    const options = { desired, format: 'text', parallel: 5, autoApprove: true } as const;
    await runCommand((own) => apply(options, own, openWritableSession));
    writeFileSync(
      join(desired, 'reader.yaml'),
      integrationFile(
        'reader',
        'reader',
        `    ManagedPolicyArns: ["${S3}"]\nexpect:\n  - { principal: role/reader, ${broken} }\n`,
      ),
    );
    const result = await runCommand((own) => drift({ desired, format: 'text' }, own, openSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'expectation-failed' });
    expect(result.stdout).toContain('an expectation is broken');
  });

  it.each(['text', 'markdown'] as const)(
    'is said to be undecided where it may not be read: %s',
    async (format) => {
      account.sandbox.inject({ kind: 'deny', action: 'GetPolicy' });
      const result = await planIn(folderWith(kept), format);
      expect(result.exitCode).toBe(0);
      const said = result.stdout.replace(/\s+/g, ' ').replaceAll('`', '');
      expect(said).toContain(UNDECIDED);
    },
  );

  it('is decided by files that have the policy, and only by those', async () => {
    const desired = folderWith(broken);
    const live = desiredFolder({});
    const details = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [] };
    const write = (Policies: readonly object[]): void =>
      writeFileSync(join(live, 'details.json'), JSON.stringify({ ...details, Policies }));
    write([]);
    const without = await planIn(desired, 'text', live);
    expect(without.exitCode).toBe(0);
    expect(without.stdout.replace(/\s+/g, ' ')).toContain(UNDECIDED);
    const Document = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
    };
    const row = { PolicyName: 'AmazonS3ReadOnlyAccess', PolicyId: 'ANPAX', Arn: S3, Path: '/' };
    const versions = [{ VersionId: 'v3', IsDefaultVersion: true, Document }];
    write([{ ...row, DefaultVersionId: 'v3', PolicyVersionList: versions }]);
    const result = await planIn(desired, 'text', live);
    expect(result).toMatchObject({ exitCode: 1, reason: 'expectation-failed' });
    expect(result.stdout.replace(/\s+/g, ' ')).toContain(`statement 1 "Read" of ${S3} as of v3 allows it`);
  });
});

it('every expectation of desired/ is decided and kept by a plan', async () => {
  const { exitCode, stdout } = await planIn('desired', 'json');
  expect(exitCode).toBe(0);
  const { integrations } = JSON.parse(stdout) as AssessedPlan;
  for (const { expectations } of integrations) {
    expect(expectations).toMatchObject({ broken: [], undecided: [] });
    expect(expectations?.kept).toBeGreaterThan(0);
  }
  const read = integrations.flatMap(({ expectations }) => expectations?.awsManaged ?? []);
  expect(read.map(({ arn }) => arn.split('/').at(-1))).toEqual([
    'AmazonAthenaFullAccess',
    'AmazonS3FullAccess',
    'AWSGlueServiceRole',
    'AmazonS3ReadOnlyAccess',
  ]);
});

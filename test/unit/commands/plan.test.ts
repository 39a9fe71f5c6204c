import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { plan, type PlanOptions } from '../../../src/commands/plan.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

const ACCOUNT = '111122223333';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());
afterAll(removeDesiredFolders);

const one = (more = ''): string =>
  desiredFolder({
    'rolekeeper.yaml': settingsFile(ACCOUNT, more),
    'reader.yaml': integrationFile('reader', 'reader'),
  });

function planIn(desired: string, options: Partial<PlanOptions> = {}): Promise<CommandResult> {
  return runCommand((own) => plan({ desired, format: 'text', ...options }, own, openSession));
}

function driftIn(desired: string): Promise<CommandResult> {
  return runCommand((own) => drift({ desired, format: 'text' }, own, openSession));
}

async function applied(): Promise<void> {
  const options = { desired: one(), format: 'text', autoApprove: true, parallel: 5 } as const;
  const result = await runCommand((own) => apply(options, own, openWritableSession));
  expect(result.exitCode).toBe(0);
}

describe('plan', () => {
  it('exits with 0 when there is something to do, and with 2 only when that was asked for', async () => {
    expect(await planIn(one())).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await planIn(one(), { detailedExitcode: true })).toMatchObject({ exitCode: 2, stderr: '' });
  });

  it('of a folder that declares nothing is empty, unless the account has what files declared', async () => {
    const desired = desiredFolder({ 'rolekeeper.yaml': settingsFile(ACCOUNT) });
    const result = await planIn(desired);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('Nothing was compared.');
    expect(result.stderr).toContain(`${desired} declares nothing yet. rolekeeper init VENDOR`);
    await applied();
    const later = await planIn(desired);
    expect(later).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(later.stderr).toContain('has no integrations, and the account has reader');
  });

  it('sends no request that changes anything', async () => {
    await planIn(one());
    await driftIn(one());
    const actions = account.sandbox.world.requests.map((request) => request.action);
    expect(actions.length).toBeGreaterThan(4);
    expect(actions.filter((action) => !/^(Get|List|Describe)/.test(action))).toEqual([]);
  });

  it('writes the report to a file and says so on standard error', async () => {
    const desired = one();
    const out = join(desired, 'plan.json');
    const result = await planIn(desired, { format: 'json', out });
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: `report written to ${out}\n` });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ format: 1, account: ACCOUNT });
  });

  it('refuses credentials of another account before it reads anything', async () => {
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile('444455556666'),
      'reader.yaml': integrationFile('reader', 'reader'),
    });
    const result = await planIn(desired);
    expect(result).toMatchObject({ exitCode: 1, reason: 'wrong-account', stdout: '' });
    expect(account.sandbox.world.requests.map((request) => request.action)).toEqual(['GetCallerIdentity']);
  });

  it('refuses a region of another partition', async () => {
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile(ACCOUNT).replace('eu-west-1', 'cn-north-1'),
      'reader.yaml': integrationFile('reader', 'reader'),
    });
    const result = await planIn(desired);
    expect(result).toMatchObject({ exitCode: 1, reason: 'wrong-account' });
    expect(result.stderr).toContain('cn-north-1, in partition aws-cn');
  });

  it('fails when a part of IAM could not be read, after having said what', async () => {
    account.sandbox.inject({ kind: 'deny', action: 'GetRole' });
    account.sandbox.inject({ kind: 'deny', action: 'GetAccountAuthorizationDetails' });
    const result = await planIn(one());
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('role/reader');
    expect(result.stdout).not.toContain('No changes');
  });

  it('reads all the same where the bulk call alone is denied, and where the single ones are', async () => {
    await applied();
    account.sandbox.inject({ kind: 'deny', action: 'GetAccountAuthorizationDetails' });
    expect(await planIn(one())).toMatchObject({ exitCode: 0 });
    account.sandbox.world.faults.clear();
    for (const action of ['GetRole', 'GetRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies'])
      account.sandbox.inject({ kind: 'deny', action });
    expect(await planIn(one())).toMatchObject({ exitCode: 0 });
  });

  it('says that a document of IAM that is not JSON was not compared', async () => {
    await applied();
    const role = account.sandbox.world.iam.roles.get('reader');
    if (role === undefined) throw new Error('nothing was applied');
    account.sandbox.world.iam.roles.set('reader', { ...role, trust: '{"Version": "2012-10-17", "Stat' });
    const result = await planIn(one());
    expect(result).toMatchObject({ exitCode: 1, reason: 'unchecked' });
    expect(result.stdout).not.toContain('No changes');
    expect(result.stdout.replace(/\s+/g, ' ')).toContain(
      'AssumeRolePolicyDocument could not be read: IAM gave a text that is not a JSON object',
    );
  });

  it("blocks changes of rolekeeper's own role", async () => {
    const result = await planIn(one('cloudFormationRole: arn:aws:iam::111122223333:role/ci/reader\n'));
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stdout).toContain('role/reader is a role that rolekeeper itself works with');
  });
});

describe('drift', () => {
  it('exits with 0 when a change in the YAML only waits to be applied', async () => {
    const result = await driftIn(one());
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'pending: role/reader · declared, and in no stack: it was not applied yet, or its stack was deleted',
    );
  });

  it('does not say that a resource is in no stack where its stack was edited', async () => {
    await applied();
    const stack = account.sandbox.world.cloudFormation.find('eu-west-1', 'rolekeeper-reader');
    const template = stack?.deployment?.template ?? '';
    await account.call({
      Version: '2010-05-15',
      Action: 'UpdateStack',
      StackName: 'rolekeeper-reader',
      TemplateBody: template.replace('3600', '7200'),
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    });
    const result = await driftIn(one());
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'pending: role/reader · declared; what was last applied is not known: its stack is left alone',
    );
  });

  it('names undeclared roles that trust an outside account, and calls them no drift', async () => {
    await account.call({
      Action: 'CreateRole',
      RoleName: 'shadow',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: '464622532012' }, Action: 'sts:AssumeRole' }],
      },
    });
    const result = await driftIn(one());
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('role/shadow');
    expect(result.stdout).toContain('464622532012');
  });

  it('fails when the account could not be read', async () => {
    account.sandbox.inject({ kind: 'deny', action: 'GetAccountAuthorizationDetails' });
    const result = await driftIn(one());
    expect(result.exitCode).toBe(1);
    expect(result.stdout).not.toContain('No drift.');
  });
});

describe('plan --live', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const listed = (row: object, rows?: object, others: readonly object[] = []) =>
    desiredFolder({
      'details.json': JSON.stringify({
        RoleDetailList: [
          ...others,
          {
            RoleName: 'reader',
            RoleId: 'AROAREADER',
            Arn: `arn:aws:iam::${ACCOUNT}:role/reader`,
            Path: '/',
            AssumeRolePolicyDocument: trust,
            ...row,
          },
        ],
        UserDetailList: [],
        GroupDetailList: [],
        Policies: [],
      }),
      'profiles.json': JSON.stringify({ InstanceProfiles: [] }),
      'providers.json': JSON.stringify({ OpenIDConnectProviderList: [] }),
      ...(rows === undefined ? {} : { 'roles.json': JSON.stringify(rows) }),
    });
  const roles = (more: object) => ({
    Roles: [{ RoleName: 'reader', RoleId: 'AROAREADER', MaxSessionDuration: 3600, ...more }],
  });

  it('says of what differs that plan adopts it where no stack has it', async () => {
    const result = await planIn(one(), { live: listed({}, roles({ Description: 'by hand' })) });
    expect(result).toMatchObject({ exitCode: 0 });
    const said = result.stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain('role/reader will be updated');
    expect(said).toContain(
      'if no stack of rolekeeper has it yet, it will be adopted, which needs "overwrite: [role/reader]" where it differs',
    );
  });

  it('says of what is equal that another stack may have it', async () => {
    const result = await planIn(one(), { live: listed({}, roles({})) });
    const said = result.stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain('No changes. What the --live files show of IAM matches the desired state.');
    expect(said).toContain('what exists and no stack has will be adopted');
    expect(said).toContain('what another stack has is blocked');
  });

  it('says who outside can use what no file declares, with the proof, the reach and the last use, the worst first', async () => {
    const other = (RoleName: string, statement: object, more: object = {}) => ({
      RoleName,
      RoleId: `AROA${RoleName.toUpperCase()}`,
      Arn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
      Path: '/',
      AssumeRolePolicyDocument: { ...trust, Statement: [{ ...trust.Statement[0], ...statement }] },
      ...more,
    });
    const external = { StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' } };
    const vendor = { Principal: { AWS: 'arn:aws:iam::464622532012:root' }, Condition: external };
    const provider = 'oidc-provider/token.actions.githubusercontent.com';
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const live = listed({}, roles({}), [
      other('datadog', vendor, { RoleLastUsed: { LastUsedDate: '2026-11-20T09:00:00+00:00' } }),
      other('federated', { Principal: { Federated: `arn:aws:iam::${ACCOUNT}:${provider}` } }),
      other(
        'mystery',
        { Principal: { AWS: 'arn:aws:iam::909090909090:root' } },
        { RolePolicyList: [{ PolicyName: 'p', PolicyDocument: everything }] },
      ),
    ]);
    const parse = jest.spyOn(JSON, 'parse');
    const said = (await planIn(one(), { live })).stdout.replaceAll(/\s+/g, ' ');
    const ofListings = parse.mock.calls.filter(([text]) => text.includes('"RoleDetailList"'));
    parse.mockRestore();
    expect(ofListings).toHaveLength(1);
    expect(said).toMatch(
      /\? each role listed here · warning: undeclared-outside-trust \? role\/mystery · critical: the unknown AWS account 909090909090 without proof · reach: everything on every resource · last used: [^·?]+ \? role\/datadog · \w+: Datadog \(AWS account 464622532012\) with an external id · reach: [^·]+ · last used: 2026-11-20 /,
    );
    expect(said).not.toContain('role/federated');
    expect(said).not.toContain('3f9a8c1d2e4b5a69');
    expect(said).toContain('2 of them open to the outside');
  });

  it('asks for the file that is missing, not for permissions', async () => {
    const other = {
      ...trust,
      Statement: [{ ...trust.Statement[0], Principal: { Service: 'ecs.amazonaws.com' } }],
    };
    const result = await planIn(one(), { live: listed({ AssumeRolePolicyDocument: other }) });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('aws iam list-roles');
    expect(result.stdout).toContain('what to do: save in');
    expect(result.stdout).not.toContain('docs/permissions.md');
  });
});

describe('the width of the terminal', () => {
  const widthOf = (text: string): number =>
    Math.max(
      ...text
        .split('\n')
        .filter((line) => !/\S{40}/.test(line))
        .map((line) => line.length),
    );

  it.each([60, 100, 160])('of %d columns holds every line with a space to break at', async (width) => {
    const desired = one();
    const planned = await runCommand((own) => plan({ desired, format: 'text' }, own, openSession), { width });
    expect(widthOf(planned.stdout)).toBeLessThanOrEqual(width);
  });

  it('is that of a file: 100, whatever the terminal has', async () => {
    const desired = one();
    const out = join(desired, 'plan.txt');
    await runCommand((own) => plan({ desired, format: 'text', out }, own, openSession), { width: 40 });
    expect(widthOf(readFileSync(out, 'utf8'))).toBeGreaterThan(40);
  });
});

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { runCli, type CliResult } from '../helpers/cli/run-cli.ts';
import { CALLS_ONLY } from '../helpers/cli/calls-only.ts';
import { describeWith, runProgram } from '../helpers/cli/programs.ts';
import { removeTemporaryFolders, temporaryFolder } from '../helpers/cli/temporary-folder.ts';
import { itThorough } from '../helpers/thorough.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { SandboxState } from '../../src/sandbox/world.ts';
import { roleFile } from './action/desired-files.ts';
import { deployAsPrinted, jobCredentials, printedDeploy } from './bootstrap.ts';

afterAll(removeTemporaryFolders);

const ANSWERS = ['--account', '111122223333', '--region', 'eu-west-1', '--repository', 'acme/infra'];
const OWNERS = ['--owners', '@acme/security'];
const IDS = ['--owner-id', '123456', '--repository-id', '456789'];

const init = (cwd: string, ...parameters: readonly string[]): Promise<CliResult> =>
  runCli(['init', ...parameters], { cwd });

/** Every file below a folder, by its path. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('rolekeeper init', () => {
  it('writes settings, workflows, owners and the template, and prints the one command that deploys it', async () => {
    const folder = temporaryFolder();
    const result = await init(folder, ...ANSWERS, ...OWNERS);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(filesIn(folder)).toEqual([
      '.github/CODEOWNERS',
      ...['iam-apply-gated.yml', 'iam-drift.yml', 'iam-plan.yml'].map((name) => `.github/workflows/${name}`),
      'desired/rolekeeper.yaml',
      'rolekeeper-bootstrap.yaml',
    ]);
    expect(printedDeploy(result.stdout)).toContain('--capabilities CAPABILITY_NAMED_IAM');
    expect(readFileSync(join(folder, '.github/CODEOWNERS'), 'utf8')).toContain('/desired/ @acme/security\n');
    expect(parse(readFileSync(join(folder, 'desired/rolekeeper.yaml'), 'utf8'))).toEqual({
      version: 1,
      account: '111122223333',
      region: 'eu-west-1',
    });
  });

  it('puts the account, the region, the branch and the environment into the workflows', async () => {
    const folder = temporaryFolder();
    const own = ['--account', '444455556666', '--region', 'us-gov-west-1', '--repository', 'acme/infra'];
    await init(folder, ...own, '--branch', 'trunk', '--environment', 'iam-prod', '--desired', 'iam/prod');
    const apply = readFileSync(join(folder, '.github/workflows/iam-apply-gated.yml'), 'utf8');
    expect(apply).toContain('arn:aws-us-gov:iam::444455556666:role/rolekeeper-apply');
    expect(apply).toContain('aws-region: us-gov-west-1');
    expect(apply).toContain('branches: [trunk]');
    expect(apply).toContain('environment: iam-prod');
    for (const name of readdirSync(join(folder, '.github/workflows'))) {
      const text = readFileSync(join(folder, '.github/workflows', name), 'utf8');
      expect([name, text.includes('desired: iam/prod')]).toEqual([name, true]);
      expect(text).not.toContain('111122223333');
    }
  });

  it('writes over nothing, and nothing half: what is in the way is named', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, '.github/workflows/iam-plan.yml'), 'name: mine\n');
    const result = await init(folder, ...ANSWERS);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('.github/workflows/iam-plan.yml exists already; nothing was written');
    expect(filesIn(folder)).toEqual(['.github/workflows/iam-plan.yml']);
  });

  it('says what to add to a CODEOWNERS that is there, and does the same again without harm', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'CODEOWNERS'), '* @acme/all\n');
    const result = await init(folder, ...ANSWERS, ...OWNERS);
    expect(result.stdout).toContain('CODEOWNERS exists. Add to it:\n  /desired/ @acme/security');
    expect(existsSync(join(folder, '.github/CODEOWNERS'))).toBe(false);
    expect(await init(folder, ...ANSWERS, ...OWNERS)).toMatchObject({ exitCode: 0 });
  });

  it.each([
    [[], '--account is missing; --region is missing; --repository is missing'],
    [[...ANSWERS, '--account', '12'], '--account must be an account id: 12 digits'],
    [[...ANSWERS, '--repository', 'infra'], '--repository must be OWNER/NAME'],
    [[...ANSWERS, '--owner-id', '1'], '--owner-id goes with --repository-id'],
    [[...ANSWERS, '--desired', '../x'], '--desired must be a folder of the repository'],
    [[...ANSWERS, '--repository', 'acme/infra:environment'], '--repository must be OWNER/NAME'],
  ])('refuses %j, and writes nothing', async (parameters, says) => {
    const folder = temporaryFolder();
    const result = await init(folder, ...parameters);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(says);
    expect(filesIn(folder)).toEqual([]);
  });
});

describeWith('cfn-lint')('the bootstrap template', () => {
  const BOUNDARY = ['--boundary', 'arn:aws:iam::111122223333:policy/vendors'];
  const OPTIONS: readonly (readonly string[])[] = [[], IDS, ['--provider-exists'], BOUNDARY];

  it('passes cfn-lint in either form, with and without each of its options', async () => {
    const templates: string[] = [];
    for (const form of ['called-via', 'service-role'])
      for (const options of [...OPTIONS, OPTIONS.flat()]) {
        const folder = temporaryFolder();
        await init(folder, ...ANSWERS, ...options, '--form', form);
        templates.push(join(folder, 'rolekeeper-bootstrap.yaml'));
      }
    expect(templates).toHaveLength(10);
    expect(await runProgram('cfn-lint', templates, process.env)).toBe('');
  });
});

describe.each(['called-via', 'service-role'])('the roles of the template in the form %s', (form) => {
  let sandbox: Sandbox;
  let folder: string;

  let deployed: SandboxState;
  const switches = { authorization: 'identity-policies' } as const;

  beforeAll(async () => {
    folder = temporaryFolder();
    const { stdout } = await init(folder, ...ANSWERS, ...IDS, '--form', form);
    sandbox = await startWatchedSandbox({ switches });
    await deployAsPrinted(sandbox, folder, printedDeploy(stdout));
    deployed = sandbox.saveState();
    await sandbox.close();
  });

  beforeEach(async () => {
    sandbox = await startWatchedSandbox({ switches, state: deployed });
    rmSync(join(folder, 'desired/own.yaml'), { force: true });
    writeFileSync(join(folder, 'desired/one.yaml'), roleFile({ name: 'one' }));
  });
  afterEach(() => sandbox.close());

  /** The credentials that a job with this subject gets. */
  const job = (role: string, subject: string): Promise<Readonly<Record<string, string>>> =>
    jobCredentials(sandbox, {
      role: `arn:aws:iam::111122223333:role/${role}`,
      session: 'job',
      region: 'eu-west-1',
      subject,
    });

  const PULL = 'repo:acme/infra:pull_request';
  const APPLY = 'repo:acme@123456/infra@456789:environment:iam-apply';

  const itOnce = form === 'called-via' ? it : itThorough;

  itOnce('plan on a pull request, apply from the environment, and nothing else', async () => {
    const planning = { cwd: folder, env: await job('rolekeeper-plan', PULL) };
    expect(await runCli(['plan', '--detailed-exitcode'], planning)).toMatchObject({
      exitCode: 2,
      stderr: CALLS_ONLY,
    });
    const refused = await runCli(['apply', '--auto-approve'], planning);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('access-denied');
    expect(sandbox.world.iam.roles.has('one')).toBe(false);

    const applying = { cwd: folder, env: await job('rolekeeper-apply', APPLY) };
    expect(await runCli(['apply', '--auto-approve'], applying)).toMatchObject({ exitCode: 0 });
    expect(sandbox.world.iam.roles.has('one')).toBe(true);

    // A change, a repair, and a deletion take other calls of the handlers.
    writeFileSync(join(folder, 'desired/one.yaml'), roleFile({ name: 'one', bucket: 'another' }));
    expect(await runCli(['apply', '--auto-approve'], applying)).toMatchObject({ exitCode: 0 });
    writeFileSync(
      join(folder, 'desired/one.yaml'),
      roleFile({ name: 'two', more: 'delete: [role/one]\n' }).replace('integration: two', 'integration: one'),
    );
    expect(await runCli(['apply', '--auto-approve'], applying)).toMatchObject({ exitCode: 0 });
    expect([...sandbox.world.iam.roles.keys()]).toContain('two');
    expect([...sandbox.world.iam.roles.keys()]).not.toContain('one');
  });

  itOnce('have nothing for the doctor to find but the tags of the workflows', async () => {
    const result = await runCli(['doctor'], { cwd: folder, env: await job('rolekeeper-plan', PULL) });
    expect(result.stdout).toContain('rolekeeper-apply is allowed every action that it needs');
    const problems = result.stdout.split('\n').filter((line) => line.startsWith('!!'));
    expect(problems.filter((line) => !line.includes('can be moved'))).toEqual([]);
  });

  itOnce('never write what rolekeeper itself works with, whatever a file declares', async () => {
    const own = roleFile({ name: 'own' }).replace('RoleName: own', 'RoleName: rolekeeper-plan');
    writeFileSync(join(folder, 'desired/own.yaml'), `${own}overwrite: [role/rolekeeper-plan]\n`);
    const before = structuredClone(sandbox.world.iam.role('rolekeeper-plan'));
    const applying = { cwd: folder, env: await job('rolekeeper-apply', APPLY) };
    expect(await runCli(['apply', '--auto-approve'], applying)).toMatchObject({ exitCode: 1 });
    expect(sandbox.world.iam.role('rolekeeper-plan')).toEqual(before);
  });

  it('are not assumed by any other job', async () => {
    for (const [role, sub] of [
      ['rolekeeper-apply', PULL],
      ['rolekeeper-apply', 'repo:acme/infra:ref:refs/heads/main'],
      ['rolekeeper-apply', 'repo:acme@1/infra@456789:environment:iam-apply'],
      ['rolekeeper-apply', 'repo:mallory/infra:environment:iam-apply'],
      ['rolekeeper-plan', 'repo:acme/infra:ref:refs/heads/feature'],
      ['rolekeeper-plan', 'repo:mallory/infra:pull_request'],
    ] as const) {
      const refusal: unknown = await job(role, sub).catch((error: unknown) => error);
      expect([role, sub, refusal]).toEqual([role, sub, expect.objectContaining({ name: 'AccessDenied' })]);
    }
  });
});

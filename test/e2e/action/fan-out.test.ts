import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { REPOSITORY } from '../../helpers/cli/run-cli.ts';
import { addOwnRoles, roleLines } from '../../helpers/in-process/many-accounts.ts';
import { parsePlanMarker } from '../../../src/review/marker.ts';
import { THOROUGH } from '../../helpers/thorough.ts';
import { roleFile } from './desired-files.ts';
import type { ActionResult } from './run-action.ts';
import { openStage, type Stage } from './stage.ts';

/** GitHub takes no longer comment, and no longer summary of a step. */
const LONGEST_COMMENT = 65_536;
const LONGEST_SUMMARY = 1_024 * 1_024;

/** A repository that declares the same in each of so many accounts, and how many jobs share them. */
interface Accounts {
  readonly folders: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly jobs: number;
  readonly stage: Stage;
}

const SHARED = 'desired/_shared/reader.yaml';
const shared = (...actions: readonly string[]): string =>
  `${roleFile({ name: 'reader', bucket: '${Bucket}', actions })}parameters: { Bucket: acme-bucket }\n`;

async function openAccounts(scopes: number, jobs: number): Promise<Accounts> {
  const accounts = Array.from({ length: scopes }, (_, index) => String(300_000_000_000 + index));
  const folders = accounts.map((account) => `desired/acct-${account.slice(-3)}`);
  const files = {
    [SHARED]: shared('s3:GetObject'),
    ...Object.fromEntries(
      accounts.map((account, index) => [
        `${folders[index]}/rolekeeper.yaml`,
        `version: 1\naccount: '${account}'\nregion: eu-west-1\n${roleLines(account)}include: [{ file: _shared/reader.yaml, parameters: { Bucket: acme-bucket-${index} } }]\n`,
      ]),
    ),
  };
  const stage = await openStage(files, undefined, accounts);
  for (const world of stage.sandbox.others) addOwnRoles(world);
  return { folders, files, jobs, stage };
}

afterAll(removeTemporaryFolders);

/** The steps of the example's jobs, with what they are given. */
interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly {
          readonly uses: string;
          readonly with?: Readonly<Record<string, string>>;
        }[];
      }
    >
  >;
}

/** The inputs of the action in a job of the example. */
function inputsIn(job: string): Readonly<Record<string, string>> {
  const file = join(REPOSITORY, 'examples/workflows/iam-plan-accounts.yml');
  const { jobs } = parse(readFileSync(file, 'utf8')) as Workflow;
  const step = jobs[job]?.steps.find(({ uses }) => uses.startsWith('rolekeeper/'));
  if (step?.with === undefined) throw new Error(`the job ${job} has no step of rolekeeper`);
  return step.with;
}

/** So that neighbours differ in more than names. */
const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:GetObjectVersion',
  's3:DeleteObject',
  's3:GetObjectTagging',
];

/** An integration of one scope alone; in one of them an unknown account assumes its role without an external id. */
function ownFile(index: number, worst: number): string {
  const file = roleFile({
    name: `own-${index}`,
    bucket: `acme-own-${index}`,
    actions: ACTIONS.slice(0, 1 + (index % ACTIONS.length)),
  });
  return index === worst
    ? file.replace('406095609952', '999988887777').replace(/ {10}Condition:\n(?: {12}.*\n)+/, '')
    : file;
}

/** What the jobs of the example's matrix make of a pull request, and the comment that the last job makes of it. */
async function fannedOut(
  { folders, files, jobs, stage }: Accounts,
  name: string,
  changed: Readonly<Record<string, string>>,
  failsIn: readonly number[] = [],
): Promise<{ readonly joined: ActionResult; readonly body: string }> {
  const pull = await stage.github.openPull(name, changed);
  const listed = await stage.plan(pull, {
    sha: pull.head,
    inputs: { ...inputsIn('scopes'), jobs: String(jobs) },
  });
  const matrix = JSON.parse(listed.outputs['matrix'] ?? '[]') as readonly { readonly scopes: string }[];
  expect(matrix).toHaveLength(jobs);
  expect(matrix.flatMap(({ scopes }) => scopes.split('\n'))).toEqual(folders);
  const artifacts: Record<string, string> = {};
  for (const [index, { scopes }] of matrix.entries()) {
    const { plan, exitCode } = await stage.plan(pull, {
      sha: pull.head,
      inputs: { ...inputsIn('plan'), scopes },
    });
    expect([index, exitCode]).toEqual([index, failsIn.includes(index) ? 1 : 0]);
    artifacts[`${inputsIn('comment')['plans']}/rolekeeper-plan-${index}/plan.json`] = JSON.stringify(plan);
  }
  expect(await stage.github.comments(pull.number)).toEqual([]);
  stage.github.takeLog();
  const joined = await stage.plan(pull, {
    sha: pull.head,
    inputs: inputsIn('comment'),
    files: { ...files, ...changed, ...artifacts },
  });
  // The base is asked for the guards of each scope.
  expect(stage.github.takeLog().length).toBeLessThanOrEqual(folders.length + 15);
  const [{ body } = { body: '' }, ...others] = await stage.github.comments(pull.number);
  expect(others).toEqual([]);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(Buffer.byteLength(joined.summary)).toBeLessThanOrEqual(LONGEST_SUMMARY);
  for (const folder of folders) expect(joined.summary).toContain(`\`${folder}\``);
  return { joined, body };
}

describe('the example workflow of many accounts', () => {
  const [scopes, jobs] = [5, 2];
  let accounts: Accounts;

  beforeAll(async () => {
    accounts = await openAccounts(scopes, jobs);
  });

  afterAll(() => accounts.stage.close());

  it('plans the scopes in jobs, and joins what is the same in them into one comment', async () => {
    const { folders, stage } = accounts;
    // One account is closed: its part is planned all the same.
    stage.sandbox.others[1]?.iam.roles.delete('rolekeeper-plan');
    const wider = { [SHARED]: shared('s3:GetObject', 's3:PutObject') };
    const { joined, body } = await fannedOut(accounts, 'wider', wider, [0]);
    expect(joined).toMatchObject({
      exitCode: 1,
      outputs: { 'failure-reason': 'access-denied', 'create-count': String(scopes - 1) },
    });
    expect(body).toContain(`## IAM plan of ${scopes} scopes: ${scopes - 1} to create`);
    expect(body).toContain(`**Failed:** \`${folders[1]}\``);
    expect(body).toContain(`### The same in ${scopes - 1} scopes: \`reader\``);
    // What was reviewed is known of each scope that was planned.
    expect(Object.keys(parsePlanMarker(body)?.digests ?? {})).toHaveLength(scopes - 1);
  });
});

describe('the example workflow of accounts that each change another way', () => {
  const [scopes, jobs] = THOROUGH ? [300, 20] : [5, 2];
  let accounts: Accounts;

  beforeAll(async () => {
    accounts = await openAccounts(scopes, jobs);
  });

  afterAll(() => accounts.stage.close());

  it(`plans ${scopes} scopes in ${jobs} jobs and joins them into one comment that GitHub takes, the worst first`, async () => {
    const { folders } = accounts;
    const worst = scopes - 2;
    const changed = Object.fromEntries(
      folders.map((folder, index) => [`${folder}/own-${index}.yaml`, ownFile(index, worst)]),
    );
    const { joined, body } = await fannedOut(accounts, 'each-its-own', changed);
    expect(joined).toMatchObject({ outputs: { 'create-count': String(scopes) } });
    expect(body).toContain(`## IAM plan of ${scopes} scopes: ${scopes} to create`);
    const [, caution = '', ...parts] = body.split('> [!CAUTION]\n');
    expect(caution.split('\n')[0]).toBe(
      `> - **Trusted for the first time:** the unknown AWS account \`999988887777\` can newly assume \`role/own-${worst}\` without proof, in \`own-${worst}\` · \`${folders[worst]}\``,
    );
    const rows = body.split('\n').filter((line) => line.startsWith('| `desired/'));
    expect(rows[0]).toContain(`\`${folders[worst]}\``);
    expect(parts[0]).toContain(`\`role/own-${worst}\``);
    expect(Object.keys(parsePlanMarker(body)?.digests ?? {})).toHaveLength(scopes);
  });
});

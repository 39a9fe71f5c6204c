import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { REPOSITORY } from '../../helpers/cli/run-cli.ts';
import { addOwnRoles, roleLines } from '../../helpers/in-process/many-accounts.ts';
import { parsePlanMarker } from '../../../src/review/marker.ts';
import { THOROUGH } from '../../helpers/thorough.ts';
import { roleFile } from './desired-files.ts';
import { openStage, type Stage } from './stage.ts';

/** As in examples/workflows/iam-plan-accounts.yml; a few of all show how the parts are joined. */
const [SCOPES, JOBS] = THOROUGH ? [300, 20] : [5, 2];

/** GitHub takes no longer comment, and no longer summary of a step. */
const LONGEST_COMMENT = 65_536;
const LONGEST_SUMMARY = 1_024 * 1_024;

const ACCOUNTS = Array.from({ length: SCOPES }, (_, index) => String(300_000_000_000 + index));
const FOLDERS = ACCOUNTS.map((account) => `desired/acct-${account.slice(-3)}`);
const SHARED = 'desired/_shared/reader.yaml';
const shared = (...actions: readonly string[]): string =>
  `${roleFile({ name: 'reader', bucket: '${Bucket}', actions })}parameters: { Bucket: acme-bucket }\n`;
const FILES: Readonly<Record<string, string>> = {
  [SHARED]: shared('s3:GetObject'),
  ...Object.fromEntries(
    ACCOUNTS.map((account, index) => [
      `${FOLDERS[index]}/rolekeeper.yaml`,
      `version: 1\naccount: '${account}'\nregion: eu-west-1\n${roleLines(account)}include: [{ file: _shared/reader.yaml, parameters: { Bucket: acme-bucket-${index} } }]\n`,
    ]),
  ),
};

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(FILES, undefined, ACCOUNTS);
  for (const world of stage.sandbox.others) addOwnRoles(world);
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

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

it(`the example workflow plans ${SCOPES} scopes in ${JOBS} jobs and joins them into one comment that GitHub takes`, async () => {
  const pull = await stage.github.openPull('wider', { [SHARED]: shared('s3:GetObject', 's3:PutObject') });
  const listed = await stage.plan(pull, {
    sha: pull.head,
    inputs: { ...inputsIn('scopes'), jobs: String(JOBS) },
  });
  const matrix = JSON.parse(listed.outputs['matrix'] ?? '[]') as readonly { readonly scopes: string }[];
  expect(matrix).toHaveLength(JOBS);
  expect(matrix.flatMap(({ scopes }) => scopes.split('\n'))).toEqual(FOLDERS);
  const artifacts: Record<string, string> = {};
  // One account is closed: its part is planned all the same.
  stage.sandbox.others[1]?.iam.roles.delete('rolekeeper-plan');
  for (const [index, { scopes }] of matrix.entries()) {
    const { plan, exitCode } = await stage.plan(pull, {
      sha: pull.head,
      inputs: { ...inputsIn('plan'), scopes },
    });
    expect([index, exitCode]).toEqual([index, index === 0 ? 1 : 0]);
    artifacts[`${inputsIn('comment')['plans']}/rolekeeper-plan-${index}/plan.json`] = JSON.stringify(plan);
  }
  expect(await stage.github.comments(pull.number)).toEqual([]);
  stage.github.takeLog();
  const joined = await stage.plan(pull, {
    sha: pull.head,
    inputs: inputsIn('comment'),
    files: { ...FILES, [SHARED]: shared('s3:GetObject', 's3:PutObject'), ...artifacts },
  });
  expect(joined).toMatchObject({
    exitCode: 1,
    outputs: { 'failure-reason': 'access-denied', 'create-count': String(SCOPES - 1) },
  });
  // The base is asked for the guards of each scope.
  expect(stage.github.takeLog().length).toBeLessThanOrEqual(SCOPES + 15);
  const [{ body } = { body: '' }, ...others] = await stage.github.comments(pull.number);
  expect(others).toEqual([]);
  expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(body).toContain(`## IAM plan of ${SCOPES} scopes: ${SCOPES - 1} to create`);
  expect(body).toContain(`**Failed:** \`${FOLDERS[1]}\``);
  expect(body).toContain(`### The same in ${SCOPES - 1} scopes: \`reader\``);
  // What was reviewed is known of each scope that was planned.
  expect(Object.keys(parsePlanMarker(body)?.digests ?? {})).toHaveLength(SCOPES - 1);
  expect(Buffer.byteLength(joined.summary)).toBeLessThanOrEqual(LONGEST_SUMMARY);
  for (const folder of FOLDERS) expect(joined.summary).toContain(`\`${folder}\``);
});

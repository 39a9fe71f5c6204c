import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlanMarker, parsePlanMarker } from '../../../src/review/marker.ts';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { addOwnRoles, roleLines } from '../../helpers/in-process/many-accounts.ts';
import { roleFile } from './desired-files.ts';
import { describeThorough, itThorough } from '../../helpers/thorough.ts';
import { openStage, type Stage } from './stage.ts';

const ACCOUNTS = ['300000000000', '300000000001', '300000000002'];
const FOLDERS = ACCOUNTS.map((_account, index) => `desired/acct-${index}`);
const SHARED = 'desired/_shared/reader.yaml';

const settings = (account: string, more = ''): string =>
  `version: 1\naccount: '${account}'\nregion: eu-west-1\n${roleLines(account)}${more}`;
const includes = (index: number): string =>
  `include: [{ file: _shared/reader.yaml, parameters: { Bucket: acme-bucket-${index} } }]\n`;
const shared = (...actions: readonly string[]): string =>
  `${roleFile({ name: 'reader', bucket: '${Bucket}', actions })}parameters: { Bucket: acme-bucket }\nhandover: read the bucket that we named\n`;

const FILES: Readonly<Record<string, string>> = {
  [SHARED]: shared('s3:GetObject'),
  ...Object.fromEntries(
    ACCOUNTS.map((account, index) => [
      `desired/acct-${index}/rolekeeper.yaml`,
      settings(account, includes(index)),
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

const comments = async (number: number): Promise<readonly string[]> =>
  (await stage.github.comments(number)).map(({ body }) => body);
const rolesIn = (index: number): readonly string[] => [
  ...(stage.sandbox.others[index]?.iam.roles.keys() ?? []),
];

const isApplying = ({ state }: PlanMarker): boolean => state === 'applying';

describe('a pull request that changes a file which three accounts include', () => {
  it('has one comment, with what is the same once, and is applied in each account as it was shown', async () => {
    const pull = await stage.github.openPull('first', { [SHARED]: shared('s3:GetObject', 's3:ListBucket') });
    const planned = await stage.plan(pull);
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'create-count': '3' } });
    const [body = '', ...others] = await comments(pull.number);
    expect(others).toEqual([]);
    expect(body).toContain('## IAM plan of 3 scopes: 3 to create');
    expect(body).toContain('### The same in 3 scopes: `reader`');
    expect(body).toContain('`${Bucket}`: `acme-bucket-0`, `acme-bucket-1`, `acme-bucket-2`');
    for (const index of [0, 1, 2]) expect(body).toContain(`"acct-${index}/reader":`);
    expect(body.match(/drift was never reported here/g)).toHaveLength(1);
    expect(planned.summary.split('| `desired/acct-2` | 300000000002 |')).toHaveLength(2);
    expect(planned.summary.match(/^\|---/gm)).toHaveLength(1);
    await stage.github.merge(pull.number, 'squash');
    stage.github.takeLog();
    const applied = await stage.push();
    expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    // Who wrote what is merged is asked once for all of them.
    const asked = stage.github.takeLog().filter(({ path }) => /\/pulls\/\d+\/commits|\/activity/.test(path));
    expect(asked).toHaveLength(2);
    // Should the run be killed, the comment knows of each scope that its plan is in use.
    const revisions = (await stage.github.comments(pull.number)).flatMap((one) =>
      stage.github.revisions(one),
    );
    const applying = revisions.flatMap((text) => parsePlanMarker(text) ?? []).find(isApplying);
    expect(applying?.digests.map(({ claims }) => claims?.length)).toEqual([1, 1, 1]);
    for (const index of [0, 1, 2]) expect(rolesIn(index)).toContain('reader');
    const [after = ''] = await comments(pull.number);
    expect(after).toContain('**Applied** in 3 scopes');
    expect(after).toContain('"state":"applied"');
    // What the third party has to be told stands there too, for each account.
    for (const index of [0, 1, 2])
      expect(after).toContain(`\`desired/acct-${index}\`:\n\n**To hand over** for \`reader\`:`);
  });

  itThorough(
    'whose account is closed says so on top, plans the others, and never calls it clean',
    async () => {
      const world = stage.sandbox.others[1];
      const role = world?.iam.roles.get('rolekeeper-plan');
      world?.iam.roles.delete('rolekeeper-plan');
      const pull = await stage.github.openPull('second', { [SHARED]: shared('s3:GetObject') });
      const planned = await stage.plan(pull);
      expect(planned).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'access-denied' } });
      const [body = ''] = await comments(pull.number);
      expect(body.split('\n').slice(2, 8).join('\n')).toMatch(
        /plan of 3 scopes: .* \*\*1 failed\*\*[^]*\*\*Failed:\*\* `desired\/acct-1`, account `300000000001` \(`access-denied`\)/,
      );
      expect(body).toContain('### The same in 2 scopes');
      expect(body).not.toContain('"acct-1/reader":');
      expect(planned.summary).toMatch(/\*\*Failed:\*\* `desired\/acct-1`, account `300000000001`/);
      // The change is merged all the same: the account that nobody saw a plan of is not touched.
      if (role !== undefined) world?.iam.roles.set('rolekeeper-plan', role);
      await stage.github.merge(pull.number, 'squash');
      const applied = await stage.push();
      expect(applied).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-changed' } });
      const [after = ''] = await comments(pull.number);
      expect(after).toContain('**Applied** in 2 scopes');
      expect(after).toMatch(/`desired\/acct-1`:[^]*\*\*Not applied:\*\* `reader`/);
      expect(
        stage.sandbox.others.map(
          (one) => one.requests.filter(({ action }) => action === 'ExecuteChangeSet').length,
        ),
      ).toEqual([2, 1, 2]);
    },
  );

  it('is read with the role of the base, whatever role the pull request names', async () => {
    const world = stage.sandbox.others[2];
    const plan = world?.iam.roles.get('rolekeeper-plan');
    if (world === undefined || plan === undefined) throw new Error('no role');
    world.iam.roles.set('admin', { ...plan, name: 'admin' });
    const text = settings(ACCOUNTS[2] ?? '', includes(2)).replace('rolekeeper-plan', 'admin');
    const pull = await stage.github.openPull('role', { 'desired/acct-2/rolekeeper.yaml': text });
    await stage.plan(pull);
    const assumed = stage.sandbox.world.requests.flatMap(({ action, parameters }) =>
      action === 'AssumeRole' ? [parameters['RoleArn']] : [],
    );
    expect(assumed).not.toContain('arn:aws:iam::300000000002:role/admin');
    expect((await comments(pull.number)).join()).toMatch(/\*\*Changes the settings:\*\* `role` was/);
  });

  it('is compared with the base where it comes from a fork, and what is the same is shown once all the same', async () => {
    const files = { [SHARED]: shared('s3:GetObject', 's3:PutObject') };
    const pull = await stage.github.openPull('fork', files, { fork: true, by: 'mallory' });
    const asked = stage.sandbox.world.requests.length;
    const planned = await stage.plan(pull, { env: {} });
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'update-count': '3' } });
    expect(stage.sandbox.world.requests).toHaveLength(asked);
    const [body = ''] = await comments(pull.number);
    expect(body).toContain('### The same in 3 scopes: `reader`');
    expect(body).toContain('**Live IAM was not read:** a pull request from a fork gets no credentials');
    expect(body).toContain('"digests":{}');
    // The token of a fork is for reading, as a rule: then all that the comment would say stands in the summary.
    const token = await stage.github.mintToken({ contents: 'read', pull_requests: 'read' });
    const silent = await stage.plan(pull, { env: {}, token });
    for (const folder of FOLDERS) expect(silent.summary).toContain(`| \`${folder}\` |`);
    expect(silent.summary).toContain('### The same in 3 scopes: `reader`');
    expect(silent.summary).toContain('`${Bucket}`: `acme-bucket-0`, `acme-bucket-1`, `acme-bucket-2`');
    expect(silent.summary.match(/see above/g)).toHaveLength(3);
  });

  itThorough('keeps a drift issue for each scope', async () => {
    const result = await stage.schedule();
    expect(result.summary).toMatch(/\| `desired\/acct-0` \| 300000000000 \| no-changes \|/);
    const titles = (await stage.github.issues()).map(({ title }) => title);
    expect(titles).toEqual([expect.stringContaining('300000000001')]);
  });

  itThorough('is pending in each account, and no drift, until it is applied', async () => {
    await stage.github.push('main', { [SHARED]: shared('s3:GetObject', 's3:GetObjectTagging') });
    const { log, outputs } = await stage.schedule();
    expect(log.replace(/\s+/g, ' ')).toMatch(/its stack is as commit [0-9a-f]{7} declares it/);
    expect(outputs).toMatchObject({ 'has-drift': 'false' });
    await stage.github.push('main', { [SHARED]: shared('s3:GetObject') });
  });
});

describeThorough('a matrix of jobs', () => {
  it('shares the scopes out, and its last job joins their plans into one comment', async () => {
    const pull = await stage.github.openPull('matrix', { [SHARED]: shared('s3:GetObject', 's3:PutObject') });
    const listed = await stage.plan(pull, { sha: pull.head, inputs: { command: 'scopes', jobs: '2' } });
    const matrix = JSON.parse(listed.outputs['matrix'] ?? '[]') as readonly { readonly scopes: string }[];
    expect(matrix.map(({ scopes }) => scopes)).toEqual([FOLDERS[0], `${FOLDERS[1]}\n${FOLDERS[2]}`]);
    const files: Record<string, string> = {};
    for (const [index, { scopes }] of matrix.entries()) {
      const part = await stage.plan(pull, { sha: pull.head, inputs: { scopes } });
      files[`rolekeeper-plans/job-${index}/plan.json`] = JSON.stringify(part.plan);
    }
    expect(await comments(pull.number)).toEqual([]);
    const checkout = { ...FILES, [SHARED]: shared('s3:GetObject', 's3:PutObject') };
    const rerun = { id: 5_000, attempt: 1 };
    const joined = await stage.plan(pull, {
      sha: pull.head,
      inputs: { command: 'join' },
      files: { ...checkout, ...files },
      rerun,
    });
    const [body = ''] = await comments(pull.number);
    expect(joined.outputs).toMatchObject({ 'has-changes': 'true' });
    expect(joined.summary).toContain('### The same in');
    for (const folder of FOLDERS) expect(joined.summary.split(`| \`${folder}\` |`)).toHaveLength(2);
    for (const index of [0, 1, 2]) expect(body).toContain(`"acct-${index}/reader":`);
    expect(body).toContain('### The same in');
    expect(body).toMatch(/`desired\/acct-1`: drift last checked 20\d\d-[^]*is open/);
    // A job that ended without a plan is no account without changes.
    const [first] = Object.keys(files);
    const { [first ?? '']: _lost, ...fewer } = files;
    const late = { id: 5_001, attempt: 1 };
    const partial = await stage.plan(pull, {
      sha: pull.head,
      inputs: { command: 'join' },
      files: { ...checkout, ...fewer },
      rerun: late,
    });
    expect(partial).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'unchecked' } });
    expect((await comments(pull.number)).join()).toContain('no job of this run has a plan of it');
  });

  it.each([
    [
      'of another commit',
      (text: string) => text.replace(/"commit":"\w{40}"/, `"commit":"${'0'.repeat(40)}"`),
    ],
    ['that is none', () => '{}'],
  ])('refuses a plan file %s', async (_what, change) => {
    const pull = await stage.github.openPull(`wrong-${_what.replaceAll(' ', '-')}`, {
      [SHARED]: shared('s3:PutObject'),
    });
    const part = await stage.plan(pull, { sha: pull.head, inputs: { scopes: FOLDERS[0] ?? '' } });
    const files = { ...FILES, 'rolekeeper-plans/plan.json': change(JSON.stringify(part.plan)) };
    const joined = await stage.plan(pull, { sha: pull.head, inputs: { command: 'join' }, files });
    expect(joined).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
  });

  it('refuses a scope that is none: its account would be left out in silence', async () => {
    const pull = await stage.github.openPull('unknown', { [SHARED]: shared('s3:PutObject') });
    const result = await stage.plan(pull, { inputs: { scopes: 'desired/acct-9' } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
  });
});

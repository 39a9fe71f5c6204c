import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, type Stage } from './stage.ts';

let stage: Stage;
const NO_CREDENTIALS = { AWS_REGION: 'eu-west-1' };

beforeAll(async () => {
  stage = await openAppliedStage(desired({ name: 'reader' }, { name: 'other' }, { name: 'third' }));
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

const wider = roleFile({ name: 'reader', actions: ['s3:GetObject', 's3:PutObject'] });

async function bodies(number: number): Promise<readonly string[]> {
  return (await stage.github.comments(number)).map(({ body }) => body);
}

describe('a pull request from a fork', () => {
  it('gets an offline plan against the base branch, in the summary, with a token that can only read', async () => {
    const pull = await stage.github.openPull(
      'fork',
      { 'desired/reader.yaml': wider },
      { fork: true, by: 'mallory' },
    );
    const token = await stage.github.mintToken({ contents: 'read', pull_requests: 'read' });
    const before = stage.sandbox.world.requests.length;
    const result = await stage.plan(pull, { token, env: {} });
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: { result: 'changes', 'update-count': '1', 'comment-url': '' },
    });
    expect(result.summary).toContain(
      '**Live IAM was not read:** a pull request from a fork gets no credentials',
    );
    expect(result.summary).toContain('s3:PutObject');
    expect(result.annotations.join('\n')).toContain('pull-requests: write');
    expect(await bodies(pull.number)).toEqual([]);
    expect(stage.sandbox.world.requests).toHaveLength(before);
  });
});

describe('a run without credentials', () => {
  it('comments an offline plan that cannot be approved for apply', async () => {
    const pull = await stage.github.openPull('offline', {
      'desired/reader.yaml': wider,
      'desired/third.yaml': undefined,
      'desired/new.yaml': roleFile({ name: 'new' }),
    });
    const result = await stage.plan(pull, { env: NO_CREDENTIALS });
    // The file that is gone is acknowledged nowhere, which the base branch's YAML is enough to tell.
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { result: 'blocked', 'create-count': '1', 'update-count': '1' },
    });
    const [body = ''] = await bodies(pull.number);
    expect(body).toContain('**Live IAM was not read:** this run has no AWS credentials');
    expect(body).toContain('"digests":{}');
  });
});

describe('a comment', () => {
  it('says that there is no plan while the YAML has mistakes, and is the same comment when it has none', async () => {
    const file = 'desired/reader.yaml';
    const pull = await stage.github.openPull('mistake', {
      [file]: wider.replace('Effect: Allow', 'Efect: Allow'),
    });
    const wrong = await stage.plan(pull);
    expect(wrong).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'invalid-config' },
    });
    expect(wrong.annotations.find((line) => line.includes(file))).toMatch(
      /^::error .*file=desired\/reader\.yaml,line=8,col=11::/,
    );
    expect(await bodies(pull.number)).toMatchObject([expect.stringContaining('## IAM plan failed')]);
    await stage.github.push('mistake', { [file]: wider });
    await stage.plan(pull);
    expect(await bodies(pull.number)).toMatchObject([
      expect.stringContaining('## IAM plan: 0 to create, 1 to update'),
    ]);
  });

  it('is not written where nothing of the desired state changes, and brought up to date where it was', async () => {
    const pull = await stage.github.openPull('quiet', { 'README.md': 'words' });
    const before = stage.sandbox.world.requests.length;
    expect(await stage.plan(pull)).toMatchObject({
      exitCode: 0,
      outputs: { result: 'no-changes', 'comment-url': '' },
    });
    expect(stage.sandbox.world.requests).toHaveLength(before);
    expect(await bodies(pull.number)).toEqual([]);
  });

  it('may be left out, and the summary has everything', async () => {
    const pull = await stage.github.openPull('silent', { 'desired/reader.yaml': wider });
    const result = await stage.plan(pull, { inputs: { comment: 'never' } });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'comment-url': '' } });
    expect(result.summary).toContain('s3:PutObject');
    expect(await bodies(pull.number)).toEqual([]);
  });

  it('cannot be written in a locked conversation, which does not hide the plan', async () => {
    const locked = await stage.github.openPull('locked', { 'desired/reader.yaml': wider });
    await stage.github.lock(locked.number);
    const result = await stage.plan(locked);
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'comment-url': '' } });
    expect(result.summary).toContain('the conversation is locked');
    expect(result.summary).toContain('s3:PutObject');
  });
});

describeThorough('a pull request of 300 integrations', () => {
  it('fits: the comment tells once what is equal, and summary and plan file have everything', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `bulk-${index}`);
    const files = names.map((name) => [`desired/${name}.yaml`, roleFile({ name })] as const);
    const pull = await stage.github.openPull('bulk', Object.fromEntries(files));
    const result = await stage.plan(pull);
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'create-count': '300' } });
    // Where GitHub does not say what changed, all is planned, with a warning.
    expect(result.annotations).toEqual([]);
    const [body = ''] = await bodies(pull.number);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain('/actions/runs/');
    for (const name of names) expect(body).toContain(`\`${name}\` |`);
    expect(body.split('\n')[0]).toContain('"bulk-299":["');
    expect(Buffer.byteLength(result.summary)).toBeLessThanOrEqual(1_048_576);
    for (const name of names) expect(result.summary).toContain(`\`${name}\` |`);
    const { plans } = result.plan as { plans: readonly { integrations: readonly unknown[] }[] };
    expect(plans[0]?.integrations).toHaveLength(300);
  });
});

describe('a pull request that changes the guards', () => {
  it('is shown with a caution, and judged by those of its base', async () => {
    await stage.github.push('main', { 'desired/rolekeeper.yaml': settings('maxDeletes: 1\n') });
    const pull = await stage.github.openPull('loosened', {
      'desired/rolekeeper.yaml': settings('maxDeletes: 50\ndelete: [third, other]\n'),
      'desired/third.yaml': undefined,
      'desired/other.yaml': undefined,
    });
    const result = await stage.plan(pull);
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { result: 'blocked', 'failure-reason': 'blocked' },
    });
    const [body = ''] = await bodies(pull.number);
    expect(body).toContain('**Changes the settings:** `maxDeletes` was `1`, becomes `50`');
    expect(body).toContain('maxDeletes is 1');
    await stage.github.push('main', { 'desired/rolekeeper.yaml': settings() });
  });
});

describe('the wrong credentials', () => {
  it('fail the run, and the comment says that there is no plan', async () => {
    const elsewhere = settings().replace('111122223333', '444455556666');
    await stage.github.push('main', { 'desired/rolekeeper.yaml': elsewhere });
    const pull = await stage.github.openPull('elsewhere', {
      'desired/rolekeeper.yaml': `${elsewhere}maxDeletes: 2\n`,
    });
    const result = await stage.plan(pull);
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'wrong-account' },
    });
    expect(await bodies(pull.number)).toMatchObject([expect.stringContaining('`wrong-account`')]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { THOROUGH } from '../../helpers/thorough.ts';
import { desired, roleFile } from './desired-files.ts';
import type { ActionResult } from './run-action.ts';
import { openStage, type Stage } from './stage.ts';

/** Paths of Node binaries, separated by colons; the one that runs the tests when there is none. */
const given = (process.env['ROLEKEEPER_NODES'] ?? '').split(':').filter((path) => path !== '');
const nodes = given.length === 0 ? [process.execPath] : given;

/** Without a word about Nodes one event is enough here: the other suites go through all of them on this one. */
const describeEvents = given.length > 0 || THOROUGH ? describe : describe.skip;

let stage: Stage;

afterAll(removeTemporaryFolders);

const wider = (name: string) => roleFile({ name, actions: ['s3:GetObject', 's3:GetObjectTagging'] });

/** What lets somebody in whom no file speaks of. */
const OUTSIDERS = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::464622532012:root' }, Action: 'sts:AssumeRole' },
  ],
};

/** Nothing of Node or of a library, on any stream. */
function expectQuiet({ log }: ActionResult): void {
  expect(log).not.toMatch(/\(node:\d+\)|deprecat|^ {4}at /im);
}

async function lastComment({ number }: OpenedPull): Promise<string> {
  return (await stage.github.comments(number)).at(-1)?.body ?? '';
}

describe('the built action', () => {
  beforeAll(async () => {
    stage = await openStage(desired({ name: 'reader' }));
  });
  afterAll(() => stage.close());

  it('plans a pull request', async () => {
    const pull = await stage.github.openPull('change', { 'desired/reader.yaml': wider('reader') });
    const planned = await stage.plan(pull, { node: nodes[0] ?? process.execPath });
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'create-count': '1' } });
    expect(planned.summary).toContain('## IAM plan');
    expectQuiet(planned);
  });
});

// One story, told in order, on one repository and one account for each Node.
describeEvents.each(nodes)('the built action on %s', (node) => {
  let pull: OpenedPull;
  let digest = '';

  beforeAll(async () => {
    stage = await openStage(desired({ name: 'reader' }));
  });
  afterAll(() => stage.close());

  it('workflow_dispatch plans everything', async () => {
    const result = await stage.dispatch({ command: 'plan' }, { node });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'has-changes': 'true' } });
    expect(result.summary).toContain('## IAM plan: 1 to create');
    digest = result.outputs['plan-digest'] ?? '';
    expectQuiet(result);
  });

  it('workflow_dispatch applies a digest', async () => {
    const result = await stage.dispatch({ command: 'apply', digest }, { node });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'plan-digest': digest } });
    expect(result.summary).toContain('Apply: 1 applied');
    expectQuiet(result);
  });

  it('pull_request plans into the comment', async () => {
    pull = await stage.github.openPull('change', { 'desired/reader.yaml': wider('reader') });
    const result = await stage.plan(pull, { node });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'update-count': '1' } });
    expect(result.outputs['comment-url']).toContain('#issuecomment-');
    expect(await lastComment(pull)).toContain('## IAM plan: 0 to create, 1 to update');
    expect(result.summary).toContain('s3:GetObjectTagging');
    expect(result.plan).toMatchObject({ format: 1 });
    expectQuiet(result);
  });

  it('pull_request of a fork plans without credentials, with a token that only reads', async () => {
    const files = { 'desired/reader.yaml': wider('reader') };
    const fork = await stage.github.openPull('fork', files, { fork: true, by: 'mallory' });
    const token = await stage.github.mintToken({ contents: 'read', pull_requests: 'read' });
    const result = await stage.plan(fork, { node, token, env: {} });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'comment-url': '' } });
    expect(result.summary).toContain('**Live IAM was not read:**');
    expect(await stage.github.comments(fork.number)).toEqual([]);
    expectQuiet(result);
  });

  it('merge_group compares with what was reviewed', async () => {
    const result = await stage.queue(await stage.github.enqueue(pull.number), { node });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'failure-reason': '' } });
    expect(result.summary).toContain(`merge queue, pull request #${pull.number}`);
    expectQuiet(result);
  });

  it('push applies what was merged', async () => {
    await stage.github.merge(pull.number, 'squash');
    const result = await stage.push(undefined, { node });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'update-count': '1' } });
    expect(await lastComment(pull)).toContain('**Applied** `reader`');
    expect(result.summary).toContain('Apply: 1 applied');
    expectQuiet(result);
  });

  it('schedule finds nothing, and then drift, as workflow_dispatch does', async () => {
    await stage.iam({ Action: 'CreateRole', RoleName: 'shadow', AssumeRolePolicyDocument: OUTSIDERS });
    const clean = await stage.schedule({ node });
    expect(clean).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes', 'issue-number': '' } });
    expect(clean.summary).toContain(
      'not declared: `role/shadow` · low: `Datadog` (AWS account `464622532012`) without proof',
    );
    await stage.iam({ Action: 'UpdateRole', RoleName: 'reader', MaxSessionDuration: '7200' });
    const found = await stage.schedule({ node });
    const [issue] = await stage.github.issues();
    expect(found).toMatchObject({
      exitCode: 0,
      outputs: { result: 'drift', 'drift-count': '1', 'issue-number': String(issue?.number) },
    });
    expect(issue?.body).toContain(
      'not declared: `role/shadow` · low: `Datadog` (AWS account `464622532012`) without proof',
    );
    const again = await stage.dispatch({ command: 'drift', 'fail-on-drift': 'true' }, { node });
    expect(again).toMatchObject({ exitCode: 1, outputs: { result: 'drift', 'failure-reason': '' } });
    expect(again.summary).toContain('## IAM drift');
    for (const result of [clean, found, again]) expectQuiet(result);
  });

  it('pull_request that is closed, and a push elsewhere, ask for nothing', async () => {
    const sha = await stage.github.push('feature', { 'desired/new.yaml': roleFile({ name: 'new' }) });
    const elsewhere = await stage.push(sha, { node, ref: 'refs/heads/feature' });
    const closed = await stage.plan(pull, { node, action: 'closed' });
    for (const result of [elsewhere, closed]) {
      expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'skipped', 'failure-reason': '' } });
      expect(result.summary).toContain('Nothing to do for rolekeeper');
      expectQuiet(result);
    }
  });

  it.each([
    ['issue_comment', 'issue-comment'],
    ['pull_request_target', 'pull-request'],
    ['workflow_run', 'schedule'],
  ])('%s is refused', async (event, recorded) => {
    const before = stage.sandbox.world.requests.length;
    const result = await stage.other(event, recorded, { node });
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'unsupported-event' },
    });
    expect(result.summary).toContain('unsupported-event');
    expect(stage.sandbox.world.requests).toHaveLength(before);
    expectQuiet(result);
  });
});

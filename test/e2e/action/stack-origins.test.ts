import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { BACKDOOR, editedStackCall, templateIn } from '../../helpers/edit-stack.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import type { ActionResult } from './run-action.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

const OPEN = settings('requireReview: none\n');
const HOUR = 3_600;

const one = (actions: readonly string[]) => ({ 'desired/one.yaml': roleFile({ name: 'one', actions }) });
const less = one(['s3:ListBucket']);

/** What the log says, on one line. */
const said = ({ log }: ActionResult): string => log.replace(/\s+/g, ' ');

const check = () => stage.schedule({ inputs: { 'fail-on-drift': 'true' } });

/** What happens in the account happens so many hours ago. */
async function hoursAgo(hours: number, happens: () => Promise<unknown>): Promise<void> {
  const { world } = stage.sandbox;
  const { clock } = stage.github.world;
  world.now = () => new Date(Date.now() - hours * HOUR * 1_000).toISOString();
  clock.advance(-hours * HOUR);
  await happens();
  clock.advance(hours * HOUR);
  world.now = () => new Date().toISOString();
}

async function mergeHoursAgo(
  hours: number,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await hoursAgo(hours, async () => {
    const pull = await stage.github.openPull(branch, files);
    await stage.github.merge(pull.number, 'squash');
  });
}

async function editStack(edit: Parameters<typeof editedStackCall>[2], template?: string): Promise<void> {
  const stack = { Version: '2010-05-15', StackName: 'rolekeeper-one' };
  const before = template ?? templateIn(await stage.iam({ Action: 'GetTemplate', ...stack }));
  await stage.iam(editedStackCall('rolekeeper-one', before, edit));
  for (let left = 5; left > 0; left -= 1) await stage.iam({ Action: 'DescribeStacks', ...stack });
}

function failNextUpdate(): void {
  stage.sandbox.inject({ kind: 'handler', operation: 'update', name: 'one', message: 'not now', times: 1 });
}

/** One role, applied six hours ago. */
async function openOldStage(): Promise<void> {
  stage = await openStage({ ...desired({ name: 'one' }), 'desired/rolekeeper.yaml': OPEN });
  await hoursAgo(6, async () => {
    expect(await stage.push()).toMatchObject({ outputs: { result: 'applied' } });
  });
}

describeThorough('a stack whose apply CloudFormation rolled back', () => {
  it('is pending although the rollback is hours after the merge', async () => {
    await openOldStage();
    await mergeHoursAgo(3, 'less', less);
    failNextUpdate();
    expect(await stage.push()).toMatchObject({ outputs: { 'failure-reason': 'change-set-failed' } });
    const checked = await check();
    expect(said(checked)).toMatch(
      /declared, not applied yet; its stack is as commit [0-9a-f]{7} declares it/,
    );
    expect(checked).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
  });

  it('is drift where an old template was put back before the rollback', async () => {
    await openOldStage();
    const stack = { Version: '2010-05-15', StackName: 'rolekeeper-one' };
    const old = templateIn(await stage.iam({ Action: 'GetTemplate', ...stack }));
    await mergeHoursAgo(3, 'less', less);
    expect(await stage.push()).toMatchObject({ outputs: { result: 'applied' } });
    await editStack({}, old);
    failNextUpdate();
    await editStack({ properties: BACKDOOR });
    const checked = await check();
    expect(said(checked)).toContain('and the branch had something else since');
    expect(checked).toMatchObject({ exitCode: 1, outputs: { 'has-drift': 'true' } });
  });

  it('is neither where CloudFormation does not say what it had before', async () => {
    await openOldStage();
    await mergeHoursAgo(3, 'less', less);
    failNextUpdate();
    await stage.push();
    const refused = { code: 'AccessDenied', status: 403, message: 'no events' } as const;
    stage.sandbox.inject({ kind: 'error', action: 'DescribeStackEvents', ...refused });
    const checked = await check();
    expect(said(checked)).toContain(
      'its last update was rolled back, and the time of the one before is not known',
    );
    expect(checked).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
  });

  it('is pending, and no edit, where its creation was rolled back', async () => {
    stage = await openStage({ ...desired({ name: 'one' }), 'desired/rolekeeper.yaml': OPEN });
    stage.sandbox.inject({ kind: 'handler', operation: 'create', name: 'one', message: 'not now', times: 1 });
    await stage.push();
    const checked = await check();
    expect(said(checked)).toContain('declared, and in no stack');
    expect(checked).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
  });
});

describeThorough('a branch that moves on', () => {
  it('makes no drift of what is applied meanwhile', async () => {
    await openOldStage();
    const before = await stage.github.head();
    await stage.github.push('main', less);
    expect(await stage.push()).toMatchObject({ outputs: { result: 'applied' } });
    const late = { sha: before, files: await stage.github.checkout(before) };
    const checked = await stage.schedule({ ...late, inputs: { 'fail-on-drift': 'true' } });
    expect(said(checked)).toMatch(
      /the file is older than its stack, which is as commit [0-9a-f]{7} of the branch/,
    );
    expect(checked).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
    await editStack({ properties: BACKDOOR });
    expect(await stage.schedule({ ...late })).toMatchObject({ outputs: { 'has-drift': 'true' } });
  });
});

/** The command line applies, in a clone of before, what a merge of then declares, hours after the settings changed. */
async function applyLate(more: string): Promise<void> {
  await openOldStage();
  const commit = await stage.github.push('main', one(['s3:GetObject', 's3:GetObjectTagging']));
  await mergeHoursAgo(5, 'changed', { 'desired/rolekeeper.yaml': `${OPEN}${more}` });
  const read = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectTagging'],
        Resource: 'arn:aws:s3:::acme-prod-logs/*',
      },
    ],
  };
  await editStack({
    properties: { Policies: [{ PolicyName: 'read', PolicyDocument: read }] },
    audit: { commit },
  });
}

describeThorough('settings', () => {
  it('replace nothing where what they declare is the same: an apply from a commit before is no drift', async () => {
    await applyLate('maxDeletes: 1\n');
    await stage.github.push('main', less);
    const checked = await check();
    expect(said(checked)).toMatch(/declared, not applied yet; its stack is as commit/);
    expect(checked).toMatchObject({ exitCode: 0 });
  });

  it('replace what they declare: a stack without the tags, changed hours after they came, is drift', async () => {
    await applyLate('tags: { team: iam }\n');
    const checked = await check();
    expect(said(checked)).toContain('and the branch had something else since');
    expect(checked).toMatchObject({ exitCode: 1, outputs: { 'has-drift': 'true' } });
  });
});

describeThorough('a merge queue', () => {
  it('says that a stack was edited outside rolekeeper', async () => {
    await openOldStage();
    const pull = await stage.github.openPull('more', one(['s3:GetObject', 's3:GetObjectTagging']));
    await editStack({ properties: BACKDOOR });
    const queued = await stage.queue(await stage.github.enqueue(pull.number));
    expect(queued.outputs).toMatchObject({ 'has-drift': 'true', 'drift-count': '1' });
    expect(queued.summary).toContain('Drift that this pull request did not cause');
  });
});

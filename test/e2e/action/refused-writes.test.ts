import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import type { ActionResult } from './run-action.ts';
import { markedDigest, openAppliedStage, openStage, type Stage } from './stage.ts';

let stage: Stage;

afterAll(removeTemporaryFolders);

const wider = roleFile({ name: 'one', actions: ['s3:GetObject', 's3:GetObjectTagging'] });

async function bodies(number: number): Promise<readonly string[]> {
  return (await stage.github.comments(number)).map(({ body }) => body);
}

/** What the workflow sees of a plan, whatever became of the comment. */
function expectPlan(result: ActionResult): void {
  expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'failure-reason': '' } });
  expect(result.outputs['plan-digest']).toMatch(/^[0-9a-f]{16}/);
  expect(result.summary).toContain('s3:GetObjectTagging');
  expect(result.plan).toMatchObject({ format: 1 });
}

describe('while its plan is made, a pull request', () => {
  beforeAll(async () => {
    stage = await openStage(desired({ name: 'one' }));
  });
  afterAll(() => stage.close());

  it('that is merged gets its comment, and apply does not take that for a review', async () => {
    const pull = await stage.github.openPull('quick', { 'desired/one.yaml': wider });
    const planned = await stage.plan(pull, {
      at: { text: '::group::plan', happens: () => stage.github.merge(pull.number, 'squash') },
    });
    expectPlan(planned);
    expect(await bodies(pull.number)).toMatchObject([
      expect.stringContaining(markedDigest(planned.outputs['plan-digest'] ?? '')),
    ]);
    const result = await stage.push();
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'not-approved' } });
    expect(result.summary).toContain('was merged before its comment showed this plan');
    expect(stage.sandbox.world.ledger).toEqual([]);
  });
});

describeThorough('while its plan is made, a pull request', () => {
  beforeAll(async () => {
    stage = await openStage(desired({ name: 'one' }));
  });
  afterAll(() => stage.close());

  it('that is closed gets its comment all the same', async () => {
    const pull = await stage.github.openPull('closed', { 'desired/one.yaml': wider });
    const close = (): Promise<void> => stage.github.closePull(pull.number);
    expectPlan(await stage.plan(pull, { at: { text: '::group::plan', happens: close } }));
    expect(await bodies(pull.number)).toHaveLength(1);
  });

  it('whose conversation is locked keeps the comment that stands, brought up to date', async () => {
    const pull = await stage.github.openPull('locked', { 'desired/one.yaml': roleFile({ name: 'one' }) });
    await stage.github.push('locked', { 'desired/two.yaml': roleFile({ name: 'two' }) });
    await stage.plan(pull);
    await stage.github.push('locked', { 'desired/one.yaml': wider });
    const lock = (): Promise<void> => stage.github.lock(pull.number);
    const planned = await stage.plan(pull, { at: { text: '::group::plan', happens: lock } });
    expectPlan(planned);
    expect(await bodies(pull.number)).toMatchObject([
      expect.stringContaining(markedDigest(planned.outputs['plan-digest']?.split(' ')[0] ?? '')),
    ]);
  });

  it('whose comment is deleted gets another one', async () => {
    const pull = await stage.github.openPull('deleted', { 'desired/one.yaml': wider });
    await stage.plan(pull);
    const [first] = await stage.github.comments(pull.number);
    const remove = (): Promise<void> => stage.github.deleteComment(first?.id ?? 0);
    expectPlan(await stage.plan(pull, { at: { text: '::group::plan', happens: remove } }));
    expect(await bodies(pull.number)).toHaveLength(1);
  });

  it('gets its plan in the summary, with the line that is missing, where the token may do next to nothing', async () => {
    const pull = await stage.github.openPull('poor', { 'desired/one.yaml': wider });
    const token = await stage.github.mintToken({ contents: 'read' });
    const result = await stage.plan(pull, { token });
    expectPlan(result);
    expect(result.outputs['comment-url']).toBe('');
    expect(result.annotations.join('\n')).toMatch(/^::warning.*pull-requests: (?:read|write)/m);
    expect(result.summary).toContain('`pull-requests: ');
    expect(await bodies(pull.number)).toEqual([]);
  });
});

describeThorough('where it may not write', () => {
  afterEach(() => stage.close());

  it('apply applies, and says what it could not say', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', { 'desired/one.yaml': wider });
    await stage.plan(pull);
    await stage.github.merge(pull.number, 'squash');
    const [comment] = await stage.github.comments(pull.number);
    const result = await stage.push(undefined, {
      at: {
        text: '::group::apply',
        happens: () => stage.github.deleteComment(comment?.id ?? 0),
      },
    });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'comment-url': '' } });
    expect(result.summary).toContain('has no comment of ours to say this in');
    expect(result.summary).toContain('Apply: 1 applied');
  });

  it('a drift check finds drift without an issue, and fails as fail-on-drift says', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    await stage.iam({ Action: 'UpdateRole', RoleName: 'one', MaxSessionDuration: '7200' });
    const token = await stage.github.mintToken({ contents: 'read' });
    const found = await stage.schedule({ token });
    expect(found).toMatchObject({ exitCode: 0, outputs: { result: 'drift', 'issue-number': '' } });
    expect(found.annotations.join('\n')).toMatch(/issues: (?:read|write)/);
    expect(found.summary).toContain('## IAM drift');
    const failing = await stage.schedule({ token, inputs: { 'fail-on-drift': 'true' } });
    expect(failing).toMatchObject({ exitCode: 1, outputs: { result: 'drift', 'failure-reason': '' } });
  });
});

describeThorough('deletions that a pull request allows itself', () => {
  afterEach(() => stage.close());

  const limited = { 'desired/rolekeeper.yaml': settings('maxDeletes: 1\n') };

  it('are blocked on apply by the limit before it, also when another pull request is merged meanwhile', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }, { name: 'three' }));
    await stage.github.push('main', limited);
    const loosened = 'maxDeletes: 50\ndelete: [one, two]\n';
    const pull = await stage.github.openPull('loosened', {
      'desired/rolekeeper.yaml': settings(loosened),
      'desired/one.yaml': undefined,
      'desired/two.yaml': undefined,
    });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 1, outputs: { result: 'blocked' } });
    await stage.github.merge(pull.number, 'squash');
    const refused = await stage.push();
    expect(refused).toMatchObject({
      exitCode: 1,
      outputs: { 'failure-reason': 'blocked', 'delete-count': '2' },
    });
    expect(refused.summary).toContain('maxDeletes is 1');
    expect((await bodies(pull.number)).at(-1)).toContain('**Blocked:** `one`');
    const another = await stage.github.openPull('another', {
      'desired/rolekeeper.yaml': settings(`${loosened}# words\n`),
    });
    await stage.github.merge(another.number, 'squash');
    const again = await stage.push();
    expect(again).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    for (const role of ['one', 'two']) await stage.iam({ Action: 'GetRole', RoleName: role });
  });
});

describeThorough('a run that is killed while it applies', () => {
  afterEach(() => stage.close());

  it('is said to be interrupted by the next drift check, and a re-run ends what it began', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', { 'desired/one.yaml': wider });
    await stage.plan(pull);
    await stage.github.merge(pull.number, 'squash');
    const run = stage.takeRun();
    const at = { text: 'creating the change set', happens: 'SIGKILL' } as const;
    expect((await stage.push(undefined, { run, at })).exitCode).toBeNull();
    expect((await bodies(pull.number)).at(-1)).toContain('**Applying** `one`');
    await stage.schedule();
    expect((await bodies(pull.number)).at(-1)).toContain('**Applying** `one`');
    stage.github.endRun(run);
    await stage.schedule();
    const comment = (await bodies(pull.number)).at(-1);
    expect(comment).toContain('**Interrupted:**');
    expect(comment).toContain('Still to do: `one`');
    expect(comment).toContain(`/actions/runs/${run.id}/attempts/1`);
    const again = await stage.push(undefined, { rerun: { ...run, attempt: 2 } });
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    expect((await bodies(pull.number)).at(-1)).toContain('**Applied** `one`');
  });
});

import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { markedDigest, openAppliedStage, type Stage } from './stage.ts';

let stage: Stage;

/** The same for all: an account is brought to its first state once. */
const both = desired({ name: 'one' }, { name: 'two' });

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

/** A pull request that lets one role read one more thing, with its plan in the comment. */
async function plannedPull(name: string, action = 's3:GetObjectTagging'): Promise<OpenedPull> {
  const actions = ['s3:GetObject', action];
  const pull = await stage.github.openPull(`change-${name}`, {
    [`desired/${name}.yaml`]: roleFile({ name, actions }),
  });
  expect(await stage.plan(pull)).toMatchObject({ exitCode: 0 });
  return pull;
}

async function lastComment({ number }: OpenedPull): Promise<string> {
  return (await stage.github.comments(number)).at(-1)?.body ?? '';
}

async function readsTags(role: string): Promise<boolean> {
  const policy = await stage.iam({ Action: 'GetRolePolicy', RoleName: role, PolicyName: 'read' });
  return decodeURIComponent(policy).includes('s3:GetObjectTagging');
}

describeThorough('two merges a minute apart, and the first run is cancelled', () => {
  it('the second run applies both', async () => {
    stage = await openAppliedStage(both);
    const [one, two] = [await plannedPull('one'), await plannedPull('two')];
    const first = await stage.github.merge(one.number, 'squash');
    const cancelled = await stage.push(first, { at: { text: '::group::apply', happens: 'SIGKILL' } });
    expect(cancelled.exitCode).toBeNull();
    await stage.github.merge(two.number, 'merge');
    const result = await stage.push();
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'update-count': '2' } });
    expect([await readsTags('one'), await readsTags('two')]).toEqual([true, true]);
    for (const pull of [one, two]) expect(await lastComment(pull)).toContain('**Applied**');
  });
});

describeThorough('a run that is cancelled while it applies', () => {
  it('says so in the comment, and running the job again ends what it began', async () => {
    stage = await openAppliedStage(both);
    const pull = await plannedPull('one');
    await stage.github.merge(pull.number, 'squash');
    const run = stage.takeRun();
    const cancelled = await stage.push(undefined, {
      run,
      at: { text: 'creating the change set', happens: 'SIGINT' },
    });
    expect(cancelled.exitCode).toBe(1);
    expect(await lastComment(pull)).toContain('(`interrupted`)');
    const again = await stage.push(undefined, { rerun: { ...run, attempt: 2 } });
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    expect(await lastComment(pull)).toContain('**Applied** `one`');
    expect(await readsTags('one')).toBe(true);
  });
});

describeThorough('a branch that moves on while a run is at work', () => {
  it('is noticed just before the first change, and the run ends without failing', async () => {
    stage = await openAppliedStage(both);
    const pull = await plannedPull('one');
    await stage.github.merge(pull.number, 'squash');
    const before = stage.sandbox.world.ledger.length;
    const newer = { 'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:ListBucket'] }) };
    const result = await stage.push(undefined, {
      at: { text: '::group::apply', happens: () => stage.github.push('main', newer) },
    });
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: { result: 'superseded', 'failure-reason': 'stale-run' },
    });
    expect(stage.sandbox.world.ledger).toHaveLength(before);
    expect(await lastComment(pull)).toContain('**Not applied by this run:** `one`');
  });
});

describeThorough('three merges in a row, whose runs wait in a queue', () => {
  it('the first two end without failing, and the last applies all', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }, { name: 'three' }));
    const pulls = [await plannedPull('one'), await plannedPull('two'), await plannedPull('three')];
    const commits: string[] = [];
    for (const pull of pulls) commits.push(await stage.github.merge(pull.number, 'rebase'));
    const before = stage.sandbox.world.ledger.length;
    for (const commit of commits.slice(0, 2)) {
      const overtaken = await stage.push(commit);
      expect(overtaken).toMatchObject({
        exitCode: 0,
        outputs: { result: 'superseded', 'failure-reason': 'stale-run' },
      });
      expect(overtaken.summary).toContain(`superseded by \`${commits[2]?.slice(0, 7) ?? ''}\``);
      expect(stage.sandbox.world.ledger).toHaveLength(before);
    }
    const last = await stage.push(commits[2]);
    expect(last).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'update-count': '3' } });
    for (const pull of pulls) expect(await lastComment(pull)).toContain('**Applied**');
  });

  it('a re-run of an old run stays without effect', async () => {
    stage = await openAppliedStage(both);
    const run = stage.takeRun();
    const old = await stage.github.merge((await plannedPull('one')).number);
    await stage.github.push('main', {
      'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:ListBucket'] }),
    });
    const rerun = await stage.push(old, { rerun: { ...run, attempt: 2 } });
    expect(rerun).toMatchObject({ exitCode: 0, outputs: { result: 'superseded' } });
    expect(await readsTags('one')).toBe(false);
  });

  it('a push elsewhere in the repository overtakes no run', async () => {
    stage = await openAppliedStage(both);
    const commit = await stage.github.merge((await plannedPull('one')).number);
    await stage.github.push('main', { 'README.md': 'words' });
    expect(await stage.push(commit)).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
  });
});

describeThorough('a slow old plan that ends after a new one', () => {
  it('leaves the comment of the new one', async () => {
    stage = await openAppliedStage(both);
    const pull = await stage.github.openPull('slow', {
      'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:*'] }),
    });
    const slow = stage.takeRun();
    const oldFiles = await stage.github.checkout(pull.head);
    await stage.github.push('slow', {
      'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:ListBucket'] }),
    });
    const quick = await stage.plan(pull);
    const late = await stage.plan(pull, { run: slow, files: oldFiles });
    expect(late).toMatchObject({ exitCode: 0, outputs: { result: 'changes' } });
    expect(late.log).toContain('is newer and has written the comment already');
    expect(await stage.github.comments(pull.number)).toHaveLength(1);
    const comment = await lastComment(pull);
    expect(comment).toContain(markedDigest(quick.outputs['plan-digest'] ?? ''));
    expect(comment).not.toContain(markedDigest(late.outputs['plan-digest'] ?? ''));
  });
});

describeThorough('two plans at once', () => {
  it('end with one comment, which shows the newer commit', async () => {
    stage = await openAppliedStage(both);
    const pull = await stage.github.openPull('twice', {
      'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:*'] }),
    });
    const newer = roleFile({ name: 'one', actions: ['s3:ListBucket'] });
    let newest = '';
    await stage.plan(pull, {
      at: {
        text: '::group::plan',
        apart: true,
        happens: async () => {
          await stage.github.push('twice', { 'desired/one.yaml': newer });
          newest = (await stage.plan(pull)).outputs['plan-digest'] ?? '';
        },
      },
    });
    expect(await stage.github.comments(pull.number)).toHaveLength(1);
    expect(newest).not.toBe('');
    expect(await lastComment(pull)).toContain(markedDigest(newest));
  });
});

describeThorough('an approval that is older than the plan', () => {
  it('does not count for the plan that came after it', async () => {
    stage = await openAppliedStage(both);
    const pull = await plannedPull('one');
    await stage.github.review(pull.number, 'bob', 'APPROVE');
    await stage.github.push('change-one', {
      'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:GetObjectTagging', 's3:PutObject'] }),
    });
    await stage.plan(pull);
    await stage.github.merge(pull.number, 'squash');
    const result = await stage.push();
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'not-approved' } });
    expect(await lastComment(pull)).toContain('was approved before its comment showed this plan');
    expect(await readsTags('one')).toBe(false);
  });
});

describeThorough('a merge queue', () => {
  it('stops what is not what was reviewed, before the merge', async () => {
    stage = await openAppliedStage(both);
    const pull = await plannedPull('one');
    const fine = await stage.queue(await stage.github.enqueue(pull.number));
    expect(fine).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'failure-reason': '' } });
    await stage.iam({ Action: 'UpdateRole', RoleName: 'one', MaxSessionDuration: '7200' });
    const stopped = await stage.queue(await stage.github.enqueue(pull.number));
    expect(stopped).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-changed' } });
    expect(stopped.summary).toContain(stopped.outputs['plan-digest']);
  });
});

describeThorough('guards that are loosened in the same pull request', () => {
  it('do not count for it, and count for the next', async () => {
    const strict = { 'desired/rolekeeper.yaml': settings('requireReview: approval\n') };
    stage = await openAppliedStage(both);
    await stage.github.push('main', strict);
    const pull = await stage.github.openPull('loosen', {
      'desired/rolekeeper.yaml': settings('requireReview: none\n'),
      'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:GetObject', 's3:GetObjectTagging'] }),
    });
    await stage.plan(pull);
    expect(await lastComment(pull)).toContain('**Changes the settings:** `requireReview`');
    await stage.github.merge(pull.number, 'squash');
    const refused = await stage.push();
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'not-approved' } });
    expect(await readsTags('one')).toBe(false);
    const next = await stage.github.openPull('next', {
      'desired/two.yaml': roleFile({ name: 'two', actions: ['s3:GetObject', 's3:GetObjectTagging'] }),
    });
    await stage.github.merge(next.number, 'squash');
    const partly = await stage.push();
    expect(partly).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'not-approved' },
    });
    expect([await readsTags('one'), await readsTags('two')]).toEqual([false, true]);
  });
});

import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { BACKDOOR, editedStackCall, templateIn } from '../../helpers/edit-stack.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { expectApplied, expectRefused, lastComment, MORE, one } from './attack.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, openStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

describeThorough('a pull request that moves its own guards', () => {
  it('is judged by the strictest of the base when it moves the folder', async () => {
    stage = await openAppliedStage({
      ...desired({ name: 'one' }, { name: 'two' }),
      'desired/rolekeeper.yaml': settings('requireReview: approval\nmaxDeletes: 0\n'),
    });
    const pull = await stage.github.openPull('move', {
      'desired/rolekeeper.yaml': undefined,
      'desired/one.yaml': undefined,
      'desired/two.yaml': undefined,
      'desired/prod/rolekeeper.yaml': settings('requireReview: none\nmaxDeletes: 1000\ndelete: [two]\n'),
      'desired/prod/one.yaml': roleFile({ name: 'one', actions: MORE }),
    });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    const { body } = await lastComment(stage, pull);
    expect(body).toMatch(/\*\*Moves or adds a folder:\*\* `desired\/prod` was `desired`/);
    expect(body).toContain('`desired/prod` says requireReview `none`, maxDeletes `1000`');
    expect(body).toContain('`desired/prod` says delete `two`');
    expect(body).toContain('maxDeletes is 0');
    await expectRefused(stage, pull, /not-approved|blocked/);
  });

  it('is judged by the strictest of the base in a folder that is new', async () => {
    stage = await openAppliedStage({
      'desired/a/rolekeeper.yaml': settings('stackPrefix: a-\nrequireReview: approval\nmaxDeletes: 0\n'),
      'desired/a/one.yaml': roleFile({ name: 'one' }),
    });
    const pull = await stage.github.openPull('new', {
      'desired/b/rolekeeper.yaml': settings('stackPrefix: b-\nrequireReview: none\nmaxDeletes: 1000\n'),
      'desired/b/evil.yaml': roleFile({ name: 'evil', actions: ['s3:*'] }),
    });
    await stage.plan(pull);
    const { body } = await lastComment(stage, pull);
    expect(body).toMatch(/\*\*Moves or adds a folder:\*\* `desired\/b` is new;/);
    expect(body).toContain('`desired/b` says requireReview `none`, maxDeletes `1000`');
    await expectRefused(stage, pull, /not-approved/);
  });

  it('cannot claim the stacks of another folder', async () => {
    stage = await openAppliedStage({
      'desired/a/rolekeeper.yaml': settings('requireReview: approval\nmaxDeletes: 0\n'),
      'desired/a/one.yaml': roleFile({ name: 'one' }),
    });
    const pull = await stage.github.openPull('claim', {
      'desired/b/rolekeeper.yaml': settings('requireReview: none\n'),
      'desired/b/one.yaml': roleFile({ name: 'one', actions: ['s3:*', 'sqs:*'] }),
    });
    expect(await stage.plan(pull)).toMatchObject({
      exitCode: 1,
      outputs: { 'failure-reason': 'invalid-config' },
    });
    await expectRefused(stage, pull, /invalid-config[^]*desired\/a\/rolekeeper\.yaml/);
  });

  it('cannot take a folder away in silence, and can retire it', async () => {
    const files = {
      'desired/a/rolekeeper.yaml': settings('stackPrefix: a-\n'),
      'desired/a/one.yaml': roleFile({ name: 'one' }),
      'desired/b/rolekeeper.yaml': settings('stackPrefix: b-\n'),
      'desired/b/two.yaml': roleFile({ name: 'two' }),
    };
    stage = await openStage(files);
    expect(await stage.push()).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'not-approved' } });
    const gone = { 'desired/b/rolekeeper.yaml': undefined, 'desired/b/two.yaml': undefined };
    const plan = await stage.dispatch({ command: 'plan' });
    const digest = plan.outputs['plan-digest'] ?? '';
    expect(await stage.dispatch({ command: 'apply', digest })).toMatchObject({ exitCode: 0 });

    const away = await stage.github.openPull('away', gone);
    expect(await stage.plan(away)).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    expect((await lastComment(stage, away)).body).toContain('the folder `desired/b` is gone');
    await stage.github.closePull(away.number);

    const retire = await stage.github.openPull('retire', {
      'desired/b/rolekeeper.yaml': settings('stackPrefix: b-\nretire: delete\n'),
      'desired/b/two.yaml': undefined,
    });
    expect(await stage.plan(retire)).toMatchObject({ exitCode: 0, outputs: { 'delete-count': '1' } });
    expect((await lastComment(stage, retire)).body).toContain('`retire` was `not set`, becomes `delete`');
    await expectApplied(stage, retire);
    const empty = await stage.github.openPull('empty', { 'desired/b/rolekeeper.yaml': undefined });
    expect(await stage.plan(empty)).toMatchObject({ exitCode: 0 });
  });

  it('leaves a stack without a folder that drift names', async () => {
    stage = await openAppliedStage({
      ...desired({ name: 'one' }),
      'desired/rolekeeper.yaml': settings('stackPrefix: a-\n'),
    });
    await stage.github.push('main', {
      'desired/rolekeeper.yaml': settings('stackPrefix: b-\n'),
      'desired/one.yaml': roleFile({ name: 'other' }).replaceAll('integration: other', 'integration: one'),
    });
    const checked = await stage.schedule();
    expect(checked).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    expect((await stage.github.issues())[0]?.body).toContain('the stack a-one was made by rolekeeper');
  });
});

describeThorough('a pull request that mistypes the account', () => {
  it('is told what its folder was about and what it is about now', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('typo', {
      'desired/rolekeeper.yaml': settings().replace('111122223333', '444455556666'),
    });
    const { exitCode, log } = await stage.plan(pull);
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      /the folder desired was about account 111122223333, .*and is about account 444455556666/,
    );
    expect(log).not.toContain('the folder desired is gone');
    expect((await lastComment(stage, pull)).body).toMatch(
      /\*\*Failed:\*\* `desired`, account `111122223333` \(`blocked`\): the folder `?desired`? was about account/,
    );
  });
});

describeThorough('a stack that was edited together with its hash', () => {
  const stack = { Version: '2010-05-15', StackName: 'rolekeeper-one' };

  async function editStack(edit: Parameters<typeof editedStackCall>[2]): Promise<void> {
    const template = templateIn(await stage.iam({ Action: 'GetTemplate', ...stack }));
    await stage.iam(editedStackCall('rolekeeper-one', template, edit));
    for (let left = 5; left > 0; left -= 1) await stage.iam({ Action: 'DescribeStacks', ...stack });
  }

  it('is drift, and fails as fail-on-drift says', async () => {
    stage = await openStage({
      ...desired({ name: 'one' }),
      'desired/rolekeeper.yaml': settings('requireReview: none\n'),
    });
    expect(await stage.push()).toMatchObject({ exitCode: 0 });
    await editStack({ properties: BACKDOOR });
    const checked = await stage.schedule({ inputs: { 'fail-on-drift': 'true' } });
    expect(checked).toMatchObject({ exitCode: 1, outputs: { 'has-drift': 'true', 'drift-count': '1' } });
    const issue = (await stage.github.issues())[0];
    expect(issue?.title).toContain('1 edited');
    expect(issue?.body).toContain('inline policy backdoor');
    expect(issue?.body).toMatch(/the stack was edited outside\s+[!~]?\s*rolekeeper/);
    expect(issue?.body).not.toContain('changed in YAML');
    // A pull request about it says so too, and what merging does.
    const pull = await stage.github.openPull('more', one(MORE));
    expect(await stage.plan(pull)).toMatchObject({ outputs: { 'has-drift': 'true' } });
    const { body } = await lastComment(stage, pull);
    expect(body).toContain('### Drift that this pull request did not cause');
    expect(body).toContain('`role/one` in `one`: edited · **merging reverts it**');
    // Nor does a commit of the pull request itself, which the branch never had, explain the stack.
    await editStack({
      properties: { ...BACKDOOR, MaxSessionDuration: 5400 },
      audit: { commit: await stage.github.head('more') },
    });
    await stage.plan(pull);
    expect((await lastComment(stage, pull)).body.replace(/\s+!?\s*/g, ' ')).toMatch(
      /that it names is not in the history/,
    );
    // What waits meanwhile hides nothing of it.
    await stage.github.push('main', one(MORE));
    expect(await stage.schedule({ inputs: { 'fail-on-drift': 'true' } })).toMatchObject({ exitCode: 1 });
    const strips = [
      [7200, {}],
      [10800, { commit: 'f'.repeat(40) }],
    ] as const;
    for (const [seconds, audit] of strips) {
      await editStack({ properties: { MaxSessionDuration: seconds }, audit });
      const untraced = await stage.schedule({ inputs: { 'fail-on-drift': 'true' } });
      expect(untraced).toMatchObject({ exitCode: 1, outputs: { 'has-drift': 'true' } });
      expect(untraced.log.replace(/\s+/g, ' ')).toMatch(
        /no apply is known that made its stack so: (the stack names no commit|the commit fffffff that it names is not in the history)/,
      );
    }
  });

  it.each(['an old one by hand', 'nothing yet'])('has, hours after a merge, %s', async (what) => {
    const open = { 'desired/rolekeeper.yaml': settings('requireReview: none\n') };
    stage = await openStage({ ...desired({ name: 'one' }), ...open });
    await stage.push();
    const before = templateIn(await stage.iam({ Action: 'GetTemplate', ...stack }));
    const { clock } = stage.github.world;
    if (what === 'an old one by hand') clock.advance(-3 * 3_600);
    const pull = await stage.github.openPull('less', one(['s3:ListBucket']));
    await stage.github.merge(pull.number, 'squash');
    if (what === 'an old one by hand') {
      expect(await stage.push()).toMatchObject({ outputs: { result: 'applied' } });
      await stage.iam(editedStackCall('rolekeeper-one', before, {}));
      for (let left = 5; left > 0; left -= 1) await stage.iam({ Action: 'DescribeStacks', ...stack });
    }
    const checked = await stage.schedule({ inputs: { 'fail-on-drift': 'true' } });
    const isRolledBack = what === 'an old one by hand';
    expect(checked).toMatchObject({
      exitCode: isRolledBack ? 1 : 0,
      outputs: { 'has-drift': String(isRolledBack) },
    });
    expect(checked.log.replace(/\s+/g, ' ')).toMatch(
      isRolledBack
        ? /and the branch had something else since /
        : /declared, not applied yet; its stack is as commit/,
    );
  });

  it('is pending where only the file moved on', async () => {
    stage = await openStage({
      ...desired({ name: 'one' }),
      'desired/rolekeeper.yaml': settings('requireReview: none\n'),
    });
    await stage.push();
    await stage.github.push('main', one(MORE));
    const checked = await stage.schedule({ inputs: { 'fail-on-drift': 'true' } });
    expect(checked).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
    expect(checked.log.replace(/\s+/g, ' ')).toMatch(/its stack is as commit [0-9a-f]{7} declares it/);
  });
});

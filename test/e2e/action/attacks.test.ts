import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { BACKDOOR, editedStackCall, templateIn } from '../../helpers/edit-stack.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, openStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

const MORE = ['s3:GetObject', 's3:GetObjectTagging'];
const APPROVAL = settings('requireReview: approval\n');

/** Two applied integrations whose changes need an approval. */
async function openGuarded(): Promise<void> {
  stage = await openAppliedStage({
    ...desired({ name: 'one' }, { name: 'two' }),
    'desired/rolekeeper.yaml': APPROVAL,
  });
}

const one = (actions: readonly string[]) => ({ 'desired/one.yaml': roleFile({ name: 'one', actions }) });

async function lastComment({ number }: OpenedPull): Promise<{ id: number; body: string }> {
  const last = (await stage.github.comments(number)).at(-1);
  if (last === undefined) throw new Error(`#${number} has no comment`);
  return last;
}

/** What a step changed in IAM. */
async function changedBy(step: () => Promise<unknown>): Promise<number> {
  const { ledger } = stage.sandbox.world;
  const before = ledger.length;
  await step();
  return ledger.length - before;
}

/** Merges and pushes; nothing of IAM changes, and the run says why. */
async function expectRefused(
  pull: OpenedPull,
  refusal: RegExp,
  method: 'merge' | 'squash' = 'squash',
): Promise<void> {
  let log = '';
  const changes = await changedBy(async () => {
    await stage.github.merge(pull.number, method);
    const pushed = await stage.push();
    log = `${pushed.outputs['failure-reason'] ?? ''} ${pushed.log}`;
  });
  expect(log).toMatch(refusal);
  expect(changes).toBe(0);
}

async function expectApplied(pull: OpenedPull): Promise<void> {
  await stage.github.merge(pull.number, 'squash');
  expect(await stage.push()).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
}

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
    const { body } = await lastComment(pull);
    expect(body).toMatch(/\*\*Moves or adds a folder:\*\* `desired\/prod` was `desired`/);
    expect(body).toContain('`desired/prod` says requireReview `none`, maxDeletes `1000`');
    expect(body).toContain('`desired/prod` says delete `two`');
    expect(body).toContain('maxDeletes is 0');
    await expectRefused(pull, /not-approved|blocked/);
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
    const { body } = await lastComment(pull);
    expect(body).toMatch(/\*\*Moves or adds a folder:\*\* `desired\/b` is new;/);
    expect(body).toContain('`desired/b` says requireReview `none`, maxDeletes `1000`');
    await expectRefused(pull, /not-approved/);
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
    await expectRefused(pull, /invalid-config[^]*desired\/a\/rolekeeper\.yaml/);
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
    expect((await lastComment(away)).body).toContain('the folder `desired/b` is gone');
    await stage.github.closePull(away.number);

    const retire = await stage.github.openPull('retire', {
      'desired/b/rolekeeper.yaml': settings('stackPrefix: b-\nretire: delete\n'),
      'desired/b/two.yaml': undefined,
    });
    expect(await stage.plan(retire)).toMatchObject({ exitCode: 0, outputs: { 'delete-count': '1' } });
    expect((await lastComment(retire)).body).toContain('`retire` was `not set`, becomes `delete`');
    await expectApplied(retire);
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
    expect((await lastComment(pull)).body).toMatch(
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
    const { body } = await lastComment(pull);
    expect(body).toContain('### Drift that this pull request did not cause');
    expect(body).toContain('`role/one` in `one`: edited · **merging reverts it**');
    // Nor does a commit of the pull request itself, which the branch never had, explain the stack.
    await editStack({
      properties: { ...BACKDOOR, MaxSessionDuration: 5400 },
      audit: { commit: await stage.github.head('more') },
    });
    await stage.plan(pull);
    expect((await lastComment(pull)).body.replace(/\s+!?\s*/g, ' ')).toMatch(
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

describeThorough('an approval', () => {
  it.each(['exception', 'acknowledgement'])('does not survive an %s that came after it', async (what) => {
    await openGuarded();
    const [before, after] =
      what === 'exception'
        ? [
            roleFile({ name: 'two', actions: ['*'] }).replace(/Resource: .*/, "Resource: '*'"),
            roleFile({
              name: 'two',
              actions: ['*'],
              more: 'exceptions: [{ rule: full-admin, address: role/two, reason: a rehearsal }]\n',
            }).replace(/Resource: .*/, "Resource: '*'"),
          ]
        : [
            roleFile({ name: 'two' }).replace('RoleName: two', 'RoleName: deux'),
            roleFile({ name: 'two', more: 'delete: [role/two]\n' }).replace(
              'RoleName: two',
              'RoleName: deux',
            ),
          ];
    const pull = await stage.github.openPull('change', { 'desired/two.yaml': before });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 1 });
    await stage.github.review(pull.number, 'bob', 'APPROVE');
    await stage.github.push('change', { 'desired/two.yaml': after });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 0 });
    await expectRefused(pull, /not-approved/);
  });

  it.each(['as it was approved', 'planned again'])(
    'does not survive that a policy means more by now: %s',
    async (how) => {
      const shared = (actions: string) => `integration: shared
description: A policy that others attach
managedPolicies:
  - ManagedPolicyName: shared-read
    PolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Action: [${actions}], Resource: '*' }]
`;
      const attached = roleFile({ name: 'one' }).replace(
        '    Policies:',
        "    ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/shared-read']\n    Policies:",
      );
      stage = await openAppliedStage({
        ...desired({ name: 'one' }),
        'desired/rolekeeper.yaml': APPROVAL,
        'desired/shared.yaml': shared("'s3:ListAllMyBuckets'"),
      });
      const [attach, widen, same] = [
        await stage.github.openPull('attach', { 'desired/one.yaml': attached }),
        await stage.github.openPull('widen', {
          'desired/shared.yaml': shared("'s3:ListAllMyBuckets', 'secretsmanager:GetSecretValue'"),
        }),
        await stage.github.openPull('same', { 'README.md': 'nothing' }),
      ];
      for (const pull of [attach, widen]) {
        await stage.plan(pull);
        await stage.github.review(pull.number, 'bob', 'APPROVE');
      }
      await expectApplied(widen);
      await stage.github.merge(same.number, 'squash');
      if (how === 'as it was approved') {
        await expectRefused(attach, /plan-changed[^]*secretsmanager:GetSecretValue/);
        return;
      }
      const digest = (body: string): string | undefined => /"digests":\{"one":\["([^"]+)"/.exec(body)?.[1];
      const before = (await lastComment(attach)).body;
      await stage.plan(attach);
      const { body } = await lastComment(attach);
      expect(digest(body)).toBe(digest(before));
      expect(body).toContain('GetSecretValue');
      await expectRefused(attach, /not-approved[^]*was approved before its comment showed this plan/);
    },
  );

  it('fits although another pull request was merged in between', async () => {
    await openGuarded();
    const [first, second] = [
      await stage.github.openPull('first', one(MORE)),
      await stage.github.openPull('second', { 'desired/two.yaml': roleFile({ name: 'two', actions: MORE }) }),
    ];
    for (const pull of [first, second]) {
      await stage.plan(pull);
      await stage.github.review(pull.number, 'bob', 'APPROVE');
    }
    await expectApplied(second);
    await expectApplied(first);
  });

  it.each(['alice pushes under her own name', 'alice pushes what names bob as its author'])(
    'is none of whoever pushed: %s',
    async (what) => {
      await openGuarded();
      const pull = await stage.github.openPull(
        'theirs',
        { 'desired/two.yaml': roleFile({ name: 'two', actions: MORE }) },
        { by: 'bob' },
      );
      await stage.github.push('theirs', one(['s3:*']), 'alice', what.includes('names') ? 'bob' : 'alice');
      await stage.plan(pull);
      await stage.github.review(pull.number, 'alice', 'APPROVE');
      await expectRefused(pull, /not-approved/);
    },
  );
});

describeThorough('evidence', () => {
  it('is spent: a branch that is merged again after a revert needs a plan and an approval', async () => {
    await openGuarded();
    const reviewed = async (branch: string, files: Readonly<Record<string, string>>) => {
      const pull = await stage.github.openPull(branch, files);
      await stage.plan(pull);
      await stage.github.review(pull.number, 'bob', 'APPROVE');
      await expectApplied(pull);
    };
    await reviewed('feature', one(['s3:*']));
    await reviewed('revert', one(['s3:GetObject']));
    const again = await stage.github.openPullOf('feature', await stage.github.head('feature'));
    await expectRefused(again, /not-approved/, 'merge');
  });

  it('is of the branch that it was planned for', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
    await stage.github.push('dev', {
      'desired/rolekeeper.yaml': settings(
        'requireReview: none\nmaxDeletes: 1000\nrules: { full-admin: off }\n',
      ),
    });
    await stage.github.push('change', {
      'desired/rolekeeper.yaml': settings(
        'requireReview: none\nmaxDeletes: 1000\nrules: { full-admin: off }\n',
      ),
    });
    const pull = await stage.github.openPull('change', one(MORE), { base: 'dev' });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 0 });
    stage.github.retarget(pull.number, 'main');
    expect(await stage.plan(pull, { action: 'edited' })).toMatchObject({ outputs: { result: 'skipped' } });
    await expectRefused(pull, /not-approved[^]*shows a plan for the branch dev/);
  });

  it('is planned anew for another base, as the event says', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    await stage.github.push('dev', {});
    const pull = await stage.github.openPull('change', one(MORE), { base: 'dev' });
    await stage.plan(pull);
    stage.github.retarget(pull.number, 'main');
    const changes = { base: { ref: { from: 'dev' } } };
    expect(await stage.plan(pull, { action: 'edited', changes })).toMatchObject({
      outputs: { result: 'changes' },
    });
    await expectApplied(pull);
  });

  it.each(['alice edits', 'a person called github-actions writes'])('is no comment that %s', async (what) => {
    await openGuarded();
    const pull = await stage.github.openPull('change', one(MORE));
    await stage.plan(pull);
    await stage.github.review(pull.number, 'bob', 'APPROVE');
    await stage.github.push('change', one(['s3:*']));
    await stage.plan(pull);
    const { id, body } = await lastComment(pull);
    const forged = body.replace(
      /"times":\[[^\]]*\]/,
      '"times":["2020-01-01T00:00:00Z","2020-01-01T00:00:01Z"]',
    );
    expect(forged).not.toBe(body);
    if (what === 'alice edits') await stage.github.editComment(id, 'alice', forged);
    else
      await stage.github.comment(
        pull.number,
        'github-actions',
        forged.replace(/"run":\d+/, '"run":9007199254740991'),
      );
    await expectRefused(pull, what === 'alice edits' ? /not-approved[^]*was edited by hand/ : /not-approved/);
  });

  it('is written anew over an edited comment, whatever run it claims', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', one(MORE));
    await stage.plan(pull);
    const { id, body } = await lastComment(pull);
    await stage.github.editComment(id, 'alice', body.replace(/"run":\d+/, '"run":9007199254740991'));
    await stage.plan(pull);
    await expectApplied(pull);
  });
});

describeThorough('a digest that somebody names', () => {
  it('has at least 32 digits', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', one(MORE));
    const planned = await stage.plan(pull);
    const digest = planned.outputs['plan-digest'] ?? '';
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    const short = await stage.dispatch({ command: 'apply', digest: digest.slice(0, 16) });
    expect(short).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
  });
});

describeThorough('a digest of one folder', () => {
  it('applies nothing of another folder that declares the same', async () => {
    const role = (name: string) => roleFile({ name }).replace(`integration: ${name}`, 'integration: one');
    stage = await openStage({
      'desired/stage/rolekeeper.yaml': settings('stackPrefix: a-\n'),
      'desired/stage/one.yaml': role('one'),
      'desired/prod/rolekeeper.yaml': settings('stackPrefix: b-\n'),
      'desired/prod/one.yaml': role('uno'),
    });
    const planned = await stage.dispatch({ command: 'plan' });
    const digests = (planned.outputs['plan-digest'] ?? '').split(' ');
    expect(new Set(digests).size).toBe(2);
    const { ledger } = stage.sandbox.world;
    await stage.dispatch({ command: 'apply', digest: digests[0] ?? '' });
    expect(new Set(ledger.map(({ resource }) => resource)).size).toBe(1);
  });
});

describeThorough('the gated apply', () => {
  it('applies exactly what the plan job showed, without a comment or a review', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
    await stage.github.push('main', one(MORE));
    const planned = await stage.push(undefined, { inputs: { command: 'plan' } });
    const digest = planned.outputs['plan-digest'] ?? '';
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes' } });
    expect(await stage.push(undefined, { inputs: { command: 'apply', digest } })).toMatchObject({
      exitCode: 0,
      outputs: { result: 'applied' },
    });
  });

  it('applies nothing of what changed between its two jobs', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    await stage.github.push('main', one(MORE));
    const planned = await stage.push(undefined, { inputs: { command: 'plan' } });
    const digest = planned.outputs['plan-digest'] ?? '';
    const between = {
      Action: 'PutRolePolicy',
      RoleName: 'one',
      PolicyName: 'read',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
    };
    await stage.iam(between);
    const changes = await changedBy(async () => {
      const applied = await stage.push(undefined, { inputs: { command: 'apply', digest } });
      expect(applied).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-changed' } });
    });
    expect(changes).toBe(0);
  });
});

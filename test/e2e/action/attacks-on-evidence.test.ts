import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { expectApplied, expectRefused, lastComment, MORE, one } from './attack.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

const APPROVAL = settings('requireReview: approval\n');

/** Two applied integrations whose changes need an approval. */
async function openGuarded(): Promise<void> {
  stage = await openAppliedStage({
    ...desired({ name: 'one' }, { name: 'two' }),
    'desired/rolekeeper.yaml': APPROVAL,
  });
}

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
    await expectRefused(stage, pull, /not-approved/);
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
      await expectApplied(stage, widen);
      await stage.github.merge(same.number, 'squash');
      if (how === 'as it was approved') {
        await expectRefused(stage, attach, /plan-changed[^]*secretsmanager:GetSecretValue/);
        return;
      }
      const digest = (body: string): string | undefined => /"digests":\{"one":\["([^"]+)"/.exec(body)?.[1];
      const before = (await lastComment(stage, attach)).body;
      await stage.plan(attach);
      const { body } = await lastComment(stage, attach);
      expect(digest(body)).toBe(digest(before));
      expect(body).toContain('GetSecretValue');
      await expectRefused(stage, attach, /not-approved[^]*was approved before its comment showed this plan/);
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
    await expectApplied(stage, second);
    await expectApplied(stage, first);
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
      await expectRefused(stage, pull, /not-approved/);
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
      await expectApplied(stage, pull);
    };
    await reviewed('feature', one(['s3:*']));
    await reviewed('revert', one(['s3:GetObject']));
    const again = await stage.github.openPullOf('feature', await stage.github.head('feature'));
    await expectRefused(stage, again, /not-approved/, 'merge');
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
    await expectRefused(stage, pull, /not-approved[^]*shows a plan for the branch dev/);
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
    await expectApplied(stage, pull);
  });

  it.each(['alice edits', 'a person called github-actions writes'])('is no comment that %s', async (what) => {
    await openGuarded();
    const pull = await stage.github.openPull('change', one(MORE));
    await stage.plan(pull);
    await stage.github.review(pull.number, 'bob', 'APPROVE');
    await stage.github.push('change', one(['s3:*']));
    await stage.plan(pull);
    const { id, body } = await lastComment(stage, pull);
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
    await expectRefused(
      stage,
      pull,
      what === 'alice edits' ? /not-approved[^]*was edited by hand/ : /not-approved/,
    );
  });

  it('is written anew over an edited comment, whatever run it claims', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', one(MORE));
    await stage.plan(pull);
    const { id, body } = await lastComment(stage, pull);
    await stage.github.editComment(id, 'alice', body.replace(/"run":\d+/, '"run":9007199254740991'));
    await stage.plan(pull);
    await expectApplied(stage, pull);
  });
});

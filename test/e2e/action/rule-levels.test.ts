import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, type Stage } from './stage.ts';
import { describeThorough } from '../../helpers/thorough.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

/** The role of an integration, for whoever knows the external id. */
function openFile(more = '', actions = ['s3:GetObject']): string {
  const file = roleFile({ name: 'one', more, actions });
  return file.replace(/Principal:\n\s+AWS: .*/, "Principal: '*'");
}

const LOOSENED = settings('rules: { trust-anybody: "off" }\n');

async function lastComment({ number }: OpenedPull): Promise<string> {
  return (await stage.github.comments(number)).at(-1)?.body ?? '';
}

async function letsAnybodyIn(): Promise<boolean> {
  const role = await stage.iam({ Action: 'GetRole', RoleName: 'one' });
  return /"Principal":(?:\{"AWS":)?"\*"/.test(decodeURIComponent(role));
}

const FORBIDDEN = { exitCode: 1, outputs: { result: 'blocked', 'failure-reason': 'findings' } };

describeThorough('a rule level that is loosened in the same pull request', () => {
  it('does not count for it, before the merge and after it, and counts for the next', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
    const pull = await stage.github.openPull('loosen', {
      'desired/rolekeeper.yaml': LOOSENED,
      'desired/one.yaml': openFile(),
    });
    const planned = await stage.plan(pull);
    expect(planned).toMatchObject(FORBIDDEN);
    expect(planned.outputs['finding-count']).toBe('1');
    expect(planned.annotations.join('\n')).toMatch(/trust-anybody,file=desired\/one\.yaml,line=8/);
    const comment = await lastComment(pull);
    expect(comment).toContain('**Changes a rule level:** `trust-anybody` was error, becomes off');
    expect(comment).toContain('**Blocked:** `one`');
    expect(comment).toContain('**error** `trust-anybody` at `desired/one.yaml:8`');
    expect(await stage.queue(await stage.github.enqueue(pull.number))).toMatchObject(FORBIDDEN);

    const before = stage.sandbox.world.ledger.length;
    await stage.github.merge(pull.number, 'squash');
    expect(await stage.push()).toMatchObject(FORBIDDEN);
    expect(stage.sandbox.world.ledger).toHaveLength(before);
    expect(await lastComment(pull)).toContain('**Blocked:** `one`');
    const [issue] = await stage.github.issues();
    expect(issue?.body).toContain('(`findings`)');

    const next = await stage.github.openPull('next', {
      'desired/one.yaml': openFile('', ['s3:GetObject', 's3:GetObjectTagging']),
    });
    const allowed = await stage.plan(next);
    expect(allowed).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'finding-count': '0' } });
    await stage.github.merge(next.number, 'squash');
    expect(await stage.push()).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    expect(await letsAnybodyIn()).toBe(true);
  });

  it('leaves the integrations alone that break no rule', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
    const pull = await stage.github.openPull('both', {
      'desired/one.yaml': openFile(),
      'desired/two.yaml': roleFile({ name: 'two', actions: ['s3:GetObject', 's3:GetObjectTagging'] }),
    });
    expect(await stage.plan(pull)).toMatchObject(FORBIDDEN);
    await stage.github.merge(pull.number, 'squash');
    expect(await stage.push()).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'findings' } });
    expect(await letsAnybodyIn()).toBe(false);
    const comment = await lastComment(pull);
    expect(comment).toContain('**Applied** `two`');
    expect(comment).toContain('**Blocked:** `one`');
  });
});

describeThorough('an exception that a pull request makes', () => {
  it('counts at once, and the comment names it first', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const exceptions =
      'exceptions: [{ rule: trust-anybody, address: role/one, reason: a public data set }]\n';
    const pull = await stage.github.openPull('except', { 'desired/one.yaml': openFile(exceptions) });
    const planned = await stage.plan(pull);
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'finding-count': '0' } });
    expect(await lastComment(pull)).toContain(
      '> - **Makes an exception:** `trust-anybody` for `role/one` in `one`: `a public data set`',
    );
    await stage.github.merge(pull.number, 'squash');
    expect(await stage.push()).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    expect(await letsAnybodyIn()).toBe(true);
  });
});

describeThorough('a role that no file declares and that lets an outside account in', () => {
  it('opens the drift issue where its level is error, and closes it when it went', async () => {
    stage = await openAppliedStage({
      ...desired({ name: 'one' }),
      'desired/rolekeeper.yaml': settings('rules: { undeclared-outside-trust: error }\n'),
    });
    expect(await stage.schedule()).toMatchObject({ exitCode: 0, outputs: { 'issue-number': '' } });
    const outsiders = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '464622532012' }, Action: 'sts:AssumeRole' }],
    };
    await stage.iam({ Action: 'CreateRole', RoleName: 'shadow', AssumeRolePolicyDocument: outsiders });
    expect(await stage.schedule()).toMatchObject({
      exitCode: 1,
      outputs: { result: 'blocked', 'failure-reason': 'findings', 'has-drift': 'false' },
    });
    const [opened] = await stage.github.issues();
    expect(opened).toMatchObject({ state: 'open', title: expect.stringMatching(/: 1 undeclared$/) });
    expect(opened?.body).toContain('`role/shadow`');
    await stage.iam({ Action: 'DeleteRole', RoleName: 'shadow' });
    expect(await stage.schedule()).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes' } });
    expect(await stage.github.issues()).toMatchObject([{ state: 'closed' }]);
  });
});

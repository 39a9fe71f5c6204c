import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, openStage, type Stage } from './stage.ts';
import { describeThorough, itThorough } from '../../helpers/thorough.ts';

let stage: Stage;

/** The same for all: an account is brought to its first state once. */
const both = desired({ name: 'one' }, { name: 'two' });

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

const wider = roleFile({ name: 'one', actions: ['s3:GetObject', 's3:GetObjectTagging'] });

async function mergedPull(): Promise<OpenedPull> {
  const pull = await stage.github.openPull('change', { 'desired/one.yaml': wider });
  await stage.plan(pull);
  await stage.github.review(pull.number, 'bob', 'APPROVE');
  await stage.github.merge(pull.number, 'squash');
  return pull;
}

async function lastComment({ number }: OpenedPull): Promise<string> {
  return (await stage.github.comments(number)).at(-1)?.body ?? '';
}

describe('apply', () => {
  itThorough('applies what was approved after its plan, where an approval is required', async () => {
    stage = await openAppliedStage(both);
    await stage.github.push('main', { 'desired/rolekeeper.yaml': settings('requireReview: approval\n') });
    const pull = await mergedPull();
    expect(await stage.push()).toMatchObject({
      exitCode: 0,
      outputs: { result: 'applied', 'issue-number': '' },
    });
    expect(await lastComment(pull)).toContain('"closed":true');
  });

  it('that fails says why in the comment, on the line of the YAML, and in the drift issue; a re-run may succeed', async () => {
    stage = await openAppliedStage(both);
    const pull = await mergedPull();
    stage.sandbox.inject({
      kind: 'handler',
      operation: 'update',
      message: 'Maximum policy size of 10240 bytes exceeded for role @octocat <b>',
      during: 'forward',
      times: 1,
    });
    const failed = await stage.push();
    expect(failed).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'change-set-failed' },
    });
    expect(failed.annotations.join('\n')).toMatch(/file=desired\/one\.yaml,line=\d+/);
    expect(await lastComment(pull)).toContain('**Failed:** `one` (`change-set-failed`)');
    const [issue] = await stage.github.issues();
    expect(issue?.body).toContain('**Failed:** `one`');
    const again = await stage.push();
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    expect(await lastComment(pull)).toContain('**Applied** `one`');
  });
});

describeThorough('apply, too,', () => {
  it('without the permission to read reviews applies nothing', async () => {
    stage = await openAppliedStage(both);
    await mergedPull();
    const before = stage.sandbox.world.ledger.length;
    const token = await stage.github.mintToken({ contents: 'read' });
    const result = await stage.push(undefined, { token });
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'error', 'failure-reason': 'github' } });
    expect(result.annotations.join('\n')).toContain('pull-requests: ');
    expect(stage.sandbox.world.ledger).toHaveLength(before);
  });

  it('that is blocked says so, and applies the rest', async () => {
    stage = await openAppliedStage(both);
    const pull = await stage.github.openPull('change', {
      'desired/one.yaml': wider,
      'desired/two.yaml': undefined,
    });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 1, outputs: { result: 'blocked' } });
    await stage.github.merge(pull.number, 'squash');
    const result = await stage.push();
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    const comment = await lastComment(pull);
    expect(comment).toContain('**Applied** `one`');
    expect(comment).toContain('**Blocked:** `two`');
  });
});

describeThorough('a drift check', () => {
  it('says which open pull request is at work on the drift already', async () => {
    stage = await openAppliedStage(both);
    await stage.iam({ Action: 'UpdateRole', RoleName: 'one', MaxSessionDuration: '7200' });
    const pull = await stage.github.openPull('accept', { 'desired/one.yaml': wider });
    await stage.schedule();
    const [issue] = await stage.github.issues();
    expect(issue?.body).toContain('### Already at work on it');
    expect(issue?.body).toContain(`/pull/${pull.number}) changes \`one\``);
  });
});

describeThorough('two accounts in two folders', () => {
  it('are planned apart: the comment is about the one that the pull request is about', async () => {
    const folders = { a: settings('stackPrefix: a-\n'), b: settings('stackPrefix: b-\n') };
    stage = await openStage({
      'desired/a/rolekeeper.yaml': folders.a,
      'desired/a/one.yaml': roleFile({ name: 'one' }),
      'desired/b/rolekeeper.yaml': folders.b,
      'desired/b/two.yaml': roleFile({ name: 'two' }),
    });
    const pull = await stage.github.openPull('change', { 'desired/a/one.yaml': wider });
    const planned = await stage.plan(pull);
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'create-count': '1' } });
    const comments = await stage.github.comments(pull.number);
    expect(comments.map(({ body }) => /"scope":"([^"]+)"/.exec(body)?.[1])).toEqual(['desired']);
    expect(comments[0]?.body.split('\n')[0]).toContain('"a/one":[');
    expect(comments[0]?.body).not.toContain('two');
  });
});

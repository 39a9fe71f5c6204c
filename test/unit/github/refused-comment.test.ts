import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commentStoreOf } from '../../../src/github/comment-store.ts';
import { publishPlan, publishStatus } from '../../../src/github/plan-comment.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo, HASTY } from '../../helpers/github/connect.ts';
import { planOf, statusOf, visible } from './publications.ts';
import { itThorough } from '../../helpers/thorough.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

let branches = 0;

async function openPull(): Promise<number> {
  branches += 1;
  return (await github.openPull(`topic-${branches}`, { [`desired/i${branches}.yaml`]: '' })).number;
}

const storeOf = (number: number, token?: string) =>
  commentStoreOf(connectTo(github, { patience: HASTY, ...(token === undefined ? {} : { token }) }), number);

const bodies = async (number: number): Promise<readonly string[]> =>
  (await github.comments(number)).map(({ body }) => body);

describe('what GitHub refuses', () => {
  it('is a warning on a locked conversation', async () => {
    const number = await openPull();
    await github.lock(number);
    expect(await publishPlan(storeOf(number), planOf(100))).toMatchObject({
      outcome: 'not-written',
      warnings: [{ code: 'locked', hint: expect.stringContaining('unlock') }],
    });
  });

  it('is a warning without the permission', async () => {
    const number = await openPull();
    const token = await github.mintToken({ contents: 'read', pull_requests: 'read' });
    const outcome = await publishPlan(storeOf(number, token), planOf(100));
    expect(outcome).toMatchObject({ outcome: 'not-written', warnings: [{ code: 'no-permission' }] });
    expect(outcome.warnings[0]?.hint).toContain('`pull-requests: write`');
  });

  it('is a warning when there is no comment to say something in', async () => {
    const number = await openPull();
    expect(await publishStatus(storeOf(number), statusOf(105, 'applied'))).toMatchObject({
      outcome: 'not-written',
      warnings: [{ code: 'no-comment' }],
    });
  });

  it('is a warning when something else answers in place of GitHub', async () => {
    const number = await openPull();
    github.inject({
      path: /comments$/,
      times: 9,
      answer: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
    });
    expect(await publishPlan(storeOf(number), planOf(100))).toMatchObject({
      outcome: 'not-written',
      warnings: [{ code: 'unreachable', message: expect.stringContaining('not in the form of GitHub') }],
    });
    github.world.faults.length = 0;
  });

  itThorough('is nothing on a closed or merged pull request', async () => {
    const [closed, merged] = [await openPull(), await openPull()];
    await github.closePull(closed);
    await github.merge(merged);
    expect((await publishPlan(storeOf(closed), planOf(100))).outcome).toBe('written');
    expect((await publishPlan(storeOf(merged), planOf(100))).outcome).toBe('written');
  });

  it('leaves one comment when the answer to creating it was lost', async () => {
    const number = await openPull();
    github.inject({ method: 'POST', path: /\/comments$/, answer: 'drop', takesEffect: true });
    expect((await publishPlan(storeOf(number), planOf(100))).outcome).toBe('written');
    expect((await bodies(number)).map(visible)).toEqual(['the plan of run 100']);
  });

  it('costs a safeguard only when the history cannot be read', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    const connection = connectTo(github, { patience: HASTY });
    await connection.identity();
    github.answerWith(502, 'Bad Gateway', { path: /graphql/, times: 9 });
    expect((await publishPlan(commentStoreOf(connection, number), planOf(101))).outcome).toBe('written');
    github.world.faults.length = 0;
  });

  it("does not hide what is not GitHub's fault", async () => {
    const number = await openPull();
    const boom = planOf(100, {
      plan: () => {
        throw new Error('boom');
      },
    });
    await expect(publishPlan(storeOf(number), boom)).rejects.toThrow('boom');
  });
});

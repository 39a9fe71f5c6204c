import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commentStoreOf } from '../../../src/github/comment-store.ts';
import type { RequireReview } from '../../../src/review/decide-review.ts';
import { publishPlan } from '../../../src/github/plan-comment.ts';
import { queuedPullRequest, readReviews, readReviewsOf } from '../../../src/github/review.ts';
import { startGitHub, type FakeGitHub, type OpenedPull } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';
import { VERDICT } from './publications.ts';
import { itThorough } from '../../helpers/thorough.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

const SETTINGS = 'desired/rolekeeper.yaml';
let names = 0;
let runs = 100;

const digestOf = (text: string): string => Buffer.from(text.padEnd(32, '.')).toString('hex').slice(0, 64);

/** A pull request for one integration, with its plan in the comment. */
async function plannedPull(more: { readonly fork?: boolean } = {}) {
  names += 1;
  const integration = `integration-${names}`;
  const file = `desired/${integration}.yaml`;
  const pull = await github.openPull(integration, { [file]: 'one' }, more);
  const digest = digestOf(integration);
  await showPlan(pull, [{ integration, digest }]);
  return { pull, integration, file, files: [file], digest };
}

async function showPlan(
  pull: OpenedPull,
  digests: readonly { integration: string; digest: string }[],
): Promise<void> {
  runs += 1;
  const outcome = await publishPlan(commentStoreOf(connectTo(github), pull.number), {
    scope: 'desired',
    run: { run: runs, attempt: 1 },
    head: pull.head,
    base: pull.base,
    baseRef: 'main',
    tool: '0.1.0',
    digests: digests.map((one) => ({ ...one, verdict: VERDICT })),
    plan: () => 'the plan',
  });
  expect(outcome.outcome).toBe('written');
}

async function ask(
  candidates: readonly { integration: string; files: readonly string[]; digest: string }[],
  require: RequireReview = 'approval',
) {
  return readReviews(connectTo(github), {
    scope: 'desired',
    branch: 'main',
    commit: await github.head(),
    require,
    run: { run: 1, attempt: 1 },
    settingsFile: SETTINGS,
    candidates: candidates.map((one) => ({ ...one, verdict: VERDICT, stack: '' })),
  });
}

describe('on a push, the pull request behind each integration', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('is found after a %s', async (method) => {
    const planned = await plannedPull();
    await github.review(planned.pull.number, 'bob', 'APPROVE');
    await github.push('main', { [`other-${method}`]: '' });
    await github.merge(planned.pull.number, method);
    expect(await ask([planned])).toMatchObject([
      { verdict: 'approved', pullRequest: planned.pull.number, reviewers: ['bob'] },
    ]);
  });

  it('is found when it came from a fork', async () => {
    const planned = await plannedPull({ fork: true });
    await github.review(planned.pull.number, 'bob', 'APPROVE');
    await github.merge(planned.pull.number, 'merge');
    expect(await ask([planned])).toMatchObject([{ verdict: 'approved', pullRequest: planned.pull.number }]);
  });

  it('is found when its file is gone', async () => {
    const planned = await plannedPull();
    await github.merge(planned.pull.number);
    const removal = await github.openPull(`remove-${names}`, { [planned.file]: undefined });
    const digest = digestOf('removed');
    await showPlan(removal, [{ integration: planned.integration, digest }]);
    await github.review(removal.number, 'carol', 'APPROVE');
    await github.merge(removal.number, 'squash');
    expect(await ask([{ ...planned, digest }])).toMatchObject([
      { verdict: 'approved', pullRequest: removal.number },
    ]);
  });

  it('is found when its file is gone, whichever of the two endings that had', async () => {
    const planned = await plannedPull();
    await github.merge(planned.pull.number);
    const other = planned.file.replace('.yaml', '.yml');
    const both = [planned.file, other];
    const rename = await github.openPull(`rename-${names}`, { [planned.file]: undefined, [other]: 'two' });
    await github.merge(rename.number, 'squash');
    const removal = await github.openPull(`remove-yml-${names}`, { [other]: undefined });
    const digest = digestOf('removed');
    await showPlan(removal, [{ integration: planned.integration, digest }]);
    await github.merge(removal.number, 'squash');
    expect(await ask([{ ...planned, files: both, digest }], 'plan')).toMatchObject([
      { verdict: 'approved', pullRequest: removal.number },
    ]);
    // A push past every pull request is not covered by the last one before it.
    await github.push('main', { [planned.file]: 'three' });
    expect(await ask([{ ...planned, files: both, digest }], 'plan')).toMatchObject([
      { why: 'no-pull-request' },
    ]);
  });

  itThorough('is the one whose merge resolved a conflict', async () => {
    const first = await plannedPull();
    const second = await github.openPull(`conflict-${names}`, { [first.file]: 'two' });
    await github.merge(first.pull.number, 'squash');
    const digest = digestOf('resolved');
    await showPlan(second, [{ integration: first.integration, digest }]);
    await github.review(second.number, 'bob', 'APPROVE');
    await github.merge(second.number, 'merge', { [first.file]: 'one and two' });
    expect(await ask([{ ...first, digest }])).toMatchObject([
      { why: 'approval-of-other-files', pullRequest: second.number },
    ]);
    expect(await ask([{ ...first, digest }], 'plan')).toMatchObject([{ verdict: 'approved' }]);
  });

  it('is approved for what an included file outside the folder of the scope was, and for nothing else', async () => {
    names += 1;
    const integration = `integration-${names}`;
    const file = `_shared/${integration}.yaml`;
    const digest = digestOf(integration);
    const pull = await github.openPull(integration, { [file]: 'one' });
    await showPlan(pull, [{ integration, digest }]);
    await github.review(pull.number, 'bob', 'APPROVE');
    await github.merge(pull.number, 'merge', { [file]: 'another' });
    expect(await ask([{ integration, files: [file], digest }])).toMatchObject([
      { why: 'approval-of-other-files', pullRequest: pull.number },
    ]);
  });

  itThorough('is the last one of two that were merged a minute apart', async () => {
    const [one, two] = [await plannedPull(), await plannedPull()];
    await github.review(one.pull.number, 'bob', 'APPROVE');
    await github.review(two.pull.number, 'carol', 'APPROVE');
    await github.merge(one.pull.number, 'squash');
    github.world.clock.advance(60);
    await github.merge(two.pull.number, 'squash');
    expect(await ask([one, two])).toMatchObject([
      { verdict: 'approved', pullRequest: one.pull.number, reviewers: ['bob'] },
      { verdict: 'approved', pullRequest: two.pull.number, reviewers: ['carol'] },
    ]);
  });

  itThorough('may be the one that changed the settings', async () => {
    const planned = await plannedPull();
    await github.merge(planned.pull.number);
    const settings = await github.openPull(`settings-${names}`, { [SETTINGS]: `tags: ${names}` });
    const digest = digestOf('with new tags');
    await showPlan(settings, [{ integration: planned.integration, digest }]);
    await github.review(settings.number, 'bob', 'APPROVE');
    await github.merge(settings.number, 'squash');
    expect(await ask([{ ...planned, digest }])).toMatchObject([
      { verdict: 'approved', pullRequest: settings.number },
    ]);
  });

  it('is none for a push without one', async () => {
    names += 1;
    const integration = `pushed-${names}`;
    const file = `desired/${integration}.yaml`;
    await github.push('main', { [file]: 'pushed' });
    const asked = { integration, files: [file], digest: digestOf('pushed') };
    expect(await ask([asked], 'plan')).toMatchObject([{ why: 'no-pull-request' }]);
    expect(await ask([asked], 'none')).toMatchObject([{ verdict: 'approved' }]);
  });
});

describe('what reviewers saw', () => {
  it('is not what is applied when the account changed after the plan', async () => {
    const planned = await plannedPull();
    await github.review(planned.pull.number, 'bob', 'APPROVE');
    await github.merge(planned.pull.number);
    const [verdict] = await ask([{ ...planned, digest: digestOf('somebody edited IAM') }]);
    expect(verdict).toMatchObject({
      verdict: 'plan-changed',
      pullRequest: planned.pull.number,
      reviewed: planned.digest.slice(0, 32),
    });
  });

  itThorough('is not approved by a review older than the plan', async () => {
    const planned = await plannedPull();
    await github.review(planned.pull.number, 'bob', 'APPROVE');
    const digest = digestOf(`${planned.integration} again`);
    await showPlan(planned.pull, [{ integration: planned.integration, digest }]);
    await github.merge(planned.pull.number);
    expect(await ask([{ ...planned, digest }])).toMatchObject([{ why: 'approval-older-than-plan' }]);
  });

  it('stays approved when a later push changed another integration only', async () => {
    const planned = await plannedPull();
    await github.review(planned.pull.number, 'bob', 'APPROVE');
    const { integration, digest } = planned;
    await showPlan(planned.pull, [
      { integration, digest },
      { integration: 'another', digest: digestOf('another') },
    ]);
    await github.merge(planned.pull.number);
    expect(await ask([planned])).toMatchObject([{ verdict: 'approved' }]);
  });

  it('is not approved by those who may not push, nor by a review that was dismissed', async () => {
    const planned = await plannedPull();
    const approval = await github.review(planned.pull.number, 'bob', 'APPROVE');
    await github.dismiss(planned.pull.number, approval);
    await github.merge(planned.pull.number);
    expect(await ask([planned])).toMatchObject([{ why: 'approval-missing' }]);
    expect(await ask([planned], 'plan')).toMatchObject([{ verdict: 'approved' }]);
  });

  itThorough(
    'is nothing where the plan was shown after the merge only, unless somebody approved it then',
    async () => {
      const planned = await plannedPull();
      await github.merge(planned.pull.number);
      const digest = digestOf('shown too late');
      await showPlan(planned.pull, [{ integration: planned.integration, digest }]);
      expect(await ask([{ ...planned, digest }], 'plan')).toMatchObject([{ why: 'shown-after-merge' }]);
      await github.review(planned.pull.number, 'bob', 'APPROVE');
      expect(await ask([{ ...planned, digest }], 'plan')).toMatchObject([{ verdict: 'approved' }]);
    },
  );

  it('cannot be said by somebody who copies our marker', async () => {
    const planned = await plannedPull();
    const [ours] = await github.comments(planned.pull.number);
    const digest = digestOf('forged');
    await github.comment(
      planned.pull.number,
      'mallory',
      ours!.body.replaceAll(planned.digest.slice(0, 32), digest.slice(0, 32)),
    );
    await github.merge(planned.pull.number);
    expect(await ask([{ ...planned, digest }])).toMatchObject([{ verdict: 'plan-changed' }]);
  });

  it('is unknown without an answer, and then nothing is applied', async () => {
    const planned = await plannedPull();
    await github.merge(planned.pull.number);
    github.answerWith(500, 'oops', { path: /\/reviews$/, times: 9 });
    await expect(ask([planned])).rejects.toThrow(`could not read the reviews of #${planned.pull.number}`);
    github.world.faults.length = 0;
  });

  it('is asked for once per pull request', async () => {
    const planned = await plannedPull();
    await github.merge(planned.pull.number);
    github.takeLog();
    await ask([planned, planned, planned], 'plan');
    const paths = github.takeLog().map(({ path, query, body }) => `${path}?${query} ${JSON.stringify(body)}`);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('in a merge queue', () => {
  it('the pull request is known by the ref, and judged before the merge', async () => {
    const planned = await plannedPull();
    await github.review(planned.pull.number, 'bob', 'APPROVE');
    const queued = await github.enqueue(planned.pull.number);
    const number = queuedPullRequest(queued.ref);
    expect(number).toBe(planned.pull.number);
    const question = {
      scope: 'desired',
      commit: queued.head,
      settingsFile: SETTINGS,
      require: 'approval',
      run: { run: 1, attempt: 1 },
      candidates: [{ ...planned, verdict: VERDICT, stack: '' }],
    } as const;
    expect(await readReviewsOf(connectTo(github), number!, question)).toMatchObject([
      { verdict: 'approved' },
    ]);
    const changed = {
      ...question,
      candidates: [{ ...planned, verdict: VERDICT, stack: '', digest: digestOf('changed') }],
    };
    expect(await readReviewsOf(connectTo(github), number!, changed)).toMatchObject([
      { verdict: 'plan-changed' },
    ]);
  });

  it.each(['refs/heads/main', 'refs/heads/gh-readonly-queue/main/pr-x-abc', 'refs/heads/pr-1-abc', ''])(
    'no other ref is taken for one: %s',
    (ref) => {
      expect(queuedPullRequest(ref)).toBeUndefined();
    },
  );
});

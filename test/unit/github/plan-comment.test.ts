import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commentStoreOf } from '../../../src/github/comment-store.ts';
import { parsePlanMarker, writeMarker, type PlanMarker } from '../../../src/review/marker.ts';
import { publishPlan, publishStatus, readShownPlan } from '../../../src/github/plan-comment.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';
import { DIGEST, VERDICT, planOf, statusOf, visible } from './publications.ts';

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
  commentStoreOf(connectTo(github, token === undefined ? {} : { token }), number);

const bodies = async (number: number): Promise<readonly string[]> =>
  (await github.comments(number)).map(({ body }) => body);
const shown = async (number: number): Promise<readonly PlanMarker[]> =>
  (await bodies(number)).flatMap((body) => parsePlanMarker(body) ?? []);
describe('the comment of a pull request', () => {
  it('is created once, with few requests, and edited in place after that', async () => {
    const number = await openPull();
    github.takeLog();
    const first = await publishPlan(storeOf(number), planOf(100));
    expect(github.takeLog().map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST', 'POST']);
    const second = await publishPlan(storeOf(number), planOf(101));
    expect(github.takeLog().map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'GET comments',
      'POST graphql',
      'POST graphql',
      expect.stringMatching(/^PATCH /),
      'POST graphql',
    ]);
    expect([first.outcome, second.outcome]).toEqual(['written', 'written']);
    const comments = await bodies(number);
    expect(comments.map(visible)).toEqual(['the plan of run 101']);
  });

  it('is found among many others, by its marker and its author', async () => {
    const number = await openPull();
    const forged = `${writeMarker({ ...markerOf(999), digests: [] })}\nforged`;
    for (let index = 0; index < 120; index += 1)
      await github.comment(number, 'mallory', index === 7 ? forged : `no ${index}`);
    await publishPlan(storeOf(number), planOf(100));
    await publishPlan(storeOf(number), planOf(101));
    const all = (await readShownPlan(storeOf(number), 'desired'))?.marker;
    expect(all).toMatchObject({ run: 101 });
    expect(github.world.log.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('of another scope is another comment', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    await publishPlan(storeOf(number), planOf(100, { scope: 'desired/prod' }));
    expect((await shown(number)).map(({ scope }) => scope)).toEqual(['desired', 'desired/prod']);
  });

  it('of a newer run is not overwritten', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(101));
    const late = await publishPlan(storeOf(number), planOf(100));
    expect(late).toMatchObject({ outcome: 'overtaken', by: { run: 101, attempt: 1 } });
    const rerun = await publishPlan(storeOf(number), planOf(100, { run: { run: 100, attempt: 2 } }));
    expect(rerun.outcome).toBe('overtaken');
    expect((await bodies(number)).map(visible)).toEqual(['the plan of run 101']);
  });

  it('of a newer run comes back when an older one wrote over it between two requests', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    const old = storeOf(number);
    const slow = {
      ...old,
      list: async () => {
        const list = await old.list();
        if (!overtaken) {
          overtaken = true;
          await publishPlan(storeOf(number), planOf(102));
        }
        return list;
      },
    };
    let overtaken = false;
    expect(await publishPlan(slow, planOf(101))).toMatchObject({ outcome: 'overtaken', by: { run: 102 } });
    expect((await bodies(number)).map(visible)).toEqual(['the plan of run 102']);
  });

  it('is one after two runs created it at once', async () => {
    const number = await openPull();
    await Promise.all([publishPlan(storeOf(number), planOf(100)), publishPlan(storeOf(number), planOf(101))]);
    expect((await bodies(number)).map(visible)).toEqual(['the plan of run 101']);
  });

  it('is written anew when it was deleted', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    const [comment] = await github.comments(number);
    await github.deleteComment(comment!.id);
    expect((await publishPlan(storeOf(number), planOf(101))).outcome).toBe('written');
    expect((await bodies(number)).map(visible)).toEqual(['the plan of run 101']);
  });

  it('says what becomes of the plan above the plan, and keeps its digests', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    const [before] = await shown(number);
    await publishStatus(storeOf(number), statusOf(105, 'applying'));
    expect((await bodies(number)).map(visible)).toEqual(['applying by run 105\n\nthe plan of run 100']);
    await publishStatus(
      storeOf(number),
      statusOf(105, 'failed', { status: () => 'failed <!-- rolekeeper plan -->' }),
    );
    expect((await bodies(number)).map(visible)).toEqual([
      'failed &lt;!-- rolekeeper plan -->\n\nthe plan of run 100',
    ]);
    expect(await shown(number)).toEqual([{ ...before, state: 'failed', run: 105 }]);
  });

  it('keeps what another run claims, while a run claims and frees integrations of its own', async () => {
    const number = await openPull();
    const digests = ['a', 'b'].map((integration) => ({ integration, digest: DIGEST, verdict: VERDICT }));
    await publishPlan(storeOf(number), planOf(100, { digests }));
    const claimed = async (): Promise<readonly unknown[]> =>
      (await shown(number)).flatMap((marker) =>
        marker.digests.map(({ claims = [] }) => claims.map(({ run, stack }) => [run, stack])),
      );
    const [first, second] = ['A'.repeat(8), 'B'.repeat(8)];
    await publishStatus(storeOf(number), statusOf(105, 'applying', { claims: new Map([['a', first]]) }));
    await publishStatus(storeOf(number), statusOf(106, 'applying', { claims: new Map([['b', second]]) }));
    expect(await claimed()).toEqual([[[105, first]], [[106, second]]]);
    await publishStatus(storeOf(number), statusOf(106, 'failed', { claims: new Map([['b', undefined]]) }));
    expect(await claimed()).toEqual([[[105, first]], [[106, undefined]]]);
  });

  it('is closed by apply: the next plan starts a new one, a late plan does not', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    await publishStatus(storeOf(number), statusOf(105, 'applied'));
    expect((await publishPlan(storeOf(number), planOf(101))).outcome).toBe('overtaken');
    expect((await publishPlan(storeOf(number), planOf(110))).outcome).toBe('written');
    expect((await bodies(number)).map(visible)).toEqual([
      'applied by run 105\n\nthe plan of run 100',
      'the plan of run 110',
    ]);
  });

  it('still takes the word of a second apply when it is closed', async () => {
    const number = await openPull();
    await publishPlan(storeOf(number), planOf(100));
    await publishStatus(storeOf(number), statusOf(105, 'applied'));
    expect((await publishStatus(storeOf(number), statusOf(106, 'failed'))).outcome).toBe('written');
    expect(await shown(number)).toMatchObject([{ state: 'failed', closed: false }]);
  });

  it('says since when a digest has been shown', async () => {
    const number = await openPull();
    const other = { integration: 'qwak-data', digest: 'cd'.repeat(32), verdict: VERDICT };
    await publishPlan(storeOf(number), planOf(100));
    const first = (await shown(number))[0]?.digests[0]?.since;
    github.world.clock.advance(600);
    await publishPlan(storeOf(number), planOf(101, { digests: [...planOf(101).digests, other] }));
    const second = await readShownPlan(storeOf(number), 'desired');
    expect(second?.marker.digests).toEqual([
      {
        integration: 'logzio-s3',
        digest: DIGEST.slice(0, 32),
        since: first,
        verdict: expect.objectContaining({ since: first }),
      },
      {
        integration: 'qwak-data',
        digest: other.digest.slice(0, 32),
        since: expect.not.stringContaining(first!),
        verdict: {
          hash: VERDICT.hash.slice(0, 32),
          since: expect.not.stringContaining(first!),
          kept: [],
          items: [],
        },
      },
    ]);
    await publishPlan(storeOf(number), planOf(102, { digests: [{ ...other, integration: 'logzio-s3' }] }));
    await publishPlan(storeOf(number), planOf(103));
    const third = (await shown(number))[0]?.digests[0]?.since;
    expect(third! > first!).toBe(true);
  });

  it("holds a plan up to GitHub's limit, and room for what apply says", async () => {
    const number = await openPull();
    let limit = 0;
    const plan = (units: number): string => {
      limit = units;
      return 'x'.repeat(units);
    };
    expect((await publishPlan(storeOf(number), planOf(100, { plan }))).outcome).toBe('written');
    expect(limit).toBeGreaterThan(60_000);
    const long = statusOf(105, 'failed', { status: (units) => 'y'.repeat(units) });
    expect(await publishStatus(storeOf(number), long)).toMatchObject({ outcome: 'written', warnings: [] });
    const unruly = planOf(106, { plan: (units) => 'z'.repeat(units + 1) });
    await publishPlan(storeOf(number), unruly);
    expect(visible((await bodies(number))[0])).toBe(
      'This is too long for a comment: the job summary of the run has all of it.',
    );
  });

  it('drops digests only when they would take half of it, and warns', async () => {
    const number = await openPull();
    const digests = Array.from({ length: 600 }, (_item, index) => ({
      integration: `i${index}-${'n'.repeat(100)}`,
      digest: DIGEST,
      verdict: VERDICT,
    }));
    expect(await publishPlan(storeOf(number), planOf(100, { digests }))).toMatchObject({
      outcome: 'written',
      warnings: [{ code: 'digests-dropped' }],
    });
  });
});

function markerOf(run: number): PlanMarker {
  const { scope, head, base, tool } = planOf(run);
  return {
    kind: 'plan',
    scope,
    state: 'planned',
    head,
    base,
    baseRef: 'main',
    run,
    attempt: 1,
    digests: [],
    tool,
    closed: false,
  };
}

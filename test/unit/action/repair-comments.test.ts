import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActionContext } from '../../../src/commands/action/context.ts';
import { repairComments } from '../../../src/commands/action/repair-comments.ts';
import { NOTHING_YET, type RunOutcome, combine } from '../../../src/commands/action/run-outcome.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { commentStoreOf } from '../../../src/github/comment-store.ts';
import { publishPlan, publishStatus, type StatusPublication } from '../../../src/github/plan-comment.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';
import { GOLDEN_PLANS } from '../report/golden-plans.ts';
import { RUN } from './run.ts';

let github: FakeGitHub;
let runs = 100;
let number = 0;
let applying = { run: 0, attempt: 1 };

beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

afterEach(() => say('applied'));

/** A pull request whose comment says that a run is applying it. */
beforeEach(async () => {
  runs += 10;
  const pull = await github.openPull(`change-${runs}`, { [`desired/a-${runs}.yaml`]: 'x' });
  number = pull.number;
  applying = { run: runs + 1, attempt: 1 };
  await publishPlan(commentStoreOf(connectTo(github), number), {
    scope: 'desired',
    run: { run: runs, attempt: 1 },
    head: pull.head,
    base: pull.base,
    baseRef: 'main',
    tool: '0.1.0',
    digests: [...PLAN.integrations, { integration: 'else', digest: '0'.repeat(64) }].map((one) => ({
      ...one,
      verdict: { hash: 'e'.repeat(64), items: [], kept: [] },
    })),
    plan: () => 'the plan',
  });
  await say('applying');
});

const PLAN = GOLDEN_PLANS['update-statements'] as AssessedPlan;

async function say(state: StatusPublication['state']): Promise<void> {
  const status = { scope: 'desired', run: applying, tool: '0.1.0', state, status: () => `**${state}**` };
  await publishStatus(commentStoreOf(connectTo(github), number), status);
}

async function repair(
  more: {
    token?: string;
    hours?: number;
    run?: { run: number; attempt: number };
    plans?: Map<string, AssessedPlan>;
  } = {},
): Promise<RunOutcome> {
  const {
    token,
    hours = 0,
    run = { run: runs + 5, attempt: 1 },
    plans = new Map([['desired', PLAN]]),
  } = more;
  const context = {
    run: { ...RUN, run },
    inputs: { comment: 'always' },
    connection: connectTo(github, token === undefined ? {} : { token }),
    environment: { clock: { now: () => new Date(Date.now() + hours * 3_600_000) } },
  };
  let outcome = NOTHING_YET;
  const steps = repairComments(plans, context as unknown as ActionContext);
  for await (const part of steps) outcome = combine(outcome, part);
  return outcome;
}

async function body(): Promise<string> {
  return (await github.comments(number))[0]?.body ?? '';
}

const ended = (): void => github.endRun({ id: applying.run, attempt: 1 });

describe('a comment that says "applying"', () => {
  it('is left alone while its run goes on', async () => {
    const record = await repair();
    expect(record.warnings).toEqual([]);
    expect(await body()).toContain('**applying**');
  });

  it('says that its run was interrupted, and what is left, once that has ended', async () => {
    ended();
    await repair();
    const text = await body();
    expect(text).toContain('"state":"interrupted"');
    expect(text).toContain(`/actions/runs/${applying.run}/attempts/1`);
    expect(text).toContain(`Still to do: \`${PLAN.integrations[0]?.integration ?? ''}\`.`);
    expect(text).toContain('the plan');
    expect(text).not.toContain('**applying**');
  });

  it('says that nothing is left where nothing is, and promises nothing where that is not known', async () => {
    ended();
    await repair({ plans: new Map([['desired', { ...PLAN, integrations: [] }]]) });
    expect(await body()).toContain('Nothing is left to do: the account is as declared');
    await say('applying');
    expect(await body()).toContain('**Interrupted:**');
    applying = { ...applying, attempt: 2 };
    await say('applying');
    github.endRun({ id: applying.run, attempt: 2 });
    await repair({ plans: new Map() });
    expect(await body()).toContain('Running that job again does what is left');
  });

  it('takes what its run says after all', async () => {
    ended();
    await repair();
    await say('applied');
    await repair();
    expect(await body()).toContain('**applied**');
  });

  it('is of an earlier attempt, where the same run is at work again', async () => {
    await repair({ run: { ...applying, attempt: 2 } });
    expect(await body()).toContain('**Interrupted:**');
  });

  it('is left to its age without the permission to ask, with the line that is missing', async () => {
    const token = await github.mintToken({ contents: 'read', issues: 'write', pull_requests: 'write' });
    const record = await repair({ token });
    expect(record.warnings.map(({ hint }) => hint)).toContainEqual(
      expect.stringContaining('`actions: read`'),
    );
    expect(await body()).toContain('**applying**');
    await repair({ token, hours: 7 });
    expect(await body()).toContain('**Interrupted:**');
  });

  it('costs one request where there is none', async () => {
    await say('applied');
    github.takeLog();
    await repair();
    expect(github.takeLog().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /repos/acme/infra/issues/comments',
    ]);
  });

  it('counts when we wrote it', async () => {
    const copy = await body();
    await say('applied');
    await github.comment(number, 'mallory', copy);
    ended();
    github.takeLog();
    await repair();
    expect((await github.comments(number)).at(-1)?.body).toBe(copy);
    expect(github.takeLog().filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  it('about several folders says what is left in each, and in which nothing was read', async () => {
    const folders = await github.openPull(`folders-${runs}`, { [`desired/b-${runs}.yaml`]: 'x' });
    number = folders.number;
    const [integration = PLAN.integrations[0]] = PLAN.integrations;
    if (integration === undefined) throw new Error('the plan has no integration');
    const [name, verdict] = [integration.integration, { hash: 'e'.repeat(64), items: [], kept: [] }];
    const rowOf = (folder: string) => ({ integration: `${folder}/${name}`, digest: '0'.repeat(64), verdict });
    await publishPlan(commentStoreOf(connectTo(github), number), {
      scope: 'desired',
      run: { run: runs, attempt: 1 },
      head: folders.head,
      base: folders.base,
      baseRef: 'main',
      tool: '0.1.0',
      digests: [rowOf('a'), rowOf('b')],
      plan: () => 'the plan of two folders',
    });
    await say('applying');
    ended();
    await repair({ plans: new Map([['desired/a', PLAN]]) });
    expect((await github.comments(number))[0]?.body).toContain(
      `Still to do: \`a/${name}\`. _What to do:_ run that job again; the next apply does what it had not begun, or what was rolled back. Of the other folders nothing is known here.`,
    );
  });
});

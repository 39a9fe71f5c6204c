import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { CommentOutcome, StatusPublication } from '../../../src/github/plan-comment.ts';
import { publishPlan, publishStatus } from '../../../src/github/plan-comment.ts';
import { parsePlanMarker } from '../../../src/review/marker.ts';
import { compareMarkers, type PlanState, type WrittenBy } from '../../../src/review/run-order.ts';
import { MemoryComments } from './memory-comments.ts';
import { DIGEST, VERDICT, planOf, statusOf } from './publications.ts';
import { runsOf } from '../../helpers/thorough.ts';

const { numRuns } = runsOf(15, 500);

/** A run writes the states of its life one after the other. */
interface Writer {
  readonly run: number;
  readonly attempt: number;
  readonly states: readonly PlanState[];
}

const head = (run: number): string => run.toString(16).padStart(40, '0');

async function write(
  comments: MemoryComments,
  writer: Writer,
  scheduler: fc.Scheduler,
): Promise<CommentOutcome[]> {
  const name = `${writer.run}.${writer.attempt}`;
  const store = comments.storeFor(name, (operation) => scheduler.schedule(Promise.resolve(), operation));
  const run = { run: writer.run, attempt: writer.attempt };
  const outcomes: CommentOutcome[] = [];
  for (const state of writer.states) {
    const common = { scope: 'desired', run, tool: '0.1.0' };
    outcomes.push(
      state === 'planned'
        ? await publishPlan(store, {
            ...common,
            head: head(writer.run),
            base: head(0),
            baseRef: 'main',
            digests: [],
            plan: () => `plan of ${name}`,
          })
        : await publishStatus(store, { ...common, state, status: () => `${state} by ${name}` }),
    );
  }
  return outcomes;
}

function shown(comments: MemoryComments): readonly WrittenBy[] {
  return comments.bodies().map((body) => parsePlanMarker(body)!);
}

const newest = (writers: readonly Writer[]): WrittenBy =>
  writers
    .flatMap(({ run, attempt, states }) => states.map((state) => ({ run, attempt, state })))
    .sort(compareMarkers)
    .at(-1)!;

const planner = fc.record({
  run: fc.integer({ min: 100, max: 104 }),
  attempt: fc.integer({ min: 1, max: 2 }),
  states: fc.constant<readonly PlanState[]>(['planned']),
});

const applier = fc.record({
  run: fc.integer({ min: 100, max: 108 }),
  attempt: fc.integer({ min: 1, max: 2 }),
  states: fc.constantFrom<readonly PlanState[]>(
    ['applying', 'applied'],
    ['applying', 'failed'],
    ['applying'],
    ['applying', 'interrupted'],
    ['applying', 'interrupted', 'applied'],
  ),
});

const distinct = { selector: ({ run, attempt }: Writer) => `${run}.${attempt}` };
const plannersOf = (maxLength: number) => fc.uniqueArray(planner, { minLength: 2, maxLength, ...distinct });

/** A job of a run that applies one scope of the folder, and what it says at its end. */
interface Job {
  readonly run: number;
  readonly row: string;
  readonly end: 'applied' | 'failed' | 'killed';
}

const ROWS = ['a', 'b', 'c', 'd'].map((name) => `${name}/one`);

const jobs = fc.uniqueArray(
  fc.record({
    run: fc.constantFrom(100, 100, 101),
    row: fc.constantFrom(...ROWS),
    end: fc.constantFrom<Job['end'][]>('applied', 'failed', 'killed'),
  }),
  { minLength: 2, maxLength: 4, selector: ({ row }: Job) => row },
);

async function writeJob(
  comments: MemoryComments,
  { run, row, end }: Job,
  scheduler: fc.Scheduler,
): Promise<void> {
  const store = comments.storeFor(`${run} ${row}`, (operation) =>
    scheduler.schedule(Promise.resolve(), operation),
  );
  const [part = ''] = row.split('/');
  const say = (state: 'applying' | 'applied' | 'failed', more: Partial<StatusPublication>) =>
    publishStatus(
      store,
      statusOf(run, state, {
        scope: `desired/${part}`,
        part,
        status: () => `${state} ${row} by ${run}`,
        ...more,
      }),
    );
  await say('applying', { claims: new Map([['one', 'before--']]) });
  if (end === 'applied') await say('applied', { spent: ['one'] });
  if (end === 'failed') await say('failed', { claims: new Map([['one', undefined]]) });
}

describe('several jobs that say at once what they apply', () => {
  it('lose nothing of what each other used, and nothing that the newest run says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), jobs, async (scheduler, all) => {
        const comments = new MemoryComments();
        const digests = ROWS.map((integration) => ({ integration, digest: DIGEST, verdict: VERDICT }));
        const first = comments.storeFor('99', () => Promise.resolve());
        await publishPlan(first, planOf(99, { digests }));
        await scheduler.waitFor(Promise.all(all.map((job) => writeJob(comments, job, scheduler))));
        const [body = ''] = comments.bodies();
        const uses = parsePlanMarker(body)?.digests.map(({ integration, spent, claims }) => [
          integration,
          spent === true ? 'applied' : claims?.map(({ run, stack }) => `${run} ${stack ?? 'failed'}`).join(),
        ]);
        const wanted = ROWS.map((row) => {
          const job = all.find((one) => one.row === row);
          const claim =
            job === undefined ? undefined : `${job.run} ${job.end === 'failed' ? 'failed' : 'before--'}`;
          return [row, job?.end === 'applied' ? 'applied' : claim];
        });
        expect(uses).toEqual(wanted);
        const newestRun = Math.max(...all.map(({ run }) => run));
        for (const { run, row, end } of all.filter((one) => one.run === newestRun)) {
          expect(body).toContain(`${end === 'killed' ? 'applying' : end} ${row} by ${run}`);
        }
        expect(comments.rows).toHaveLength(1);
      }),
      { numRuns },
    );
  });
});

describe('several runs that write the comment at once', () => {
  it('end with one comment that shows the newest plan, in every order of their requests', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plannersOf(4), async (scheduler, planners) => {
        const comments = new MemoryComments();
        const runs = planners.map((writer) => write(comments, writer, scheduler));
        await scheduler.waitFor(Promise.all(runs));
        expect({ shown: shown(comments), log: comments.log }).toEqual({
          shown: [expect.objectContaining({ ...newest(planners) })],
          log: comments.log,
        });
      }),
      { numRuns },
    );
  });

  it('never show an older plan over a newer one, where a comment of an earlier run stands already', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plannersOf(4), async (scheduler, planners) => {
        const comments = new MemoryComments();
        const first: Writer = { run: 99, attempt: 1, states: ['planned'] };
        await write(comments, first, immediate());
        const runs = planners.map((writer) => write(comments, writer, scheduler));
        await scheduler.waitFor(Promise.all(runs));
        expect(shown(comments)).toEqual([expect.objectContaining({ ...newest(planners) })]);
      }),
      { numRuns },
    );
  });

  it('keep what apply said over every late plan', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plannersOf(3), applier, async (scheduler, planners, late) => {
        const comments = new MemoryComments();
        await write(comments, { run: 99, attempt: 1, states: ['planned'] }, immediate());
        const apply = { ...late, run: late.run + 10 };
        const runs = [...planners, apply].map((writer) => write(comments, writer, scheduler));
        await scheduler.waitFor(Promise.all(runs));
        const wanted = newest([apply]);
        expect(shown(comments).filter((marker) => compareMarkers(marker, wanted) === 0)).toHaveLength(1);
        expect(shown(comments).every((marker) => compareMarkers(marker, wanted) <= 0)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('never fail and never lose the newest for good when comments are deleted meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plannersOf(3), async (scheduler, planners) => {
        const comments = new MemoryComments();
        const runs: Promise<unknown>[] = planners.map((writer) => write(comments, writer, scheduler));
        runs.push(
          scheduler.schedule(Promise.resolve(), 'somebody deletes').then(() => {
            const [row] = comments.rows;
            if (row !== undefined) comments.remove(row.id);
          }),
        );
        await scheduler.waitFor(Promise.all(runs));
        await write(comments, { run: 200, attempt: 1, states: ['planned'] }, immediate());
        expect(shown(comments)).toEqual([expect.objectContaining({ run: 200 })]);
      }),
      { numRuns },
    );
  });
});

/** A scheduler for what happens alone. */
function immediate(): fc.Scheduler {
  return { schedule: <T>(task: Promise<T>) => task } as unknown as fc.Scheduler;
}

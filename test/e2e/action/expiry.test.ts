import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { describeThorough, itThorough } from '../../helpers/thorough.ts';
import { openAppliedStage, openStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

/** Far from the day of the tests, as the account is applied without a clock of its own. */
const EXPIRES = '2999-06-30';
const BEFORE = '2999-05-15T10:00:00Z';
const SOON = '2999-06-01T10:00:00Z';
const THE_DAY = '2999-06-30T00:00:00Z';

const until = (date: string): string => `expires: ${date}\n`;
const expiring = { name: 'one', more: until(EXPIRES) };
const files = desired(expiring, { name: 'two' });
const ACTIONS = ['s3:GetObject', 's3:GetObjectTagging'];

async function lastComment({ number }: OpenedPull): Promise<string> {
  return (await stage.github.comments(number)).at(-1)?.body ?? '';
}

function suspensions(): readonly string[] {
  return stage.sandbox.world.ledger
    .filter(({ subject }) => subject === 'rolekeeper-suspended')
    .map(({ operation, resource }) => `${operation} ${resource}`);
}

describe('access that expires', () => {
  itThorough(
    'changes nothing by itself: another merge is applied; a pull request that says so suspends it',
    async () => {
      stage = await openAppliedStage(files);
      const pull = await stage.github.openPull('change', {
        'desired/two.yaml': roleFile({ name: 'two', actions: ACTIONS }),
      });
      await stage.plan(pull, { now: BEFORE });
      await stage.github.merge(pull.number, 'squash');
      const result = await stage.push(undefined, { now: THE_DAY });
      expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
      expect(result.summary).toContain(
        'Access that has expired is not suspended before that was reviewed: `one`.',
      );
      expect(suspensions()).toEqual([]);
      const suspending = await stage.github.openPull('suspend', {
        'desired/one.yaml': roleFile({ name: 'one', more: `${until(EXPIRES)}suspend: true\n` }),
      });
      await stage.plan(suspending, { now: THE_DAY });
      await stage.github.merge(suspending.number, 'squash');
      expect(await stage.push(undefined, { now: THE_DAY })).toMatchObject({
        exitCode: 0,
        outputs: { result: 'applied' },
      });
      expect(suspensions()).toEqual(['PutRolePolicy role/one']);
    },
  );

  itThorough(
    'makes another plan of one that was approved before: it is refused, with the plan of now',
    async () => {
      stage = await openAppliedStage(files);
      const pull = await stage.github.openPull('change', {
        'desired/one.yaml': roleFile({ ...expiring, actions: ACTIONS }),
      });
      await stage.plan(pull, { now: BEFORE });
      expect(await lastComment(pull)).toContain(`expires \`${EXPIRES}\``);
      await stage.github.merge(pull.number, 'squash');
      const late = await stage.push(undefined, { now: THE_DAY });
      expect(late).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-changed' } });
      expect(await lastComment(pull)).toContain(`expired \`${EXPIRES}\`: planned as suspended`);
      expect(suspensions()).toEqual([]);
    },
  );

  it('is in the drift issue from 30 days before on and fails nothing; who moves the date then says so first', async () => {
    // Applied from a commit of this very branch: a stack of another one would be drift.
    stage = await openStage({ ...files, 'desired/rolekeeper.yaml': settings('requireReview: none\n') });
    expect(await stage.push(undefined, { now: BEFORE })).toMatchObject({ exitCode: 0 });
    const check = (now: string) => stage.schedule({ now, inputs: { 'fail-on-drift': 'true' } });
    expect(await check(BEFORE)).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes' } });
    expect(await stage.github.issues()).toEqual([]);
    expect(await check(SOON)).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
    const [issue] = await stage.github.issues();
    expect(issue).toMatchObject({
      title: 'IAM drift in account 111122223333: 1 due by its date',
      state: 'open',
    });
    expect(issue?.body).toContain(`the access of one expires on \`${EXPIRES}\``);
    await check('2999-06-02T10:00:00Z');
    expect(await check(THE_DAY)).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'false' } });
    const [later] = await stage.github.issues();
    expect(later?.body).toContain(`the access of one expired on \`${EXPIRES}\`, and it is not suspended yet`);
    // Opened with the first, edited without a word on the second day, and one comment on the third.
    expect(await stage.github.comments(issue?.number ?? 0)).toHaveLength(1);
    const pull = await stage.github.openPull('renew', {
      'desired/one.yaml': roleFile({ name: 'one', more: until('3999-12-31') }),
    });
    await stage.plan(pull, { now: THE_DAY });
    const comment = await lastComment(pull);
    expect(comment).toContain('**Lifts a suspension:** `one` is no longer suspended');
    expect(comment).toContain(
      `**Moves a date:** expires of \`one\` was \`${EXPIRES}\`, becomes \`3999-12-31\``,
    );
  });
});

describeThorough('access that expires, too,', () => {
  it('is not suspended without a review where none is asked for', async () => {
    stage = await openAppliedStage({
      ...files,
      'desired/rolekeeper.yaml': settings('requireReview: none\n'),
    });
    expect(await stage.push(undefined, { now: THE_DAY })).toMatchObject({ exitCode: 0 });
    expect(suspensions()).toEqual([]);
  });

  it('does not stop a merge queue for a pull request that does not touch it', async () => {
    stage = await openAppliedStage(files);
    const pull = await stage.github.openPull('stricter', {
      'desired/rolekeeper.yaml': settings('maxDeletes: 1\n'),
    });
    await stage.plan(pull, { now: BEFORE });
    const queued = await stage.github.enqueue(pull.number);
    expect(await stage.queue(queued, { now: THE_DAY })).toMatchObject({ exitCode: 0 });
  });
});

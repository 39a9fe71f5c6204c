import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processEnvironment } from '../../../src/commands/process-environment.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

/** Stops the run at the so-many-th request of an action. */
function stopAt(action: string) {
  const { requests } = account.sandbox.world;
  let tell: (signal: string) => void = () => undefined;
  const push = requests.push.bind(requests);
  requests.push = (...records) => {
    if (records.some((record) => record.action === action)) tell('SIGTERM');
    return push(...records);
  };
  const written: string[] = [];
  return {
    written,
    stopped: () =>
      new Promise<string>((resolve) => {
        tell = resolve;
      }),
    err: (text: string) => void written.push(text),
    // What the run takes back is waited for, in real time.
    clock: processEnvironment(false).clock,
  };
}

const names = Array.from({ length: 12 }, (_, index) => `i${index}`);
const subject = scope(names.map((name) => integration(name, [role(name)])));

describe('a run that is asked to stop', () => {
  it('says what is under way, starts nothing new, and the next run continues', async () => {
    const stop = stopAt('ExecuteChangeSet');
    const { outcomes } = await applyScope(subject, undefined, stop).catch((error: unknown) => {
      expect(error).toMatchObject({ reason: 'interrupted' });
      return { outcomes: [] };
    });
    expect(stop.written.join('')).toMatch(/^\nstopped by SIGTERM; under way: i\d+ \(create: \w+/);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        outcome: 'failed',
        reason: expect.stringMatching(/^(interrupted|unchecked)$/),
      });
    }
    // Five at a time, and none of the others was begun.
    const created = account.sandbox.world.requests.filter((one) => one.action === 'CreateChangeSet');
    expect(created.length).toBeLessThanOrEqual(5);
    const again = await applyScope(subject);
    expect(again.outcomes.filter((outcome) => outcome.outcome === 'failed')).toEqual([]);
  });

  it('leaves no change set behind that it has not executed', async () => {
    await applyScope(subject, undefined, stopAt('DescribeChangeSet')).catch(() => undefined);
    const left = () =>
      account.sandbox.world.cloudFormation.stacks
        .flatMap((stack) => stack.changeSets)
        .filter((set) => set.executionStatus !== 'EXECUTE_COMPLETE');
    expect(left()).toEqual([]);
  });
});

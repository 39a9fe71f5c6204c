import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import {
  after,
  before,
  blockersIn,
  callStack,
  driftIn,
  leaveChangeSet,
  p,
  stackOf,
  untilStatus,
} from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { role } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

/** The rows of docs/stack-states.md in which CloudFormation is at work: a run was killed after it had begun. */

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

interface Row {
  readonly prepare?: () => Promise<unknown>;
  readonly subject: Scope;
  /** The resource whose handler fails, so that the stack goes back. */
  readonly failing?: string;
  /** Instead of the change set that the run has made. */
  readonly begin?: () => Promise<unknown>;
}

const ROWS: Readonly<Record<string, Row>> = {
  CREATE_IN_PROGRESS: { subject: before },
  ROLLBACK_IN_PROGRESS: { subject: before, failing: 'r' },
  UPDATE_IN_PROGRESS: { prepare: () => applyScope(before), subject: after },
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: { prepare: () => applyScope(before), subject: after },
  UPDATE_ROLLBACK_IN_PROGRESS: { prepare: () => applyScope(before), subject: after, failing: 'r' },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: {
    prepare: () => applyScope(before),
    subject: after,
    failing: 'r',
  },
  IMPORT_IN_PROGRESS: { prepare: () => makeByHand(account, [role('r'), p]), subject: before },
  IMPORT_ROLLBACK_IN_PROGRESS: {
    prepare: () => makeByHand(account, [role('r'), p]),
    subject: before,
    failing: 'r',
  },
  DELETE_IN_PROGRESS: {
    prepare: () => applyScope(before),
    subject: before,
    begin: () => callStack(account, { Action: 'DeleteStack' }),
  },
};

describe('a stack that CloudFormation is changing', () => {
  it.each(Object.entries(ROWS))('%s: is no drift, warns, and is waited for', async (status, row) => {
    await row.prepare?.();
    const begin =
      row.begin ??
      (async () => {
        const ChangeSetName = await leaveChangeSet(account, row.subject);
        const fault = {
          kind: 'handler',
          operation: '*',
          message: 'no',
          times: 1,
          during: 'forward',
        } as const;
        if (row.failing !== undefined) account.sandbox.inject({ ...fault, name: row.failing });
        await callStack(account, { Action: 'ExecuteChangeSet', ChangeSetName });
      });
    await begin();
    await untilStatus(account, (now) => now === status);
    const { world } = account.sandbox;
    // Time stands still while the plan is made.
    world.switches = { ...world.switches, operationMs: 1e12 };
    const plan = await planScope(row.subject);
    expect(stackOf(account).status).toBe(status);
    expect([driftIn(plan), blockersIn(plan)]).toEqual([[], []]);
    expect(plan.integrations[0]?.warnings).toMatchObject([
      { code: 'stack-busy', message: expect.stringContaining(`(${status})`) },
    ]);
    world.switches = { ...world.switches, operationMs: 0 };
    const { outcomes } = await applyScope(row.subject);
    expect(outcomes).toMatchObject([{ outcome: expect.stringMatching(/^(applied|unchanged)$/) }]);
    const proof = await planScope(row.subject);
    expect(proof.integrations[0]?.entries.map(({ action }) => action)).toEqual(['none', 'none']);
    expect(stackOf(account).status).toMatch(/^(CREATE|UPDATE|IMPORT)_COMPLETE$/);
  });
});

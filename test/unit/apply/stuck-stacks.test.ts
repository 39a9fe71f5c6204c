import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { failureOfPlan, failureOfStacks } from '../../../src/commands/failures.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import {
  actionsIn,
  after,
  before,
  blockersIn,
  callStack,
  driftIn,
  leaveChangeSet,
  p,
  STACK,
  stackOf,
  untilStatus,
} from '../../helpers/one-stack.ts';
import { carryOutByHand, commandsIn } from '../../helpers/converge/way-out.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

/** The rows of docs/stack-states.md in which only a person can help: reached as CloudFormation gets there. */

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const isSettled = (status: string): boolean => !status.endsWith('_IN_PROGRESS');

function failing(
  fault: { readonly name?: string; readonly resourceType?: string; readonly times?: number },
  during?: 'rollback',
): void {
  account.sandbox.inject({
    kind: 'handler',
    operation: '*',
    message: 'no',
    times: 1,
    ...fault,
    ...(during === undefined ? {} : { during }),
  });
}

/** Somebody executes what a killed run left, and has CloudFormation stop where it fails. */
async function executeWithoutRollback(subject: Scope): Promise<void> {
  const changeSet = await leaveChangeSet(account, subject);
  failing({ name: 'r' });
  await callStack(account, {
    Action: 'ExecuteChangeSet',
    ChangeSetName: changeSet,
    DisableRollback: 'true',
  });
  await untilStatus(account, isSettled);
}

interface Row {
  readonly reach: () => Promise<unknown>;
  /** What is declared then. */
  readonly subject: Scope;
  readonly command: string;
  /** What takes away what the fault stands for; nothing where the fault has passed. */
  readonly remove?: () => Promise<unknown>;
  /** Where nothing in IAM is to be done: the plan must not say that all is well. */
  readonly isEmpty?: true;
}

const deleting = scope([integration('i', [p], { delete: ['role/r'] })]);

const ROWS: Readonly<Record<string, Row>> = {
  CREATE_FAILED: {
    reach: () => executeWithoutRollback(before),
    subject: before,
    command: 'rollback-stack',
  },
  UPDATE_FAILED: {
    reach: async () => {
      await applyScope(before);
      await executeWithoutRollback(after);
    },
    subject: after,
    command: 'rollback-stack',
  },
  UPDATE_ROLLBACK_FAILED: {
    reach: async () => {
      await applyScope(before);
      failing({ name: 'r', times: 2 });
      await applyScope(after);
    },
    subject: after,
    command: 'continue-update-rollback',
  },
  'UPDATE_ROLLBACK_FAILED when the pull request was reverted': {
    reach: async () => {
      await applyScope(before);
      failing({ name: 'r', times: 2 });
      await applyScope(after);
    },
    subject: before,
    command: 'continue-update-rollback',
    isEmpty: true,
  },
  ROLLBACK_FAILED: {
    reach: async () => {
      failing({ name: 'r' });
      failing({ resourceType: 'AWS::IAM::ManagedPolicy' }, 'rollback');
      await applyScope(before);
    },
    subject: before,
    command: 'delete-stack',
  },
  // The run was killed between the set that lets the role be deleted and the one that deletes it; then somebody deleted
  // the stack, and a profile made by hand holds the role.
  DELETE_FAILED: {
    reach: async () => {
      await applyScope(before);
      account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet', after: 1 });
      await applyScope(deleting);
      account.sandbox.world.faults.clear();
      await account.call({ Action: 'CreateInstanceProfile', InstanceProfileName: 'theirs' });
      await account.call({
        Action: 'AddRoleToInstanceProfile',
        InstanceProfileName: 'theirs',
        RoleName: 'r',
      });
      await callStack(account, { Action: 'DeleteStack' });
      await untilStatus(account, isSettled);
    },
    subject: deleting,
    command: 'delete-stack',
    remove: () =>
      account.call({
        Action: 'RemoveRoleFromInstanceProfile',
        InstanceProfileName: 'theirs',
        RoleName: 'r',
      }),
  },
  IMPORT_ROLLBACK_FAILED: {
    reach: async () => {
      await makeByHand(account, [role('r'), p]);
      failing({ name: 'r', times: 2 });
      await applyScope(before);
    },
    subject: before,
    command: 'delete-stack',
    isEmpty: true,
  },
  'IMPORT_ROLLBACK_FAILED of a stack that had something already': {
    reach: async () => {
      await applyScope(scope([integration('i', [p])]));
      await makeByHand(account, [role('r')]);
      failing({ name: 'r', times: 2 });
      await applyScope(before);
    },
    subject: before,
    command: 'delete-stack',
  },
};

describe('a stack that only a person can help', () => {
  it.each(Object.entries(ROWS))(
    '%s: is blocked with the command, not touched, and goes on after it',
    async (title, { reach, subject, command, remove, isEmpty }) => {
      await reach();
      expect(stackOf(account).status).toBe(title.split(' ')[0]);
      const plan = await planScope(subject);
      expect(driftIn(plan)).toEqual([]);
      expect(blockersIn(plan)).toEqual([expect.stringMatching(/^stack-state: /)]);
      expect(actionsIn(plan).every((action) => action === 'none')).toBe(isEmpty === true);
      const changes = account.changes();
      const requests = account.sandbox.world.requests.length;
      expect((await applyScope(subject)).outcomes).toEqual([{ outcome: 'blocked', integration: 'i' }]);
      const sent = account.sandbox.world.requests.slice(requests).map((request) => request.action);
      expect(sent.filter((action) => !/^(Describe|Get|List)/.test(action))).toEqual([]);
      expect(account.changes()).toBe(changes);

      const [told = ''] = commandsIn(blockersIn(plan)[0] ?? '');
      expect(told).toBe(`aws cloudformation ${command} --stack-name ${STACK}`);
      await remove?.();
      await carryOutByHand(told, account);
      const { outcomes } = await applyScope(subject);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([
        isEmpty === true ? expect.stringMatching(/^(applied|unchanged)$/) : 'applied',
      ]);
      const proof = await planScope(subject);
      expect([blockersIn(proof), driftIn(proof)]).toEqual([[], []]);
      expect(actionsIn(proof).every((action) => action === 'none')).toBe(true);
    },
  );

  it('is no success, whatever there is to do', async () => {
    await ROWS['IMPORT_ROLLBACK_FAILED']?.reach();
    const plan = await planScope(before);
    expect(failureOfPlan(plan)?.reason).toBe('blocked');
    expect(failureOfStacks(plan)).toMatchObject({
      reason: 'blocked',
      message: expect.stringContaining('rolekeeper-i is in IMPORT_ROLLBACK_FAILED'),
      hint: expect.stringContaining('aws cloudformation delete-stack'),
    });
    for (const format of ['text', 'markdown'] as const) {
      for (const command of ['plan', 'drift'] as const) {
        const text = renderPlan(plan, format, { command, color: false }).replace(/\s+/g, ' ');
        expect(text).not.toMatch(/No changes|nothing to do|No drift\. |matches the desired state/);
        expect(text).toContain('IMPORT_ROLLBACK_FAILED');
        expect(text).toContain('aws cloudformation delete-stack');
      }
    }
  });

  it('in an unknown status: is blocked, and not touched', async () => {
    await applyScope(before);
    stackOf(account).status = 'SOME_NEW_STATUS';
    expect(blockersIn(await planScope(before))).toEqual([
      expect.stringContaining('look at the stack in the CloudFormation console'),
    ]);
    expect((await applyScope(after)).outcomes).toMatchObject([{ outcome: 'blocked' }]);
  });
});

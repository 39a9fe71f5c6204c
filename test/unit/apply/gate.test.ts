import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChangeSet } from '../../../src/model/change-set.ts';
import type { StackWriter } from '../../../src/model/stack-writer.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import type { OpenWritableSession } from '../../../src/commands/session.ts';
import { logicalIdOf } from '../../../src/cloudformation/logical-id.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const r = role('r', { Policies: [inline('a', allow('s3:GetObject', '*'))] });
const subject = scope([integration('i', [r])]);

/** A session in whose change sets somebody meddles between creation and execution. */
function meddling(meddle: (set: ChangeSet) => ChangeSet): OpenWritableSession {
  return async (settings) => {
    const session = await openWritableSession(settings);
    const writer: StackWriter = {
      ...session.writer,
      describeChangeSet: async (id) => {
        const set = await session.writer.describeChangeSet(id);
        return set === undefined ? undefined : meddle(set);
      },
    };
    return { ...session, writer };
  };
}

function sent(): readonly string[] {
  return account.sandbox.world.requests.map((request) => request.action);
}

const extra = {
  action: 'Add',
  logicalId: 'Backdoor',
  resourceType: 'AWS::IAM::Role',
  scope: [],
  details: [],
};

describe('a change set that is not what was planned', () => {
  const rows: readonly (readonly [string, (set: ChangeSet) => ChangeSet, string])[] = [
    [
      'has an entry more',
      (set) => ({ ...set, changes: [...set.changes, extra] }),
      'Add of Backdoor is not planned',
    ],
    ['has an entry less', (set) => ({ ...set, changes: [] }), 'is planned and not in the change set'],
    [
      'is about another resource',
      (set) => ({ ...set, changes: set.changes.map((one) => ({ ...one, resourceType: 'AWS::IAM::User' })) }),
      'is about a AWS::IAM::User',
    ],
    ['has one twice', (set) => ({ ...set, changes: [...set.changes, ...set.changes] }), 'twice'],
    ['is for another stack', (set) => ({ ...set, stackId: 'arn:other' }), 'it is for the stack arn:other'],
  ];

  it.each(rows)('is never executed when it %s, and taken away with its shell', async (_, meddle, message) => {
    const made = (set: ChangeSet): ChangeSet => (set.status === 'CREATE_COMPLETE' ? meddle(set) : set);
    const { outcomes } = await applyScope(subject, meddling(made));
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'change-set-mismatch' }]);
    expect(outcomes[0]).toMatchObject({ message: expect.stringContaining(message) });
    expect(sent()).not.toContain('ExecuteChangeSet');
    expect(sent()).toContain('DeleteChangeSet');
    expect(sent()).toContain('DeleteStack');
    expect(account.changes()).toBe(0);
    expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'applied' }]);
  });

  it('is not executed when its template was tampered with on the way', async () => {
    const { world } = account.sandbox;
    const tampering: OpenWritableSession = async (settings) => {
      const session = await openWritableSession(settings);
      const writer: StackWriter = {
        ...session.writer,
        createChangeSet: async (request) => {
          const template = JSON.parse(request.template) as { Resources: Record<string, unknown> };
          template.Resources['Backdoor'] = { Type: 'AWS::IAM::User', Properties: { UserName: 'backdoor' } };
          return session.writer.createChangeSet({ ...request, template: JSON.stringify(template) });
        },
      };
      return { ...session, writer };
    };
    const { outcomes } = await applyScope(subject, tampering);
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'change-set-mismatch' }]);
    expect(world.ledger).toEqual([]);
  });

  it('is not executed when an import would do anything else, be it harmless', async () => {
    await makeByHand(account, [r]);
    const harmless = { ...extra, action: 'SyncWithActual' };
    const made = (set: ChangeSet): ChangeSet =>
      set.status === 'CREATE_COMPLETE' ? { ...set, changes: [...set.changes, harmless] } : set;
    const before = account.changes();
    const { outcomes } = await applyScope(subject, meddling(made));
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'change-set-mismatch' }]);
    expect(account.changes()).toBe(before);
  });
});

describe('a change set that CloudFormation does not show whole', () => {
  it('is read again without values when some entries were dropped', async () => {
    account.sandbox.inject({ kind: 'dropped-values', logicalId: logicalIdOf(r), times: 2 });
    const { outcomes } = await applyScope(subject);
    expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
    const described = account.sandbox.world.requests.filter((one) => one.action === 'DescribeChangeSet');
    expect(described.at(-1)?.parameters['IncludePropertyValues']).toBe('false');
  });

  it('is judged by all of its pages', async () => {
    const many = Array.from({ length: 5 }, (_, index) => role(`r${index}`));
    await account.sandbox.close();
    account = await openAccount({ pageSize: 2 });
    const { outcomes } = await applyScope(scope([integration('i', many)]));
    expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
    const described = account.sandbox.world.requests.filter((one) => one.action === 'DescribeChangeSet');
    expect(described.some((one) => one.parameters['NextToken'] !== undefined)).toBe(true);
  });
});

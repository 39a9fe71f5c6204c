import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { after, before, blockersIn, callStack, driftIn, p, STACK, stackOf } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

/** The rows of docs/stack-states.md in which a run goes on; stuck-stacks and busy-stacks have the others. */

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

/** The change sets that nobody has executed. */
function waiting(): readonly string[] {
  return stackOf(account)
    .changeSets.filter((one) => one.executionStatus !== 'EXECUTE_COMPLETE')
    .map((one) => one.name);
}

async function outcomeOf(subject: Scope): Promise<unknown> {
  const [outcome] = (await applyScope(subject)).outcomes;
  return outcome?.outcome === 'failed' ? [outcome.message, outcome.hint] : outcome?.outcome;
}

/** What a run does that is killed right after a request. */
async function killAt(action: string, subject: Scope): Promise<void> {
  const { faults } = account.sandbox.world;
  faults.add({ kind: 'deny', action: 'DeleteChangeSet' });
  faults.add({ kind: 'deny', action });
  await applyScope(subject);
  faults.clear();
}

const act = (call: Record<string, string>): Promise<string> => callStack(account, call);

function failing(name: string): void {
  account.sandbox.inject({
    kind: 'handler',
    operation: '*',
    name,
    during: 'forward',
    message: 'no',
    times: 1,
  });
}

describe('a stack without anything in it', () => {
  it('REVIEW_IN_PROGRESS: is created', async () => {
    await killAt('ExecuteChangeSet', before);
    expect(stackOf(account).status).toBe('REVIEW_IN_PROGRESS');
    expect(driftIn(await planScope(before))).toEqual([]);
    expect(await outcomeOf(before)).toBe('applied');
  });

  it('ROLLBACK_COMPLETE: is deleted and created anew', async () => {
    failing('r');
    expect(await outcomeOf(before)).toEqual([
      'the change of rolekeeper-i failed and was rolled back: role/r: "no"',
      'AWS had a problem with it; run apply again',
    ]);
    expect(stackOf(account).status).toBe('ROLLBACK_COMPLETE');
    const plan = await planScope(before);
    expect([driftIn(plan), blockersIn(plan)]).toEqual([[], []]);
    expect(await outcomeOf(before)).toBe('applied');
    expect(stackOf(account).status).toBe('CREATE_COMPLETE');
  });

  it('ROLLBACK_COMPLETE of another tool: is left alone', async () => {
    failing('theirs');
    const Resources = { R: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'theirs' } } };
    await act({
      Action: 'CreateStack',
      TemplateBody: JSON.stringify({ Resources }),
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    });
    await planScope(before);
    await planScope(before);
    expect(stackOf(account).status).toBe('ROLLBACK_COMPLETE');
    expect(await outcomeOf(before)).toBe('blocked');
    expect(stackOf(account).status).toBe('ROLLBACK_COMPLETE');
  });

  it('IMPORT_ROLLBACK_COMPLETE after a first import: has nothing, whatever its template says', async () => {
    await makeByHand(account, [role('r'), p]);
    failing('r');
    await outcomeOf(before);
    expect(stackOf(account).status).toBe('IMPORT_ROLLBACK_COMPLETE');
    const plan = await planScope(before);
    expect(plan.integrations[0]?.entries.map((entry) => entry.action)).toEqual(['adopt', 'adopt']);
    expect(await outcomeOf(before)).toBe('applied');
  });
});

describe('a stack that can be changed', () => {
  it('UPDATE_ROLLBACK_COMPLETE and IMPORT_ROLLBACK_COMPLETE: is changed', async () => {
    await applyScope(before);
    failing('r');
    await outcomeOf(after);
    expect(stackOf(account).status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(driftIn(await planScope(after))).toEqual([]);
    expect(await outcomeOf(after)).toBe('applied');
    await makeByHand(account, [role('old')]);
    const more = scope([integration('i', [role('r', { Description: 'new' }), p, role('old')])]);
    failing('old');
    await outcomeOf(more);
    expect(stackOf(account).status).toBe('IMPORT_ROLLBACK_COMPLETE');
    expect(driftIn(await planScope(more))).toEqual([]);
    expect(await outcomeOf(more)).toBe('applied');
  });
});

describe('what killed runs leave', () => {
  const hoursLater = (hours: number) => {
    const start = Date.now() + hours * 3_600_000;
    return { clock: { now: () => new Date(start), sleep: () => Promise.resolve() } };
  };

  it('goes an hour later: change sets, and the stack that came into being for them', async () => {
    await killAt('ExecuteChangeSet', before);
    const nothing = scope([integration('j', [role('j')])]);
    await applyScope(nothing, undefined, hoursLater(0.5));
    expect(waiting()).toHaveLength(1);
    await applyScope(nothing, undefined, hoursLater(2));
    await planScope(nothing);
    expect(account.sandbox.world.cloudFormation.find('eu-west-1', STACK)).toBeUndefined();
  });

  it("goes from a stack that is changed, and others' change sets stay", async () => {
    await applyScope(before);
    await killAt('ExecuteChangeSet', after);
    await act({
      Action: 'CreateChangeSet',
      ChangeSetName: 'theirs',
      TemplateBody: JSON.stringify({ Resources: {} }).replace(
        '{}',
        '{"W":{"Type":"AWS::CloudFormation::WaitConditionHandle"}}',
      ),
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    });
    expect(waiting()).toHaveLength(2);
    account.sandbox.inject({ kind: 'deny', action: 'CreateChangeSet' });
    await applyScope(after, undefined, hoursLater(2));
    expect(waiting()).toEqual(['theirs']);
  });

  it('is not touched where another tool has a stack of that name under review', async () => {
    await act({
      Action: 'CreateChangeSet',
      ChangeSetName: 'theirs',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify({
        Resources: { W: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
      }),
    });
    expect(await outcomeOf(before)).toEqual([
      'the stack rolekeeper-i is under review: its change set theirs was not made by rolekeeper',
      expect.stringContaining('aws cloudformation delete-change-set --change-set-name arn:'),
    ]);
    expect(waiting()).toEqual(['theirs']);
    await applyScope(scope([integration('j', [role('j')])]), undefined, hoursLater(2));
    expect(waiting()).toEqual(['theirs']);
  });
});

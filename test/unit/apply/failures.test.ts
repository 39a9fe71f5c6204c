import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IntegrationOutcome } from '../../../src/model/apply-result.ts';
import type { Integration } from '../../../src/model/integration.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { commandsIn } from '../../helpers/converge/way-out.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const ok = integration('fine', [role('fine')]);

/** What is said of the integration `i`; beside it another one is applied all the same. */
async function failureOf(resources: readonly Resource[], prepare = (i: Integration) => i): Promise<unknown> {
  const subject = scope([ok, prepare(integration('i', resources))]);
  const { outcomes } = await applyScope(subject);
  const [first, second] = outcomes;
  expect(first).toMatchObject({ outcome: 'applied', integration: 'fine' });
  return sayOf(second);
}

function sayOf(outcome: IntegrationOutcome | undefined): unknown {
  if (outcome?.outcome !== 'failed') return outcome;
  const { reason, message, hint, location } = outcome;
  return { reason, message, hint, line: location?.line };
}

const r = role('r');

describe('a failure is explained: the root cause, the resource, its line, and what to do', () => {
  it('a name that was taken after the plan was read, found before execution', async () => {
    // The plan reads IAM as it was.
    account.sandbox.world.switches = { ...account.sandbox.world.switches, staleReads: 30 };
    await account.call({
      Action: 'CreateRole',
      RoleName: 'r',
      AssumeRolePolicyDocument: JSON.stringify(trustOf('AWS', '*')),
    });
    expect(sayOf((await applyScope(scope([integration('i', [r])]))).outcomes[0])).toEqual({
      reason: 'change-set-failed',
      message: `CloudFormation refused the change set of rolekeeper-i: role/r: "Resource of type 'AWS::IAM::Role' with identifier 'r' already exists"`,
      hint: 'it was made after the plan was read; run plan: it is adopted instead of created; nothing was executed',
      line: 10,
    });
  });

  it('the same without the permission to see the details', async () => {
    account.sandbox.world.switches = { ...account.sandbox.world.switches, staleReads: 30 };
    await account.call({
      Action: 'CreateRole',
      RoleName: 'r',
      AssumeRolePolicyDocument: JSON.stringify(trustOf('AWS', '*')),
    });
    account.sandbox.inject({ kind: 'deny', action: 'DescribeEvents' });
    expect(sayOf((await applyScope(scope([integration('i', [r])]))).outcomes[0])).toMatchObject({
      hint: expect.stringContaining('allow cloudformation:DescribeEvents'),
    });
  });

  it('the same where nothing answers that has the details', async () => {
    account.sandbox.inject({ kind: 'error', action: 'DescribeEvents', status: 500, code: 'InternalFailure' });
    account.sandbox.world.switches = { ...account.sandbox.world.switches, staleReads: 30 };
    const AssumeRolePolicyDocument = JSON.stringify(trustOf('AWS', '*'));
    await account.call({ Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument });
    const said = sayOf((await applyScope(scope([integration('i', [r])]))).outcomes[0]);
    expect(said).toMatchObject({
      reason: 'change-set-failed',
      message: expect.stringContaining('CloudFormation refused the change set of rolekeeper-i'),
    });
  });

  it('a code that CloudFormation does not have, as emulators answer', async () => {
    const message = 'Role r not found';
    account.sandbox.inject({
      kind: 'error',
      action: 'ExecuteChangeSet',
      status: 404,
      code: 'NoSuchEntity',
      message,
    });
    expect(sayOf((await applyScope(scope([integration('i', [r])]))).outcomes[0])).toMatchObject({
      reason: 'change-set-failed',
      message: 'CloudFormation refuses: NoSuchEntity: Role r not found',
      hint: 'look at the stack in the CloudFormation console, and plan again',
    });
  });

  it('a name that is found taken at execution', async () => {
    account.sandbox.inject({
      kind: 'handler',
      operation: 'create',
      name: 'r',
      message: "Resource of type 'AWS::IAM::Role' with identifier 'r' already exists.",
      code: 'AlreadyExists',
      times: 1,
    });
    expect(await failureOf([resource('managed-policy', 'p'), r])).toEqual({
      reason: 'change-set-failed',
      message: `the change of rolekeeper-i failed and was rolled back: role/r: "Resource of type 'AWS::IAM::Role' with identifier 'r' already exists"`,
      hint: 'it was made after the plan was read; run plan: it is adopted instead of created',
      line: 11,
    });
  });

  it('a quota', async () => {
    await makeByHand(account, [role('one'), role('two')]);
    account.sandbox.world.switches = { ...account.sandbox.world.switches, maxRoles: 3 };
    expect(await failureOf([r, role('s')])).toMatchObject({
      message: expect.stringContaining('Cannot exceed quota for RolesPerAccount: 3'),
      hint: expect.stringContaining('a quota is reached'),
      line: expect.any(Number),
    });
  });

  it('a permission that the role of CloudFormation lacks', async () => {
    account.sandbox.inject({
      kind: 'handler',
      operation: 'create',
      name: 'r',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/cfn/AWSCloudFormation is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/r (Service: Iam, Status Code: 403, Request ID: 1)',
      code: 'AccessDenied',
      times: 1,
    });
    expect(await failureOf([r])).toEqual({
      reason: 'change-set-failed',
      message:
        'the change of rolekeeper-i failed and was rolled back: role/r: "User: arn:aws:sts::111122223333:assumed-role/cfn/AWSCloudFormation is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/r"',
      hint: 'allow that to the role that CloudFormation works with; docs/permissions.md has all that it needs',
      line: 10,
    });
  });

  it('a principal that was deleted after the plan was read, with the line of the trust policy', async () => {
    await makeByHand(account, [role('nobody')]);
    account.sandbox.world.switches = { ...account.sandbox.world.switches, staleReads: 30 };
    await account.call({ Action: 'DeleteRole', RoleName: 'nobody' });
    const trusting = role('r', {
      AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::111122223333:role/nobody'),
    });
    const line = { file: 'desired/i.yaml', line: 42, column: 7 };
    const placed = (i: Integration): Integration => ({
      ...i,
      resources: i.resources.map((item) => ({
        ...item,
        propertyLocations: { AssumeRolePolicyDocument: line },
      })),
    });
    const { outcomes } = await applyScope(scope([placed(integration('i', [trusting]))]));
    expect(sayOf(outcomes[0])).toMatchObject({
      message: expect.stringContaining('role/r: "Invalid principal in policy'),
      hint: expect.stringContaining('correct its "Principal"'),
      line: 42,
    });
  });

  it('throttling inside CloudFormation', async () => {
    account.sandbox.inject({
      kind: 'handler',
      operation: 'create',
      name: 'r',
      message: 'Rate exceeded (Service: Iam, Status Code: 400, Request ID: 1)',
      code: 'Throttling',
      times: 1,
    });
    expect(await failureOf([r])).toMatchObject({
      message: 'the change of rolekeeper-i failed and was rolled back: role/r: "Rate exceeded"',
      hint: 'IAM limits how many calls it takes in a second; run apply again, with --requests-per-second 5 where it happens twice',
    });
  });

  it('a stack that is protected from deletion, with the command that lets it go', async () => {
    await applyScope(scope([ok, integration('i', [r])]));
    const protect = { Version: '2010-05-15', StackName: 'rolekeeper-i' };
    await account.call({
      ...protect,
      Action: 'UpdateTerminationProtection',
      EnableTerminationProtection: 'true',
    });
    const gone = scope([ok], { delete: ['i'] });
    const { outcomes, proof } = await applyScope(gone);
    expect(outcomes).toContainEqual({ outcome: 'blocked', integration: 'i' });
    expect(account.changesSince(0).filter((line) => line.includes('Delete'))).toEqual([]);
    const [blocker] = proof.integrations.flatMap(({ blockers }) => blockers);
    expect(blocker?.message).toContain('termination protection');
    const [command = ''] = commandsIn(blocker?.hint ?? '');
    expect(command).toBe(
      'aws cloudformation update-termination-protection --stack-name rolekeeper-i --no-enable-termination-protection',
    );
    await account.call({
      ...protect,
      Action: 'UpdateTerminationProtection',
      EnableTerminationProtection: 'false',
    });
    expect((await applyScope(gone)).outcomes).toContainEqual(
      expect.objectContaining({ outcome: 'applied', integration: 'i' }),
    );
  });

  /** From the so-many-th request of an action on. */
  const from = (action: string, then: () => void): void => {
    const { requests } = account.sandbox.world;
    const push = requests.push.bind(requests);
    requests.push = (...records) => {
      if (records.some((record) => record.action === action)) then();
      return push(...records);
    };
  };

  it.each([
    [
      'before anything is begun',
      () => account.sandbox.inject({ kind: 'expired-token', action: 'CreateChangeSet' }),
      undefined,
      /^the credentials have expired/,
    ],
    [
      'while it is begun',
      () => account.sandbox.inject({ kind: 'drop', action: 'ExecuteChangeSet', when: 'after' }),
      'not-confirmed',
      /^whether AWS began to change i is not known: /,
    ],
    [
      'while it is waited for',
      () =>
        from('ExecuteChangeSet', () => account.sandbox.inject({ kind: 'deny', action: 'DescribeStacks' })),
      'not-confirmed',
      /^AWS began to change i, and how that ended was not seen: /,
    ],
    [
      'by an answer to the call that begins it',
      () => account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet' }),
      undefined,
      /cloudformation:ExecuteChangeSet/,
    ],
  ])('says whether it may have been done after all: %s', async (_when, prepare, known, message) => {
    const subject = scope([integration('i', [r])]);
    const { outcomes } = await applyScope(subject, undefined, undefined, () => {
      prepare();
      return Promise.resolve();
    });
    account.sandbox.world.faults.clear();
    const [outcome] = outcomes;
    expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringMatching(message) });
    expect(outcome?.outcome === 'failed' ? outcome.known : 'none').toBe(known);
  });

  it('credentials that expire in the middle: nothing more is started, and nothing is claimed', async () => {
    account.sandbox.inject({ kind: 'expired-token', action: 'ExecuteChangeSet', times: 1 });
    account.sandbox.inject({ kind: 'expired-token', action: 'DeleteChangeSet' });
    const names = Array.from({ length: 12 }, (_, index) => `i${index}`);
    const subject = scope(names.map((name) => integration(name, [role(name)])));
    const { outcomes } = await applyScope(subject);
    const failed = outcomes.flatMap((outcome) => (outcome.outcome === 'failed' ? [outcome] : []));
    expect(failed).toHaveLength(12);
    expect(failed.some(({ known }) => known === 'not-started')).toBe(true);
    expect(failed.find(({ known }) => known === 'not-confirmed')).toMatchObject({
      reason: 'no-credentials',
      message: expect.stringMatching(/^whether AWS began to change i\d+ is not known: the credentials have/),
      hint: expect.stringContaining('the next run continues from there'),
    });
    account.sandbox.world.faults.clear();
    const again = await applyScope(subject);
    expect(again.outcomes.filter((outcome) => outcome.outcome === 'failed')).toEqual([]);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { carryOutByHand, commandsIn, waysOut } from '../../helpers/converge/way-out.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

/** Where no change set leads on, what rolekeeper says to run does: each is carried out here as it is printed. */

let account: Account;

afterEach(() => account.sandbox.close());

const POLICY = 'arn:aws:iam::111122223333:policy/p';

function of(...resources: readonly Resource[]): Scope {
  return scope([integration('i', resources)]);
}

async function start(switches: Partial<Switches>, wanted: Scope): Promise<void> {
  account = await openAccount({ switches });
  expect((await applyScope(wanted)).outcomes).toMatchObject([{ outcome: 'applied' }]);
}

function blockersIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ blockers, entries }) =>
    [...blockers, ...entries.flatMap((entry) => entry.blockers)].map(({ code }) => code),
  );
}

/** The commands that were printed after a failed apply; all of them carried out, refused or not. */
async function followed(wanted: Scope): Promise<readonly string[]> {
  const result = await applyScope(wanted);
  expect(result.outcomes).toMatchObject([{ outcome: 'failed' }]);
  const commands = waysOut(result, await planScope(wanted)).get('i') ?? [];
  for (const command of commands) await carryOutByHand(command, account).catch(() => undefined);
  return commands;
}

async function converges(wanted: Scope): Promise<void> {
  expect((await applyScope(wanted)).outcomes).toMatchObject([{ outcome: 'applied' }]);
  const { integrations } = await planScope(wanted);
  const open = integrations.flatMap(({ entries }) => entries.flatMap((entry) => entry.changes));
  expect(open).toEqual([]);
}

describe('a sixth version of a managed policy', () => {
  const policy = (action: string): Resource =>
    resource('managed-policy', 'p', { PolicyDocument: allow(action, '*') });

  async function fill(): Promise<void> {
    for (const action of ['s3:A', 's3:B', 's3:C', 's3:D']) {
      const document = allow(action, '*');
      await account.call({ Action: 'CreatePolicyVersion', PolicyArn: POLICY, PolicyDocument: document });
    }
  }

  it('is blocked once CloudFormation has refused it, with the command that deletes the oldest', async () => {
    await start({ policyVersions: 'fail' }, of(policy('s3:GetObject')));
    await fill();
    const wanted = of(policy('s3:PutObject'));
    expect(blockersIn(await planScope(wanted))).toEqual([]);
    expect(await followed(wanted)).toEqual([
      `aws iam delete-policy-version --policy-arn ${POLICY} --version-id v2`,
    ]);
    expect(blockersIn(await planScope(wanted))).toEqual([]);
    await converges(wanted);
  });

  it('blocks until then', async () => {
    await start({ policyVersions: 'fail' }, of(policy('s3:GetObject')));
    await fill();
    const wanted = of(policy('s3:PutObject'));
    await applyScope(wanted);
    expect(blockersIn(await planScope(wanted))).toEqual(['policy-versions']);
    expect((await applyScope(wanted)).outcomes).toMatchObject([{ outcome: 'blocked' }]);
    expect(blockersIn(await planScope(of(policy('s3:GetObject'))))).toEqual([]);
  });

  it('is not blocked where the update was rolled back for another reason', async () => {
    await start({}, of(policy('s3:GetObject')));
    await fill();
    account.sandbox.inject({ kind: 'handler', operation: 'update', message: 'no', times: 1 });
    const wanted = of(policy('s3:PutObject'));
    expect((await applyScope(wanted)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    expect(blockersIn(await planScope(wanted))).toEqual([]);
    await converges(wanted);
  });
});

describe('a rollback that cannot go back', () => {
  it('names the resources to skip, and what was skipped is applied anew', async () => {
    await start({ removalOfMissing: 'fail' }, of(role('r'), resource('group', 'g')));
    const wanted = of(
      role('r', { Policies: [inline('more', allow('s3:GetObject', '*'))] }),
      resource('group', 'g'),
    );
    account.sandbox.inject({ kind: 'handler', operation: 'update', name: 'r', message: 'no', times: 1 });
    const commands = await followed(wanted);
    expect(commands).toEqual([
      'aws cloudformation continue-update-rollback --stack-name rolekeeper-i',
      expect.stringMatching(
        /^aws cloudformation continue-update-rollback --stack-name rolekeeper-i --resources-to-skip Roler[0-9a-f]{8}$/,
      ),
    ]);
    await converges(wanted);
  });
});

describe('an instance profile that lost its role while the YAML gives it another', () => {
  it('is left to the command: neither an update nor its rollback could be carried out', async () => {
    const profile = (name: string): Resource => resource('instance-profile', 'x', { Roles: [name] });
    await start(
      { removalOfMissing: 'fail', driftUnsupportedTypes: ['AWS::IAM::InstanceProfile'] },
      of(role('a'), role('b'), profile('a')),
    );
    await account.call({ Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'x', RoleName: 'a' });
    const wanted = of(role('a'), role('b'), profile('b'));
    expect(await followed(wanted)).toEqual([
      'aws iam add-role-to-instance-profile --instance-profile-name x --role-name b',
    ]);
    await converges(wanted);
  });
});

describe('a hint', () => {
  it('has its commands in a form that can be copied', () => {
    expect(
      commandsIn(
        `do it, then run: aws iam put-role-policy --role-name r --policy-document '{"a": "b; c && d"}'; then apply again`,
      ),
    ).toEqual([`aws iam put-role-policy --role-name r --policy-document '{"a": "b; c && d"}'`]);
    expect(commandsIn('run: aws iam a --b c && aws iam d --e f: then go on (aws iam x)')).toEqual([
      'aws iam a --b c',
      'aws iam d --e f',
      'aws iam x',
    ]);
  });
});

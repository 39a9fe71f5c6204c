import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope, Settings } from '../../../src/model/integration.ts';
import { makeByHand, policyArn } from '../../helpers/make-by-hand.ts';
import { commandsIn } from '../../helpers/converge/way-out.ts';
import { blockersIn, untilStatus } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

const CLOUDFORMATION = '2010-05-15';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const r = role('r');
const of = (overrides: Partial<Settings> = {}): Scope => scope([integration('i', [r])], overrides);

const act = (call: Record<string, string>): Promise<string> =>
  account.call({
    Version: CLOUDFORMATION,
    StackName: 'rolekeeper-i',
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    ...call,
  });

/** What stands in the way, and that nothing is done about it. */
async function leftAlone(subject: Scope): Promise<readonly string[]> {
  const before = [account.changes(), account.sandbox.world.cloudFormation.stacks.length];
  const { integrations } = await planScope(subject);
  const blockers = integrations.flatMap((item) => [
    ...item.blockers,
    ...item.entries.flatMap((entry) => entry.blockers),
  ]);
  expect((await applyScope(subject)).outcomes.map(({ outcome }) => outcome)).toContain('blocked');
  expect([account.changes(), account.sandbox.world.cloudFormation.stacks.length]).toEqual(before);
  return blockers.map(({ code, message }) => `${code}: ${message}`);
}

describe('what is not ours is named and left alone', () => {
  it('a stack of the right name that another tool made', async () => {
    const Resources = { W: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
    await act({ Action: 'CreateStack', TemplateBody: JSON.stringify({ Resources }) });
    expect(await leftAlone(of())).toEqual([
      'foreign-stack: the stack rolekeeper-i was not made by rolekeeper: its template has no Metadata.rolekeeper',
    ]);
  });

  it('a stack of ours whose template was edited in the console', async () => {
    await applyScope(of());
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    const edited = (stack?.deployment?.template ?? '').replace('3600', '7200');
    await act({ Action: 'UpdateStack', TemplateBody: edited });
    await planScope(of());
    await planScope(of());
    const changed = scope([integration('i', [role('r', { Description: 'new' })])]);
    expect(await leftAlone(changed)).toEqual([
      expect.stringContaining('foreign-stack: the stack rolekeeper-i was edited outside rolekeeper'),
    ]);
  });

  it('a stack of ours whose template was edited in the console, after its file went', async () => {
    await applyScope(of());
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    const edited = (stack?.deployment?.template ?? '').replace('3600', '7200');
    await act({ Action: 'UpdateStack', TemplateBody: edited });
    await untilStatus(account, (status) => status === 'UPDATE_COMPLETE');
    expect(await leftAlone(scope([]))).toEqual([expect.stringContaining('was edited outside rolekeeper')]);
    expect(await leftAlone(scope([], { delete: ['i'] }))).toHaveLength(1);
    expect(account.sandbox.world.iam.roles.size).toBe(1);
  });

  it('an edited stack goes on when its template is put back as the plan says', async () => {
    await applyScope(of());
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    const [own = '', edited = ''] = [
      stack?.deployment?.template,
      stack?.deployment?.template.replace('3600', '7200'),
    ];
    await act({ Action: 'UpdateStack', TemplateBody: edited });
    await untilStatus(account, (status) => status === 'UPDATE_COMPLETE');
    const [told = ''] = commandsIn(blockersIn(await planScope(of()))[0] ?? '');
    expect(told).toBe(
      'aws cloudformation update-stack --stack-name rolekeeper-i --template-body file://i.json --capabilities CAPABILITY_NAMED_IAM',
    );
    // What "rolekeeper render i" writes.
    await act({ Action: 'UpdateStack', TemplateBody: own });
    await untilStatus(account, (status) => status === 'UPDATE_COMPLETE');
    expect((await applyScope(of())).outcomes).toMatchObject([{ outcome: 'unchanged' }]);
  });

  it('a resource of another stack, with the name of that', async () => {
    const theirs = { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', ...r.properties } } };
    await act({
      Action: 'CreateStack',
      StackName: 'theirs',
      TemplateBody: JSON.stringify({ Resources: theirs }),
    });
    for (let tick = 0; tick < 4; tick += 1) await act({ Action: 'DescribeStacks', StackName: 'theirs' });
    expect(await leftAlone(of())).toEqual([
      'foreign-owner: role/r belongs to the CloudFormation stack theirs',
    ]);
    expect((await planScope(of())).integrations[0]?.entries[0]?.blockers[0]?.hint).toContain(
      'rolekeeper adopt --from-stack theirs takes it over from there',
    );
  });

  it('what was applied under another stackPrefix', async () => {
    await applyScope(of());
    const moved = of({ stackPrefix: 'other-' });
    expect(await leftAlone(moved)).toEqual([
      'foreign-owner: role/r belongs to the CloudFormation stack rolekeeper-i',
    ]);
    expect((await planScope(moved)).integrations[0]?.entries[0]?.blockers[0]?.hint).toContain(
      'set "stackPrefix: rolekeeper-" again',
    );
  });

  it('a resource of another stack in another region', async () => {
    const theirs = { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', ...r.properties } } };
    const inVirginia = (call: Record<string, string>) =>
      account.sandbox.dispatch({
        authorization: 'AWS4-HMAC-SHA256 Credential=somebody/20260101/us-east-1/cloudformation/aws4_request',
        body: new URLSearchParams({ Version: '2010-05-15', StackName: 'vendor', ...call }).toString(),
      });
    const TemplateBody = JSON.stringify({ Resources: theirs });
    inVirginia({ Action: 'CreateStack', TemplateBody, 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' });
    for (let tick = 0; tick < 4; tick += 1) inVirginia({ Action: 'DescribeStacks' });
    expect(await leftAlone(of())).toEqual([
      'foreign-owner: role/r belongs to the CloudFormation stack vendor in us-east-1',
    ]);
  });

  it('one of many that are to be adopted, with a call for each region that has no stacks', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `r${index}`);
    await makeByHand(
      account,
      names.map((name) => role(name)),
    );
    await applyScope(scope([integration('i', [r])], { region: 'us-east-1' }));
    const { requests } = account.sandbox.world;
    const before = requests.length;
    const wanted = scope([integration('i', [r, ...names.map((name) => role(name))])]);
    const blocked = (await planScope(wanted)).integrations.flatMap(({ entries }) =>
      entries.filter(({ blockers }) => blockers.length > 0).map(({ address }) => address),
    );
    expect(blocked).toEqual(['role/r']);
    const asked = requests.slice(before).map(({ action }) => action);
    const count = (action: string): number => asked.filter((one) => one === action).length;
    // Twice for the plan, then the stacks here, and those of each of the sixteen other regions.
    expect(count('DescribeStacks')).toBe(2 + 1 + 16);
    expect(count('DescribeStackResources')).toBe(1);
  });

  it('what was applied in another region', async () => {
    await applyScope(of());
    expect(await leftAlone(of({ region: 'eu-central-1' }))).toEqual([
      'foreign-owner: role/r belongs to the CloudFormation stack rolekeeper-i in eu-west-1',
    ]);
  });
});

describe('what IAM would not delete is found when it is planned', () => {
  it('keys, password and MFA device, attachments, profiles, members', async () => {
    const all = [r, resource('user', 'u'), resource('group', 'g'), resource('managed-policy', 'p')];
    await applyScope(scope([integration('i', all)]));
    await makeByHand(account, [role('other', { PermissionsBoundary: policyArn('p') })]);
    for (const call of [
      { Action: 'CreateAccessKey', UserName: 'u' },
      { Action: 'CreateLoginProfile', UserName: 'u', Password: 'not-a-secret-1A!' },
      { Action: 'AttachGroupPolicy', GroupName: 'g', PolicyArn: policyArn('p') },
      { Action: 'CreateInstanceProfile', InstanceProfileName: 'by-hand' },
      { Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'by-hand', RoleName: 'r' },
      { Action: 'CreateUser', UserName: 'stranger' },
      { Action: 'AddUserToGroup', UserName: 'stranger', GroupName: 'g' },
    ])
      await account.call(call);
    const found = await leftAlone(scope([], { delete: ['i'], maxDeletes: 9 }));
    expect(found).toEqual([
      'group-with-members: group/g cannot be deleted: user/stranger is a member',
      'policy-in-use: managed-policy/p cannot be deleted: it is the permissions boundary of role/other',
      'role-in-profile: role/r cannot be deleted: it is in instance-profile/by-hand',
      expect.stringMatching(
        /^user-with-keys: user\/u cannot be deleted: it has the access key AKIA\w+, it has a console password$/,
      ),
    ]);
  });
});

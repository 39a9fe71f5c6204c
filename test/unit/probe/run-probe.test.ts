import { afterEach, describe, expect, it } from '@jest/globals';
import { QUESTIONS, runProbe, type Findings } from '../../../src/probe/run-probe.ts';
import { defaultSwitches, type Switches } from '../../../src/sandbox/switches.ts';
import { connectionsTo } from '../../helpers/in-process/connections.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { THOROUGH } from '../../helpers/thorough.ts';
import { OTHER_SETTINGS } from '../../helpers/switch-settings.ts';

let account: Account;

afterEach(() => account.sandbox.close());

async function probe(switches: Partial<Switches> = {}): Promise<Findings> {
  account = await openAccount({ switches });
  return runAgain();
}

function runAgain(): Promise<Findings> {
  // It is a person's tool: it may do what rolekeeper never does.
  const { sandbox } = account;
  const options = { region: 'eu-west-1', version: '0.0.0', limits: { attempts: 1 } };
  const { cloudFormation, iam } = connectionsTo(sandbox, sandbox.url, 'somebody', options);
  return runProbe(
    {
      cloudFormation: cloudFormation.client,
      iam: iam.client,
      account: '111122223333',
      partition: 'aws',
      run: 'test',
      pause: () => Promise.resolve(),
    },
    () => undefined,
  );
}

/** What the probe is to find: with a type that is not supported, how documents of it are compared cannot be seen. */
function expected(switches: Partial<Switches>): object {
  const all: Record<string, unknown> = { ...defaultSwitches, ...switches };
  const asked = Object.fromEntries(QUESTIONS.map(({ asks }) => [asks, all[asks]]));
  return switches.driftUnsupportedTypes === undefined ? asked : { ...asked, driftComparison: 'normalised' };
}

describe('the probe', () => {
  // All at once they are tried always.
  const one = THOROUGH ? OTHER_SETTINGS : OTHER_SETTINGS.slice(0, 4);

  it.each([{}, ...one].map((switches) => [JSON.stringify(switches), switches] as const))(
    'recovers %s',
    async (_, switches) => {
      const findings = await probe(switches);
      expect(findings).toMatchObject({ switches: expected(switches), unanswered: {}, left: [] });
    },
  );

  it('recovers every setting of every switch at once', async () => {
    const all = Object.assign(
      {},
      ...OTHER_SETTINGS.filter((one) => !('driftUnsupportedTypes' in one)),
    ) as Partial<Switches>;
    expect((await probe(all)).switches).toEqual(expected(all));
  });

  it('tells in what words CloudFormation refuses what no documentation has', async () => {
    const { said } = await probe();
    expect(said).toEqual({
      'a character beyond ASCII in a template that is read back': '?',
      'a change set that is older than an update of its stack':
        'ChangeSet [ID] cannot be executed in its current execution status of [OBSOLETE]',
      'a drift-aware change set that creates a stack': 'DeploymentMode is not valid for CREATE',
      'a drift-aware change set that imports': 'DeploymentMode is not valid for IMPORT',
      'a drift-aware change set where nothing drifted': expect.stringContaining("didn't contain changes"),
      'a role whose trust policy denies and allows nothing': 'accepted',
      'an update of a stack that does not exist': expect.stringMatching(/does not exist/),
    });
  });

  it('leaves nothing behind', async () => {
    await probe();
    const { iam, cloudFormation } = account.sandbox.world;
    const stacks = cloudFormation.stacks.filter((stack) => stack.status !== 'DELETE_COMPLETE');
    expect([...iam.roles.keys(), ...iam.groups.keys(), ...iam.policies.keys(), ...stacks]).toEqual([]);
  });

  it('leaves nothing behind when its questions fail, and says what failed', async () => {
    account = await openAccount();
    account.sandbox.inject({ kind: 'deny', action: 'ExecuteChangeSet' });
    const { unanswered, left } = await runAgain();
    expect(Object.keys(unanswered)).toContain('driftSeesExtras');
    expect(left).toEqual([]);
    const { iam, cloudFormation } = account.sandbox.world;
    const stacks = cloudFormation.stacks.filter((stack) => stack.status !== 'DELETE_COMPLETE');
    expect([...iam.roles.keys(), ...iam.groups.keys(), ...iam.policies.keys(), ...stacks]).toEqual([]);
  });

  it('touches nothing but what carries its own prefix', async () => {
    account = await openAccount();
    await account.call({ Action: 'CreateGroup', GroupName: 'rolekeeper-probe' });
    await account.call({ Action: 'CreateGroup', GroupName: 'theirs' });
    await runAgain();
    expect([...account.sandbox.world.iam.groups.keys()].sort()).toEqual(['rolekeeper-probe', 'theirs']);
  });
});

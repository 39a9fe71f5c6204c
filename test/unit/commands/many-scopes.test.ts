import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import { plan } from '../../../src/commands/plan.ts';
import { offlinePlan } from '../../../src/commands/offline-plan.ts';
import { scopes } from '../../../src/commands/scopes.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { ScopeReport } from '../../../src/report/many-scopes.ts';
import { renderScopes } from '../../../src/report/registry.ts';
import { openManyAccounts, roleLines, type ManyAccounts } from '../../helpers/in-process/many-accounts.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { THOROUGH, itThorough } from '../../helpers/thorough.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

let aws: ManyAccounts | undefined;
afterEach(() => aws?.close());
afterAll(removeDesiredFolders);

const accountOf = (index: number): string => String(300_000_000_000 + index);
const nameOf = (index: number): string => `acct-${String(index).padStart(3, '0')}`;

/** So many scopes that include one file, each with the role of its account. */
function foldersOf(count: number): Readonly<Record<string, string>> {
  const files: Record<string, string> = { '_shared/reader.yaml': integrationFile('reader', 'reader') };
  for (let index = 0; index < count; index += 1) {
    const more = `${roleLines(accountOf(index))}include: [{ file: _shared/reader.yaml }]\n`;
    files[`${nameOf(index)}/rolekeeper.yaml`] = settingsFile(accountOf(index), more);
  }
  return files;
}

function open(count: number): { readonly desired: string; readonly accounts: ManyAccounts } {
  aws = openManyAccounts(Array.from({ length: count }, (_, index) => accountOf(index)));
  return { desired: desiredFolder(foldersOf(count)), accounts: aws };
}

const JSON_PLAN = { format: 'json' } as const;
type Row = {
  readonly account?: string;
  readonly failed?: { readonly directory: string; readonly reason: string };
};

describe('several accounts in one run', () => {
  it('are each read with their own role, applied, and without drift then', async () => {
    const { desired } = open(3);
    const planned = await runCommand((own) => plan({ desired, ...JSON_PLAN }, own, openSession));
    expect((JSON.parse(planned.stdout) as readonly Row[]).map(({ account }) => account)).toEqual(
      [0, 1, 2].map(accountOf),
    );
    const options = { desired, format: 'text', autoApprove: true, parallel: 5 } as const;
    const applied = await runCommand((own) => apply(options, own, openWritableSession));
    expect(applied).toMatchObject({ exitCode: 0 });
    const after = await runCommand((own) => drift({ desired, format: 'text' }, own, openSession));
    expect(after).toMatchObject({ exitCode: 0 });
    expect(after.stdout.match(/No drift/g)).toHaveLength(3);
  });

  it.each(['text', 'markdown'] as const)(
    'of which one fails leave the others done, and it is said on top: %s',
    async (format) => {
      const { desired, accounts } = open(3);
      accounts.worldOf(accountOf(1)).iam.roles.delete('rolekeeper-plan');
      for (const command of [plan, drift]) {
        const result = await runCommand((own) => command({ desired, format }, own, openSession));
        expect(result).toMatchObject({ exitCode: 1, reason: 'access-denied' });
        expect(result.stdout.split('\n').slice(0, 4).join('\n')).toMatch(
          /acct-001.*account `?300000000001`?.*cannot be assumed/s,
        );
        for (const index of [0, 2]) expect(result.stdout).toContain(accountOf(index));
        expect(result.stdout).not.toMatch(/No changes\. IAM matches/);
      }
    },
  );

  it('have a change that is the same in all of them once in the text', async () => {
    const { desired } = open(3);
    const result = await runCommand((own) => plan({ desired, format: 'text' }, own, openSession));
    expect(result.stdout).toContain('reader: the same in 3 scopes, in each 1 to create');
    expect(result.stdout.match(/role\/reader will be created/g)).toHaveLength(1);
    expect(result.stdout.match(/as in 3 scopes: see above/g)).toHaveLength(3);
  });

  it('say it as data, too', async () => {
    const { desired, accounts } = open(3);
    accounts.worldOf(accountOf(0)).iam.roles.delete('rolekeeper-plan');
    const result = await runCommand((own) => plan({ desired, ...JSON_PLAN }, own, openSession));
    expect(JSON.parse(result.stdout) as readonly Row[]).toMatchObject([
      { failed: { directory: expect.stringContaining('acct-000'), reason: 'access-denied' } },
      { account: accountOf(1) },
      { account: accountOf(2) },
    ]);
  });

  it('of which all fail have no plan, and no clean result', async () => {
    const { desired, accounts } = open(2);
    for (const world of accounts.sandbox.others) world.iam.roles.clear();
    const result = await runCommand((own) => plan({ desired, ...JSON_PLAN }, own, openSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'access-denied' });
    expect(result.stderr).toContain('2 of 2 scopes failed');
  });

  it('of which one cannot be read leave open whether a name is that of its stack', async () => {
    const { desired, accounts } = open(2);
    const planOf = (name: string) =>
      runCommand((own) => plan({ desired, format: 'text', only: [name] }, own, openSession));
    expect(await planOf('gone')).toMatchObject({ reason: 'invalid-config' });
    accounts.worldOf(accountOf(1)).iam.roles.delete('rolekeeper-plan');
    const result = await planOf('gone');
    expect(result).toMatchObject({ exitCode: 1, reason: 'access-denied' });
    expect(result.stderr).toMatch(
      /no file declares gone, and the stacks of \S+acct-001 could not be read: the role/,
    );
    expect((await planOf('raeder')).stderr).toContain('did you mean reader?');
  });

  it('are applied where they can be, and the run fails for the other', async () => {
    const { desired, accounts } = open(3);
    accounts.worldOf(accountOf(0)).iam.roles.delete('rolekeeper-apply');
    const options = { desired, format: 'text', autoApprove: true, parallel: 5 } as const;
    const result = await runCommand((own) => apply(options, own, openWritableSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'access-denied' });
    expect([1, 2].map((index) => accounts.worldOf(accountOf(index)).iam.roles.has('reader'))).toEqual([
      true,
      true,
    ]);
  });

  it('of which one denies the bulk read say that it was not read, and of it nothing else', async () => {
    const { desired, accounts } = open(2);
    const action = 'GetAccountAuthorizationDetails';
    accounts.worldOf(accountOf(1)).faults.add({ kind: 'deny', action, times: 1_000 });
    const result = await runCommand((own) => drift({ desired, format: 'text' }, own, openSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'unchecked' });
    expect(result.stdout.match(/Not read:/g)).toHaveLength(1);
  });
});

describe('scopes that include one file, without credentials', () => {
  const COMMIT = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';
  const LISTINGS: Readonly<Record<string, string>> = {
    'details.json': '{"RoleDetailList":[],"UserDetailList":[],"GroupDetailList":[],"Policies":[]}',
    'roles.json': '{"Roles":[]}',
    'profiles.json': '{"InstanceProfiles":[]}',
    'providers.json': '{"OpenIDConnectProviderList":[]}',
  };
  const foldersOfLive = (count: number): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => index).flatMap((index) =>
        Object.entries(LISTINGS).map(([name, text]) => [`${accountOf(index)}/${name}`, text]),
      ),
    );
  const shared = 'desired/_shared/reader.yaml';
  const reported = (directory: string, own: AssessedPlan): ScopeReport => {
    const integrations = own.integrations.map((one) => ({ ...one, file: shared }));
    const parameters = new Map([[shared, {}]]);
    return { directory, plan: { ...own, integrations }, cautions: [], notes: [], parameters };
  };
  const grouped = (plans: readonly AssessedPlan[]): string =>
    renderScopes(
      plans.map((own, index) => reported(nameOf(index), own)),
      [],
      { command: 'plan', limit: 60_000, footer: [] },
    );

  it.each<[what: string, plansOf: (desired: string) => Promise<readonly AssessedPlan[]>]>([
    [
      'a pull request from a fork, against the base',
      async (desired) => {
        const { scopes: loaded } = await loadDesired({ directory: desired });
        const today = '2026-11-22';
        return Promise.all(
          loaded.map(async (scope) =>
            offlinePlan({ scope, base: undefined, commit: COMMIT, only: undefined, today }),
          ),
        );
      },
    ],
    [
      'plan --live, of what the aws CLI printed',
      async (desired) => {
        const live = desiredFolder(foldersOfLive(3));
        const result = await runCommand((own) => plan({ desired, live, ...JSON_PLAN }, own, openSession));
        expect(result.stderr).toBe('');
        return JSON.parse(result.stdout) as readonly AssessedPlan[];
      },
    ],
  ])('show the change of each once, as the same in all: %s', async (_what, plansOf) => {
    const plans = await plansOf(desiredFolder(foldersOf(3)));
    expect(plans.map(({ account }) => account)).toEqual([0, 1, 2].map(accountOf));
    const text = grouped(plans);
    expect(text).toContain('## IAM plan of 3 scopes: 3 to create');
    expect(text).toContain('### The same in 3 scopes: `reader`');
    expect(text.match(/Role `?reader`?|role\/reader/g)?.length).toBeGreaterThan(0);
  });

  it.each([
    ['all', {}, true],
    ['one of them', { only: ['reader'] }, false],
  ] as const)('close alerts only with a plan of every integration: %s', async (_what, only, successful) => {
    const [desired, live] = [desiredFolder(foldersOf(2)), desiredFolder(foldersOfLive(2))];
    const result = await runCommand((own) =>
      plan({ desired, live, format: 'sarif', ...only }, own, openSession),
    );
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout.includes('"executionSuccessful": false')).toBe(!successful);
    expect(result.stderr.includes('code scanning refuses the SARIF of a run with --only')).toBe(!successful);
  });

  it('are of other accounts than the files of plan --live: that fails, and says which', async () => {
    const Arn = `arn:aws:iam::${accountOf(0)}:group/people`;
    const row = { Arn, GroupName: 'people', GroupId: 'AGPAEXAMPLE', Path: '/' };
    const details = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [row], Policies: [] };
    const live = desiredFolder({ ...LISTINGS, 'details.json': JSON.stringify(details) });
    const desired = desiredFolder(foldersOf(2));
    const result = await runCommand((own) => plan({ desired, live, format: 'text' }, own, openSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'wrong-account' });
    expect(result.stdout).toMatch(/^! \S+acct-001 \(account 300000000001\) failed: /);
    expect(result.stdout.match(/Plan: 1 to create/g)).toHaveLength(1);
  });

  it.each<[what: string, live: Readonly<Record<string, string>>, failed: number, says: RegExp]>([
    [
      'one has no files',
      foldersOfLive(2),
      1,
      /! \S+acct-002 \(account 300000000002\) failed: --live \S+\/300000000002 cannot be read: there is no such folder/,
    ],
    [
      'the folder of one is empty',
      { ...foldersOfLive(2), [`${accountOf(2)}/.keep`]: '' },
      1,
      /--live \S+\/300000000002 cannot be used: it has no files/,
    ],
    [
      'a file stands beside their folders',
      { ...foldersOfLive(3), 'roles.json': '{"Roles":[]}' },
      3,
      /cannot be used: roles\.json is beside the folders of accounts/,
    ],
    [
      'files stand beside their folders',
      { ...foldersOfLive(3), 'roles.json': '{"Roles":[]}', 'users.json': '{"Users":[]}' },
      3,
      /cannot be used: roles\.json, users\.json are beside the folders of accounts/,
    ],
    [
      'the files name no account',
      LISTINGS,
      3,
      /cannot be used for account 300000000001: its files name no account, and the scopes are of several/,
    ],
  ])('are not called new or unchanged by plan --live where %s', async (_what, files, failed, says) => {
    const desired = desiredFolder(foldersOf(3));
    const live = desiredFolder(files);
    const result = await runCommand((own) => plan({ desired, live, format: 'text' }, own, openSession));
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stdout.match(/^! /gm)).toHaveLength(failed);
    expect(result.stdout).toMatch(says);
    expect(result.stdout.match(/^Plan: 1 to create/gm) ?? []).toHaveLength(3 - failed);
    expect(result.stdout).not.toContain('No changes');
  });
});

/** As many as are promised in CI, and enough to be many elsewhere. */
const MANY = THOROUGH ? 300 : 20;

describe('many scopes', () => {
  it(`are planned in one run, a few calls each, of which those that fail are all named: ${MANY}`, async () => {
    const { desired, accounts } = open(MANY);
    for (const index of [7, 15]) accounts.worldOf(accountOf(index)).iam.roles.clear();
    const result = await runCommand((own) => plan({ desired, ...JSON_PLAN }, own, openSession));
    const rows = JSON.parse(result.stdout) as readonly Row[];
    expect(rows.filter(({ failed }) => failed !== undefined)).toHaveLength(2);
    expect(rows.filter(({ account }) => account !== undefined)).toHaveLength(MANY - 2);
    const calls = accounts.sandbox.others.map((world) => world.requests.length);
    expect(Math.max(...calls)).toBeLessThanOrEqual(12);
  });

  itThorough('are shared out among as many jobs as a matrix may have', async () => {
    const desired = desiredFolder(foldersOf(300));
    const list = await runCommand((own) => scopes({ desired, jobs: 256 }, own));
    const matrix = JSON.parse(list.stdout) as readonly {
      readonly scopes: string;
      readonly account?: string;
    }[];
    expect(matrix).toHaveLength(256);
    expect(matrix.flatMap((item) => item.scopes.split('\n'))).toHaveLength(300);
  });
});

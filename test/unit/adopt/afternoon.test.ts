import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adopt, type AdoptOptions } from '../../../src/commands/adopt.ts';
import { validate } from '../../../src/commands/validate.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import { addressOfResource } from '../../../src/model/resource.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { makeOddAccount, NOT_ADOPTED, ODD } from '../../helpers/odd-account.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from '../commands/desired-folder.ts';

let account: Account;
let desired: string;
let made: number;
let adopted: CommandResult;

function adoptIn(words: readonly string[], options: Partial<AdoptOptions> = {}): Promise<CommandResult> {
  return runCommand((own) => adopt(words, { desired, ...options }, own, openSession), { rehearsal: true });
}

beforeAll(async () => {
  account = await openAccount();
  await makeOddAccount(account);
  made = account.changes();
  desired = desiredFolder({
    'rolekeeper.yaml': settingsFile('111122223333', 'tags:\n  managed-by: rolekeeper\n'),
  });
  adopted = await adoptIn([], { all: true });
});

afterAll(async () => {
  await account.sandbox.close();
  removeDesiredFolders();
});

describe('an account is taken over in an afternoon', () => {
  test('everything that can be adopted is written, and the rest is listed with the reason', async () => {
    expect(adopted).toMatchObject({ exitCode: 0, stderr: '' });
    const { scopes } = await loadDesired({ directory: desired });
    const declared = (scopes[0]?.integrations ?? []).flatMap(({ resources }) =>
      resources.map(({ resource }) => addressOfResource(resource)),
    );
    expect([...declared].sort()).toEqual(ODD.map(addressOfResource).sort());
    for (const [address, reason] of Object.entries(NOT_ADOPTED)) {
      const line = adopted.stdout.split('\n').find((one) => one.includes(address) && one.startsWith('  '));
      expect(line).toMatch(new RegExp(reason.source.replace('$', '')));
    }
  });

  test('what belongs together stands in one file', () => {
    const files = readdirSync(desired);
    expect(files.filter((name) => name.startsWith('.'))).toEqual([]);
    const read = (name: string): string => readFileSync(join(desired, name), 'utf8');
    expect(read('cluster.yaml')).toMatch(/cluster-data[^]*cluster-node[^]*instanceProfiles/);
    expect(read('logzio-fetcher.yaml')).toContain('    ManagedPolicyArns:\n      - fetch-logs\n');
    expect(read('shared-read.yaml')).toContain('ManagedPolicyName: shared-read');
    expect(read('datadog-integration-role.yaml')).toContain('vendor:\n  name: Datadog\n');
  });

  test('the files are valid', async () => {
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result).toMatchObject({ exitCode: 0 });
  });

  test('apply imports and changes nothing, and the next plan is empty', async () => {
    const [scope] = (await loadDesired({ directory: desired })).scopes;
    if (scope === undefined) throw new Error('the folder is not a scope');
    const before = await planScope(scope);
    const entries = before.integrations.flatMap((one) => one.entries);
    expect(entries.map(({ action, changes, blockers }) => ({ action, changes, blockers }))).toEqual(
      entries.map(() => ({ action: 'adopt', changes: [], blockers: [] })),
    );
    const result = await applyScope(scope);
    expect(result.outcomes.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
    expect(account.changesSince(made)).toEqual([]);
    const types = account.sandbox.world.requests
      .filter(({ action }) => action === 'CreateChangeSet')
      .map(({ parameters }) => parameters['ChangeSetType']);
    expect(new Set(types)).toEqual(new Set(['IMPORT']));
    const after = await planScope(scope);
    expect(
      after.integrations.flatMap((one) => one.entries).filter(({ action }) => action !== 'none'),
    ).toEqual([]);
  });

  test('a second adoption finds nothing that is left', async () => {
    const again = await adoptIn([], { all: true });
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain('Nothing was written.');
  });
});

import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { beginReading } from '../../../src/commands/begin-reading.ts';
import { drift } from '../../../src/commands/drift.ts';
import type { LoadFiles } from '../../../src/commands/load-files.ts';
import { loadFilesHere } from '../../../src/commands/load-files-here.ts';
import { plan } from '../../../src/commands/plan.ts';
import type { OpenSession, Session } from '../../../src/commands/session.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { Settings } from '../../../src/model/integration.ts';
import { openManyAccounts, roleLines, type ManyAccounts } from '../../helpers/in-process/many-accounts.ts';
import { askIdentity, openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

let aws: ManyAccounts | undefined;
afterEach(() => aws?.close());
afterAll(removeDesiredFolders);

const COMMANDS = { plan: { command: plan, live: 'wanted' }, drift: { command: drift, live: 'all' } } as const;
type Name = keyof typeof COMMANDS;

const accountOf = (index: number): string => String(300_000_000_000 + index);

/** So many accounts, with two integrations each that are applied. */
async function appliedAccounts(count: number, more: Readonly<Record<string, string>> = {}) {
  const accounts = Array.from({ length: count }, (_, index) => accountOf(index));
  aws = openManyAccounts(accounts);
  const files: Readonly<Record<string, string>> = Object.fromEntries(
    accounts.flatMap((account, index): readonly (readonly [string, string])[] => [
      [`a${index}/rolekeeper.yaml`, settingsFile(account, roleLines(account))],
      ...['one', 'two'].map((name): readonly [string, string] => [
        `a${index}/${name}.yaml`,
        integrationFile(name, `${name}-role`),
      ]),
    ]),
  );
  const options = { desired: desiredFolder(files), format: 'text', autoApprove: true, parallel: 5 } as const;
  expect(await runCommand((own) => apply(options, own, openWritableSession))).toMatchObject({ exitCode: 0 });
  const world = [aws.sandbox.world, ...aws.sandbox.others];
  return { desired: desiredFolder({ ...files, ...more }), world };
}

/** Long enough for every answer that a process of its own gives. */
const idle = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** The files as a thread tells of them: the settings first, and then nothing for a while. */
const apart: LoadFiles = async (request, hearing) => {
  const result = await loadFilesHere(request, hearing);
  await idle();
  return result;
};

/** Runs a command that begins to read early. */
function early(name: Name, desired: string, open: OpenSession = openSession, loadFiles = apart, more = {}) {
  const { command, live } = COMMANDS[name];
  const options = { desired, format: 'text', ...more } as const;
  return runCommand(async (own) => {
    const environment = { ...own, loadFiles };
    const begun = await beginReading(
      options,
      environment,
      () => Promise.resolve({ open, close: () => undefined }),
      live,
    );
    return command(options, environment, begun.open, begun);
  });
}

/** A way to open sessions that notes them, and what is done in which order. */
function noting(open: OpenSession = openSession) {
  const sessions: Session[] = [];
  const noted: OpenSession = async (settings) => {
    const session = await open(settings);
    sessions.push(session);
    return session;
  };
  return { open: noted, sessions };
}

const actionsIn = (world: readonly { readonly requests: readonly { readonly action: string }[] }[]) =>
  world.flatMap(({ requests }) => requests.map(({ action }) => action));

describe.each(['plan', 'drift'] as const)('%s, whose files are checked beside', (name) => {
  it.each([1, 9])('says and asks of %i accounts what it does otherwise, each once', async (count) => {
    const { desired, world } = await appliedAccounts(count);
    const before = actionsIn(world).length;
    const { command } = COMMANDS[name];
    const usual = await runCommand((own) => command({ desired, format: 'text' }, own, openSession));
    const asked = actionsIn(world).length - before;
    expect(await early(name, desired)).toEqual(usual);
    expect(usual.exitCode).toBe(0);
    expect(actionsIn(world)).toHaveLength(before + 2 * asked);
  });

  it('asks who it is, then for the stacks, and for the rest before the files are known', async () => {
    const { desired, world } = await appliedAccounts(1);
    const [, own] = world;
    const start = own?.requests.length ?? 0;
    let atEnd: readonly string[] = [];
    const loadFiles: LoadFiles = async (request, hearing) => {
      const result = await apart(request, hearing);
      atEnd = (own?.requests ?? []).slice(start).map(({ action }) => action);
      return result;
    };
    expect(await early(name, desired, openSession, loadFiles)).toMatchObject({ exitCode: 0 });
    expect(atEnd.slice(0, 2)).toEqual(['GetCallerIdentity', 'DescribeStacks']);
    expect([...atEnd].sort().filter((action) => action !== 'ListInstanceProfiles')).toEqual([
      'DescribeStacks',
      'GetAccountAuthorizationDetails',
      'GetCallerIdentity',
      'GetTemplate',
      'GetTemplate',
      'ListRoles',
    ]);
  });

  it('opens no more than eight accounts before the files are known', async () => {
    const { desired } = await appliedAccounts(9);
    const { open, sessions } = noting();
    let opened = 0;
    const loadFiles: LoadFiles = async (request, hearing) => {
      const result = await apart(request, hearing);
      opened = sessions.length;
      return result;
    };
    expect(await early(name, desired, open, loadFiles)).toMatchObject({ exitCode: 0 });
    expect([opened, sessions.length]).toEqual([8, 9]);
    expect(sessions.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('says of a file with a mistake what it says otherwise, and ends what it began', async () => {
    const { desired } = await appliedAccounts(2, { 'a1/three.yaml': 'integration: three\n' });
    const { command } = COMMANDS[name];
    const usual = await runCommand((own) => command({ desired, format: 'text' }, own, openSession));
    const { open, sessions } = noting();
    const result = await early(name, desired, open);
    expect(result).toEqual(usual);
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stderr).toContain('nothing was changed');
    expect(result.stderr).not.toContain('nothing was read');
    await idle();
    expect(sessions.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  it('does not wait for an account that never answers where a file has a mistake', async () => {
    const { desired } = await appliedAccounts(1, { 'a0/three.yaml': 'integration: three\n' });
    const never: OpenSession = () => new Promise(() => undefined);
    expect(await early(name, desired, never)).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    const { open } = noting(async (settings) => {
      const session = await openSession(settings);
      return { ...session, stacks: { ...session.stacks, stacks: () => new Promise(() => undefined) } };
    });
    expect(await early(name, desired, open)).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
  });

  it('tells of an account that cannot be opened after the mistakes of the files', async () => {
    const { desired } = await appliedAccounts(1);
    const refused: OpenSession = () => Promise.reject(new RolekeeperError('no-credentials', 'none'));
    expect(await early(name, desired, refused)).toMatchObject({ exitCode: 1, reason: 'no-credentials' });
    const broken = desiredFolder({
      'rolekeeper.yaml': settingsFile(accountOf(0)),
      'a.yaml': 'integration: a\n',
    });
    expect(await early(name, broken, refused)).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
  });

  it('opens nothing for settings with a mistake', async () => {
    const broken = desiredFolder({
      'rolekeeper.yaml': settingsFile('12'),
      'a.yaml': integrationFile('a', 'a'),
    });
    const { open, sessions } = noting();
    expect(await early(name, broken, open)).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(sessions).toEqual([]);
  });

  it('reads nothing ahead of the files that --only chooses from', async () => {
    const { desired } = await appliedAccounts(1);
    const { open, sessions } = noting();
    let opened = -1;
    const loadFiles: LoadFiles = async (request, hearing) => {
      const result = await apart(request, hearing);
      opened = sessions.length;
      return result;
    };
    expect(await early(name, desired, open, loadFiles, { only: ['one'] })).toMatchObject({ exitCode: 0 });
    expect([opened, sessions.length]).toEqual([0, 1]);
  });
});

describe('whose the credentials are', () => {
  const OWN = '999900001111';
  const region = process.env['AWS_REGION'];
  afterEach(() => {
    if (region === undefined) delete process.env['AWS_REGION'];
    else process.env['AWS_REGION'] = region;
  });

  /** Opens the account of settings after it was asked who we are, and counts how often that was. */
  async function askedOf(account: string, named: string | undefined, more = '') {
    if (named === undefined) delete process.env['AWS_REGION'];
    else process.env['AWS_REGION'] = named;
    aws = openManyAccounts([accountOf(0)]);
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile(account, more),
      'one.yaml': integrationFile('one', 'one-role'),
    });
    const asked = askIdentity();
    const opening = {
      open: (settings: Settings) => openSession(settings, { asked }),
      close: () => asked?.close(),
    };
    const result = await runCommand(async (own) => {
      const environment = { ...own, loadFiles: apart };
      const options = { desired, format: 'text' } as const;
      const begun = await beginReading(options, environment, () => Promise.resolve(opening), 'wanted');
      return plan(options, environment, begun.open, begun);
    });
    const worlds = [aws.sandbox.world, ...aws.sandbox.others];
    return { result, times: actionsIn(worlds).filter((action) => action === 'GetCallerIdentity').length };
  }

  it.each([
    ['once where the environment names the region of the settings', 'eu-west-1', '', 1],
    ['again in the region of the settings where the environment names another', 'us-east-1', '', 2],
    ['once where the environment names no region', undefined, '', 1],
  ])('is asked %s', async (_how, named, more, times) => {
    const asked = await askedOf(OWN, named, more);
    expect(asked.result).toMatchObject({ exitCode: 0 });
    expect(asked.times).toBe(times);
  });

  it('is another account where a role is assumed, and is asked of it', async () => {
    const account = accountOf(0);
    expect((await askedOf(account, 'eu-west-1', roleLines(account))).result).toMatchObject({ exitCode: 0 });
  });

  it('is refused where the settings name another account', async () => {
    const { result, times } = await askedOf(accountOf(0), 'eu-west-1');
    expect(result).toMatchObject({ exitCode: 1, reason: 'wrong-account', stdout: '' });
    expect(times).toBe(1);
  });
});

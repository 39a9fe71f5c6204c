import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import { runGit } from '../../../src/commands/run-git.ts';
import type { RunGit } from '../../../src/commands/environment.ts';
import type { Audit } from '../../../src/model/audit.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { BACKDOOR, editedStackCall, templateIn } from '../../helpers/edit-stack.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import {
  desiredFolder,
  integrationFile,
  removeDesiredFolders,
  settingsFile,
  writeFiles,
} from './desired-folder.ts';
import { itThorough } from '../../helpers/thorough.ts';

const ACCOUNT = '111122223333';

let account: Account;
let clone: string;
let desired: string;

/** What a file says that waits to be applied. */
const PENDING = {
  'desired/reader.yaml': integrationFile('reader', 'reader', '    MaxSessionDuration: 7200\n'),
};

/** Before the first day of the sandbox. */
const LONG_AGO = '2020-01-31';

const expiring = (date: string): Readonly<Record<string, string>> => ({
  'desired/reader.yaml': integrationFile('reader', 'reader', `expires: ${date}\n`),
});

beforeEach(async () => {
  account = await openAccount();
  clone = desiredFolder({
    'desired/rolekeeper.yaml': settingsFile(ACCOUNT),
    'desired/reader.yaml': integrationFile('reader', 'reader'),
  });
  desired = join(clone, 'desired');
});

afterEach(() => account.sandbox.close());
afterAll(removeDesiredFolders);

/** No upkeep: it costs more than the commits. */
const QUICKLY = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'core.fsync=none'];
const GIT = ['git', ...QUICKLY].join(' ');
const git = (...command: readonly string[]) => execFileSync('git', [...QUICKLY, ...command]);

const ALICE = { name: 'alice', email: 'alice@example.com' };

/** Runs a line of the shell in the clone: to start one process from here takes longer than what git does in three. */
function shell(line: string): void {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: ALICE.name,
    GIT_AUTHOR_EMAIL: ALICE.email,
    GIT_COMMITTER_NAME: ALICE.name,
    GIT_COMMITTER_EMAIL: ALICE.email,
  };
  execFileSync('sh', ['-ec', line], { cwd: clone, env });
}

/** An empty repository of git, made once and copied: each process of git takes longer than a test does without. */
let empty: string | undefined;

function initialise(): void {
  if (existsSync(join(clone, '.git'))) return;
  if (empty === undefined) {
    empty = desiredFolder({});
    git('init', '-q', '-b', 'main', '--template=', empty);
  }
  cpSync(empty, clone, { recursive: true });
}

const COMMIT = `${GIT} add -A; ${GIT} commit -q --allow-empty -m 'what is declared'`;
const asked: RunGit = (...question) => runGit(process.env, ...question);

function commit(): string {
  initialise();
  shell(COMMIT);
  return headOf('main');
}

function headOf(branch: string): string {
  return readFileSync(join(clone, '.git/refs/heads', branch), 'utf8').trim();
}

async function applied(audit: Audit = {}): Promise<void> {
  const options = { desired, format: 'text', parallel: 5, autoApprove: true } as const;
  expect(
    await runCommand((own) => apply(options, own, openWritableSession), { git: asked, audit }),
  ).toMatchObject({
    exitCode: 0,
  });
}

interface Beginning {
  readonly commit: string;
  readonly folder: string;
  readonly state: SandboxState;
}

let beginning: Beginning | undefined;

/** The files as they are at first, committed and applied once for all tests that begin so; gives the commit. */
async function committedAndApplied(): Promise<string> {
  if (beginning === undefined) {
    const id = commit();
    await applied();
    const folder = desiredFolder({});
    cpSync(clone, folder, { recursive: true });
    beginning = { commit: id, folder, state: account.sandbox.saveState() };
  } else {
    cpSync(beginning.folder, clone, { recursive: true, preserveTimestamps: true });
    await account.sandbox.close();
    account = await openAccount({ state: beginning.state });
  }
  return beginning.commit;
}

function checked(day?: string): Promise<CommandResult> {
  const clock = day === undefined ? {} : { clock: capturedEnvironment(`${day}T09:00:00.000Z`).clock };
  return runCommand((own) => drift({ desired, format: 'text' }, own, openSession), { git: asked, ...clock });
}

async function editStack(edit: {
  readonly properties?: JsonObject;
  readonly audit?: JsonObject;
}): Promise<void> {
  const stack = { Version: '2010-05-15', StackName: 'rolekeeper-reader' };
  const template = templateIn(await account.call({ Action: 'GetTemplate', ...stack }));
  await account.call(editedStackCall('rolekeeper-reader', template, edit));
  // An operation of a stack takes some requests to come to its end.
  for (let left = 5; left > 0; left -= 1) await account.call({ Action: 'DescribeStacks', ...stack });
}

describe('a stack that differs from its file', () => {
  it('is pending where it is what the commit declares that it was applied from', async () => {
    const first = await committedAndApplied();
    writeFiles(clone, PENDING);
    const { exitCode, stdout } = await checked();
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `pending: role/reader · declared, not applied yet; its stack is as commit ${first.slice(0, 7)} declares it`,
    );
  });

  it('is drift where it was edited together with its hash', async () => {
    const first = await committedAndApplied();
    await editStack({ properties: BACKDOOR });
    const { exitCode, stdout } = await checked();
    expect(exitCode).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `edited: role/reader · its stack is not what commit ${first.slice(0, 7)} declares`,
    );
    expect(stdout).toContain('Drift: 1 edited.');
  });

  it('is drift where the edit is older than a change that waits', async () => {
    await committedAndApplied();
    await editStack({ properties: BACKDOOR });
    writeFiles(clone, PENDING);
    expect(await checked()).toMatchObject({ exitCode: 2 });
  });

  it('is pending where the commit of its last update has expired since', async () => {
    writeFiles(clone, expiring('2026-12-10'));
    commit();
    await applied();
    expect(await checked('2026-12-09')).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await checked('2026-12-10');
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('declared, not applied yet; its stack is as commit');
  });

  it('is pending where it was suspended when its commit had expired, and the date is moved', async () => {
    writeFiles(clone, expiring(LONG_AGO));
    commit();
    await applied();
    writeFiles(clone, expiring('2027-12-31'));
    const { exitCode, stdout } = await checked();
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('declared, not applied yet; its stack is as commit');
  });

  it('is drift where an edit of it lifts a suspension that a date brought', async () => {
    writeFiles(clone, expiring(LONG_AGO));
    commit();
    await applied();
    await editStack({ properties: { Policies: [] } });
    expect(await checked()).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('Drift: 1 edited.'),
    });
  });

  it.each([
    ['names no commit', {}],
    ['names a commit that is not there', { commit: 'f'.repeat(40) }],
    ['names something else', { commit: 'HEAD' }],
  ])('is drift where it %s', async (_what, audit) => {
    await committedAndApplied();
    await editStack({ properties: BACKDOOR, audit });
    const { exitCode, stdout } = await checked();
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/edited: .* no apply is known that made its stack so: the /);
    expect(exitCode).toBe(2);
  });

  itThorough(
    'is not known to be as it was applied without the history: a clone that is shallow, or none',
    async () => {
      await committedAndApplied();
      await editStack({ properties: BACKDOOR, audit: { commit: 'f'.repeat(40) } });
      commit();
      const whole = clone;
      clone = desiredFolder({});
      git('clone', '-q', '--depth', '1', `file://${whole}`, clone);
      desired = join(clone, 'desired');
      const shallow = await checked();
      rmSync(join(clone, '.git'), { recursive: true });
      const none = await checked();
      for (const { exitCode, stdout } of [shallow, none]) {
        expect(stdout.replace(/\s+/g, ' ')).toContain(
          'that the stack is as it was applied is not known: the ',
        );
        expect(exitCode).toBe(0);
      }
    },
  );

  itThorough('is as the branch has it by now where the clone is behind, and no drift', async () => {
    await committedAndApplied();
    const upstream = clone;
    const behind = desiredFolder({});
    git('clone', '-q', upstream, behind);
    writeFiles(upstream, PENDING);
    const newer = commit();
    await applied();
    desired = join(behind, 'desired');
    const unfetched = await checked();
    git('-C', behind, 'fetch', '-q');
    const fetched = await checked();
    await editStack({ properties: BACKDOOR });
    const edited = await checked();
    await editStack({ properties: { MaxSessionDuration: 9000 }, audit: { commit: 'f'.repeat(40) } });
    git('-C', behind, 'merge', '-q', '--ff-only', '@{upstream}');
    const forged = await checked();
    rmSync(upstream, { recursive: true });
    const alone = await checked();
    const say = ({ exitCode, stdout }: CommandResult) => [exitCode, stdout.replace(/\s+/g, ' ')];
    expect(say(unfetched)).toEqual([
      0,
      expect.stringContaining('which is behind origin: git pull, and look again'),
    ]);
    expect(say(fetched)).toEqual([
      0,
      expect.stringContaining(
        `the file is older than its stack, which is as commit ${newer.slice(0, 7)} of the branch declares it`,
      ),
    ]);
    expect(say(edited)).toEqual([
      2,
      expect.stringContaining(`its stack is not what commit ${newer.slice(0, 7)} declares`),
    ]);
    expect(say(forged)).toEqual([
      2,
      expect.stringContaining('no apply is known that made its stack so: the commit fffffff'),
    ]);
    expect(say(alone)).toEqual([
      0,
      expect.stringContaining('whether the clone is behind origin is not known'),
    ]);
  });

  it('is drift where its commit is of another branch', async () => {
    await committedAndApplied();
    writeFiles(clone, PENDING);
    shell(`git checkout -q -b other; ${COMMIT}; git checkout -q -`);
    await editStack({ properties: { MaxSessionDuration: 7200 }, audit: { commit: headOf('other') } });
    expect((await checked()).stdout.replace(/\s+/g, ' ')).toContain('is not in the history');
  });

  it('names no commit where the job names one, and the folder was not as that commit has it', async () => {
    const first = commit();
    writeFiles(clone, PENDING);
    await applied({ commit: first });
    shell('git checkout -q .');
    expect((await checked()).stdout).toContain('names no commit');
  });

  it('names no commit where the folder was not as the commit has it', async () => {
    commit();
    writeFiles(clone, PENDING);
    await applied();
    shell('git checkout -q .');
    expect((await checked()).stdout).toContain('names no commit');
  });

  describe('and whose file its scope includes', () => {
    beforeEach(() => {
      writeFiles(clone, {
        'desired/rolekeeper.yaml': `${settingsFile(ACCOUNT)}include: [{ file: _shared/lister.yaml }]\n`,
        '_shared/lister.yaml': integrationFile('lister', 'lister'),
      });
    });

    it('is pending where only the included file moved on', async () => {
      const first = commit();
      await applied();
      writeFiles(clone, {
        '_shared/lister.yaml': integrationFile('lister', 'lister', '    MaxSessionDuration: 7200\n'),
      });
      const { exitCode, stdout } = await checked();
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        `its stack is as commit ${first.slice(0, 7)} declares it`,
      );
      expect(exitCode).toBe(0);
    });

    it('names no commit where the included file was not as the commit has it', async () => {
      commit();
      writeFiles(clone, {
        '_shared/lister.yaml': integrationFile('lister', 'lister', '    MaxSessionDuration: 7200\n'),
      });
      await applied();
      shell('git checkout -q .');
      expect((await checked()).stdout).toContain('names no commit');
    });
  });
});

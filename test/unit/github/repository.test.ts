import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readChangedFiles, readComparedFiles } from '../../../src/github/changed-files.ts';
import { readOpenPulls } from '../../../src/github/open-pulls.ts';
import { readPullRequest } from '../../../src/github/pull-request.ts';
import { readRepositoryFolder } from '../../../src/github/repository-folder.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

describe('the files that changed', () => {
  it('in a pull request, whatever the base got meanwhile, over pages', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 130 }, (_item, index) => [`desired/many-${index}.yaml`, '']),
    );
    const { number } = await github.openPull('many', files);
    await github.push('main', { 'desired/meanwhile.yaml': '' });
    const changed = await readChangedFiles(connectTo(github), number);
    expect(changed).toEqual({ paths: Object.keys(files).sort(), complete: true });
  });

  it('in a push of several commits', async () => {
    const before = await github.head();
    await github.push('main', { 'desired/one.yaml': '1' });
    const after = await github.push('main', { 'desired/two.yaml': '1', 'README.md': 'new' });
    expect(await readComparedFiles(connectTo(github), before, after)).toEqual({
      paths: ['README.md', 'desired/one.yaml', 'desired/two.yaml'],
      complete: true,
    });
  });

  it('are not known of a forced push, a first push, and a comparison that GitHub cuts', async () => {
    const connection = connectTo(github);
    const before = await github.head();
    const after = await github.push('main', { 'desired/forced.yaml': '1' });
    expect((await readComparedFiles(connection, after, before)).complete).toBe(false);
    expect(await readComparedFiles(connection, '0'.repeat(40), after)).toEqual({
      paths: [],
      complete: false,
    });
    const files = Array.from({ length: 300 }, (_item, index) => ({
      filename: `f${index}`,
      previous_filename: 'old',
    }));
    github.inject({
      path: /compare/,
      answer: { status: 200, headers: {}, body: { status: 'ahead', files } },
    });
    const cut = await readComparedFiles(connection, before, after);
    expect([cut.complete, cut.paths.length]).toEqual([false, 301]);
  });
});

describe('a folder of another commit', () => {
  it('is read in one request, without what lies deeper', async () => {
    const commit = await github.push('main', {
      'base/prod/a.yaml': 'one: ${Two}\n',
      'base/prod/rolekeeper.yaml': 'version: 1\n',
      'base/prod/deeper/b.yaml': '',
    });
    await github.push('main', { 'base/prod/a.yaml': 'later' });
    github.takeLog();
    const files = await readRepositoryFolder(connectTo(github), commit, './base/prod/');
    expect(files).toEqual(
      new Map([
        ['a.yaml', 'one: ${Two}\n'],
        ['rolekeeper.yaml', 'version: 1\n'],
      ]),
    );
    expect(github.takeLog()).toHaveLength(1);
  });

  it('may not be there, and may not be readable', async () => {
    const commit = await github.head();
    expect(await readRepositoryFolder(connectTo(github), commit, 'nowhere')).toBeUndefined();
    const token = await github.mintToken({ issues: 'write' });
    await expect(readRepositoryFolder(connectTo(github, { token }), commit, 'base')).rejects.toMatchObject({
      reason: 'github',
      hint: expect.stringContaining('`contents: read`'),
    });
  });
});

describe('open pull requests', () => {
  it('that change a file are found, others and closed ones are not', async () => {
    const one = await github.openPull('heal-one', { 'desired/drifted.yaml': '1' });
    await github.openPull('heal-two', { 'desired/other.yaml': '1' });
    const closed = await github.openPull('heal-three', { 'desired/drifted.yaml': '3' });
    await github.closePull(closed.number);
    const found = await readOpenPulls(connectTo(github), 'main', ['desired/drifted.yaml']);
    expect(found).toEqual([
      {
        number: one.number,
        url: expect.stringContaining(`/pull/${one.number}`),
        paths: ['desired/drifted.yaml'],
      },
    ]);
  });
});

describe('a pull request as it is now', () => {
  it('tells its newest commit, whether it is merged, and where it came from', async () => {
    const pull = await github.openPull('now', { 'desired/now.yaml': '1' }, { fork: true, by: 'mallory' });
    const head = await github.push('now', { 'desired/now.yaml': '2' });
    const common = { number: pull.number, author: 'mallory', head, baseRef: 'main', isFork: true };
    expect(await readPullRequest(connectTo(github), pull.number)).toMatchObject({ ...common, state: 'open' });
    await github.merge(pull.number);
    expect(await readPullRequest(connectTo(github), pull.number)).toMatchObject({
      ...common,
      state: 'merged',
    });
    const other = await github.openPull('now-closed', { 'desired/now.yaml': '3' });
    await github.closePull(other.number);
    expect(await readPullRequest(connectTo(github), other.number)).toMatchObject({
      state: 'closed',
      isFork: false,
    });
  });
});

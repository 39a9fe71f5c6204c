import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readHead, readStaleness } from '../../../src/github/stale-run.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

const ask = async (commit: string, directory = 'desired/prod', branch = 'main') => {
  const connection = connectTo(github);
  return readStaleness(connection, await readHead(connection, branch), { branch, commit, directory });
};

describe('a run', () => {
  it('is fresh at the head of the branch, in one request', async () => {
    const commit = await github.push('main', { 'desired/prod/a.yaml': '1' });
    github.takeLog();
    expect(await ask(commit)).toEqual({ stale: false });
    expect(github.takeLog()).toHaveLength(1);
  });

  it('is fresh after a push elsewhere', async () => {
    const commit = await github.push('main', { 'desired/prod/a.yaml': '2' });
    await github.push('main', { 'desired/test/a.yaml': '1', 'README.md': 'new' });
    expect(await ask(commit)).toEqual({ stale: false });
  });

  it('is overtaken by the commit that changed its folder', async () => {
    const commit = await github.push('main', { 'desired/prod/a.yaml': '3' });
    const overtaking = await github.push('main', { 'desired/prod/a.yaml': '4' });
    await github.push('main', { 'README.md': 'newer' });
    expect(await ask(commit)).toEqual({ stale: true, overtakenBy: overtaking });
    expect(await ask(commit, 'desired')).toEqual({ stale: true, overtakenBy: overtaking });
  });

  it('is fresh again when the folder is what it was', async () => {
    const commit = await github.push('main', { 'desired/prod/a.yaml': '5' });
    await github.push('main', { 'desired/prod/a.yaml': '6' });
    await github.push('main', { 'desired/prod/a.yaml': '5' });
    expect(await ask(commit)).toEqual({ stale: false });
  });

  it('looks at the whole tree when the scope is the root', async () => {
    const commit = await github.push('main', { 'desired/prod/a.yaml': '7' });
    const empty = await github.push('main', { 'desired/prod/a.yaml': '7' });
    expect(await ask(commit, '.')).toEqual({ stale: false });
    const overtaking = await github.push('main', { 'README.md': 'newest' });
    expect(await ask(empty, './')).toEqual({ stale: true, overtakenBy: overtaking });
  });

  it('is stale when its folder or its branch is gone', async () => {
    const commit = await github.push('main', { 'desired/old/a.yaml': '1' });
    const removal = await github.push('main', { 'desired/old/a.yaml': undefined });
    expect(await ask(commit, 'desired/old')).toEqual({ stale: true, overtakenBy: removal });
    expect(await ask(commit, 'desired', 'gone')).toEqual({ stale: true, overtakenBy: undefined });
  });

  it('is not known without an answer', async () => {
    const token = await github.mintToken({ issues: 'write' });
    await expect(readHead(connectTo(github, { token }), 'main')).rejects.toMatchObject({
      reason: 'github',
      hint: expect.stringContaining('`contents: read`'),
    });
  });
});

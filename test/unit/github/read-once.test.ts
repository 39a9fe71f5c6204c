import { expect, it } from '@jest/globals';
import type { GitHubConnection } from '../../../src/github/github-client.ts';
import { readOnce } from '../../../src/github/read-once.ts';

const connection = (): GitHubConnection => ({
  repository: { owner: 'acme', repo: 'infra' },
  send: () => Promise.reject(new Error('nothing is sent')),
  identity: () => Promise.resolve(''),
  isGitHubCom: true,
});

it('what never changes is asked for once in a run, by each of its keys, and again after a failure', async () => {
  const asked: string[] = [];
  let fails = true;
  const read = readOnce((_connection: GitHubConnection, commit: string, folder: string) => {
    asked.push(`${commit} ${folder}`);
    return folder === 'broken' && fails ? Promise.reject(new Error('502')) : Promise.resolve(folder);
  });
  const run = connection();
  expect(await Promise.all(['a', 'b', 'a'].map((folder) => read(run, 'c', folder)))).toEqual(['a', 'b', 'a']);
  expect(asked).toEqual(['c a', 'c b']);
  await expect(read(run, 'c', 'broken')).rejects.toThrow('502');
  fails = false;
  expect(await read(run, 'c', 'broken')).toBe('broken');
  await read(connection(), 'c', 'a');
  expect(asked.slice(2)).toEqual(['c broken', 'c broken', 'c a']);
});

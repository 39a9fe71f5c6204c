import { describe, expect, it } from '@jest/globals';
import type { GitHubConnection } from '../../../src/github/github-client.ts';
import { readBlobs } from '../../../src/github/repository-tree.ts';

type Blob = { readonly text?: string | null; readonly isTruncated?: boolean } | null;

/** Answers a query for blobs; `asked` counts the requests. */
function answering(blobOf: (id: string) => Blob) {
  const asked: number[] = [];
  const graphql = (query: string) => {
    const objects = [...query.matchAll(/(\w+): object\(oid: "(\w+)"\)/g)];
    asked.push(objects.length);
    const rows = objects.map(([, name = '', id = '']) => [name, blobOf(id)]);
    return Promise.resolve({ repository: Object.fromEntries(rows) as Record<string, Blob> });
  };
  const connection: GitHubConnection = {
    repository: { owner: 'acme', repo: 'infra' },
    send: (_need, ask) => ask({ graphql } as never, { owner: 'acme', repo: 'infra' }),
    identity: () => Promise.resolve(''),
    isGitHubCom: true,
  };
  return { asked, connection };
}

describe('the texts of files', () => {
  it('are asked for a hundred at a time, each once', async () => {
    const { asked, connection } = answering((id) => ({ text: `text of ${id}`, isTruncated: false }));
    const ids = Array.from({ length: 101 }, (_, index) => `a${index}`);
    const texts = await readBlobs(connection, [...ids, 'a0']);
    expect(asked).toEqual([100, 1]);
    expect([...texts].every(([id, text]) => text === `text of ${id}`)).toBe(true);
    expect(texts.size).toBe(101);
  });

  it.each<[what: string, blob: Blob]>([
    ['of which GitHub gives a part', { text: 'version: 1\n', isTruncated: true }],
    ['of bytes', { text: null, isTruncated: false }],
    ['that is no blob', {}],
    ['that is not there', null],
  ])('fail for one %s', async (_, blob) => {
    const { connection } = answering(() => blob);
    await expect(readBlobs(connection, ['0123456789'])).rejects.toMatchObject({
      reason: 'github',
      message: 'GitHub gives no text of the file 0123456',
    });
  });
});

import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection } from './github-client.ts';
import { readOnce } from './read-once.ts';

const QUERY = `query ($owner: String!, $repo: String!, $expression: String!) {
  repository(owner: $owner, name: $repo) {
    object(expression: $expression) {
      ... on Tree { entries { name type object { ... on Blob { text isTruncated } } } }
    }
  }
}`;

const ANSWER = z.object({
  repository: z.object({
    object: z
      .object({
        entries: z.array(
          z.object({
            name: z.string(),
            type: z.string(),
            object: z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullish(),
          }),
        ),
      })
      .nullable(),
  }),
});

/**
 * The text files of one folder in a commit, by name, in one request: what the base branch declares, for a run that has
 * checked out the pull request alone. Folders within it and binary files are left out; undefined where there is no such
 * folder.
 * @throws RolekeeperError `github`
 */
export const readRepositoryFolder = readOnce(readFolder);

async function readFolder(
  connection: GitHubConnection,
  commit: string,
  directory: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const path = directory
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
  const need = {
    purpose: `read ${directory} of ${commit.slice(0, 7)}`,
    permission: 'contents: read',
  } as const;
  return connection.send(need, async (octokit, repository) => {
    const answer = await octokit.graphql(QUERY, { ...repository, expression: `${commit}:${path}` });
    const { object } = ANSWER.parse(answer).repository;
    if (object === null) return undefined;
    const files = new Map<string, string>();
    for (const { name, type, object: blob } of object.entries) {
      if (type !== 'blob' || typeof blob?.text !== 'string') continue;
      if (blob.isTruncated === true) {
        throw new RolekeeperError('github', `GitHub cut ${path}/${name}: it is too large`, {
          hint: 'a desired file has a few kilobytes; take the large file out of the folder',
        });
      }
      files.set(name, blob.text);
    }
    return files;
  });
}

import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection } from './github-client.ts';
import { readOnce } from './read-once.ts';

const TREE = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), mode: z.string().optional(), sha: z.string() }),
  ),
});

/** The mode of a symbolic link in a tree: its blob is the path that it leads to. */
const SYMLINK = '120000';

/**
 * The ids of all files below a folder of a commit, by their path from the root of the repository; symbolic links are no
 * files, and a folder that is not there has none.
 * https://docs.github.com/en/rest/git/trees#get-a-tree
 * @throws RolekeeperError `github`
 */
export const readRepositoryTree = readOnce(
  async (
    connection: GitHubConnection,
    commit: string,
    directory: string,
  ): Promise<ReadonlyMap<string, string>> => {
    const folder = await readTreeId(connection, commit, directory);
    if (folder === undefined) return new Map();
    const { tree, truncated } = await readTree(connection, folder, 'recursive');
    if (truncated) {
      throw new RolekeeperError('github', `GitHub cut the list of the files in ${directory}`, {
        hint: 'keep the desired files in a folder of their own: this one has more than 100,000 files',
      });
    }
    const files = tree.filter(({ type, mode }) => type === 'blob' && mode !== SYMLINK);
    return new Map(files.map(({ path, sha }) => [directory === '.' ? path : `${directory}/${path}`, sha]));
  },
);

/** The id of the tree of a folder in a commit, walked from the root; undefined when there is no such folder. */
export async function readTreeId(
  connection: GitHubConnection,
  commit: string,
  directory: string,
): Promise<string | undefined> {
  const segments = segmentsOf(directory);
  if (segments.length === 0) return readRootTreeId(connection, commit);
  let sha = commit;
  for (const segment of segments) {
    const { tree, truncated } = await readTree(connection, sha, 'flat');
    const next = tree.find(({ path, type }) => path === segment && type === 'tree');
    if (next === undefined && truncated) {
      throw new RolekeeperError('github', `GitHub cut the list of the folder that holds ${segment}`, {
        hint: 'move the desired files to a folder with fewer neighbours',
      });
    }
    if (next === undefined) return undefined;
    sha = next.sha;
  }
  return sha;
}

/** Asked for the tree of a commit, GitHub gives its entries under the commit's own id. */
const readRootTreeId = readOnce((connection: GitHubConnection, commit: string): Promise<string> =>
  connection.send(needFor(commit), async (octokit, repository) => {
    const { data } = await octokit.rest.git.getCommit({ ...repository, commit_sha: commit });
    return z.object({ tree: z.object({ sha: z.string() }) }).parse(data).tree.sha;
  }),
);

const readTree = readOnce(
  (connection: GitHubConnection, id: string, depth: 'flat' | 'recursive'): Promise<z.infer<typeof TREE>> =>
    connection.send(needFor(id), async (octokit, repository) => {
      const recursive = depth === 'recursive' ? { recursive: '1' } : {};
      const { data } = await octokit.rest.git.getTree({ ...repository, tree_sha: id, ...recursive });
      return TREE.parse(data);
    }),
);

function needFor(id: string) {
  return { purpose: `list the files of ${id.slice(0, 7)}`, permission: 'contents: read' } as const;
}

/** The folders of a path; none for the root. */
export function segmentsOf(directory: string): readonly string[] {
  return directory.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/** So many files are asked for in one request. */
const BLOBS_AT_ONCE = 100;

const BLOBS = z.object({
  repository: z.record(
    z.string(),
    z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullable(),
  ),
});

/**
 * The texts of files by their ids, many in one request.
 * @throws RolekeeperError `github`, also for a file that GitHub gives no text of
 */
export async function readBlobs(
  connection: GitHubConnection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  const texts = new Map<string, string>();
  for (let start = 0; start < wanted.length; start += BLOBS_AT_ONCE) {
    const some = wanted.slice(start, start + BLOBS_AT_ONCE);
    const objects = some.map(
      (id, index) => `b${index}: object(oid: ${JSON.stringify(id)}) { ... on Blob { text isTruncated } }`,
    );
    const query = `query ($owner: String!, $repo: String!) {
      repository(owner: $owner, name: $repo) { ${objects.join(' ')} }
    }`;
    const need = { purpose: `read ${some.length} files`, permission: 'contents: read' } as const;
    const answer = await connection.send(need, async (octokit, repository) =>
      BLOBS.parse(await octokit.graphql(query, { ...repository })),
    );
    for (const [index, id] of some.entries()) {
      const blob = answer.repository[`b${index}`];
      if (typeof blob?.text !== 'string' || blob.isTruncated === true) {
        throw new RolekeeperError('github', `GitHub gives no text of the file ${id.slice(0, 7)}`, {
          hint: 'a settings file has a few kilobytes of text: look at what is in its place',
        });
      }
      texts.set(id, blob.text);
    }
  }
  return texts;
}

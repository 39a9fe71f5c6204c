import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection } from './github-client.ts';
import { treeOf } from './stale-run.ts';

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
export async function readRepositoryTree(
  connection: GitHubConnection,
  commit: string,
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const need = { purpose: `list the files of ${commit.slice(0, 7)}`, permission: 'contents: read' } as const;
  return connection.send(need, async (octokit, repository) => {
    const folder = await treeOf(octokit, repository, commit, directory);
    if (folder === undefined) return new Map();
    const { data } = await octokit.rest.git.getTree({ ...repository, tree_sha: folder, recursive: '1' });
    const { tree, truncated } = TREE.parse(data);
    if (truncated) {
      throw new RolekeeperError('github', `GitHub cut the list of the files in ${directory}`, {
        hint: 'keep the desired files in a folder of their own: this one has more than 100,000 files',
      });
    }
    const files = tree.filter(({ type, mode }) => type === 'blob' && mode !== SYMLINK);
    return new Map(files.map(({ path, sha }) => [directory === '.' ? path : `${directory}/${path}`, sha]));
  });
}

/**
 * The text of a file by its id.
 * @throws RolekeeperError `github`
 */
export async function readBlob(connection: GitHubConnection, id: string): Promise<string> {
  const need = { purpose: `read the file ${id.slice(0, 7)}`, permission: 'contents: read' } as const;
  return connection.send(need, async (octokit, repository) => {
    const { data } = await octokit.rest.git.getBlob({ ...repository, file_sha: id });
    const { content } = z.object({ content: z.string() }).parse(data);
    return Buffer.from(content, 'base64').toString('utf8');
  });
}
